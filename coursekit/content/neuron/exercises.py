# %% [markdown]
# {header}
#
# Four exercises: build a neuron, find its boundary, choose its weights, and meet its limit. You need NumPy
# arrays, `if`, `for`, and a function that is handed to another function.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. `hint("neuron.neuron")` gives a hint, and asked again the next one.
# `solution("neuron.neuron")` shows a solution and the reason behind it. Both are open to you at any time.

# %%
import numpy as np

from coursekit import check, hint, solution
from coursekit.widgets import XorMeter

# %% [markdown]
# ## A neuron
#
# Write `neuron(x, w, b, activation)`: weigh, sum, bend.
#
# - `x` and `w` are arrays with as many entries as the neuron has inputs, one or more.
# - `b` is a number.
# - `activation` is a function, for example `relu` below. It takes the sum z and returns the output y.


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
# Now your function drives the meter from the lesson. Once it passes, every colour on the plane is an answer of
# your own neuron.

# %%
XorMeter(neuron=neuron)

# %% [markdown]
# ## The boundary of a neuron
#
# A neuron with two inputs changes its mind where its sum is zero: w₁x₁ + w₂x₂ + b = 0. These points form a straight
# line. Write `boundary(w, b, x1)`: it gets the first coordinate of a point on that line and returns the second, x₂.
#
# - `w` is an array of two numbers, `b` and `x1` are numbers.
# - When w₂ is 0, the line is vertical and no single x₂ belongs to x₁. Then
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
# column shows it. `lambda z: z` is a short way to write a function that returns its input; as an activation it lets
# the sum through.

# %%
w, b = np.array([1.0, 2.0]), -1.5
for x1 in [-1.0, -0.5, 0.0, 0.5, 1.0]:
    x2 = boundary(w, b, x1)
    z = None if x2 is None else neuron(np.array([x1, x2]), w, b, lambda z: z)
    print("x1 =", x1, " x2 =", x2, " z =", z)

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
# on, and at most −0.1 where it should be off. Many weights work; any of them passes.


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
# Here are your weights for AND on the plane. Move the knobs, and watch how far they go before a point flips.

# %%
# All knobs start at 0 as long as gate returns nothing.
w, b = gate("AND") or ([0.0, 0.0], 0.0)
# The knobs end at 3. Larger numbers are scaled down together, which moves no boundary.
scale = max(1, abs(w[0]) / 3, abs(w[1]) / 3, abs(b) / 3)
XorMeter(task="AND", w1=w[0] / scale, w2=w[1] / scale, b=b / scale)

# %% [markdown]
# ## The ceiling of XOR
#
# XOR is on when exactly one of its two inputs is 1. How well can one neuron do? Let the computer try many.
# Write `xor_best(neurons)`.
# `points` and `xor` below hold the four points and the answers of XOR.
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
# Now hand it ten thousand random neurons. Before you run the cell: which number do you expect?

# %%
rng = np.random.default_rng(0)
crowd = [(rng.normal(size=2), rng.normal()) for _ in range(10_000)]
print("best share:", xor_best(crowd))

# %% [markdown]
# Three of four, and a larger crowd finds no more: one neuron makes one straight cut. Two neurons side by side and
# a third behind them can do it; you will set their weights by hand in lesson 3.
#
# Back to [lesson 1](../lessons/01_neuron.ipynb).
