# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show
from coursekit.widgets import DrawAndVote, HousePrice, PaintNeuron, WeighSumBend, XorMeter

# %% [markdown]
# ## What are we going to build?
#
# A network that reads digits: the ones below, and the ones you draw yourself. You'll know it from the
# inside. Today you paint a small reader by hand. In lessons 2 and 3 you meet larger ones, up to one that reads all ten digits.
#
# This is how the computer gets a digit: 64 squares, eight rows of eight. For each square it gets one number that says how much ink
# is there, from 0 (white paper) to 1 (all ink). Thirteen people wrote the digits of this course. Here are twelve of these digits.

# %%
show("neuron.twelve_digits")

# %% [markdown]
# You can read most of these at once. The computer has 64 numbers and no idea. So how do you get from 64 numbers
# to an answer? Before we start, tell us what you expect. This card gives no marks, and you'll meet it again at the end.

# %%
ask("neuron.pre-brain", marked=False)

# %% [markdown] tags=["fact-evidence", "fact-support-paint"]
# ## Can you paint a reader?
#
# Let's start with one plain question: is it a 0 or a 1? Here's a rule so plain that you can paint it:
#
# - On a **blue** square, ink speaks *for* a 0. On an **orange** square, ink speaks *against* it. A strong colour counts double: its
#   square votes with twice its ink.
# - On an unpainted square, ink doesn't matter.
# - Add up all these votes, and then add one more number of your choice, with the slider below the picture (it's called the bias). If the
#   result is above zero, the rule says "it's a 0"; otherwise it says "it's a 1".
#
# Choose a colour under the board, then paint with the mouse, a finger, or the arrow keys and the space bar.
#
# **Predict first:** how many of the 64 squares will you have to paint until the rule gets 98 of 100 digits right? Say a number
# before you start. Then look at the digits above: where does a 0 have ink and a 1 has none, and the other way round?

# %% tags=["fact-signature-paint"]
painting = PaintNeuron()
painting

# %% [markdown]
# How many did you need? One can be enough. Do you see which? The card below has a board of its own:
# paint there; its **Check** looks at that board, not at the one above.

# %%
ask("neuron.one-square")

# %% [markdown] tags=["fact-what-training-found"]
# <details style="margin-bottom: 1em"><summary><b>Which square is it?</b></summary>
#
# Of the four squares around the middle, the lower right one, strongly orange, with a bias of 0.5: it gets {one_square[0]} of the
# {zeros_and_ones} zeros and ones right. The one above it makes it too, with {one_square[1]}.
#
# </details>
#
# A 0 is hollow in the middle and a 1 isn't, so nobody has to see the whole digit to tell these two apart.
#
# ## What would training paint?
#
# You looked, thought, and painted. A computer can find such a painting from examples, by **training**: it gets the {zeros_and_ones} digits, each with
# the right answer, starts with 64 unpainted squares, and repaints them a little, again and again, each time so that its answers become a
# little less wrong. (Strong colours are held back a little; otherwise they'd grow without end.) How it knows which way to go is the story
# of lessons 4 and 5. Here, beside your first painting, is what it arrives at.

# %%
PaintNeuron(weights=painting.weights, b=painting.b, trained=True)

