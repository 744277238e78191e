# %% [markdown]
# {header}
#
# Seven exercises: a referee, the class `Value` that finds its own gradients, the way back through ReLU, through a layer and through the loss, a broken training to repair,
# and a look for dead units. You need NumPy arrays, `for`, and a class with a few methods.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. If you're stuck, `hint("backprop.numerical_grad")` gives you a hint, and the next one when you ask again.
# `solution("backprop.numerical_grad")` shows a solution and the reason behind it. Both are open to you at any time.

# %%
import numpy as np

from coursekit import ask, check, hint, solution, use
from coursekit.widgets import GradientThermometer, ReaderTraining, XorByValues

# %% [markdown]
# ## The referee
#
# Every gradient that you build today can be checked by nudging, so build the referee first. Write `numerical_grad(f, x)`, the gradient of a function by nudging.
#
# - `x` is an array of numbers in one row, perhaps of integers, into which 0.00001 doesn't fit. `f` takes such an array and returns one number.
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
# Take the network of the lesson, the one you walked back by hand, and ask your referee about its first four weights. Which four numbers should come out?


# %%
def loss_of(weights):
    h = np.maximum(0, np.array([2.0, -1.0]) @ weights.reshape(2, 2) + 1.0)
    return (h @ [3.0, -2.0] - 2.0 - 3.0) ** 2


print(numerical_grad(loss_of, np.array([3.0, 1.0, 5.0, 2.0])))

# %% [markdown]
# ## A number that remembers
#
# In the lesson you used the course's `Value`. Now write your own. Two methods are there: `__init__` keeps what the number was made from, and `__add__` runs when Python meets `a + b`. Write the other three:
#
# - `__mul__` runs when Python meets `a * b`. Both are Values, as in `__add__`. What's the slope of the product in each factor?
# - `relu` returns a new Value, the larger of this number and 0. At exactly 0 its slope counts as 0. (ReLU has a corner there: your referee says ½, and we agree on 0.)
# - `backward` gives this number the gradient 1. Then every number behind it gets its gradient: each one hands its `grad` times the slope to each of its `parents`, and what arrives there is *added* to their `grad`.
#
# The numbers behind a result come in no order. You only know the parents of each, and one number may be used in several places. So find an order first, in which everyone's turn comes after all who used it. (A function inside `backward` that calls itself for each parent can make a list. When should it put a number on that list?)


# %%
class Value:
    """A number, what it was made from, and how steeply it depends on each of these."""

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        """The product, and its slope in each factor."""
        ### BEGIN SOLUTION
        return Value(self.data * other.data, (self, other), (other.data, self.data))
        ### END SOLUTION

    def relu(self):
        """The larger of this number and 0."""
        ### BEGIN SOLUTION
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))
        ### END SOLUTION

    def backward(self):
        """Give every number behind this one its gradient."""
        ### BEGIN SOLUTION
        order, seen = [], set()

        def visit(value):
            if value not in seen:
                seen.add(value)
                for parent in value.parents:
                    visit(parent)
                order.append(value)

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in zip(value.parents, value.slopes):
                parent.grad += value.grad * slope
        ### END SOLUTION


# %%
check("backprop.value")

# %% [markdown]
# `use` tries your class on random graphs, and from then on it's your own `Value` that learns XOR. Watch it.

# %%
use(Value=Value)

# %%
XorByValues(units=8)

# %% [markdown]
# You've written the core of a deep-learning library, and it has learned something that no neuron can. In which order does a single neuron's gradient come about?

# %%
ask("backprop.backward-order")

# %%
ask("neuron.one-neuron", again="backprop")

# %% [markdown]
# ## Back through ReLU
#
# Now the same with arrays. Forward was `y = np.maximum(0, z)`, for an array z with an example in each row. Write `relu_backward(g, z)`: it gets the
# gradient `g` of y and returns the gradient of z, of the same shape. At exactly z = 0 ReLU has a corner, and there its slope counts as 0, whatever the referee says.


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
# The picture of the 20 layers in part 5, the gradient thermometer, asks both of your functions for the gradients. Its words say who carried them. Where do the dots go with Xavier, and where with He?

