# %% [markdown]
# {header}
#
# Six exercises: you build a neuron, repair a broken one, let yours read digits, find its boundary, choose weights for it, and
# meet its limit. You need NumPy arrays, `if` and `for`, and `zip` to go through two lists together.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. If you're stuck, `hint("neuron.neuron")` gives you a hint, and the next one when you
# ask again. `solution("neuron.neuron")` shows a solution and the reason behind it. Both are open to you at any time, for every exercise: use the
# name that stands in its `check`.

# %%
import numpy as np

from coursekit import ask, check, hint, solution
from coursekit.datasets import digits
from coursekit.widgets import PaintNeuron, XorMeter

# %% [markdown]
# ## A neuron
#
# In the lesson you read it, and now it's yours. Write `neuron(x, w, b, activation)`: weigh, sum, bend.
#
# - `x` and `w` are arrays with as many entries as the neuron has inputs, one or more.
# - `b` is a number.
# - `activation` is a function that is handed in, for example `relu` below. Call it as `activation(z)`: it takes the sum z and returns
#   the output y.


# %%
def relu(z):
    """z where it is positive, else 0."""
    return max(0.0, z)


# %%
def neuron(x, w, b, activation):
    """The output of one neuron: activation(w₁x₁ + w₂x₂ + … + b)."""
    ### BEGIN SOLUTION
    z = w @ x + b
    return activation(z)
    ### END SOLUTION


# %%
check("neuron.neuron")

# %% [markdown]
# The check tries inputs you have not seen, and more than one activation.
#
# Once your function passes, it drives the meter from the lesson: every colour on the plane is an answer of your own neuron.

# %%
XorMeter(neuron=neuron)

# %% [markdown]
# ## This one is broken
#
# Somebody wrote a neuron with ReLU in a hurry. It runs without an error, and it's wrong: one of the three lines that are marked has a fault.
# Don't stare at it, feed it. Choose inputs so simple that you know the answer by heart, such as a single 1 among zeros, and see
# where it goes astray. Replace the question mark by the number you expect, and then try inputs of your own.


# %%
def broken(x, w, b):
    z = 0  # line 1
    for i in range(len(x)):
        z = w[i] * x[i]  # line 2
    return max(0, z + b)  # line 3


print(broken([1, 0], [3, 2], 0), "should be", 3)
print(broken([0, 1], [3, 2], 0), "should be", 2)
print(broken([1, 1], [3, 2], 0), "should be", "?")

# %% [markdown]
# Write `repaired(x, w, b)`: the same neuron without the fault. `x` and `w` have as many entries as the neuron has inputs, one or
# more; they may be plain lists, which don't know `@`, so keep the loop. The output is max(0, z).


# %%
def repaired(x, w, b):
    """The output of a neuron with ReLU: max(0, w₁x₁ + w₂x₂ + … + b)."""
    ### BEGIN SOLUTION
    z = 0
    for i in range(len(x)):
        z = z + w[i] * x[i]
    return max(0, z + b)
    ### END SOLUTION


# %%
check("neuron.repaired")

# %% [markdown]
# Did you see that the broken one is always right when there's only one input? A test that's too small finds nothing. Here is the broken neuron beside
# yours, on the four corners of a square.

# %%
for corner in [[0, 0], [0, 1], [1, 0], [1, 1]]:
    print(corner, "  broken:", broken(corner, [2, 1], -0.5), "  yours:", repaired(corner, [2, 1], -0.5))

# %% [markdown]
# ## Let it read
#
# Time for your neuron to read digits. `digits()` hands them out in three parts; the third is kept for a test, and we leave it alone. From the
# first two, the cell below makes what you need (you needn't follow it): `zeros_and_ones` is a table of the {zeros_and_ones} digits that are 0 or 1. Each row is one digit, 64 numbers from 0 (paper) to 1 (ink). `is_zero` says of each
# whether it shows a 0. The last line prints how many rows and columns there are, and what the first five rows show.

# %%
training, validation, _ = digits()
images = np.concatenate([training.X, validation.X])  # one table, the second part below the first
labels = np.concatenate([training.labels, validation.labels])
zeros_and_ones = images[labels <= 1]  # only the rows whose label is 0 or 1
is_zero = labels[labels <= 1] == 0  # True or False for each of them
print(zeros_and_ones.shape, is_zero[:5])

# %% [markdown]
# Write `share_right(images, is_yes, w, b)`: the share of the images that a neuron with these weights and this bias reads correctly.
#
# - It says yes where its sum z is above zero. The answer is right where that agrees with `is_yes`.
# - Use your own `neuron` from above. As the activation, hand it `lambda z: z`, a short way to write a function that returns what it gets: then the
#   output is z itself. A comparison such as `z > 0` is True or False, and True counts as 1, so you can add such answers up. Compare each with its entry of `is_yes`, here called
#   `yes`: `(z > 0) == yes`. The brackets are needed: without them Python reads `z > 0 == yes` as `z > 0 and 0 == yes`.
# - `images` has one row for each image, one or more; `for image in images` goes through the rows. Return a number from 0 to 1.


# %%
def share_right(images, is_yes, w, b):
    """The share of the images for which z > 0 agrees with is_yes."""
    ### BEGIN SOLUTION
    right = 0
    for image, yes in zip(images, is_yes):
        z = neuron(image, w, b, lambda z: z)
        right += (z > 0) == yes
    return right / len(images)
    ### END SOLUTION


# %%
check("neuron.share_right")

