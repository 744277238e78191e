# %% [markdown]
# {header}
#
# Six exercises: three update rules, weight decay, a schedule, and a training loop of your own that has to hold up on
# five seeds. You need NumPy arrays, and for the last one the engine's layers and `backward`.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. `hint("optimizers.sgd_step")` gives a hint, and asked again the next
# one. `solution("optimizers.sgd_step")` shows a solution and the reason behind it. Both are open to you at any
# time.

# %%
import numpy as np

from coursekit import check, hint, solution
from coursekit.engine import Tensor, nn, no_grad, optim
from coursekit.widgets import RavineRace

# %% [markdown]
# ## Gradient descent
#
# Write `sgd_step(w, gradient, lr)`: it returns the weights after one step against the gradient. Leave the array `w`
# itself as it is and return a new one.


# %%
def sgd_step(w, gradient, lr):
    """The weights after one step of gradient descent."""
    ### BEGIN SOLUTION
    return w - lr * gradient
    ### END SOLUTION


# %%
check("optimizers.sgd_step")

# %% [markdown]
# Your step walks a valley with curvature 25. At which rate does it stop coming closer?

# %%
for lr in [0.02, 0.07, 0.079, 0.081]:
    w = np.array([1.0])
    for _ in range(50):
        stepped = sgd_step(w, 25 * w, lr)
        w = w if stepped is None or stepped is ... else stepped
    print("rate", lr, " w after 50 steps:", np.round(w, 3))

# %% [markdown]
# ## Momentum
#
# Write `momentum_step(w, gradient, v, lr, beta)`. The velocity `v` is an array of zeros at first.
#
# - Keep the part `beta` of the old velocity and add the gradient. That is the new velocity.
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
# Under a constant slope of 1, your velocity climbs. Where does it end for beta = 0.9?

# %%
w, v = np.zeros(1), np.zeros(1)
for step in range(60):
    stepped = momentum_step(w, np.ones(1), v, 0.1, 0.9)
    w, v = stepped if isinstance(stepped, tuple) else (w, v)
    if step in (0, 1, 9, 59):
        print("step", step + 1, " velocity", np.round(v, 2))

# %% [markdown]
# ## Adam
#
# Write `adam_step(w, gradient, state, lr)` with β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁸. `state` is a dictionary. It starts as
# `{"m": zeros, "v": zeros, "t": 0}`; you return the next one.
#
# 1. Count the step: t goes up by 1 **before** it is used.
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
# Your step runs in the race of the lesson. Y is yours. Where should it be, if it is right?

# %%
RavineRace(optimizer=adam_step, rate=0.08)

# %% [markdown]
# ## Weight decay beside Adam
#
# Write `adamw_step(w, gradient, state, lr, decay)`. It does what Adam does, and besides takes `lr · decay · w` away from
# the weights, with the `w` from before the step. The decay goes past m and v: they see the gradient alone.


# %%
def adamw_step(w, gradient, state, lr, decay):
    """Weights and state after one step of AdamW."""
    ### BEGIN SOLUTION
    moved, state = adam_step(w, gradient, state, lr)
    return moved - lr * decay * w, state
    ### END SOLUTION


# %%
check("optimizers.adamw_step")

# %% [markdown]
# Two weights, no gradient at all. The large one should shrink more.

# %%
w, state = np.array([4.0, 1.0]), {"m": np.zeros(2), "v": np.zeros(2), "t": 0}
for _ in range(10):
    stepped = adamw_step(w, np.zeros(2), state, 0.1, 0.5)
    w, state = stepped if isinstance(stepped, tuple) else (w, state)
print(np.round(w, 3))

# %% [markdown]
# ## Warmup and cosine
#
# Write `warmup_cosine(t, warmup, total, peak)`: the learning rate at step t. Steps count from 0.
#
# - While t < warmup, the rate goes up in equal parts: `peak / warmup` at step 0, and the whole `peak` at step `warmup - 1`.
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
# Your schedule, drawn with dots: a row for every tenth step.

# %%
for t in range(0, 101, 10):
    rate = warmup_cosine(t, 20, 100, 0.3)
    known = rate is not None and rate is not ...
    print(f"{t:4}", "." * round(100 * rate) if known else "?")

# %% [markdown]
# ## Train, and stop early
#
# Now the whole loop. Two spirals wind around each other, and a network has to tell them apart. `Spirals` holds the points;
# read it first. `data.batch(n)` gives n random training points, `data.validation_loss(net)` a loss on points held
# out, and `data.test_accuracy(net)` is for the very end.


# %%
def spiral_points(n, rng):
    """n points of two spirals, and their labels."""
    label = rng.permutation(np.arange(n) % 2)
    along = rng.uniform(0.12, 1.0, n)
    angle = 2 * np.pi * along + np.pi * label
    x = along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1) + rng.normal(0, 0.05, (n, 2))
    return Tensor(x.astype("float32")), Tensor(label[:, None].astype("float32"))


class Spirals:
    """300 training points, 200 for validation, 500 for the test."""

    def __init__(self, rng):
        self.rng = rng
        self.train, self.validation, self.test = (spiral_points(n, rng) for n in (300, 200, 500))

    def batch(self, n):
        x, y = self.train
        rows = self.rng.integers(0, len(x), n)
        return x[rows], y[rows]

    def validation_loss(self, net):
        x, y = self.validation
        with no_grad():
            return nn.BCEWithLogitsLoss()(net(x), y).item()

    def test_accuracy(self, net):
        x, y = self.test
        with no_grad():
            return float(((net(x).data > 0) == (y.data > 0.5)).mean())


# %% [markdown]
# Write `train(data, rng)`: it builds a network, trains it, and returns it with the weights of its **best** validation loss.
#
# - At most {PARAMETERS:,} parameters, and at most {BATCHES} batches of at most {BATCH} points.
# - The network takes points of shape (n, 2) and returns logits of shape (n, 1).
# - Measure the validation loss every few steps. `net.state_dict()` copies the weights, `net.load_state_dict(kept)` puts
#   them back.
# - The test points stay out of it.
#
# It passes when at least {NEEDED} of {RUNS} seeds get {SHARE:.0%} of the test points right.


# %%
def train(data, rng):
    """A network trained on data, with its best weights."""
    ### BEGIN SOLUTION
    net = nn.Sequential(
        nn.Linear(2, 24, rng=rng), nn.ReLU(), nn.Linear(24, 24, rng=rng), nn.ReLU(), nn.Linear(24, 1, rng=rng)
    )
    optimizer = optim.Adam(net.parameters(), lr=0.02)
    loss = nn.BCEWithLogitsLoss()
    lowest, kept = np.inf, net.state_dict()
    for step in range(600):
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
# Five seeds of your own training, on test points it has never seen. A full dot is a network with at least {SHARE:.0%} right.

# %%
strip = ""
for seed in range(5):
    data = Spirals(np.random.default_rng(seed))
    net = train(data, np.random.default_rng(seed))
    strip += "?" if not callable(net) else "●" if data.test_accuracy(net) >= 0.95 else "○"
print(strip)

# %% [markdown]
# Back to [lesson 5](../lessons/05_optimizers.ipynb).
