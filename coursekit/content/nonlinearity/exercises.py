# %% [markdown]
# {header}
#
# Five exercises: a sigmoid that never overflows, a network that has lost its bend, a stack of layers without a bend, hinges through points of your choice, and a
# network of your own that reads digits. You need NumPy arrays and functions on them, such as `np.maximum` and `np.exp`.
# `np.where(x >= 0, a, b)` takes an entry from `a` where x is 0 or more, and from `b` elsewhere; both are computed everywhere. The mean of a list of True and False is the share of True.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. If you're stuck, `hint("nonlinearity.sigmoid")` gives you a hint, and the next one when you
# ask again. `solution("nonlinearity.sigmoid")` shows a solution and the reason behind it. Both are open to you at any time, for every exercise: use the
# name that stands in its `check`.

# %%
import numpy as np

from coursekit import ask, check, hint, solution
from coursekit.datasets import digits
from coursekit.widgets import ActivationInspector, BendCounter, OddOrEven, bent_layer, one_neuron

# %% [markdown]
# ## A sigmoid that never overflows
#
# Write `sigmoid(x)`: 1/(1 + e⁻ˣ) for every entry of an array of any shape, a list or a table of any number of rows and columns. For x = −1000 the formula asks for e¹⁰⁰⁰, which is far too large for a
# computer's number. NumPy then warns of an overflow and goes on with infinity. Here that does no harm, since 1/(1 + ∞) is 0, and the check looks at your values only; but try to do without the warning. Yours must be right for entries as large as 1000 and as low as −1000 too, where the sigmoid is 1 and 0 as far as a computer can tell.


# %%
def sigmoid(x):
    """1/(1 + e⁻ˣ) of every entry, any shape."""
    ### BEGIN SOLUTION
    # e to the power of −|x| is never above 1, so nothing overflows.
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)
    ### END SOLUTION


# %%
check("nonlinearity.sigmoid")

# %% [markdown]
# Where is your sigmoid steepest, and how steep is it there?

# %%
ActivationInspector(activation="sigmoid", function=sigmoid)

# %% [markdown]
# ## Where has the bend gone?
#
# Somebody wrote a network with one hidden layer of ReLU neurons. It runs without an error, and yet its hidden layer never bends anything: one of the three
# lines that are marked has a fault. Here it's given the tent from the lesson, the two hinges max(0, x) and −2 · max(0, x − 1).


# %%
def broken(X, W1, b1, W2, b2):
    z = X @ W1 + b1  # line 1
    np.maximum(0, z)  # line 2
    return z @ W2 + b2  # line 3


tent = [np.array([[1.0, 1.0]]), np.array([0.0, -1.0]), np.array([[1.0], [-2.0]]), np.array([0.0])]
x = np.array([0.0, 1.0, 2.0, 3.0])[:, None]  # four inputs, one in each row
print("x       ", x[:, 0])
print("broken  ", broken(x, *tent)[:, 0])
print("should be", [0, 1, 0, -1])

# %% [markdown]
# (`[:, 0]` takes the first column of a table as a list, and `*tent` hands over its four parts one by one.) Three of the four are right, so whoever tested the network with 1, 2 and 3 never noticed.
#
# Write `repaired(X, W1, b1, W2, b2)`, the same network without the fault. There may be several inputs, one example in each row of X, and W1 and W2 have a column for each of their neurons. The hidden
# layer bends its sums with ReLU; the output layer doesn't bend.


# %%
def repaired(X, W1, b1, W2, b2):
    """A hidden layer with ReLU and an output layer without a bend, for every row of X."""
    ### BEGIN SOLUTION
    z = X @ W1 + b1
    h = np.maximum(0, z)
    return h @ W2 + b2
    ### END SOLUTION


# %%
check("nonlinearity.repaired")

# %% [markdown]
# Now let your network read a digit, as odd or even. Once `repaired` returns a number, the picture works out the network's answer from that number. Switch the bend off in the picture, and its answer is the one that the broken network gives.

# %%
OddOrEven(network=repaired)

# %% [markdown]
# ## What was left of the network?
#
# The network that you repaired ran without its bend. Before you find out what was left of it, a question.

# %%
ask("nonlinearity.why-bend")

# %% [markdown]
# In the lesson you found the one layer behind ten by asking. Now find it by multiplying. Write `collapse(layers)`: it gets layers without a bend and returns the one layer that does the same.
#
# - `layers` is a list of pairs `(W, b)`, one or more, in the order in which they are used. A layer computes
#   `x @ W + b`.
# - W has one column for each neuron, and b one entry for each. Layers may have different sizes.
# - Return the pair `W, b` of the one layer.


# %%
def collapse(layers):
    """The one layer (W, b) that equals the whole stack."""
    ### BEGIN SOLUTION
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        # The biases pass through the next weights too, like everything else that comes in.
        W, b = W @ W_next, b @ W_next + b_next
    return W, b
    ### END SOLUTION


