# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show, warm_up
from coursekit.widgets import ActivationInspector, HingeChase, OddOrEven

# %% [markdown]
# ## Where were we?
#
# In lesson 1 a single neuron told 0 from 1, and then it got stuck twice: at 3 of the 4 points of XOR, and at about {one_best:.0%} of the
# digits when we asked whether they're odd or even. The idea that comes to everybody's mind is: take more neurons.
#
# Let's see how far that gets us. Before we start, tell us what you expect of neurons that stand one after the other. This card gives no marks, and you'll
# see it again at the end.

# %%
ask("nonlinearity.pre-stack", marked=False)

# %% [markdown]
# Two questions from [lesson 1](01_neuron.ipynb) come back first. These count.

# %%
warm_up("neuron.only-linear", before="nonlinearity")

# %%
warm_up("neuron.only-b-changes", before="nonlinearity")

# %% [markdown]
# ## Do eight neurons read better than one?
#
# Let eight neurons look at the same 64 squares, each with weights and a bias of its own. A ninth neuron takes their eight sums as its inputs, weighs them, and
# says *odd* where its own sum is above zero. That's {reader_parameters} parameters instead of {64 + 1}. In lesson 1 the reader of digits left the bend
# out, and so do we, for now.
#
# We trained this network {SPLITS} times, each time on another 1,000 of the same 1,300 digits, and let it read the 300 that were left. Then we did the same with the
# single neuron, on the same {SPLITS} splits.

# %%
show("nonlinearity.straight_splits")

# %% [markdown] tags=["fact-no-gain"]
# Nine neurons are no better than one. The single neuron reads {one_best:.1%} of the new digits in the mean and the nine neurons {straight_best:.1%}, give or take
# {100 * one_spread:.1f} and {100 * straight_spread:.1f} percentage points. (That's the standard deviation from split to split; about two thirds of the dots lie this close to their mean.) We pay
# for eight times as many numbers and get nothing. Why?
#
# ## What do two straight lines make?
#
# Let's make it smaller. One input, and two neurons without a bend, one after the other: what the
# first gives out, the second takes in.
#
# - The first computes 2x + 1.
# - The second takes that number, times 3, minus 4.
#
# Send three numbers through by hand. From 0 comes 1, and then 3 · 1 − 4 = {both(0)}. From 1 comes 3, and then {both(1)}. From 2
# comes {W1 * 2 + B1}, and then {both(2)}. So while x goes up in steps of 1, the results {both(0)}, {both(1)}, {both(2)} go up in steps of {SLOPE}.

# %%
ask("nonlinearity.carry-a-bias")

# %%
show("nonlinearity.line_after_line")

# %% [markdown]
# The formula says the same as the picture:
#
# $$3 \cdot (2x + 1) - 4 = 6x - 1$$
#
# A straight line of a straight line is a straight line. The second neuron costs two more numbers, and it does nothing that the first couldn't have
# done alone, with other numbers.
#
# ## Is it the same with more inputs?
#
# For several neurons on the same inputs we need a shorter way to write. Take two inputs, x = (1, 2), and two neurons:
#
# - the first has the weights (1, 3) and the bias 1, so its sum is 1 · 1 + 2 · 3 + 1 = {first_layer[0]};
# - the second has the weights (2, 0) and the bias −1, so its sum is 1 · 2 + 2 · 0 − 1 = {first_layer[1]}.
#
# Now write the weights of each neuron into one *column* of a table W, and the biases into a list b. A table of numbers is called a matrix. In lesson 1 `w @ x`
# multiplied the pairs and added the products. `x @ W` does that once for each column of W:
#
# $$(1,\ 2)\ @\ \begin{pmatrix} 1 & 2 \\ 3 & 0 \end{pmatrix} = (7,\ 2)$$
#
# because 1 · 1 + 2 · 3 = 7 and 1 · 2 + 2 · 0 = 2. With the two biases that's (7, 2) + (1, −1) = ({first_layer[0]}, {first_layer[1]}).

# %%
x = np.array([1, 2])
W1 = np.array([[1, 2], [3, 0]])  # the columns are (1, 3) and (2, 0)
b1 = np.array([1, -1])
x @ W1 + b1

# %% [markdown]
# Both neurons at once. Such a row of neurons on the same inputs has a name:
#
# {term layer}
#
# Its list of outputs can go into the next layer. We give that one the weights (1, 2) and (1, −1), again as columns, and the biases 0 and 4.

