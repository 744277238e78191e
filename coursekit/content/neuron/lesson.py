# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show
from coursekit.widgets import DrawAndVote, HousePrice, PaintNeuron, WeighSumBend, XorMeter

# %% [markdown]
# ## What are we going to build?
#
# A network that reads digits: the ones below, and the ones you draw yourself. It will be yours from the first
# multiplication on. You'll set its first weights by hand today, wire its layers in lesson 3, teach it in lessons 4 and 5,
# and at the end you'll know why it reads some of your digits and stumbles over others.
#
# This is how the computer gets a digit: 64 squares, eight rows of eight. The number of a square says how much ink is on
# it, from 0 (white paper) to 16 (all ink). Thirteen people wrote them.

# %%
show("neuron.twelve_digits")

# %% [markdown]
# You see at once which digits these are. The computer has 64 numbers and no idea. So how can arithmetic turn 64 numbers
# into an answer? Before we start, tell us what you expect. This card gives no marks, and you'll meet it again at the end.

# %%
ask("neuron.pre-brain", marked=False)

# %% [markdown] tags=["fact-evidence", "fact-support-paint"]
# ## Can you paint a reader?
#
# Let's start with one plain question: is it a 0 or a 1? Here's a rule so plain that you can paint it:
#
# - On a **blue** square, ink speaks *for* a 0. On an **orange** square, ink speaks *against* it. A strong colour counts double.
# - On an unpainted square, ink doesn't matter.
# - Add up all these votes, and then add one more number of your choice: the slider below the picture. If the result is above zero,
#   the rule says 0; otherwise it says 1.
#
# **Predict first:** how many of the 64 squares will you have to paint until the rule gets 98 of 100 digits right? Say a number
# before you start. Then look at the digits above: where does a 0 have ink and a 1 has none, and the other way round?

# %% tags=["fact-signature-paint"]
PaintNeuron()

# %% [markdown]
# Did you expect that few? A single square can be enough. Paint one in the middle strongly orange, set the slider to 0.5, and {one_square} of
# the {zeros_and_ones} digits come out right: a 0 is hollow in the middle, and a 1 isn't. Nobody has to see the whole digit to tell these two
# apart.
#
# Now paint one for the record, with as many squares as you like. This card reads your painting.

# %%
ask("neuron.paint")

# %% [markdown] tags=["fact-what-training-found"]
# ## What would training paint?
#
# You looked, thought, and painted. A computer can find such a painting without looking, by **training**: it starts with 64
# unpainted squares and repaints all of them a little, again and again, each time so that its answers become a little less wrong. How
# it knows which way to go is the story of lessons 4 and 5. Here's what it arrives at; below is the picture for your own painting, so that you
# can compare them.

# %%
PaintNeuron(trained=True)

# %% [markdown] tags=["fact-weight-and-bias", "fact-bias-alone"]
# Yours probably has a few bold squares. The trained one is spread out: nearly every square where anybody ever had ink has a vote, most of them
# a quiet one. But both follow the same
# rule, and its parts have names that you'll meet in every lesson:
#
# - What comes in, here the ink on each of the 64 squares, are the **inputs**. We call them x₁, x₂, and so on up to x₆₄.
# - The colours are the **weights**: x₁ is multiplied by the weight w₁, x₂ by w₂, and so on. Blue stands for a positive weight, orange for a
#   negative one.
# - The number on the slider is the **bias** b. It's added whatever the picture shows, so it decides what the rule says to an
#   empty sheet of paper, where all inputs are zero.
#
# A word with a small triangle opens when you press it:
#
# {term weight}
#
# {term bias}
#
# All votes and the bias together make one number, called z. Draw a digit yourself, with the mouse, a finger or the arrow keys, and watch every square vote.

# %% tags=["fact-support-votes"]
DrawAndVote()

# %% [markdown] tags=["fact-odd-even"]
# Now try to fool it: draw a very thin 0, a 1 far off centre, a 7. It answers every time, because all it can do is add up votes. That a 7 is
# neither a 0 nor a 1 is nothing it could say.
#
# ## How far does one painting get?
#
# 0 and 1 hardly look alike. Even 8 and 9, which look alike, can be told apart this way: trained on some of them, one neuron reads
# about {eight_nine:.0%} of the others correctly. So let's ask for something that sounds as harmless. Is the digit **odd or even**? Give it a
# few minutes, and don't mind that 98 % is out of reach: which squares speak for odd?

