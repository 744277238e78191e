"""Wrong solutions beyond those of the tables, which each check must name, and honest ones that it must accept."""

import copy
import math
from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant
from coursekit.engine import Tensor, nn, optim

# momentum_step

wrong = partial(mistake, "optimizers.momentum_step")
right = partial(variant, "optimizers.momentum_step")

wrong("weights only", says="expected two values: `return w, v`")(
    lambda w, gradient, v, lr, beta: w - lr * (beta * v + gradient)
)

velocity = [0.0]


@wrong("shared velocity", says="Called again with the same input, your function gives something else")
def momentum_step(w, gradient, v, lr, beta):
    velocity[0] = beta * velocity[0] + gradient
    return w - lr * velocity[0], velocity[0]


@wrong("in place", says="changed its input `v`")
def momentum_step(w, gradient, v, lr, beta):
    v *= beta
    v += gradient
    return w - lr * v, v


@right("a loop")
def momentum_step(w, gradient, v, lr, beta):
    v = np.array([beta * a + b for a, b in zip(v, gradient)])
    return w - lr * v, v


@right("float32 in a list")
def momentum_step(w, gradient, v, lr, beta):
    v = np.float32(beta) * np.float32(v) + np.float32(gradient)
    return [w - lr * v, v]


@right("on a copy")
def momentum_step(w, gradient, v, lr, beta):
    v = v.copy()
    v *= beta
    v += gradient
    return w - lr * v, v


# adam_step

wrong = partial(mistake, "optimizers.adam_step")
right = partial(variant, "optimizers.adam_step")


def step_of(m, v, t):
    return m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)


memory = {"m": 0.0, "v": 0.0, "t": 0}


@wrong("shared state", says="Called again with the same input, your function gives something else")
def adam_step(w, gradient, state, lr):
    memory["t"] += 1
    memory["m"] = 0.9 * memory["m"] + 0.1 * gradient
    memory["v"] = 0.999 * memory["v"] + 0.001 * gradient**2
    return w - lr * step_of(**memory), dict(memory)


@wrong("state written over", says="changed its input `state`. Work on a copy")
def adam_step(w, gradient, state, lr):
    state["t"] += 1
    state["m"] = 0.9 * state["m"] + 0.1 * gradient
    state["v"] = 0.999 * state["v"] + 0.001 * gradient**2
    return w - lr * step_of(**state), state


@wrong("a shallow copy written into", says="`state.copy()` is a new dictionary around the same entries")
def adam_step(w, gradient, state, lr):
    state = state.copy()
    state["t"] += 1
    state["m"] *= 0.9
    state["m"] += 0.1 * gradient
    state["v"] *= 0.999
    state["v"] += 0.001 * gradient**2
    return w - lr * step_of(**state), state


@wrong("t forgotten", says="a dictionary without the entry “t”")
def adam_step(w, gradient, state, lr):
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    return w - lr * step_of(m, v, state["t"] + 1), {"m": m, "v": v}


wrong("a state in a tuple", says="expected a dictionary")(
    lambda w, gradient, state, lr: (w - lr * np.sign(gradient), (state["m"], state["v"], state["t"] + 1))
)


@right("the correction in the rate")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    step = lr * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return w - step * m / (np.sqrt(v) + 1e-8 * np.sqrt(1 - 0.999**t)), {"m": m, "v": v, "t": t}


@right("a copied state")
def adam_step(w, gradient, state, lr):
    state = dict(state)
    state["t"] += 1
    state["m"] = state["m"] + 0.1 * (gradient - state["m"])
    state["v"] = state["v"] + 0.001 * (gradient * gradient - state["v"])
    return [w - lr * step_of(**state), state]


@right("a deep copy written into")
def adam_step(w, gradient, state, lr):
    state = copy.deepcopy(state)
    state["t"] += 1
    state["m"] *= 0.9
    state["m"] += 0.1 * gradient
    state["v"] *= 0.999
    state["v"] += 0.001 * gradient**2
    return w - lr * step_of(**state), state


@right("a loop over all entries")
def adam_step(w, gradient, state, lr):
    new, m, v, t = w.copy(), state["m"].copy(), state["v"].copy(), state["t"] + 1
    for i in np.ndindex(w.shape):
        m[i] = 0.9 * m[i] + 0.1 * gradient[i]
        v[i] = 0.999 * v[i] + 0.001 * gradient[i] ** 2
        new[i] -= lr * m[i] / (1 - 0.9**t) / (math.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)
    return new, {"m": m, "v": v, "t": t}


@right("float32")
def adam_step(w, gradient, state, lr):
    gradient, t = np.float32(gradient), np.int64(state["t"] + 1)
    m = np.float32(0.9) * np.float32(state["m"]) + np.float32(0.1) * gradient
    v = np.float32(0.999) * np.float32(state["v"]) + np.float32(0.001) * gradient**2
    return np.float32(w) - np.float32(lr) * step_of(m, v, t), {"m": m, "v": v, "t": t}