# %%
W2 = np.array([[1, 1], [2, -1]])
b2 = np.array([0, 4])
(x @ W1 + b1) @ W2 + b2

# %% [markdown]
# That's two layers. Now comes the trick. NumPy can also multiply the two tables with each other: `W1 @ W2` sends each *row* of W1 through W2, as if it were an input.
# The first row of W1 is (1, 2), and (1 · 1 + 2 · 2, 1 · 1 + 2 · (−1)) is ({joined[0][0]}, {joined[0][1]}). The second row, (3, 0), becomes ({joined[1][0]}, {joined[1][1]}).
# The first biases take the same way, through W2, and then the second biases are added.

# %%
W = W1 @ W2
b = b1 @ W2 + b2
print(W, b)
x @ W + b

# %% [markdown] tags=["fact-one-affine-layer"]
# The same two numbers from *one* layer, and not by accident. For any list x, and for tables and biases of any size that fit together,
#
# $$\begin{aligned} &(x W_1 + b_1) W_2 + b_2 \\ &\quad = x \, (W_1 W_2) + (b_1 W_2 + b_2) \end{aligned}$$
#
# (In formulas the @ is left out.) Why is that so? x W₁ is x₁ times row 1 of W₁ plus x₂ times row 2, and so on; with our numbers, 1 · (1, 2) + 2 · (3, 0) = (7, 2), as before.
# W₂ only multiplies by fixed numbers and adds, so it makes no difference whether you add the rows up before W₂ or after it: x W₁ W₂ is x₁ times what
# W₂ makes of row 1, plus x₂ times what it makes of row 2. And what W₂ makes of the rows of W₁ are the rows of W₁W₂: that's how we multiplied the tables. The bias b₁ stands beside these rows in the sum,
# so it goes through W₂ as they do and arrives as b₁W₂.
#
# On the right stands a layer again, with the table W₁W₂ and the biases b₁W₂ + b₂. So two layers without a bend are one layer. A third makes one layer with that one, then
# a fourth, and so on: **however many layers without a bend you stack, they are one layer.** That's the whole proof.

# %%
ask("nonlinearity.table-product")

# %% [markdown]
# ## Ten layers against one
#
# Let's watch it happen with ten layers of four neurons each, with random weights and biases. `rng = np.random.default_rng(9)` is a source of random numbers that gives the same ones in every run. `rng.normal(size=(4, 4))` draws a table of 4 × 4 of
# them, which we halve; otherwise the numbers would about double at each layer. We hand
# in many inputs at once, one in each row of X: then `X @ W` sends each row through W, and `+ b` adds b to every row. With a small table,
#
# $$\begin{pmatrix} 1 & 2 \\ 5 & 6 \end{pmatrix} + (10,\ 20) = \begin{pmatrix} 11 & 22 \\ 15 & 26 \end{pmatrix}$$
#
# If the ten layers are one layer, we can find its numbers without multiplying any tables: by asking. Send in four zeros, `np.zeros(4)`, and only the bias comes out. Then send in
# (1, 0, 0, 0), and the first row of W comes out with the bias on top. `np.eye(4)` holds the four questions of that kind, one in each row; `np.eye(2)` would be
# [[1, 0], [0, 1]].
#
# At the end we compare the answers of the ten layers with those of the one: how large is the difference, measured against the answers themselves? `np.linalg.norm` is the root of the sum of all squares, the
# size of a whole table, and `1e-14` is a 1 at the 14th place after the point.

# %%
rng = np.random.default_rng(9)
# A list of ten pairs (W, b): `for` inside the brackets makes one entry each time.
layers = [(rng.normal(size=(4, 4)) / 2, rng.normal(size=4)) for _ in range(10)]  # `_`: a number we don't use


def ten(X):
    for W, b in layers:
        X = X @ W + b
    return X


b = ten(np.zeros(4))
W = ten(np.eye(4)) - b
X = rng.normal(size=(100, 4))  # a hundred other inputs
gap = np.linalg.norm(ten(X) - (X @ W + b)) / np.linalg.norm(ten(X))
print("the same to 14 digits:", gap < 1e-14)