# %% [markdown]
# Now paint a neuron with numbers: −2, a strong orange, for one square near the middle (row 4 and column 4, counted from 0), and nothing anywhere
# else. `np.zeros((8, 8))` is a table of 64 zeros, `painting[4, 4]` is the square in row 4 and column 4, and `ravel` puts the eight rows one after the other, so that there are 64 weights. The picture shows the same painting, every answer in it comes from your
# `neuron`, and its meter must agree with your `share_right`.

# %%
painting = np.zeros((8, 8))
painting[4, 4] = -2
print(share_right(zeros_and_ones, is_zero, painting.ravel(), 0.5))
PaintNeuron(neuron=neuron, weights=painting, b=0.5, bill=True)

# %% [markdown]
# ## The boundary of a neuron
#
# A neuron with two inputs changes its mind where its sum is zero: w₁x₁ + w₂x₂ + b = 0. These points form a straight
# line. Write `boundary(w, b, x1)`: it gets the first coordinate of a point on that line and returns the second, x₂.
#
# - `w` is an array of two numbers, `b` and `x1` are numbers.
# - When w₂ is 0, the line is vertical (or there is no line, where w₁ is 0 too), and no single x₂ belongs to x₁. Then
#   raise an error: `raise ValueError("w2 is 0, the line is vertical")`.


# %%
def boundary(w, b, x1):
    """The x₂ at which w₁x₁ + w₂x₂ + b = 0."""
    ### BEGIN SOLUTION
    if w[1] == 0:
        raise ValueError("w2 is 0, the line is vertical")
    return -(w[0] * x1 + b) / w[1]
    ### END SOLUTION


# %%
check("neuron.boundary")

# %% [markdown]
# Your two functions fit together: on the line that `boundary` gives, the sum of your `neuron` is zero. The last
# column shows it. (The cell is given; you needn't follow it.)

# %%
w, b = np.array([1.0, 2.0]), -1.5
for x1 in [-1.0, -0.5, 0.0, 0.5, 1.0]:
    x2 = boundary(w, b, x1)
    z = None if x2 is None else neuron(np.array([x1, x2]), w, b, lambda z: z)
    print("x1 =", x1, " x2 =", x2, " z =", z)

# %% [markdown]
# Before you choose weights yourself, two questions about what you've built.

# %%
ask("neuron.steps")

# %%
ask("neuron.doubled")

# %% [markdown]
# ## Weights for AND, OR and NOT
#
# Now you choose the numbers. Write `gate(name)`: it returns the weights and the bias of a neuron that computes
# `"AND"`, `"OR"` or `"NOT"`, as a pair `w, b`.
#
# - AND and OR have two inputs, each 0 or 1, so `w` holds two numbers. AND is on when both inputs are 1. OR is on when
#   at least one of them is 1.
# - NOT has one input, so `w` holds one number. It is on when the input is 0.
#
# On means that the sum z is above zero. Keep clear of the boundary: z is at least 0.1 where the neuron should be
# on, and at most −0.1 where it should be off. Many choices keep that distance, and any of them passes.


# %%
def gate(name):
    """The weights w (an array) and the bias b of a neuron for "AND", "OR" or "NOT"."""
    ### BEGIN SOLUTION
    if name == "AND":
        return np.array([1.0, 1.0]), -1.5
    if name == "OR":
        return np.array([1.0, 1.0]), -0.5
    return np.array([-1.0]), 0.5
    ### END SOLUTION


# %%
check("neuron.gate")

# %% [markdown]
# Here are your weights for AND on the plane. Move the sliders, and watch how far they go before a point flips.

# %%
# All sliders start at 0 as long as gate returns nothing.
w, b = gate("AND") or ([0.0, 0.0], 0.0)
# The sliders end at 3. Larger weights are scaled down together with their bias, which moves no boundary.
scale = max(1, abs(w[0]) / 3, abs(w[1]) / 3, abs(b) / 3)
XorMeter(task="AND", w1=w[0] / scale, w2=w[1] / scale, b=b / scale)

# %% [markdown]
# ## The ceiling of XOR
#
# XOR is on when exactly one of its two inputs is 1. How well can one neuron do? Let the computer try many.
# Write `xor_best(neurons)`.
# `points` and `xor` below hold the four points of XOR, one in each row, and the answers.
#
# - `neurons` is a list of pairs `(w, b)`, one or more. Each `w` is an array of two numbers.
# - The share of a neuron is how many of the four points it gets right, divided by 4. On means z above zero.
# - Return the largest share that any one neuron of the list reaches.

# %%
points = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
xor = np.array([0, 1, 1, 0])


# %%
def xor_best(neurons):
    """The largest share of XOR's four points that one neuron of the list gets right."""
    ### BEGIN SOLUTION
    best = 0.0
    for w, b in neurons:
        right = 0
        for x, label in zip(points, xor):
            on = w @ x + b > 0
            right += on == label
        best = max(best, right / 4)
    return best
    ### END SOLUTION


# %%
check("neuron.xor_best")

# %% [markdown]
# Now hand it random neurons: 10,000 of them, because your loops would take a while with 200,000. The cell is given; you needn't
# follow it. (`rng` is NumPy's dice.)

# %%
rng = np.random.default_rng(0)
crowd = [(rng.normal(size=2), rng.normal()) for _ in range(10_000)]
print("best share:", xor_best(crowd))

# %% [markdown]
# Three of four, and a larger crowd finds no more, because one neuron makes at most one straight cut. Two neurons side by side and
# a third after them can do it; you'll set their weights by hand in lesson 3.
#
# Look at what you have now that you didn't have when you began: a neuron of your own that tells a handwritten 0 from a 1. And you know one task it can't do, as long as on means z above zero.
#
# Back to [lesson 1](../lessons/01_neuron.ipynb).
