# %% [markdown]
# {header}
#
# Seven exercises: five activations, a stack of layers that becomes one, and hinges through any points you
# like. You need NumPy arrays and functions on them, such as `np.maximum`, `np.exp` and `np.where`.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. `hint("nonlinearity.relu")` gives a hint, and asked again the next
# one. `solution("nonlinearity.relu")` shows a solution and the reason behind it. Both are open to you at any
# time.

# %%
from math import erf

import numpy as np

from coursekit import check, hint, solution
from coursekit.widgets import ActivationInspector, BendCounter

# %% [markdown]
# ## ReLU
#
# Write `relu(x)`: positive entries stay, all others become 0. `x` is a NumPy array of any shape, and so is
# what you return. `x` itself must stay as it was.


# %%
def relu(x):
    """max(0, x) of every entry, any shape."""
    ### BEGIN SOLUTION
    return np.maximum(0, x)
    ### END SOLUTION


# %%
check("nonlinearity.relu")

# %% [markdown]
# Here your function draws the curve. Move the point across zero and watch the slope: it jumps from 0 to 1.

# %%
ActivationInspector(activation="ReLU", function=relu)

# %% [markdown]
# ## Leaky ReLU
#
# Write `leaky_relu(x, slope=0.01)`: positive entries stay, all others are multiplied by `slope`.


# %%
def leaky_relu(x, slope=0.01):
    """x where it is positive, else slope · x; any shape."""
    ### BEGIN SOLUTION
    return np.where(x > 0, x, slope * x)
    ### END SOLUTION


# %%
check("nonlinearity.leaky_relu")

# %% [markdown]
# The inspector draws Leaky ReLU with a slope of 0.1, so yours is asked for the same.

# %%
ActivationInspector(activation="Leaky ReLU", function=lambda x: leaky_relu(x, 0.1))

# %% [markdown]
# ## Sigmoid
#
# Write `sigmoid(x)`: 1/(1 + e⁻ˣ) for every entry. It must be right for entries as large as 1000 and as low as
# −1000 too, where it is 1 and 0 as far as a computer can tell.


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
# ## SiLU
#
# Write `silu(x)`: x·σ(x) for every entry, where σ is the sigmoid. You may use the one you wrote.


# %%
def silu(x):
    """x·σ(x) of every entry, any shape."""
    ### BEGIN SOLUTION
    return x * sigmoid(x)
    ### END SOLUTION


# %%
check("nonlinearity.silu")

# %% [markdown]
# The point stands near SiLU's lowest place. On which side does your curve come back to 0?

# %%
ActivationInspector(activation="SiLU", z=-1.3, function=silu)

# %% [markdown]
# ## GELU
#
# Write `gelu(x)`: x·Φ(x) for every entry. Φ(x) is the share of the standard bell curve to the left of x.
# NumPy does not have it, so here it is.


# %%
def bell_share(x):
    """Φ(x) of every entry, from Python's error function."""
    return 0.5 * (1 + np.vectorize(erf, otypes=[float])(np.asarray(x) / np.sqrt(2)))


# %%
def gelu(x):
    """x·Φ(x) of every entry, any shape."""
    ### BEGIN SOLUTION
    return x * bell_share(x)
    ### END SOLUTION


# %%
check("nonlinearity.gelu")

# %% [markdown]
# And this GELU is yours. It looks much like SiLU: what is different below zero?

# %%
ActivationInspector(activation="GELU", z=-0.75, function=gelu)

# %% [markdown]
# Now find its lowest point with your own function. Which x, and which value?

# %%
grid = np.linspace(-3, 3, 6001)
values = gelu(grid)
if values is not None and values is not ...:
    print(f"lowest: {values.min():.3f} at x = {grid[values.argmin()]:.3f}")

# %% [markdown]
# ## Collapse a stack
#
# Write `collapse(layers)`: it gets layers without a bend and returns the one layer that does the same.
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
# The bend counter hands its stack to your function. Move the layers from 1 to 10, and compare.

# %%
BendCounter(
    place1=-1.5, turn1=2, place2=-0.5, turn2=-3,
    no_bend=True, layers=10, collapse=collapse,
)

# %% [markdown]
# ## Hinges through points
#
# Write `hinges(xs, ys)`: it returns the weights of a network with one hidden layer whose curve passes exactly
# through the points (xs[0], ys[0]), (xs[1], ys[1]), and so on.
#
# - `xs` and `ys` are arrays of one length, two or more. The xs rise.
# - Return four things, `w, b, v, c`: three arrays with one entry for each hinge, and a number. The network is
#   the one below.
# - Any weights that pass through all points are right.


# %%
def network(x, w, b, v, c):
    """v₁·max(0, w₁x + b₁) + v₂·max(0, w₂x + b₂) + … + c, for every entry of x."""
    return np.maximum(0, x[:, None] * w + b) @ v + c


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
# Here your hinges draw the wave. How many do you need for a loss below 0.001?

# %%
BendCounter(
    target="wave", set_by="by the computer", hinges=5,
    hinges_through=hinges,
)

# %% [markdown]
# You set the weights of a whole network, with no training at all: one input, one hidden layer, any points. In
# lesson 3 you build networks with several layers.
#
# Back to [lesson 2](../lessons/02_nonlinearity.ipynb).