# %%
PaintNeuron(pair="odd and even")

# %% [markdown] tags=["fact-odd-even-number"]
# The first squares are still generous: the best single square gets {odd_even_painted[0]:.0%} right, and five well-chosen ones {odd_even_painted[-1]:.0%}. From there
# on every point is hard work. Training does better than any of us: trained on a thousand digits, one neuron
# gets about **{odd_even_best:.0%}** of the others right, give or take {odd_even_spread:.0%} depending on which ones it was trained on. There it stops, however
# long you train. A 1, a 3 and a 7 are all odd, but they don't look alike, and a square that speaks for a 7 speaks for a 2 as well.
#
# Remember this number, {odd_even_best:.0%}. In the next lesson we beat it, and you'll see exactly what it takes.

# %% [markdown] tags=["fact-straight-line", "fact-chain-of-steps"]
# ## What if you need a number and not a yes?
#
# Our rule only asked on which side of zero the sum falls. Often we want the number itself: a price, a temperature, tomorrow's
# sales. Let's take a price, because then there's only one input to look at. A house of 200 m² costs more than one of 100 m²,
# and the simplest rule we can try is a straight line: multiply the size by one number, then add another. That's one weight and one bias,
#
# price = w · size + b.

# %%
size = np.array([0.4, 1.0, 2.0])  # in 100 m²
w, b = 2.0, -1.0
w * size + b  # in 100,000 euros

# %% [markdown]
# NumPy took all three houses at once: `w * size` multiplies every entry of the array by w, and `+ b` adds b to every
# entry. So 2 · [0.4, 1, 2] − 1 gives [−0.2, 1, 3].
#
# Look at the first house: its price came out below zero. Keep that in mind.
#
# Below are {houses} made-up houses. The vertical axis shows how much more someone pays for the house with its land than for the land
# alone. For some of the old, small houses that's nothing at all: the buyer will tear them down.
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
# No straight line gets the loss below {best_line:.3f}, which means that on average a price is off by about {best_line_euros:,.0f} euros. A
# straight line can't be flat on the left and rise on the right, so the best one passes below the smallest houses and above the ones in between.
#
# Most things in the world bend somewhere: prices, growth, speed. A straight line can't follow them. Without a bend, our rule is
# nothing but a ruler, however many numbers we put into it.
#
# So let it bend. Switch on the bend in the picture, which turns every price below zero into zero, and set w and b anew: the loss falls
# below {bent_line_stays_below}. In code the bend is a single call.

# %%
np.maximum(0, w * size + b)

# %% [markdown] tags=["fact-relu-name"]
# The smallest house is at 0 now, and the other two haven't changed. This bend is the most used one in all of deep learning. It's called
# **ReLU**, short for *rectified linear unit*: rectified is an engineer's word for "what was below zero is cut off".
#
# {term ReLU}

# %% [markdown] tags=["fact-weigh-sum-bend"]
# ## Weigh, sum, bend: the whole neuron
#
# Now put the two halves together, the votes of the painting and the bend of the price. Here they are in small: two inputs,
# x = (1, 2), with weights w = (3, −1) and bias b = 0.5.
#
# 1. **Weigh**: 1 · 3 = 3 and 2 · (−1) = −2.
# 2. **Sum**, with the bias: 3 − 2 + 0.5 = {first_z}. This is z.
# 3. **Bend**: max(0, {first_z}) = {max(0, first_z)}. This is the output y.
#
# Go through it one step at a time. Before each press of **Next step**, say the number that will appear.

# %% tags=["fact-support-stepper"]
WeighSumBend(inputs=2, x1=1, x2=2, w1=3, w2=-1, b=0.5)

