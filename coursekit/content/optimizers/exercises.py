# %% [markdown]
# {header}
#
# Five exercises: you write momentum, Adam and a schedule, repair a training that's broken, and in the end you train a reader of your own that stops in time. You need NumPy arrays, and for the last one the engine's layers and
# `backward`.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. If you're stuck, `hint("optimizers.momentum_step")` gives you a hint, and the next one when you ask again.
# `solution("optimizers.momentum_step")` shows a solution and the reason behind it. Both are open to you at any time.

# %%
import numpy as np

from coursekit import ask, check, hint, solution
from coursekit.datasets import digits
from coursekit.engine import Tensor, nn, no_grad, optim
from coursekit.widgets import RavineRace, ScheduleDrawer, TenDrawings, ValleyWalk

# %% [markdown]
# ## Momentum
#
# A question first. You drew the velocity in the lesson; how far does it get?

# %%
ask("optimizers.momentum-ratio")

# %% [markdown]
# Write `momentum_step(w, gradient, v, lr, beta)`. The velocity `v` is an array of zeros at first.
#
# - Keep the part `beta` of the old velocity and add the gradient. That's the new velocity.
# - Move the weights against the **new** velocity, times `lr`.
# - Return both: `return w, v`. Leave the arrays you were handed as they are.


# %%
def momentum_step(w, gradient, v, lr, beta):
    """Weights and velocity after one step: v ← beta·v + gradient, w ← w − lr·v."""
    ### BEGIN SOLUTION
    v = beta * v + gradient
    return w - lr * v, v
    ### END SOLUTION


# %%
check("optimizers.momentum_step")

# %% [markdown]
# Now the valley of the lesson is walked by your own steps. With β = 0 they're plain descent, so one function does both. Which pair of η and β brings the loss furthest down in 60 steps?

# %%
ValleyWalk(step=momentum_step, rate=0.03, momentum=0.9)

# %% [markdown]
# The two coordinates of the valley are weights. In lesson 1 you saw what the size of a weight says when units change, and what it doesn't. It matters here as well, because a change of units changes the curvature too.

# %%
ask("neuron.units", again="optimizers")

# %% [markdown]
# ## Adam
#
# Write `adam_step(w, gradient, state, lr)` with β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁸. `state` is a dictionary that starts as
# `{"m": zeros, "v": zeros, "t": 0}`, and you return the next one. (Here "v" is the running average of the squares, as most books and programs call it. It's the lesson's s.)
#
# 1. Count the step: t goes up by 1 **before** it's used.
# 2. m ← β₁ m + (1 − β₁) g and v ← β₂ v + (1 − β₂) g².
# 3. m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).
# 4. w ← w − η m̂ / (√v̂ + ε). The ε stands outside the root.
#
# Return `w` and a new dictionary. Keep nothing anywhere else: every weight array has a state of its own.


# %%
def adam_step(w, gradient, state, lr):
    """Weights and state after one step of Adam."""
    ### BEGIN SOLUTION
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    m_hat = m / (1 - 0.9**t)
    v_hat = v / (1 - 0.999**t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + 1e-8)
    return w, {"m": m, "v": v, "t": t}
    ### END SOLUTION


# %%
check("optimizers.adam_step")

# %% [markdown]
# Your step takes part in the race of the lesson; Y is yours. If it's right, with whom should it run?

# %%
RavineRace(optimizer=adam_step, rate=0.08)

# %% [markdown]
# ## Warmup and cosine
#
# Write `warmup_cosine(t, warmup, total, peak)`: the learning rate at step t. Steps count from 0.
#
# - While t < warmup, the rate goes up in equal parts: `peak / warmup` at step 0, and the whole `peak` at step `warmup - 1`. (That's a step earlier than in the lesson, where the climb began at 0.)
# - After that, half a cosine. It begins with `peak` at step `warmup` and reaches 0 at step `total`:
#   peak · (1 + cos(π · done)) / 2, where `done` runs from 0 to 1.
# - Past `total` it stays 0.