# %% [markdown] tags=["fact-weight-and-bias", "fact-bias-alone"]
# Your painting probably has a few bold squares. The trained one is spread out: most squares have a vote, and most votes are quiet. But both
# follow the same rule. It's called a **neuron** (one part is still missing; it comes further down), and its parts have
# names that you'll meet in every lesson:
#
# - What comes in, here the ink on each of the 64 squares, are the **inputs**. We call them x₁, x₂, and so on up to x₆₄, row by row
#   from the top.
# - The colours are the **weights**: x₁ is multiplied by the weight w₁, x₂ by w₂, and so on. Blue stands for a positive weight, orange for a
#   negative one; in your painting a light colour is 1 or −1, a strong one 2 or −2. These products added up are the *weighted sum*.
# - The number on the slider is the **bias** b. It's added whatever the picture shows, so it decides what the rule says to an
#   empty sheet of paper, where all inputs are zero.
#
# On the board where you paint, the signs `+` and `++` stand for 1 and 2, `−` and `−−` for −1 and −2. In the pictures one `+` or `−` only says blue or orange, and pale squares have no sign.
#
# Press a word with a small triangle and it opens:
#
# {term weight}
#
# {term bias}
#
# All votes and the bias together make one number, called z. Draw a digit yourself, with the mouse, a finger or the arrow keys, and watch every
# square vote. The weights are those that training found. In the last picture the votes are added up row by row; the large mark at its end is z.

# %% tags=["fact-support-votes"]
DrawAndVote()

# %% [markdown] tags=["fact-biology-box", "fact-odd-even"]
# Now try to fool the neuron: draw a very thin 0, a slanted 1, a 7. It answers every time, because its rule knows only two answers, above zero or
# not. A z near zero can hint at doubt, but "neither" isn't among the answers.
#
# > **And the brain?** The name comes from there. A nerve cell gathers signals on its branches, the dendrites, adds them up in its body, and
# > when the sum passes a threshold it sends a pulse along its axon. The rest of the cell was left out: its timing, its chemistry, the way
# > it grows and learns. So the comparison helps you remember what a neuron does. It doesn't explain what a network does.
#
# ## How far does one painting get?
#
# 0 and 1 hardly look alike. Even 8 and 9, which look alike, can be told apart this way: one trained neuron reads about {eight_nine:.0%} of the eights
# and nines that it hasn't seen. So let's ask another question that sounds harmless enough. Is the digit **odd or even**? Blue speaks for odd
# now, and the goal is {odd_even_goal:.0%}. Give it a few minutes: which squares speak for odd?

# %%
PaintNeuron(pair="odd and even")

# %% [markdown] tags=["fact-odd-even-number"]
# The first squares still help a lot: the best single square gets {odd_even_painted[0]:.0%} right, and five well-chosen ones {odd_even_painted[-1]:.0%}, both counted on the
# digits they were chosen on. From there on it's hard work. Training does better, even on new digits: trained on a thousand digits, one neuron reads about
# **{odd_even_best:.0%}** of the other {odd_even_new} correctly. With {splits} different choices of the thousand it was between {min(odd_even_shares):.0%} and {max(odd_even_shares):.0%}. (These digits are new to it, but the same thirteen people wrote them.) Longer training doesn't help.
# An odd digit has no look of its own: ink that gives away a 1 may be missing in a 3, or be there in an 8, and the same 64 weights have to serve all
# ten digits.
#
# Remember this number, {odd_even_best:.0%}. In lesson 2 we beat it, with more than one neuron. For that we need the part that's still missing.

# %% [markdown]
# {pause}

# %% [markdown] tags=["fact-straight-line"]
# ## What if you need a number and not a yes?
#
# So far we only asked on which side of zero the sum falls. But a yes or no throws away how clear the vote was. If another neuron is to go on from
# there, the number tells it more. The sum z is such a number. Before it's handed on, one more thing happens to it. What that is, and why, is easier to see with one input than with 64,
# so let's leave the digits for a while and take the size of a house and its price. A house of 200 m² costs more than one of 100 m², and the simplest rule we can try is a straight line: multiply the size by one number, then add another.
# That's one weight and one bias,
#
# price = w · size + b.
#
# NumPy, `np` for short, calculates with whole lists of numbers at once; it calls such a list an *array*, and `np.array` makes one. So
# `w * size` multiplies every entry by w, and `+ b` adds b to every entry: 2 · [1, 2, 3] − 1 gives [1, 3, 5].
# (A plain Python list can't do that: `2 * [1, 2, 3]` only repeats it. So make an array first.)