# %%
use(relu_backward=relu_backward, linear_backward=linear_backward)

# %%
GradientThermometer(start="He")

# %% [markdown]
# In lesson 3 you judged a sentence about more layers. Judge it once more.

# %%
ask("layers.more-layers", again="backprop")

# %% [markdown]
# ## Back through the loss
#
# Before the loss stands softmax. Do you still know its steps?

# %%
ask("layers.softmax-steps", again="backprop")

# %%
ask("layers.softmax-raised", again="backprop")

# %% [markdown]
# Forward was softmax on the logits z, then the cross-entropy, averaged over the examples. Write `loss_backward(z, labels)`:
# the gradient of z, as you saw it derived.
#
# - `z` has the shape (n, classes). `labels` holds for each example the number of its right class, counted from 0.
# - The loss is the mean over the examples, so don't forget to divide by n.
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
# Don't take the check's word for it. Ask your own referee: it nudges every logit of the loss itself. (`ravel` lays a table out in a row, because your referee wants one, and `reshape` makes it a table again.)


# %%
def cross_entropy(z, labels):
    """The mean of −log p over the rows."""
    largest = z.max(axis=1, keepdims=True)
    logs = z - largest - np.log(np.exp(z - largest).sum(axis=1, keepdims=True))
    return -logs[np.arange(len(z)), labels].mean()


z, labels = np.array([[2.0, 1.0, 0.0], [-1.0, 3.0, 0.5]]), np.array([0, 2])
print("referee:", numerical_grad(lambda row: cross_entropy(row.reshape(2, 3), labels), z.ravel()))
print("yours:  ", loss_backward(z, labels))

# %% [markdown]
# Three functions carry the gradient through a whole reader. Hand them in, and your reader learns with your own code. Draw a digit while it does.

# %%
use(relu_backward=relu_backward, linear_backward=linear_backward, loss_backward=loss_backward)

# %%
ReaderTraining()

# %% [markdown]
# ## This training is broken
#
# Somebody put your three functions together: `broken` returns the gradients of a network with one hidden layer. It trains a little, and then it gets stuck more often than it should. There is no error message. One of the three marked lines has a fault.


# %%
def broken(x, labels, params):
    (W1, b1), (W2, b2) = params
    h = np.maximum(0, x @ W1 + b1)
    dlogits = loss_backward(h @ W2 + b2, labels)  # line 1
    dh, dW2, db2 = linear_backward(dlogits, h, W2)  # line 2
    _, dW1, db1 = linear_backward(relu_backward(dh, x @ W1), x, W1)  # line 3
    return dW1, db1, dW2, db2


# %% [markdown]
# How would you find it? Let the referee compare. The next cell does it for a small network with random weights and biases, and prints for each of the four gradients how far `broken` is from the nudge. Where the number isn't about 0, something is wrong on the way to there.


# %%
def faults(gradients, seed=0):
    """The largest difference from the referee, for each of dW1, db1, dW2, db2."""
    rng = np.random.default_rng(seed)
    shapes = [(3, 4), (4,), (4, 2), (2,)]
    x, labels = rng.normal(size=(5, 3)), rng.integers(0, 2, 5)
    parts = [rng.normal(size=shape) for shape in shapes]
    found = gradients(x, labels, [(parts[0], parts[1]), (parts[2], parts[3])])

    def nudged(k):
        def f(row):
            W1, b1, W2, b2 = [row.reshape(shapes[i]) if i == k else parts[i] for i in range(4)]
            return cross_entropy(np.maximum(0, x @ W1 + b1) @ W2 + b2, labels)

        return numerical_grad(f, parts[k].ravel()).reshape(shapes[k])

    return [round(float(np.abs(found[k] - nudged(k)).max()), 3) for k in range(4)]