# %%
def warmup_cosine(t, warmup, total, peak):
    """The learning rate at step t, counted from 0."""
    ### BEGIN SOLUTION
    if t < warmup:
        return peak * (t + 1) / warmup
    done = min((t - warmup) / (total - warmup), 1)
    return peak * (1 + np.cos(np.pi * done)) / 2
    ### END SOLUTION


# %%
check("optimizers.warmup_cosine")

# %% [markdown]
# Five networks are trained with your schedule, in the lesson's setting: momentum 0.9, two spirals, 300 steps. How high can you put the peak until the first of the five is lost? And does a longer warmup help?

# %%
ScheduleDrawer(schedule=lambda t: warmup_cosine(t, 30, 300, 0.25))

# %% [markdown]
# ## This training is broken
#
# Somebody trains ten neurons with softmax on the digits, in plain NumPy, with the slope p − y that lesson 4 derived. It runs without an error, and it learns next to nothing: one of the six marked lines has a fault. (`softmax` is the one of lesson 3. If you wrote
# your own there, put it here.)


# %%
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def broken(X, labels, W, b, lr, batches):
    for rows in batches:
        x, y = X[rows], labels[: len(rows)]  # line 1
        p = softmax(x @ W + b)  # line 2
        p[np.arange(len(rows)), y] -= 1  # line 3, p − y
        dW = x.T @ p / len(rows)  # line 4
        db = p.sum(axis=0) / len(rows)  # line 5
        W, b = W - lr * dW, b - lr * db  # line 6
    return W, b


X, labels = digits().training
order = np.random.default_rng(0).permutation(1000)
batches = np.split(order, 20)  # 20 batches of 50; times 5, the list comes five times
for epochs in [0, 1, 5, 20]:
    W, b = broken(X, labels, np.zeros((64, 10)), np.zeros(10), 0.5, batches * epochs)
    p = softmax(X @ W + b)
    loss = -np.log(p[np.arange(1000), labels]).mean()
    print(f"{epochs} epochs: loss {loss:.1f}, {(p.argmax(axis=1) == labels).mean():.0%} read")

# %% [markdown]
# Both numbers are of the digits it was trained on. What could keep a training from learning even these? A second instrument: hand it a single batch, the first 50 rows in their order, again and again.

# %%
first = [np.arange(50)] * 100
W, b = broken(X, labels, np.zeros((64, 10)), np.zeros(10), 0.5, first)
print(f"{((X[:50] @ W + b).argmax(axis=1) == labels[:50]).mean():.0%} of these 50 read")

# %% [markdown]
# So with this batch it learns, and with others it doesn't. Which line treats this one batch rightly and the others not? Then write `fit(X, labels, W, b, lr, batches)`: the same training without the fault.
#
# - `X` has an example in each row, `labels` the numbers of the right classes, and `batches` is a list of arrays of row numbers, none, one or more.
# - For each batch, take one step of plain gradient descent on the mean cross-entropy of its rows.
# - Return W and b after the last step, and leave the arrays that you were handed as they are.


# %%
def fit(X, labels, W, b, lr, batches):
    """W and b after one step for each batch."""
    ### BEGIN SOLUTION
    for rows in batches:
        p = softmax(X[rows] @ W + b)
        p[np.arange(len(rows)), labels[rows]] -= 1
        dW = X[rows].T @ p / len(rows)
        db = p.sum(axis=0) / len(rows)
        W, b = W - lr * dW, b - lr * db
    return W, b
    ### END SOLUTION


# %%
check("optimizers.fit")

# %% [markdown]
# Repaired, it trains ten neurons in 20 epochs, and these read what you draw.

# %%
layer = fit(X, labels, np.zeros((64, 10)), np.zeros(10), 0.5, batches * 20)
TenDrawings(scores=lambda images: images @ layer[0] + layer[1])

# %% [markdown]
# What has the network stored now? You answered that in lesson 1, before you knew any of this.

# %%
ask("neuron.pre-brain", again="optimizers")

# %% [markdown]
# ## Train, and stop in time
#
# Now the whole loop, on few digits. Before you write it, some questions on what goes on in it, most of them from lessons 3 and 4: which sizes must fit, what `backward` does to a stored slope, what a ReLU lets through, what many layers make of a slope, and what a slope of zero says.