# %%
size = np.array([0.4, 1.0, 2.0])  # in 100 m²
w, b = 2.0, -1.0
price = w * size + b  # in 100,000 euros
price

# %% [markdown]
# (`1.` is NumPy's way to write 1.) Look at the first house: its price came out below zero. Keep that in mind.
#
# Below are {houses} made-up houses. Price here means the house alone, without the land it stands on. For some of the old,
# small houses that's next to nothing: the buyer will tear them down.
#
# To compare two lines we need one number that says how wrong a line is. It's called the **loss**. Take the error of each house,
# square it so that too high and too low both count, and average the squares.
#
# {term loss}
#
# **Predict first:** can one straight line be right for the small houses and for the large ones? Then move the sliders.

# %% tags=["fact-support-house-price"]
HousePrice()

# %% [markdown] tags=["fact-relations-bend", "fact-bends-a-line"]
# No straight line gets the loss below {best_line:.3f}. The square root of that is {best_line**0.5:.2f}, and 1 stands for 100,000 euros, so the errors are of the order of {best_line_euros:,.0f} euros. A straight line can't be flat on the left and rise on the right, so the best one passes
# below the smallest houses, above the ones in between, and below the largest again.
#
# Most things in the world bend somewhere: prices, growth, speed. A straight line can't follow them, whatever w and b are.
#
# So let it bend. Switch on the bend in the picture, which turns every price below zero into zero, and set w and b anew.
#
# <details style="margin-bottom: 1em"><summary><b>How low can the loss get?</b></summary>
#
# Near w = {bent_w:.1f} and b = {bent_b:.1f} it falls to {bent_loss:.3f}, well below the goal.
#
# </details>
#
# In code the bend is a single call: `np.maximum(0, …)` compares every entry of an array with 0 and keeps the larger of the two.

# %%
np.maximum(0, price)

# %% [markdown] tags=["fact-relu-name"]
# The smallest of our three houses is at 0 now, and the other two haven't changed. This bend is one of the most used in today's networks.
# It's called **ReLU**, short for *rectified linear unit*: to rectify a current is to make it flow in one direction only, and the simplest way
# to do that is the one here: what's below zero is cut off.
#
# {term ReLU}

# %% [markdown] tags=["fact-weigh-sum-bend"]
# ## Weigh, sum, bend: the whole neuron
#
# Now put the two halves together: the votes of the painting and the bend of the price. Here's a small neuron with two inputs, x = (1, 2),
# weights w = (3, −1) and bias b = 0.5.
#
# 1. **Weigh**: 1 · 3 = 3 and 2 · (−1) = −2.
# 2. **Sum**: 3 − 2 = {first_total}, and with the bias {first_total} + 0.5 = {first_z}. This is z.
# 3. **Bend**: max(0, {first_z}) = {max(0, first_z)}. This is the output y.
#
# Now go through the picture, which starts with other numbers. It takes four steps, because it adds the bias in a step of its own. Before each press of **Next step**, say the number that will appear.

# %% tags=["fact-support-stepper"]
WeighSumBend(inputs=2, x1=2, x2=3, w1=-0.5, w2=1, b=-1.5)

# %% [markdown] tags=["fact-neuron-formula"]
# Now slide the bias down and watch y. Once z is no longer above zero, the neuron falls silent: its output stays at 0.
#
# For any number of inputs the three steps are
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + b$$
#
# $$y = \varphi(z)$$
#
# where the Greek letter $\varphi$ (phi, it rhymes with "sky") stands for the bend, whichever one we choose. In NumPy, `w @ x` does the weighing and
# the adding in one go: it multiplies the first entries with each other, then the second, and adds all the products up.
# So for w = (−0.5, 1) and x = (2, 3), as in the picture at its start, `w @ x` is (−0.5) · 2 + 1 · 3 = {picture_total:g}.