# %% [markdown] tags=["fact-neuron-formula"]
# Now slide the bias down and watch y. The products add up to {first_total}, so from a bias of {last_bias_off:.1f} downwards z is no longer
# above zero, and the neuron falls silent: its output stays at 0.
#
# For any number of inputs the three steps are
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + b, \qquad y = \varphi(z)$$
#
# where the Greek letter $\varphi$ (say "fie") stands for the bend, whichever one we choose. In NumPy, `w @ x` does the weighing and
# the adding in one go: it multiplies the first entries with each other, then the second, and adds all the products up.
# So `[3, -1] @ [1, 2]` is 3 · 1 + (−1) · 2 = {first_total}.

# %%
x, w, b = np.array([1, 2]), np.array([3, -1]), 0.5
z = w @ x + b
print("z =", z, "  y =", max(0, z))

# %% [markdown] tags=["fact-output-next"]
# The same two numbers that you found by hand. In one line it reads `max(0, w @ x + b)`, and that is a **neuron**. The bend is called its
# **activation function**.
#
# {term neuron}
#
# {term activation function}
#
# One such step can do little. But its output is a number, and so it can be the input of the next neuron, and that one works on something
# that is no longer straight. A network is a long chain of such small steps; here's what one, two, and a few of them can draw.

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
# The numbers that training may change are called **parameters**. The neuron you painted has {64 + 1} of them, 64 weights and a bias.
# Everything it has learned about 0 and 1 is in these {64 + 1} numbers, together with the way they're wired. There's no other
# place: nobody wrote a rule for it, and it kept none of the digits.
#
# {term parameter}
#
# The small grey line under a picture of a network is its bill: how many parameters it has, how many bytes they take
# (4 bytes each, which is the usual 32 bits), and how many multiplications one answer costs. In lesson 6 that bill
# runs into millions of dollars. Today it's {4 * 65} bytes.
#
# **Count:** how many parameters does a neuron with five inputs have? (Five weights and a bias, so {5 + 1}.)

# %% [markdown] tags=["fact-evidence-limit", "fact-biology-box"]
# "Votes" is a good picture as long as you know where it ends. These votes aren't yes or no but numbers of any size, and negative ones too.
# And in your painting every input is a square of paper, so you can look at the weights and see what they mean. Deep inside a large network the
# inputs of a neuron are the outputs of other neurons. Nobody gave those a meaning, and what one of them stands for is often hard to
# say. In lesson 3 we'll open some and look.
#
# > **And the brain?** A nerve cell gathers signals on its branches, the dendrites, adds them up in its body, and when the
# > sum passes a threshold it sends a pulse along its axon. That's where the words *neuron* and *activation* come from. The
# > rest of the cell stayed behind: its timing, its chemistry, the way it grows and learns. So use the
# > comparison to remember the three steps, and not to explain what a network does.

# %%
ask("neuron.one-neuron")

# %% [markdown]
# {pause}

# %% [markdown] tags=["fact-boundary"]
# ## Where does a neuron change its mind?
#
# Let's go back to yes and no: z above zero means "on", anything else means "off". With 64 inputs nobody can draw
# where the neuron switches from one to the other. With two inputs we can, because every pair (x₁, x₂) is a point on a sheet of graph paper.
# The line between the points that are on and those that are off is the neuron's **boundary**. On it, z = 0.
#
# Take w = (1, 1) and b = −1. Then z = x₁ + x₂ − 1, and the point (1, 0) lies on the boundary because 1 + 0 − 1 = 0. So does (0, 1). The boundary
# is the straight line through both.

# %%
ask("neuron.only-b-changes")

# %% [markdown] tags=["fact-boundary-turns"]
# When only the bias changes, the boundary slides and keeps its direction. To turn it, you have to change how the weights compare with each other.
# And if you double the weights and leave the bias alone? Then x₁ + x₂ only has to reach a half instead of 1, so the line slides as well: where a
# boundary lies is a matter of weights *and* bias.
#
# ## Beat the XOR meter
#
# You met a task that one neuron couldn't do, odd or even. To see *why* there are such tasks, let's find the smallest one. It has two inputs
# and four points. They're the corners of a square, and a neuron should be on at some of them and off at the others. **AND** is on where both inputs are 1,
# **OR** where at least one is. **XOR** is on where exactly one of them is 1.
#
# AND is no trouble: w₁ = 1, w₂ = 1 and b = −1.5 get all four points right. Change the bias to −0.5 and the same neuron computes OR. Now XOR. Commit to a guess before you try.

