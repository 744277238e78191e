# %% [markdown]
# {header}
#
# Six exercises: you write a forward pass of any depth, turn scores into probabilities, repair a broken reader, count parameters, solve XOR in
# a way of your own, and build a network that folds. You need NumPy arrays, `for`, and lists of pairs.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. If you're stuck, `hint("layers.forward")` gives you a hint, and the next one when you ask again.
# `solution("layers.forward")` shows a solution and the reason behind it. Both are open to you at any time.

# %%
import numpy as np

from coursekit import ask, check, hint, solution, use
from coursekit.datasets import digits
from coursekit.widgets import DigitNetwork, DigitSheet, FoldedXor, PaperStrip, SoftmaxMixer, digit_params

# %% [markdown]
# ## The forward pass
#
# Two questions first, so that the pieces are on the table.

# %%
ask("layers.forward-order")

# %%
ask("layers.shape-error")

# %% [markdown]
# A network is a list of layers, and a layer is a pair `(W, b)`. Write `forward(x, params)`: it carries a batch through all layers.
#
# - `x` has one example in each row, so its shape is (N, in).
# - `params` is the list of pairs, from the first layer to the last, one or more. Every `W` has the shape (in, out), and every `b` the shape (out,).
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
# The check tries networks of several depths. Now hand your function to the reader of digits: `use` tries it first, and from then on every
# score in the picture comes from your own `forward`. Draw something.

# %%
use(forward=forward)

# %%
DigitNetwork()

# %% [markdown]
# The one call that looks harmless in your function is `np.maximum`. What if it weren't there, or another bend stood in its place? Think of the two spirals of the lesson.

# %%
ask("layers.without-relu")

# %%
ask("layers.swap-activation")

# %% [markdown]
# ## Softmax
#
# In which order do you compute softmax, so that no score is too large? That's the first card. The second one comes from lesson 1: what happens to a single neuron when you double its
# weights and its bias?

# %%
ask("layers.softmax-steps")

# %%
ask("neuron.doubled", again="layers")

# %% [markdown]
# Now double all weights and biases of the ten neurons. All ten scores double, as with a temperature of 0.5, so the largest stays the largest and the digit stays. But the differences between the scores double
# too, and softmax gets surer.
#
# Write `softmax(x, axis=-1)`: e to the power of each entry, divided by the sum of these powers along `axis`.
#
# - `x` is an array of any shape. With `axis=-1` each row of a table becomes probabilities that add up to 1, with
#   `axis=0` each column.
# - Scores of 1000 and more must give probabilities too, and not `nan`.
# - `keepdims=True` keeps the shape fitting: of a 2 × 3 table, `x.max(axis=1)` is a list of two, and `x.max(axis=1, keepdims=True)` a column of two, which can be subtracted from the table.


# %%
def softmax(x, axis=-1):
    """Probabilities that add up to 1 along `axis`; the shape stays."""
    ### BEGIN SOLUTION
    # Only differences count, so the largest score may become 0: then no power is above 1.
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
    ### END SOLUTION


# %%
check("layers.softmax")

# %% [markdown]
# The mixer adds 1000 to every score and asks your function for the probabilities. Move the scores.

# %%
SoftmaxMixer(shift=1000, softmax=softmax)

# %% [markdown]
# ## This reader is broken
#
# Somebody put your two functions together into a reader. For each image it should say which digit it reads, and with what probability. It runs without
# an error, and it's wrong: one of the three marked lines has a fault. Here it reads three images, first together and then one by one (`images[k : k + 1]` is a table of one row).


# %%
def broken(images, params):
    z = forward(images, params)
    p = softmax(z, axis=0)  # line 1
    digit = p.argmax(axis=1)  # line 2
    sure = p.max(axis=1)  # line 3
    return digit, sure