# %% [markdown] tags=["fact-ten-against-one", "fact-linear-training", "fact-no-gain-full-cost", "fact-narrow-middle"]
# Print `gap` itself and you'll see something near {apart:.0e}; the exact value differs from machine to machine. That's no difference of the functions, it's rounding: a computer keeps about {DIGITS} digits of a number.
#
# So {10 * layer_parameters} parameters can do what {layer_parameters} can do, and nothing more. You pay for ten layers, in memory and in time, and get one. It
# can even be less than one: if some layer in the middle has a single neuron, everything has to squeeze through that one number, and all outputs can only move
# together. (Training a stack of straight layers takes other paths than training a single one. Without a narrow layer, the functions it can reach are the same.)
#
# So much for our eight neurons and the ninth: two layers without a bend are one layer, and so they were one neuron in disguise, trained along another path.

# %% [markdown]
# {pause}

# %% [markdown]
# ## What does one bend draw?
#
# So everything hangs on the bend. Put ReLU back, and look at the smallest neuron there is: one input x, the weight 1, the bias −1, and ReLU at the end.
# What does its output look like when x goes from −2 to 3? Draw it on the card.

# %%
ask("nonlinearity.hinge-curve")

# %% [markdown] tags=["fact-one-kink"]
# Flat on one side of a point, a sloping straight line on the other, like a wall and an open door seen from above, except that this line goes on for
# ever. We'll call such a neuron a **hinge**, and the point where it turns its **kink**. The kink is where the sum w·x + b is zero; here that's at x = 1.
#
# {term hinge}
#
# And the bend, as the thing that a network needs, has another name, which you know from lesson 1:
#
# {term nonlinearity}
#
# One hinge can't do much. But *two* hinges, unlike two straight lines, needn't add up to one of their kind. Take max(0, x), and max(0, x − 1) counted −2 times, and work out their sum:
#
# | x | max(0, x) | −2 · max(0, x − 1) | sum |
# |---|---|---|---|
# | 0 | {hinges(0)[0]} | {-2 * hinges(0)[1] + 0} | {tent(0)} |
# | 1 | {hinges(1)[0]} | {-2 * hinges(1)[1] + 0} | {tent(1)} |
# | 2 | {hinges(2)[0]} | {-2 * hinges(2)[1]} | {tent(2)} |
# | 3 | {hinges(3)[0]} | {-2 * hinges(3)[1]} | {tent(3)} |

# %%
show("nonlinearity.two_hinges")

# %% [markdown]
# Up to a peak and down again: we'll call it the *tent*. No straight line does that, however many of them you stack. And this sum is a network, wired like our reader with its eight neurons and a ninth, but with the bend put in: two
# neurons that bend, and an output neuron that weighs what they give and adds it up. The output neuron doesn't bend here.

# %%
show("nonlinearity.hidden_layer")

# %% [markdown]
# The neurons in the middle are called a **hidden layer**. In code the whole network takes two short lines, with one new piece of spelling. `x` is a list of
# four inputs and `w` a list of two weights, and we want every product of the two. `x[:, None]` stands the list up as a column, and then NumPy
# fills a table, a row for each input and a column for each weight. A small one: `np.array([3, 5])[:, None] * np.array([1, 10])` is [[3, 30], [5, 50]]. Call such a table h once it's bent, and the output neuron's weights v: then `h @ v` weighs each row of h with v and adds up.

# %%
x = np.array([0.0, 1.0, 2.0, 3.0])
w, b, v = np.array([1.0, 1.0]), np.array([0.0, -1.0]), np.array([1.0, -2.0])
h = np.maximum(0, x[:, None] * w + b)  # four rows, two columns
print(h)
h @ v

# %% [markdown]
# The two columns are the two hinges, the second not yet counted −2 times; `h @ v` does that, and gives the sums of the table above, {tent(0)}, {tent(1)}, {tent(2)}, {tent(3)}. As a formula, with n hinges
# (the numbers v₁ to vₙ are the weights of the output neuron and c is its bias):
#
# $$\begin{aligned} y = {} & v_1 \max(0, w_1 x + b_1) + \dots \\ & + v_n \max(0, w_n x + b_n) + c \end{aligned}$$

# %%
ask("nonlinearity.most-kinks")

# %%
ask("nonlinearity.linear-activation")

# %% [markdown] tags=["fact-n-kinks"]
# Between two kinks every hinge runs straight, so their sum runs straight there, and it can turn only where one of the hinges turns. So n hinges make at most
# n kinks and n + 1 straight pieces.