# warmup_cosine

wrong = partial(mistake, "optimizers.warmup_cosine")
right = partial(variant, "optimizers.warmup_cosine")

rates = {}


@wrong("kept by step", says="Work this input out by hand")
def warmup_cosine(t, warmup, total, peak):
    if t < warmup:
        return rates.setdefault(t, peak * (t + 1) / warmup)
    return rates.setdefault(t, peak * (1 + np.cos(np.pi * min((t - warmup) / (total - warmup), 1))) / 2)


@right("three cases")
def warmup_cosine(t, warmup, total, peak):
    if t >= total:
        return 0.0
    if t >= warmup:
        return peak * np.cos(np.pi / 2 * (t - warmup) / (total - warmup)) ** 2
    return (t + 1) * peak / warmup


@right("a table")
def warmup_cosine(t, warmup, total, peak):
    up = peak * np.arange(1, warmup + 1) / warmup
    down = peak / 2 * (1 + np.cos(np.linspace(0, np.pi, total - warmup + 1)))
    rates = np.concatenate([up, down])
    return rates[min(t, len(rates) - 1)]


@right("float32 in an array")
def warmup_cosine(t, warmup, total, peak):
    if t < warmup:
        return np.array(peak * (t + 1) / warmup, dtype="float32")
    done = np.float32(min((t - warmup) / (total - warmup), 1))
    return np.array(peak * (1 + np.cos(np.float32(np.pi) * done)) / 2)


# fit

wrong = partial(mistake, "optimizers.fit")
right = partial(variant, "optimizers.fit")


@wrong("steps in place", says="changed its input `W`")
def fit(X, labels, W, b, lr, batches):
    for rows in batches:
        p = softmax(X[rows] @ W + b)
        p[np.arange(len(rows)), labels[rows]] -= 1
        W -= lr * X[rows].T @ p / len(rows)
        b -= lr * p.sum(axis=0) / len(rows)
    return W, b


@wrong("a return inside the loop", says="The training ends after the first batch.")
def fit(X, labels, W, b, lr, batches):
    for rows in batches:
        p = softmax(X[rows] @ W + b)
        p[np.arange(len(rows)), labels[rows]] -= 1
        return W - lr * X[rows].T @ p / len(rows), b - lr * p.sum(axis=0) / len(rows)


@wrong("nothing returned", says="Is a `return` missing?")
def fit(X, labels, W, b, lr, batches):
    for rows in batches:
        p = softmax(X[rows] @ W + b)
        p[np.arange(len(rows)), labels[rows]] -= 1
        W, b = W - lr * X[rows].T @ p / len(rows), b - lr * p.sum(axis=0) / len(rows)


@right("a table of ones and zeros")
def fit(X, labels, W, b, lr, batches):
    targets = np.eye(len(b))[labels]
    for rows in batches:
        g = (softmax(X[rows] @ W + b) - targets[rows]) / len(rows)
        W, b = W - lr * (X[rows].T @ g), b - lr * g.sum(axis=0)
    return W, b


@right("the bias as a row of W")
def fit(X, labels, W, b, lr, batches):
    X, V = np.column_stack([X, np.ones(len(X))]), np.vstack([W, b])
    for rows in batches:
        p = softmax(X[rows] @ V)
        p[range(len(rows)), labels[rows]] -= 1
        V = V - lr * X[rows].T @ p / len(rows)
    return V[:-1], V[-1]


@right("copies, in place, in a list")
def fit(X, labels, W, b, lr, batches):
    W, b = W.astype(float), b.astype(float)
    for rows in batches:
        x, y = X[rows], labels[rows]
        p = softmax(x @ W + b)
        p[np.arange(len(y)), y] -= 1
        W -= lr * x.T @ p / len(y)
        b -= lr * p.mean(axis=0)
    return [W, b]


# train: a loop with one thing changed

wrong = partial(mistake, "optimizers.train")
right = partial(variant, "optimizers.train")


def with_weights(net, kept):
    net.load_state_dict(kept)
    return net


def training(
    *,
    own=lambda net: net,
    width=24,
    bend=nn.ReLU,
    optimizer=lambda parameters: optim.Adam(parameters, lr=0.02),
    batches=600,
    batch=lambda data: data.batch(32),
    watch=lambda data, net: data.validation_loss(net),
    every=20,
    end=with_weights,
):
    def train(data, rng):
        net = nn.Sequential(nn.Linear(64, width, rng=rng), bend(), nn.Linear(width, 10, rng=rng))
        net = own(net)
        stepping, loss = optimizer(net.parameters()), nn.CrossEntropyLoss()
        lowest, kept = np.inf, net.state_dict()
        for step in range(batches):
            x, y = batch(data)
            stepping.zero_grad()
            loss(net(x), y).backward()
            stepping.step()
            if step % every == every - 1:
                now = watch(data, net)
                if now < lowest:
                    lowest, kept = now, net.state_dict()
        return end(net, kept)

    return train