# %%
ask("layers.shape-error", again="optimizers")

# %%
ask("backprop.twice", again="optimizers")

# %%
ask("backprop.relu-gate", again="optimizers")

# %%
ask("backprop.thermometers", again="optimizers")

# %%
ask("backprop.blame", again="optimizers")

# %%
ask("optimizers.round")

# %% [markdown]
# `FewDigits` holds {SIZES[0]} training digits, {SIZES[1]} for validation, and {SIZES[2]} to judge; read it first. `data.batch(n)` gives n random training digits, `data.validation_loss(net)` a loss on digits held out, and
# `data.test_accuracy(net)` is for the very end.


# %%
class FewDigits:
    """200 training digits, 300 for validation, 500 for the test."""

    def __init__(self, rng):
        self.rng = rng
        training, validation, _ = digits()  # the test part of the course has done its work
        X = np.concatenate([training.X, validation.X])
        labels = np.concatenate([training.labels, validation.labels])
        parts = np.split(rng.permutation(len(labels)), [200, 500, 1000])  # cut after so many rows
        self.train, self.validation, self.test = [(X[rows], labels[rows]) for rows in parts[:3]]

    def batch(self, n):
        X, labels = self.train
        rows = self.rng.integers(0, len(labels), n)
        return Tensor(X[rows]), labels[rows]

    def validation_loss(self, net):
        X, labels = self.validation
        with no_grad():
            return nn.CrossEntropyLoss()(net(Tensor(X)), labels).item()

    def test_accuracy(self, net):
        X, labels = self.test
        with no_grad():
            return float((net(Tensor(X)).data.argmax(axis=1) == labels).mean())


# %% [markdown]
# Write `train(data, rng)`: it builds a network, trains it, and returns it with the weights of its **lowest** validation loss.
#
# - At most {PARAMETERS:,} parameters, and at most {BATCHES} batches of at most {BATCH} digits.
# - The network takes digits of shape (n, 64) and returns scores of shape (n, 10), without softmax.
# - Measure the validation loss every few batches. `net.state_dict()` copies the weights, `net.load_state_dict(kept)` puts
#   them back.
# - The test digits stay out of it.
#
# It passes when at least {NEEDED} of {RUNS} seeds read {SHARE:.0%} of the test digits. (The check draws other digits each time. Strictly speaking, whoever mends a training after a failed check has looked at a test.)


# %%
def train(data, rng):
    """A network trained on data, with its best weights."""
    ### BEGIN SOLUTION
    net = nn.Sequential(nn.Linear(64, 32, rng=rng), nn.ReLU(), nn.Linear(32, 10, rng=rng))
    optimizer = optim.Adam(net.parameters(), lr=0.01)
    loss = nn.CrossEntropyLoss()
    lowest, kept = np.inf, net.state_dict()
    for step in range(400):
        x, y = data.batch(32)
        optimizer.zero_grad()
        loss(net(x), y).backward()
        optimizer.step()
        if step % 20 == 19:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net
    ### END SOLUTION


# %%
check("optimizers.train")

# %% [markdown]
# Five seeds of your own training, each judged by {SIZES[2]} digits that were kept out of its own training and choosing. A ● is a network that reads at least {SHARE:.0%}.

# %%
strip = ""
for seed in range(5):
    data = FewDigits(np.random.default_rng(seed))
    net = train(data, np.random.default_rng(seed))
    strip += "?" if not callable(net) else "●" if data.test_accuracy(net) >= 0.85 else "○"
print(strip)

# %% [markdown]
# And the last one reads what you draw. It has learned from 200 digits; the ten neurons above had a thousand. (At first it reads the stand-ins.)


# %%
def scores(images):
    with no_grad():
        return net(Tensor(images.astype("float32"))).data


TenDrawings(scores=scores)

# %% [markdown]
# That's a network you built, trained, stopped and judged yourself, from the first random weight to the last drawing. What it costs, and what it would cost a thousand times larger, is the next question.
#
# Back to [lesson 5](../lessons/05_optimizers.ipynb).