# %% [markdown]
# ## Can hinges follow any curve you draw?
#
# Draw the temperature of a day, as it was today or as you wish it had been. A network of hinges chases your curve, and the meter says how far apart the two are on
# average, in degrees.
#
# Start with **by you**. The slider *temperature at 0 h* sets the height on the left. Then go from left to right: choose a hinge, put its kink where your curve
# turns, and set its *turn*, which is by how much the slope changes there. A turn of 2 means: from here on, 2 °C more in each hour than before. Hinge 1 stands at 0 h to
# begin with, so its turn is the slope with which the day starts.
# (In the formula above w is 1, b is minus the place of the kink, v is the turn, and c the temperature at 0 h.)
#
# After that let the computer do it. **By least squares** keeps the kinks where you put them, and computes the turns (and the height) that make the mean *squared*
# error as small as it can be. **By training** moves the kinks as well.
#
# **Predict first:** how many hinges will you need until you're within 1 °C?

# %% tags=["fact-signature-hinge-chase"]
HingeChase()

# %% [markdown]
# The card below has a picture of its own: set your hinges there. Its **Check** looks at that picture, not at the one above.

# %%
ask("nonlinearity.chase")

# %% [markdown] tags=["fact-off-switch"]
# On the summer day that the pad starts with, the straight line that least squares finds is {line_error:.1f} °C off on average.
#
# <details style="margin-bottom: 1em"><summary><b>How few hinges, and where?</b></summary>
#
# By hand, two hinges are enough to come within 1 °C, and a single hinge isn't: with 8.5 °C at 0 h, a turn of 1.5 at 4.5 h,
# one of −3.5 at 16 h and all other turns at 0 you're {by_hand_error:.2f} °C off.
#
# </details>
#
# Four hinges with the kinks at {first_places[0]:.0f}, {first_places[1]:.0f}, {first_places[2]:.0f} and {first_places[3]:.0f}
# hours come to {fitted_error(4):.2f} °C once least squares has found their turns, and twelve, where the picture puts them, to {fitted_error(12):.2f} °C. Training comes within
# {trained_error:.2f} °C with four, from the places and turns that the picture starts with; from yours it may be more or less. (It doesn't always find good places. Try the thunderstorm. And a hinge that you
# put at 24 h is off all day, so it stays off.)
#
# Without the bend, least squares and training both end at that same straight line, with four hinges or twelve, and with a second layer too.
#
# ## What if you bend what's bent already?
#
# Choose *by training* once more and switch on the **second hidden layer**. The second layer's neurons don't get x as their input. Each gets a weighed sum of
# the first layer's hinges, and bends that. What does that buy? Take the tent from above, the sum of two hinges with the values {tent(0)}, {tent(1)}, {tent(2)}, and send it through one more neuron:
# max(0, tent − 0.5).

# %%
show("nonlinearity.bend_of_bends")

# %% [markdown] tags=["fact-bends-of-bends"]
# At its peak the new curve reaches {tent_cut(1)}. Count the kinks: the tent has two, the new curve {len(cut_kinks)}, and we added a single neuron. Its input goes up and
# comes down again, so it crosses zero *twice*, and each crossing makes a kink. The peak stays as the third. (The tent's kink at x = 0 is gone: there the input is below zero, and the bend cuts it off.) A neuron in the first layer is a hinge in x and has one kink; a neuron behind it, which
# bends a bent curve, may have several. So 4 + 4 neurons can make more than eight kinks. Lesson 3 takes that to the extreme.

# %% [markdown]
# {pause}

# %% [markdown]
# ## How close can you get?
#
# Take a wave from −2 to 2, a sine. (You needn't know more of it than that it goes up and down.) n hinges make up to n + 1 straight pieces. Put
# the first kink at the left end, −2: the flat piece to the left of it lies outside, and n pieces remain. Choose the height at −2 and each turn so that the pieces end on the wave, and
# you have a chain through n + 1 of its points. `np.interp` draws such a chain. The cell prints the
# largest gap between the wave and its chain at 1,001 points of the interval.

# %%
x = np.linspace(-2, 2, 1001)  # 1,001 places at equal distances
for n in [3, 6, 12, 24]:
    points = np.linspace(-2, 2, n + 1)
    chain = np.interp(x, points, np.sin(np.pi / 2 * points))  # with π/2, one whole wave fits
    gap = np.abs(chain - np.sin(np.pi / 2 * x)).max()  # without their signs, the largest
    print(f"{n:2} hinges: largest gap {gap:.3f}")  # three digits after the point