# %%
x, w, b = np.array([2, 3]), np.array([-0.5, 1]), -1.5
z = w @ x + b
print("z =", z, "  y =", max(0, z))

# %% [markdown] tags=["fact-output-next", "fact-chain-of-steps"]
# These are z and y as the picture gave them before you moved the bias. In one line it reads `max(0, w @ x + b)`, and that's a whole neuron. (For a single number
# Python's own `max` is enough; an array needs `np.maximum`.) Its bend is called the
# **activation function**. Another name is the **nonlinearity**, because what comes out is no straight line any more.
#
# {term neuron}
#
# {term activation function}
#
# One such step can do little. But its output is a number, and so it can be the input of the next neuron.
# A **network** is many such small steps, side by side and one after the other. Here's what a neuron draws without its bend, and what it draws with it.
# In the third picture the outputs of three neurons are weighed again, one of them with a negative weight, and a bias is added; that's how the curve gets below zero.

# %%
show("neuron.from_line_to_curve")

# %% [markdown]
# Your turn, with three inputs and no computer.

# %%
ask("neuron.z-by-hand")

# %%
ask("neuron.after-relu")

# %% [markdown] tags=["fact-parameters", "fact-what-it-knows"]
# ## What does a neuron know?
#
# The numbers that training may change are called **parameters**. The neuron you painted has {64 + 1} of them, 64 weights and a bias, and so has the trained
# one. All that training found out about 0 and 1 is in its {64 + 1} numbers. Nobody chose those one by one, and none of the digits was kept. The rule around them, weigh, add up and bend, is the same for every neuron with that bend;
# in a network the way its neurons are wired counts too.
#
# {term parameter}

# %% [markdown] tags=["fact-evidence-limit"]
# The word "vote" fits only so far. These votes aren't yes or no but numbers of any size, and negative ones too.
# And in your painting every input is a square of paper, so you can look at the weights and see what they mean. Deep inside a large network the
# inputs of a neuron are the outputs of other neurons. Nobody gave those a meaning, and what one of them stands for is often hard to say.

# %%
ask("neuron.one-neuron")

# %% [markdown]
# {pause}

# %% [markdown] tags=["fact-boundary"]
# ## Where does a neuron change its mind?
#
# Let's go back to yes and no. A neuron is "on" where z is above zero, which is where ReLU lets something through, and "off" elsewhere. With 64 inputs nobody can draw
# where the neuron switches from one to the other. With two inputs we can, because every pair (x₁, x₂) is a point on a sheet of graph paper.
# The line between the points that are on and those that are off is the neuron's **boundary**. On it, z = 0.
#
# Take w = (1, 1) and b = −1. Then z = x₁ + x₂ − 1, and the point (1, 0) lies on the boundary because 1 + 0 − 1 = 0. So does (0, 1). The boundary
# is the straight line through both.

# %%
ask("neuron.only-b-changes")

# %% [markdown] tags=["fact-boundary-turns"]
# When only the bias changes, the boundary slides and keeps its direction. To turn it, change the ratio of the two weights.
# Start again from w = (1, 1) and b = −1. And if you double both weights and leave the bias alone? Then z = 2x₁ + 2x₂ − 1, so x₁ + x₂ only has to reach a half instead of 1, and the line slides
# as well: where a boundary lies is a matter of weights *and* bias.
#
# ## Can you beat the XOR meter?
#
# Odd or even was hard for one neuron. Let's look at the smallest tasks with two inputs, where we can see everything. They have four
# points, the corners of a square, and a neuron should be on at some of them and off at the others. **AND** is on where both inputs are 1,
# **OR** where at least one is. **XOR** is on where exactly one of them is 1.
#
# Blue circles should be on and orange squares off; a cross marks a point that the neuron gets wrong. The sheet is blue where your neuron is on and orange where it's off. AND and OR take a minute. And XOR?
# We tried 200,000 neurons with random weights on it: how many of its four points did the best one get? Switch to XOR: the second bar
# hides the answer until you've set your guess.