validation = digits().validation
images, params = validation.X[:3], digit_params()
# Nothing comes out as long as forward or softmax is missing.
if forward(images, params) is not None and softmax(np.zeros((1, 2))) is not None:
    print("together:  ", *broken(images, params))
    print("one by one:", *[broken(images[k : k + 1], params) for k in range(3)])
print("should be: ", validation.labels[:3])

# %% [markdown]
# One image alone is always a 0, and surely so. Why? Then write `read(images, params)`: the same reader without the fault.
#
# - `images` has one image in each row, one or more. `params` is as in `forward`.
# - Use your own `forward` and `softmax`.
# - Return two arrays with an entry for each image: the class with the largest probability, counted from 0, and that probability.


# %%
def read(images, params):
    """The class of each row of images, and its probability."""
    ### BEGIN SOLUTION
    p = softmax(forward(images, params), axis=1)
    return p.argmax(axis=1), p.max(axis=1)
    ### END SOLUTION


# %%
check("layers.read")

# %% [markdown]
# Let it read all validation digits. Which ones are most doubtful, and can you read them yourself? And how sure is your reader when it's wrong?

# %%
DigitSheet(read=read)

# %% [markdown]
# ## Counting parameters
#
# One layer first.

# %%
ask("layers.weights-20-30")

# %% [markdown]
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
# Before you run the cell: which of these networks is the largest, and by how much? The second one reads your digits.

# %%
for sizes in [[64, 10], [64, 16, 10], [784, 128, 10], [784, 64, 64, 64, 10]]:
    print(sizes, count_params(sizes))

# %% [markdown]
# ## XOR in another way
#
# In the lesson, both helpers looked at x₁ + x₂. There's another way, in which each helper looks for *one* of the two points that should be on, and is silent at the two
# points that should be off. Write `xor_net()`: it returns such weights as a list of two pairs, `[(W1, b1), (W2, b2)]`.
#
# - `W1` has the shape (2, 2): one column for each hidden unit. `b1` has two entries.
# - `W2` has the shape (2, 1), and `b2` has one entry.
# - At (0, 0) and at (1, 1) both hidden units, relu(x @ W1 + b1), must be 0.
# - The output is z = relu(x @ W1 + b1) @ W2 + b2. Where XOR is 1, z must be at least 0.1; where it is 0, at most −0.1.
#
# Many weights work, and any of them passes.


# %%
def xor_net():
    """Weights [(W1, b1), (W2, b2)] of a network that computes XOR, its units silent at (0, 0) and (1, 1)."""
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
# Here your weights move the sheet. Which points land on one spot now, and where does your output neuron cut?

# %%
# As long as xor_net returns nothing, the course's own weights are shown.
FoldedXor(params=xor_net() or [], moved=1)

# %% [markdown]
# ## A network that folds
#
# Two questions, one about where a unit folds and one about how far you get without folding.

# %%
ask("layers.crease-place")

# %%
ask("layers.pieces-in-one-layer")

# %% [markdown]
# In the lesson you saw two folds in code. Write `fold_net(k)` for any number of them: a network with k hidden layers of two ReLU units each, on one input and with one output. Between 0 and 1 its output must
# consist of exactly 2, 4, 8, … = 2ᵏ straight pieces.
#
# - It returns a list of k + 1 pairs `(W, b)`, for your `forward`. The first `W` has the shape (1, 2), those between have (2, 2), and the last has (2, 1).
# - k is 1, 2, 3, 4 or 5.
#
# One fold is 2 · relu(x) − 4 · relu(x − 0.5). The factors 2 and −4 weigh what the two units hand on, so they belong to the *next* layer.


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
# Every fold costs two units and doubles the pieces, while one wide layer has to become about twice as wide each time.
#
# When you began, your reader was a picture on a page. Now it's your own code that reads: a forward pass and a softmax, for as many layers and images as you like. In lesson 4 you'll find
# out how it learns.
#
# Back to [lesson 3](../lessons/03_layers.ipynb).