one = np.ones((1, 1))
ready = all(
    each is not None
    for each in (
        relu_backward(one, one),
        linear_backward(one, one, one),
        loss_backward(one, [0]),
        numerical_grad(lambda x: 0.0, np.ones(1)),
    )
)
print(faults(broken) if ready else "This cell waits for your four functions.")

# %% [markdown]
# Which of the four are right? So how far back did the gradient arrive in good order? Then write `reader_gradients(x, labels, params)`: the same without the fault.
#
# - `x` has an example in each row, `labels` their classes. `params` is `[(W1, b1), (W2, b2)]`: a hidden layer with ReLU, then a layer of logits.
# - Use your own `loss_backward`, `linear_backward` and `relu_backward`.
# - Return the four gradients of the mean cross-entropy, dW1, db1, dW2, db2, in this order.


# %%
def reader_gradients(x, labels, params):
    """The gradients dW1, db1, dW2, db2 of a network with one hidden layer."""
    ### BEGIN SOLUTION
    (W1, b1), (W2, b2) = params
    z = x @ W1 + b1
    h = np.maximum(0, z)
    dh, dW2, db2 = linear_backward(loss_backward(h @ W2 + b2, labels), h, W2)
    _, dW1, db1 = linear_backward(relu_backward(dh, z), x, W1)
    return dW1, db1, dW2, db2
    ### END SOLUTION


# %%
check("backprop.reader_gradients")

# %% [markdown]
# The next cell learns XOR from five starts with your gradients, and with the broken ones. How many of the four points does each get right?


# %%
def train(seed, gradients=reader_gradients):
    """How many of XOR's four points a 2-8-2 network gets right after 300 steps."""
    rng = np.random.default_rng(seed)
    x, labels = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    params = [(rng.normal(size=(2, 8)), np.zeros(8)), (rng.normal(size=(8, 2)) / 2, np.zeros(2))]
    for _ in range(300):
        found = gradients(x, labels, params)
        for parameter, gradient in zip([*params[0], *params[1]], found):
            parameter -= 0.5 * gradient
    (W1, b1), (W2, b2) = params
    guess = (np.maximum(0, x @ W1 + b1) @ W2 + b2).argmax(axis=1)
    return int((guess == labels).sum())


if ready and reader_gradients(one, [0], [(one, one[0]), (one, one[0])]) is not None:
    print("yours: ", [train(seed) for seed in range(5)], "of 4 points right")
    print("broken:", [train(seed, broken) for seed in range(5)])
else:
    print("This cell waits for your functions.")

# %% [markdown]
# ## Dead units
#
# Write `dead_units(Z)`: which units of a ReLU layer are off for all the data?
#
# - `Z` holds the sums before ReLU, an example in each row and a unit in each column.
# - Return an array with one entry for each unit: True if it's dead, False if not.
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
# Take a layer of 100 units on 64 random examples. How many of its units are dead if all biases start at −1? And at −4? Say your numbers before you look.

# %%
rng = np.random.default_rng(0)
x, W = rng.normal(size=(64, 100)), rng.normal(size=(100, 100)) * 0.14
for bias in (0, -1, -2, -3, -4, -5):
    found = dead_units(x @ W + bias)
    if found is not None:
        print(f"bias {bias:2}, dead: {found.sum():3}", "■" * int(found.sum() // 4))

# %% [markdown]
# In this layer no unit is dead with a bias of 0. Deeper down it's not so safe: after 20 ReLU layers a good part of the units can be off for all 64 examples, with every bias at 0.
#
# When you opened lesson 4, "training" was only a word. Now you have an engine of your own, it has trained your reader, and you know how to find out whether a gradient is right. In lesson 5 you'll make it faster, and find out when to stop.
#
# Back to [lesson 4](../lessons/04_backprop.ipynb).