# %%
check("nonlinearity.collapse")

# %% [markdown]
# Here's a network of three hinges (the third has the turn 0) whose bend has been removed. The picture hands its layers to your function. Move the layers between 1 and 10. Does your function find the line that the picture draws?

# %%
BendCounter(
    place1=-1.5, turn1=2, place2=-0.5, turn2=-3,
    no_bend=True, layers=10, collapse=collapse,
)

# %% [markdown]
# ## Hinges through points
#
# Before you place hinges by formula, one question about a network of them, and one about a single hinge.

# %%
ask("nonlinearity.hinge-order")

# %%
ask("nonlinearity.kink-place")

# %% [markdown]
# Now write `hinges(xs, ys)`: it returns the weights of a network with one hidden layer whose curve passes exactly
# through the points (xs[0], ys[0]), (xs[1], ys[1]), and so on.
#
# - `xs` and `ys` are arrays of one length, two or more. The xs rise.
# - Return four things, `w, b, v, c`: three arrays with one entry for each hinge, and a number. The network is
#   v₁·max(0, w₁x + b₁) + v₂·max(0, w₂x + b₂) + … + c.
# - Any weights that pass through all points are right.


# %%
def hinges(xs, ys):
    """w, b, v, c of ReLU hinges through the points (xs, ys)."""
    ### BEGIN SOLUTION
    slopes = np.diff(ys) / np.diff(xs)
    # The first hinge brings the first slope, each later one the change to the next.
    v = np.diff(slopes, prepend=0)
    w = np.ones(len(v))
    # Each kink lies at a point, from the first to the last but one.
    b = -xs[:-1]
    return w, b, v, ys[0]
    ### END SOLUTION


# %%
check("nonlinearity.hinges")

# %% [markdown]
# Here your hinges draw the wave from the lesson. How many do you need until the picture shows a loss (the mean squared error, as in lesson 1) of 0.002 or less?

# %%
BendCounter(
    target="wave", set_by="by the computer", hinges=5,
    hinges_through=hinges,
)

# %% [markdown]
# ## How well does it read?
#
# `bent_layer()` hands out the weights of a network with 8 hidden neurons that was trained to tell odd digits from even ones, and `one_neuron()` those of the single neuron. Both have seen the
# 1,000 training digits, and here are {validation_digits} others.

# %%
_, validation, _ = digits()
images, is_odd = validation.X, validation.labels % 2 == 1  # % 2 is the remainder of a division by 2
W1, b1, W2, b2 = bent_layer()
print(images.shape, W1.shape, b1.shape, W2.shape, b2.shape)

# %% [markdown]
# Write `share_right(images, is_odd, W1, b1, W2, b2)`: the share of the images that the network reads correctly.
#
# - It says odd where the sum of its output neuron is above zero. The answer is right where that agrees with `is_odd`.
# - Use your own `repaired`. It returns a table with one column, and `is_odd` is a list: take the column out of the table with `[:, 0]` before you compare.
# - `images` has one row for each image, one or more. Return a number from 0 to 1.


# %%
def share_right(images, is_odd, W1, b1, W2, b2):
    """The share of the images for which the network's sum is above zero where is_odd says so, and only there."""
    ### BEGIN SOLUTION
    z = repaired(images, W1, b1, W2, b2)[:, 0]
    return np.mean((z > 0) == is_odd)
    ### END SOLUTION


# %%
check("nonlinearity.share_right")

# %% [markdown]
# The single neuron of lesson 1 fits into the same form if it goes through a hidden layer of two ReLU neurons: their outputs max(0, z) and max(0, −z), weighed with 1 and −1, give z back. So your function can mark all
# three: the neuron, the network, and the network after it has lost its bend. (You needn't read the next cell. The last of the three tells how much these weights rely on their bend; trained without one,
# the network reads {straight_best:.1%} in the mean of the lesson's {SPLITS} splits, where one neuron reads {one_best:.1%}.)

# %%
w, b = one_neuron()
neuron = np.stack([w, -w], axis=1), np.array([b, -b]), np.array([[1.0], [-1.0]]), np.zeros(1)
lifted = W1, b1 + 1000, W2, b2 - 1000 * W2.sum(axis=0)  # lifted so far that no neuron is ever off
for name, weights in {"one neuron": neuron, "bent layer": (W1, b1, W2, b2), "no bend": lifted}.items():
    print(f"{name:12}", share_right(images, is_odd, *weights))

# %% [markdown]
# Now draw a digit of your own that your network reads correctly and the single neuron doesn't. (One such digit doesn't show which of the two reads better; for that you count many, as you did above.)

# %%
OddOrEven(network=repaired, drawing="#6")

# %% [markdown]
# You've built what was missing in lesson 1: a layer with a bend. In lesson 3 it gets ten output neurons, and then it can say which digit it sees.
#
# Back to [lesson 2](../lessons/02_nonlinearity.ipynb).