# %% [markdown] tags=["fact-universal", "fact-universal-silent"]
# For this wave, twice as many hinges shrink the gap to about a quarter, from 6 hinges on. For other curves it may shrink more slowly. But if the curve has no jumps and the interval has both its ends,
# the gap shrinks as far as you want. That's one case of a theorem:
#
# {term universal approximation}
#
# Let's read it slowly, as one reads a contract. You name a curve that is continuous, which means that it has no jumps, on an interval with both its ends (with several inputs, on a region with its edge that doesn't go on for ever). You name a gap, however small. Then
# there *is* a network with one hidden layer that stays within that gap at *every point* of the interval, and not only at some examples.
#
# What isn't in the contract? It doesn't say how many neurons you need, and it may be very many. It doesn't say that training finds the weights. It doesn't promise that a network trained on a few points is right
# between or beyond them, because it talks about a curve that you know everywhere. And it doesn't ask for depth: one hidden layer is enough. Why people build deep networks all the same is the story of lesson 3.
#
# <details style="margin-bottom: 1em"><summary><b>Why with both ends, and is any bend good enough?</b></summary>
#
# The ends matter: 1/x for 0 < x ≤ 1 has no jump either, but it climbs without end, and no network follows it. As a bend, any continuous one will do, as long as it
# isn't a polynomial, a sum of powers such as z² − 3z + 1. With z² you see why: however many parabolas you add up, the sum is never more than a parabola.
#
# </details>

# %% [markdown]
# ## Which bends are there?
#
# ReLU is one bend of many. In the formulas of the others you'll meet eᶻ, in NumPy `np.exp(z)`. The number e is about {math.e:.3f}, and all you need to know about eᶻ is that it's always above zero, that
# e⁰ is 1, and that it grows by a factor of {math.e:.3f} with each step of 1.
#
# From it one makes the **sigmoid** σ (the Greek letter sigma): σ(z) = 1/(1 + e⁻ᶻ). For a large z, e⁻ᶻ is nearly 0 and σ(z) nearly 1. At z = 0 it's one
# half, and for a very negative z it's nearly 0.

# %%
ask("nonlinearity.below-zero")

# %% [markdown]
# Now look at them, and at a sixth, GELU, which is explained below the picture.

# %%
show("nonlinearity.bend_family")

# %% [markdown]
# (The pictures draw Leaky ReLU with a slope of 0.1 below zero, because the usual 0.01 would look flat.) GELU has Φ(z) in it, with the Greek capital phi: the share of the area under the standard bell curve (a hill around 0, with mean 0 and standard deviation 1) that lies to the left of z, so Φ(0) is one half. Each of the new ones in one line:
#
# {term Leaky ReLU}
#
# {term sigmoid}
#
# {term tanh}
#
# {term SiLU}
#
# {term GELU}
#
# Two of them go down somewhere while z goes up. Which two, and where do they turn?

# %% tags=["fact-support-inspector"]
ActivationInspector()

# %% [markdown] tags=["fact-family", "fact-gelu-silu-minimum"]
# GELU and SiLU go *down* before they go up. GELU sinks to {gelu_lowest[0]:.3f} at z = {gelu_lowest[1]:.3f}, SiLU to {silu_lowest[0]:.3f} at z = {silu_lowest[1]:.3f}. A bend that never goes down, such as
# ReLU, sigmoid or tanh, is called *monotone*; these two aren't.
#
# | bend | formula | values |
# |---|---|---|
# | ReLU | max(0, z) | 0 and above |
# | Leaky ReLU | z; below 0 it's 0.01·z | all numbers |
# | GELU | z·Φ(z) | {gelu_lowest[0]:.3f} and above |
# | SiLU | z·σ(z) | {silu_lowest[0]:.3f} and above |
# | sigmoid σ | 1/(1 + e⁻ᶻ) | between 0 and 1 |
# | tanh | (eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ) | between −1 and 1 |
#
# <details style="margin-bottom: 1em"><summary><b>How steep are they, and where would you find them?</b></summary>
#
# | bend | slope | for example in |
# |---|---|---|
# | ReLU | 0 or 1 | ResNet-152, the first Transformer |
# | Leaky ReLU | 0.01 or 1 | YOLOv3, with 0.1 in place of 0.01 |
# | GELU | {gelu_slopes[0]:.2f} to {gelu_slopes[1]:.2f} | BERT, GPT-2 |
# | SiLU | {silu_slopes[0]:.2f} to {silu_slopes[1]:.2f} | EfficientNet; Llama, in gated layers |
# | sigmoid σ | above 0, at most {sigmoid_steepest:.2f} | the output for two classes; LSTM |
# | tanh | above 0, at most {tanh_steepest:.0f} | LSTM |
#
# The slope says how strongly a small change of z comes through. Lesson 4 shows why that matters for learning. (LSTM is a network with a memory; you'll meet it in lesson 3. A gated layer multiplies the
# outputs of two sets of neurons with each other, and SiLU bends one of the sets. You'll meet one with the language models, at the end of the course.)
#
# </details>