# %%
ask("neuron.pre-xor", marked=False)

# %% [markdown]
# Blue circles should be on and orange squares off; a cross marks a point that the neuron gets wrong. Set your guess in the picture as well: once
# you've committed, it shows how many points the best of 200,000 random neurons gets.

# %% tags=["fact-signature-xor-meter"]
XorMeter(task="XOR")

# %% [markdown] tags=["fact-xor-search"]
# Is there a setting you haven't found? The computer has more patience than we have. Let it throw the dice for 20,000 neurons.

# %%
points = [(0, 0), (0, 1), (1, 0), (1, 1)]
xor = [0, 1, 1, 0]
rng = np.random.default_rng(0)
best = 0
for attempt in range(20_000):
    w1, w2, b = rng.uniform(-3, 3, 3)  # three random numbers between -3 and 3
    right = 0
    for (x1, x2), answer in zip(points, xor):
        right += (w1 * x1 + w2 * x2 + b > 0) == answer
    best = max(best, right)
print("the best one gets", best, "of 4 right")

# %% [markdown] tags=["fact-straight-boundary", "fact-xor-three-of-four"]
# Not one of them got all four, and it wasn't bad luck: no neuron can, and two lines prove it. Suppose there were one.
#
# - It's on at (1, 0) and at (0, 1), so w₁ + b > 0 and w₂ + b > 0. Added up: w₁ + w₂ + 2b > 0.
# - It's off at (0, 0) and at (1, 1), so b ≤ 0 and w₁ + w₂ + b ≤ 0. Added up: w₁ + w₂ + 2b ≤ 0.
#
# The same sum would have to be above zero and not above zero. That can't be, so there is no such neuron.
#
# In a picture: a neuron makes one straight cut, and no straight cut has two opposite corners of a square on one side and the other two on the
# other. A bend doesn't change that as long as it never goes down again, as with ReLU: a larger z gives an output that's at least as large, so
# "output above some level" still means "z above some number", one straight cut. (Bends that do go down and up again exist, and
# with a well-chosen level one of them can do XOR. They're the exception, and you'll meet them in lesson 2.)
#
# And the digits? Telling odd from even is the same trouble with 64 inputs. The odd digits don't lie on one side of any straight cut. In
# lesson 3 a layer of neurons will fold the plane first, and after that one cut is enough.

# %% [markdown] tags=["fact-bent-not-linear"]
# ## So is a neuron a straight line?
#
# Its boundary is straight. But is the neuron itself nothing but a straight line, then? Take one with a single input and look at three points. On a
# straight line, the value in the middle is halfway between the values at the ends, so both ends together make twice the middle.

# %%
def neuron(x):
    return np.maximum(0, 2 * x - 1)


print("ends:", neuron(0.0) + neuron(2.0), "  twice the middle:", 2 * neuron(1.0))

# %%
ask("neuron.only-linear")

# %% [markdown] tags=["fact-weight-needs-scale", "fact-support-units"]
# ## Does a large weight mean that an input matters?
#
# It's tempting to read a weight that way, and in your painting it works, because all 64 squares measure the same thing in the same unit. Before you
# do it elsewhere, change a unit.
#
# > **Metres and millimetres.** A shelf costs 10 euros, plus 30 for each metre of its width: price = 30 · width + 10. Now measure the width in
# > millimetres. A shelf of 2 metres is 2,000 millimetres wide, so to get the same price the weight has to be {shelf_weight / 1000}: a thousandth of what it was.
# > Every price is the same as before, and the width matters exactly as much as before.
#
# So two weights can be compared only when their inputs are measured on the same scale. That's also why we'll bring inputs to one scale before
# we train anything.

# %%
ask("neuron.units")

# %% [markdown]
# ## What's left when you close your eyes?
#
# Try to say it from memory before you write. It's the recalling that makes it stay.

# %%
ask("neuron.recall")

# %% [markdown]
# And now the two questions that you answered without marks. This time they count.

# %%
ask("neuron.pre-brain")

# %%
ask("neuron.pre-xor")

# %% [markdown]
# ## Build it yourself
#
# An hour ago a neuron was a word. Now you've painted one that reads, you know what one can't do, and you've proved it. In the
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