# %% tags=["fact-signature-xor-meter", "fact-xor-search"]
XorMeter()

# %% [markdown] tags=["fact-straight-boundary", "fact-xor-three-of-four"]
# Have you set your guess, and tried? Whatever you tried, no choice of w₁, w₂ and b gets all four points of XOR right, and two lines prove it.
# Suppose one could.
#
# - It's on at (1, 0) and at (0, 1), so w₁ + b > 0 and w₂ + b > 0. Added up: w₁ + w₂ + 2b > 0.
# - It's off at (0, 0) and at (1, 1), so b ≤ 0 and w₁ + w₂ + b ≤ 0. Added up: w₁ + w₂ + 2b ≤ 0.
#
# The same sum would have to be above zero and not above zero. That can't be, so there are no such numbers.
#
# In a picture: "z above zero" makes at most one straight cut, and no straight cut has two opposite corners of a square on one side and the other
# two on the other.
#
# <details style="margin-bottom: 1em"><summary><b>What if we look at the output y instead?</b></summary>
#
# Say "on" where y is above some number. With a bend that never falls, such as ReLU, that's still at most one straight cut. With a bend that goes down and up again it
# needn't be, and lesson 2 shows two of that kind.
#
# </details>
#
# And odd or even? There the cut goes through 64 inputs, where nobody can draw it. So keep two things apart. It's proved that one neuron gets at
# most {xor_ceiling} of XOR's 4 points right (on means z above zero). It's measured that one tells odd from even for about {odd_even_best:.0%} of new digits.
#
# The small grey line at the foot of the picture is the neuron's bill: its parameters, the bytes they take (4 each here), and its *multiply-adds*: in one
# answer every weight is multiplied once and the product added. Lesson 6 turns such bills into dollars.

# %% [markdown] tags=["fact-bent-not-linear"]
# ## What shape is the output?
#
# Imagine the output of a neuron as a height above the sheet of graph paper, one height for each point (x₁, x₂).

# %%
ask("neuron.only-linear")

# %% [markdown] tags=["fact-weight-needs-scale", "fact-support-units"]
# ## Which input matters most?
#
# Is it the one with the largest weight? In your painting that's a fair first guess, because all 64 squares measure the same thing in the same unit.
# But even there a bold colour on a square that hardly anybody inks, or whose neighbours already say the same, may make no difference to any answer. Before you
# read weights that way elsewhere, change a unit.
#
# > **Hours and minutes.** Renting a bicycle costs 5 euros, plus 6 for each hour: price = 6 · time + 5. Now measure the time in minutes. Two hours are
# > 120 minutes, so to get the same price the weight has to be {hourly / 60}, a sixtieth of what it was. Every price is the same as before, and the
# > time matters exactly as much as before.
#
# So comparing weights begins to make sense once their inputs share a scale and vary about equally much, and even then two inputs that rise and fall
# together may split one weight between them, so that both look unimportant. In practice inputs are often brought to one scale before training, mostly because training then goes better.

# %%
ask("neuron.units")

# %% [markdown]
# ## What's left when you close your eyes?
#
# Try to say it from memory before you write. It's the recalling that makes it stay.

# %%
ask("neuron.recall")

# %% [markdown]
# And now the question that you answered without marks at the beginning, and the task from the meter turned round. This time they count.

# %%
ask("neuron.pre-brain")

# %%
ask("neuron.pre-xor")

# %% [markdown]
# ## Build it yourself
#
# When you opened this page, a neuron was a word. Now you've painted one that tells a 0 from a 1, you know what one can't do, and you've seen why, in two lines. In the
# [exercises](../exercises/01_neuron.ipynb) you write your own in three lines of Python, repair a broken one, and let it read digits.
#
# ## What to take away
#
# {takeaways}
#
# ## Key terms
#
# {terms}
#
# ## Go deeper
#
# {deeper}
