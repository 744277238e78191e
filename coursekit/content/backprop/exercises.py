# %% [markdown]
# {header}
#
# Six exercises: the referee, the way back through ReLU, through a layer and through the loss, the walk over a whole graph,
# and a look for dead units. You need NumPy arrays, loops and dictionaries.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. `hint("backprop.numerical_grad")` gives a hint, and asked again the
# next one. `solution("backprop.numerical_grad")` shows a solution and the reason behind it. Both are open to you
# at any time.

# %%
import numpy as np

from coursekit import check, hint, solution, use
from coursekit.widgets import GradientThermometer, WalkBackwards

# %% [markdown]
# ## The referee
#
# Write `numerical_grad(f, x)`: the gradient of a function by nudging.
#
# - `x` is an array of numbers in one row, whole numbers perhaps. `f` takes such an array and returns one number.
# - Return an array as long as `x`: for each entry, how many times as far `f` moves as this entry does.
# - Nudge **up and down**, by 0.00001 or so, and divide the difference by the distance between the two.
# - `x` itself must not change.


# %%
def numerical_grad(f, x):
    """The slope of f in each entry of x, by central differences; (n,) → (n,)."""
    ### BEGIN SOLUTION
    h = 1e-5
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        nudge = np.zeros(len(x))
        nudge[i] = h
        slopes[i] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return slopes
    ### END SOLUTION


# %%
check("backprop.numerical_grad")

# %% [markdown]
# Your referee on the graph of the lesson, out = 2·b + 3·b with b = a + 1. What will it print?

# %%
print(numerical_grad(lambda a: 2 * (a[0] + 1) + 3 * (a[0] + 1), np.array([1.0])))

# %% [markdown]
# ## Back through ReLU
#
# Forward was `y = np.maximum(0, z)`, for an array z with one row an example. Write `relu_backward(g, z)`: it gets the
# gradient `g` of y and returns the gradient of z, of the same shape. Exactly at z = 0 ReLU has a corner: there its
# slope counts as 0.


# %%
def relu_backward(g, z):
    """The gradient of z behind y = max(0, z), from the gradient g of y; (n, units) → (n, units)."""
    ### BEGIN SOLUTION
    return g * (z > 0)
    ### END SOLUTION


# %%
check("backprop.relu_backward")

# %% [markdown]
# ## Back through a layer
#
# Forward was `y = x @ W + b`. Write `linear_backward(g, x, W)`: from the gradient `g` of y it returns the gradients of x, W
# and b, in this order.
#
# - `g` has the shape (n, out), `x` (n, in), `W` (in, out).
# - Each gradient has the shape of the thing it belongs to. The examples are summed up; the mean is the business of the loss.


# %%
def linear_backward(g, x, W):
    """The gradients dx, dW, db behind y = x @ W + b, from the gradient g of y."""
    ### BEGIN SOLUTION
    dx = g @ W.T
    dW = x.T @ g
    db = g.sum(axis=0)
    return dx, dW, db
    ### END SOLUTION


# %%
check("backprop.linear_backward")

# %% [markdown]
# ## Back through the loss
#
# Forward was softmax on the logits z, then the cross-entropy, averaged over the examples. Write `loss_backward(z, labels)`:
# the gradient of z.
#
# - `z` has the shape (n, classes). `labels` holds for each example the number of its right class, counted from 0.
# - The answer is short: the probabilities minus the truth, divided by n.
# - Logits may be as large as 1000. Subtract the largest of each row before `np.exp`.


# %%
def loss_backward(z, labels):
    """The gradient of the logits behind the mean cross-entropy; (n, classes) → (n, classes)."""
    ### BEGIN SOLUTION
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(z)), labels] -= 1
    return p / len(z)
    ### END SOLUTION


# %%
check("backprop.loss_backward")

# %% [markdown]
# Three functions, and you can train a network. The next cell learns XOR, the task no single neuron can do, from five
# random starts. Every gradient in it is yours.