# %% [markdown] tags=["fact-gelu-xor"]
# A fold in lesson 1 said it: no neuron whose bend never goes down gets all of XOR, wherever you put the bar for y. We promised you two bends that go down and up again, and GELU is one of them. Take the weights (10, −10) and the bias −0.75.
# At (0, 0) and at (1, 1) the sum is −0.75, and GELU gives {gelu_xor(0, 0):.2f}. At (1, 0) the sum is {10 - 0.75} and GELU gives {gelu_xor(1, 0):.2f}; at (0, 1) it's {-10 - 0.75}, so far below zero that GELU
# has come back up to nearly 0. If you call everything above −0.1 "on", all four points are right. It's a trick, but it shows why we had to say "never goes down".

# %% [markdown] tags=["fact-which-where"]
# ## Which one do I take?
#
# - **In the middle of a network** ReLU is a good first choice. Language models of today mostly take GELU or SiLU.
# - **At the output** the task decides. If the answer is a yes or a no, a sigmoid turns the sum into a **probability**: σ(z) lies between 0 and 1, and it's above one half exactly where
#   z is above zero. For one of ten classes there's softmax, in lesson 3. If the answer may be any number, such as a height above or below the sea, leave the bend out; if it can't be below zero, such as a price, ReLU may do, as in lesson 1.
#
# ## Odd or even, once more
#
# Now we know what was missing. The same eight neurons and the ninth, the same {SPLITS} splits, the same {reader_parameters} parameters, and this time ReLU between them.

# %%
show("nonlinearity.bent_splits")

# %% [markdown] tags=["fact-odd-even-bent"]
# With the bend the network reads **{bent_best:.1%}** of the new digits, give or take {100 * bent_spread:.1f} percentage points, against {one_best:.1%}, give or take {100 * one_spread:.1f}. Is that more than luck? The clouds of the single neuron and of the bent network overlap a little, so if you
# compared a lucky split of one reader with an unlucky split of the other, you might be misled. But on each of the {SPLITS} splits both readers had the same digits, so we can compare them split by split. The bent
# layer was ahead in {ahead} of {SPLITS}, by {100 * gain:.1f} percentage points in the mean, give or take {100 * gain_spread:.1f}. (Against the nine without a bend it's {100 * (bent_best - straight_best):.1f}.) That isn't luck, even though the splits share many digits and aren't {SPLITS} independent
# experiments.
#
# We chose the settings of the training on the first {TUNED} splits, and that flatters a result a little. On the other {SPLITS - TUNED} splits, of the same digits, the lead is {100 * fresh_gain:.1f}. The lead isn't a law either: to tell 8 from 9, one neuron is already so good that eight bent ones don't show any gain.
#
# Now read your own digits. Both readers tell how sure they are, with a sigmoid. When you switch the bend off, the weights stay what they are, and you see how much these weights
# rely on it: many answers may turn wrong. That doesn't measure the worth of the bend, because these weights were trained with it. Trained without one, the network reads {straight_best:.1%}.

# %% tags=["fact-support-odd-or-even"]
OddOrEven()

# %% [markdown]
# Your reader knows odd from even now, in about {bent_best:.0%} of the cases, for the handwriting of the people in the data. What it can't do yet is say *which* digit it sees. That takes ten answers instead of one, and it's where
# lesson 3 begins.
#
# ## Quick check

# %%
ask("nonlinearity.universal")

# %%
ask("nonlinearity.which-bend")

# %% [markdown]
# ## What's left when you close your eyes?
#
# Say it aloud first, then write.

# %%
ask("nonlinearity.recall")

# %% [markdown]
# And the question from the beginning. This time it counts.

# %%
ask("nonlinearity.pre-stack")

# %% [markdown]
# ## Build it yourself
#
# When you opened this page, "it must bend" was a claim. Now you've seen a network fail without its bend, you can prove why it had to, and you've made hinges follow a curve. In the
# [exercises](../exercises/02_nonlinearity.ipynb) you repair a network that has lost its bend without anybody noticing, and in the end you read digits with one of your own.
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