def drawn_and_measured(data, net):
    data.batch(32)
    data.validation_loss(net), data.validation_loss(net)
    return net


shared = nn.Sequential(nn.Linear(64, 24), nn.Tanh(), nn.Linear(24, 10))


class Unlisted(nn.Module):
    """A network that says it has no parameters."""

    def __init__(self, rng, width):
        self.inside = nn.Sequential(nn.Linear(64, width, rng=rng), nn.ReLU(), nn.Linear(width, 10, rng=rng))

    def forward(self, x):
        return self.inside(x)

    def parameters(self):
        return []


class Own:
    """Layers in an object of the learner's own."""

    def __init__(self, width, rng):
        self.W = Tensor(rng.normal(0, 0.2, (64, width)), requires_grad=True)
        self.b = Tensor(rng.normal(0, 1, width), requires_grad=True)
        self.v = Tensor(rng.normal(0, 0.1, (width, 10)), requires_grad=True)
        self.c = Tensor(np.zeros(10), requires_grad=True)

    def __call__(self, x):
        return (x @ self.W + self.b).tanh() @ self.v + self.c


wrong("last weights", says="These are the last weights")(training(end=lambda net, kept: net))
wrong("tuned on the test", says="looked at the test digits")(
    training(watch=lambda data, net: -data.test_accuracy(net))
)
wrong("nothing measured", says="fewer than three times")(training(watch=lambda data, net: 0.0))
wrong("too many batches", says="at most 600 are allowed")(training(batches=800))
wrong("large batches", says="had 64 digits")(training(batch=lambda data: data.batch(64)))
wrong("too many parameters", says="3,010 parameters, at most 3,000 are allowed")(training(width=40))
wrong("parameters not listed", says="3,085 parameters, at most 3,000 are allowed")(
    lambda data, rng: drawn_and_measured(data, Unlisted(rng, 41))
)
wrong("parameters nowhere listed", says="3,160 parameters, at most 3,000 are allowed")(
    lambda data, rng: drawn_and_measured(data, Own(42, rng))
)
wrong("logits of two classes", says="expected logits of shape (300, 10)")(
    lambda data, rng: drawn_and_measured(data, nn.Linear(64, 2, rng=rng))
)
wrong("not measured at the end", says="These are other weights")(
    training(every=170, end=lambda net, kept: net)
)
wrong("dropout left on", says="Does it use dropout?")(
    training(bend=lambda: nn.Sequential(nn.ReLU(), nn.Dropout(0.2)))
)
wrong("copies of one network for all calls", says="went on with the network of the call before")(
    training(own=lambda net: shared, end=lambda net, kept: copy.deepcopy(with_weights(net, kept)))
)
wrong("batches of a copy", says="your code copies `data`")(
    training(batch=lambda data: copy.deepcopy(data).batch(32))
)
wrong("the count set back", says="your code sets `data.batches`")(
    training(batch=lambda data: setattr(data, "batches", 0))
)
wrong("rate far too small", says="4 are needed")(
    training(optimizer=lambda parameters: optim.Adam(parameters, lr=0.0001))
)
wrong("softmax at the end", says="as after a softmax")(
    training(end=lambda net, kept: lambda x: with_weights(net, kept)(x).softmax(-1))
)
wrong("a network that nobody can count", says="come from no parameter of the engine")(
    training(width=256, end=lambda net, kept: lambda x: Tensor(with_weights(net, kept)(x).data))
)
wrong("a rate beyond all numbers", says="was too large for a number")(
    training(optimizer=lambda parameters: optim.SGD(parameters, lr=1e30), batches=60)
)
wrong("batches of none", says="had 0 digits")(training(batch=lambda data: data.batch(0)))
wrong("weights returned", says="must return the network itself")(training(end=lambda net, kept: kept))
wrong("all points at once", says="take digits with")(training(batch=lambda data: data.train))

right("tanh")(training(bend=nn.Tanh))
right("dropout, off to measure")(
    training(
        bend=lambda: nn.Sequential(nn.ReLU(), nn.Dropout(0.1)),
        watch=lambda data, net: (data.validation_loss(net.eval()), net.train())[0],
        end=lambda net, kept: with_weights(net, kept).eval(),
    )
)
right("SGD with momentum")(training(optimizer=lambda parameters: optim.SGD(parameters, lr=0.1, momentum=0.9)))
right("smaller batches, another pace")(
    training(
        batch=lambda data: data.batch(24),
        every=25,
        optimizer=lambda parameters: optim.Adam(parameters, lr=0.005),
    )
)
right("a function around the network")(training(end=lambda net, kept: lambda x: with_weights(net, kept)(x)))