# %%
def train(seed):
    """How many of XOR's four points a 2-8-2 network gets right after 300 steps with your gradients."""
    rng = np.random.default_rng(seed)
    x, labels = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    W1, b1 = rng.normal(size=(2, 8)), np.zeros(8)
    W2, b2 = rng.normal(size=(8, 2)) / 2, np.zeros(2)
    for _ in range(300):
        z = x @ W1 + b1
        h = np.maximum(0, z)
        dh, dW2, db2 = linear_backward(loss_backward(h @ W2 + b2, labels), h, W2)
        _, dW1, db1 = linear_backward(relu_backward(dh, z), x, W1)
        for parameter, gradient in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
            parameter -= 0.5 * gradient
    guess = (np.maximum(0, x @ W1 + b1) @ W2 + b2).argmax(axis=1)
    return int((guess == labels).sum())


one = np.ones((1, 1))
if any(each is None for each in (relu_backward(one, one), linear_backward(one, one, one), loss_backward(one, [0]))):
    print("This cell waits for your three functions.")
else:
    print([train(seed) for seed in range(5)], "of 4 points right")

# %% [markdown]
# From now on the live pictures can compute with your functions. `use` tries each of them on random inputs. If one fails
# or goes wrong later, the course's own takes over and the picture says so. It holds as long as this kernel runs; in another
# notebook, copy your functions into a cell and call `use` there. The words under this thermometer say who
# carried the gradient. It asks the first two; your `loss_backward` has done its work in the training above.

# %%
use(relu_backward=relu_backward, linear_backward=linear_backward, loss_backward=loss_backward)

# %%
GradientThermometer(start="He")

# %% [markdown]
# ## The walk
#
# Now a whole graph. It is a dictionary that lists for each node the nodes it was computed from, each with the slope along
# the wire. The nodes stand in the order in which they were computed. The last one is the output.


# %%
diamond = {
    "a": [],
    "b": [("a", 1.0)],
    "c": [("b", 2.0)],
    "d": [("b", 3.0)],
    "out": [("c", 1.0), ("d", 1.0)],
}


# %% [markdown]
# Write `backward(graph)`: it returns a dictionary with the gradient of the output in each node.
#
# - The output has gradient 1.
# - A node hands each node it was computed from its own gradient times the slope. What arrives is added up.
# - A node hands on once, when it is complete. Which order makes sure of that?


# %%
def backward(graph):
    """d(output)/d(node) for each node: name → gradient."""
    ### BEGIN SOLUTION
    names = list(graph)
    gradient = dict.fromkeys(names, 0.0)
    gradient[names[-1]] = 1.0
    for name in reversed(names):
        for parent, slope in graph[name]:
            gradient[parent] += gradient[name] * slope
    return gradient
    ### END SOLUTION


# %%
check("backprop.backward")

# %% [markdown]
# Your walk, on the graph of the lesson as the engine recorded it.

# %%
WalkBackwards(task="run my backward", backward=backward)

# %% [markdown]
# ## Dead units
#
# Write `dead_units(Z)`: which units of a ReLU layer are off for all the data?
#
# - `Z` holds the sums before ReLU, one row an example, one column a unit.
# - Return an array with one entry a unit: True if it is dead, False if not.
# - A unit is on where its sum is above 0.


# %%
def dead_units(Z):
    """Which units are off for every example; (n, units) → (units,), True or False."""
    ### BEGIN SOLUTION
    return (Z <= 0).all(axis=0)
    ### END SOLUTION


# %%
check("backprop.dead_units")

# %% [markdown]
# How many of 100 units are dead on 64 random examples, if their biases start lower and lower? Say a number before you look.

# %%
rng = np.random.default_rng(0)
x, W = rng.normal(size=(64, 100)), rng.normal(size=(100, 100)) * 0.14
for bias in (0, -1, -2, -3, -4, -5):
    found = dead_units(x @ W + bias)
    if found is not None:
        print("bias", bias, " dead:", found.sum())

# %% [markdown]
# A bias of 0 is a good start. Back to [lesson 4](../lessons/04_backprop.ipynb).
