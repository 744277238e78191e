# %% [markdown]
# {header}
#
# Five exercises: a forward pass of any depth, a parameter count, XOR by hand, a network that folds, and softmax. You need NumPy arrays,
# `for`, and lists of pairs.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. `hint("layers.forward")` gives a hint, and asked again the next one.
# `solution("layers.forward")` shows a solution and the reason behind it. Both are open to you at any time.

# %%
import numpy as np

from coursekit import check, hint, solution
from coursekit.widgets import FoldedXor, Origami, PaperStrip, SoftmaxMixer

# %% [markdown]
# ## The forward pass
#
# A network is a list of layers, and a layer is a pair `(W, b)`. Write `forward(x, params)`: it carries a batch through all layers.
#
# - `x` has one example in each row, shape (N, in).
# - `params` is the list of pairs, from the first layer to the last, one or more. Every `W` has the shape (in, out), every `b` the shape (out,).
# - Every layer but the last bends its sums with ReLU, `np.maximum(0, z)`. The last one hands its sums on as they are.


# %%
def forward(x, params):
    """The output of the network for each row of x."""
    ### BEGIN SOLUTION
    for W, b in params[:-1]:
        x = np.maximum(0, x @ W + b)
    W, b = params[-1]
    return x @ W + b
    ### END SOLUTION


# %%
check("layers.forward")

# %% [markdown]
# The check tries networks of several depths. Now the trained network of the lesson runs through your function: once it passes, every colour on
# the flat sheet is an answer of your own `forward`.

# %%
Origami(forward=forward, layer=4)

# %% [markdown]
# ## Counting parameters
#
# Write `count_params(sizes)`: the number of weights and biases of a network whose sizes are given as a list.
#
# - `sizes` is a list such as `[2, 4, 3, 2]`, from the input to the output, two entries or more.
# - Between every two neighbours there is a dense layer: m · n weights and n biases for m inputs and n neurons.


# %%
def count_params(sizes):
    """The number of parameters of a dense network of these sizes."""
    ### BEGIN SOLUTION
    total = 0
    for m, n in zip(sizes[:-1], sizes[1:]):
        total += m * n + n
    return total
    ### END SOLUTION


# %%
check("layers.count_params")

# %% [markdown]
# Before you run the cell: which of these networks is the largest, and by how much?

# %%
for sizes in [[2, 4, 3, 2], [3, 3, 3, 1], [784, 128, 10], [784, 64, 64, 64, 10]]:
    print(sizes, count_params(sizes))

# %% [markdown]
# ## XOR by hand
#
# One neuron got 3 of the 4 points of XOR. With a hidden layer of two ReLU units you get all of them. Write `xor_net()`: it returns the
# weights as a list of two pairs, `[(W1, b1), (W2, b2)]`.
#
# - `W1` has the shape (2, 2): one column for each hidden unit. `b1` has two entries.
# - `W2` has the shape (2, 1), and `b2` has one entry.
# - The output is z = relu(x @ W1 + b1) @ W2 + b2. Where XOR is 1, z must be at least 0.1; where it is 0, at most −0.1.
#
# Many weights work, and any of them passes. The ones from the lesson do too; try to find your own.


# %%
def xor_net():
    """Weights [(W1, b1), (W2, b2)] of a network that computes XOR."""
    ### BEGIN SOLUTION
    W1 = np.array([[1.0, -1.0], [-1.0, 1.0]])  # relu(x1 - x2) and relu(x2 - x1)
    b1 = np.array([0.0, 0.0])
    W2 = np.array([[1.0], [1.0]])
    b2 = np.array([-0.5])
    return [(W1, b1), (W2, b2)]
    ### END SOLUTION


# %%
check("layers.xor_net")

# %% [markdown]
# Here your weights move the sheet. Which points land on one spot, and where does your output neuron cut?

# %%
# As long as xor_net returns nothing, the course's own weights are shown.
FoldedXor(params=xor_net() or [], moved=1)

# %% [markdown]
# ## A network that folds
#
# Write `fold_net(k)`: a network with k hidden layers of two ReLU units each, on one input and with one output. Between 0 and 1 its output must
# consist of exactly 2, 4, 8, … = 2ᵏ straight pieces.
#
# - It returns a list of k + 1 pairs `(W, b)`, for your `forward`. The first `W` has the shape (1, 2), those between have (2, 2), and the last has (2, 1).
# - k is 1, 2, 3, 4 or 5.
#
# One fold is 2·relu(x) − 4·relu(x − 0.5). The two factors in front do the weighing *behind* the two units, so they belong to the next layer.


# %%
def fold_net(k):
    """Parameters of a network with k hidden layers of two units and 2**k straight pieces between 0 and 1."""
    ### BEGIN SOLUTION
    b = np.array([0.0, -0.5])
    behind = np.array([[2.0], [-4.0]])  # 2·h1 - 4·h2, the folded place
    params = [(np.array([[1.0, 1.0]]), b)]
    for _ in range(k - 1):
        params.append((behind @ np.array([[1.0, 1.0]]), b))
    params.append((behind, np.array([0.0])))
    return params
    ### END SOLUTION


# %%
check("layers.fold_net")

# %% [markdown]
# Now your own network folds the strip. Move the slider.

# %%
PaperStrip(fold_net=fold_net, folds=3)

# %% [markdown]
# ## Softmax
#
# Write `softmax(x, axis=-1)`: e to the power of each entry, divided by the sum of these powers along `axis`.
#
# - `x` is an array of any shape. With `axis=-1` each row of a table becomes shares that add up to 1, with
#   `axis=0` each column.
# - Scores of 1000 and more must give shares too, not `nan`.


# %%
def softmax(x, axis=-1):
    """Positive shares that add up to 1 along `axis`; the shape stays."""
    ### BEGIN SOLUTION
    # Only differences count, so the largest score may become 0: then no power is above 1.
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
    ### END SOLUTION


# %%
check("layers.softmax")

# %% [markdown]
# The mixer adds 1000 to every score and asks your function for the shares. Move the scores.

# %%
SoftmaxMixer(shift=1000, softmax=softmax)

# %% [markdown]
# Every fold costs two units and doubles the pieces. One wide layer would have to double its units each time.
#
# Back to [lesson 3](../lessons/03_layers.ipynb).
