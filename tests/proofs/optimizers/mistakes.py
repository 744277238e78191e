"""Wrong solutions that each check must name, and honest ones that it must accept."""

from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant
from coursekit.engine import nn, optim

# sgd_step

wrong = partial(mistake, "optimizers.sgd_step")
right = partial(variant, "optimizers.sgd_step")

wrong("uphill", says="The step went uphill")(lambda w, gradient, lr: w + lr * gradient)
wrong("no rate", says="The learning rate has no effect")(lambda w, gradient, lr: w - gradient)
wrong("the step alone", says="That is the step alone; take it away")(lambda w, gradient, lr: lr * gradient)
wrong("sign only", says="Only the sign of the gradient")(lambda w, gradient, lr: w - lr * np.sign(gradient))
wrong("weights shrunk", says="where the gradient belongs")(lambda w, gradient, lr: w - lr * w)


@wrong("in place", says="changed its input `w`")
def sgd_step(w, gradient, lr):
    w -= lr * gradient
    return w


@wrong("not returned", says="Is a `return` missing?")
def sgd_step(w, gradient, lr):
    new = w - lr * gradient


@right("a loop")
def sgd_step(w, gradient, lr):
    new = w.copy()
    for i in range(len(w)):
        new[i] -= lr * gradient[i]
    return new


right("float32")(lambda w, gradient, lr: np.float32(w) + np.float32(-lr) * np.float32(gradient))
right("a list")(lambda w, gradient, lr: (np.asarray(w) - np.multiply(gradient, lr)).tolist())

# momentum_step: another velocity, or another step with it

wrong = partial(mistake, "optimizers.momentum_step")
right = partial(variant, "optimizers.momentum_step")


def momentum(velocity=lambda v, g, beta, lr: beta * v + g, step=lambda v, g, beta, lr: lr * v):
    def momentum_step(w, gradient, v, lr, beta):
        v = velocity(v, gradient, beta, lr)
        return w - step(v, gradient, beta, lr), v

    return momentum_step


wrong("an average", says="without a factor 1 − beta")(
    momentum(lambda v, g, beta, lr: beta * v + (1 - beta) * g)
)
wrong("moved too early", says="moved with the old velocity")(
    lambda w, gradient, v, lr, beta: (w - lr * v, beta * v + gradient)
)
wrong("no memory", says="The old velocity has no effect")(momentum(lambda v, g, beta, lr: g))
wrong("nothing fades", says="Nothing of the old velocity fades")(momentum(lambda v, g, beta, lr: v + g))
wrong("rate twice", says="The learning rate counts twice")(momentum(lambda v, g, beta, lr: beta * v + lr * g))
wrong("rate in the velocity", says="Keep the learning rate out of the velocity")(
    momentum(lambda v, g, beta, lr: beta * v + lr * g, lambda v, g, beta, lr: v)
)
wrong("Nesterov", says="That is Nesterov's step")(momentum(step=lambda v, g, beta, lr: lr * (g + beta * v)))
wrong("old velocity returned", says="return the velocity that you moved with")(
    lambda w, gradient, v, lr, beta: (w - lr * (beta * v + gradient), v)
)
wrong("weights only", says="two things are to be returned")(
    lambda w, gradient, v, lr, beta: w - lr * (beta * v + gradient)
)

velocity = [0.0]


@wrong("shared velocity", says="Something is kept outside")
def momentum_step(w, gradient, v, lr, beta):
    velocity[0] = beta * velocity[0] + gradient
    return w - lr * velocity[0], velocity[0]


@wrong("in place", says="changed its input `v`")
def momentum_step(w, gradient, v, lr, beta):
    v *= beta
    v += gradient
    return w - lr * v, v


right("a loop")(momentum(lambda v, g, beta, lr: np.array([beta * a + b for a, b in zip(v, g)])))
right("float32")(momentum(lambda v, g, beta, lr: np.float32(beta) * np.float32(v) + np.float32(g)))


@right("on a copy")
def momentum_step(w, gradient, v, lr, beta):
    v = v.copy()
    v *= beta
    v += gradient
    return w - lr * v, v


# adam_step: another step from the same averages, or other averages

wrong = partial(mistake, "optimizers.adam_step")
right = partial(variant, "optimizers.adam_step")


def adam(
    step=lambda m, v, t: corrected(m, 0.9, t) / (np.sqrt(corrected(v, 0.999, t)) + 1e-8),
    beta1=0.9,
    beta2=0.999,
):
    def adam_step(w, gradient, state, lr):
        t = state["t"] + 1
        m = beta1 * state["m"] + (1 - beta1) * gradient
        v = beta2 * state["v"] + (1 - beta2) * gradient**2
        return w - lr * step(m, v, t), {"m": m, "v": v, "t": t}

    return adam_step


def corrected(average, beta, t):
    return average / (1 - beta**t)


wrong("no correction", says="The correction is missing")(adam(lambda m, v, t: m / (np.sqrt(v) + 1e-8)))
wrong("m only", says="Only m is corrected")(adam(lambda m, v, t: corrected(m, 0.9, t) / (np.sqrt(v) + 1e-8)))
wrong("v only", says="Only v is corrected")(
    adam(lambda m, v, t: m / (np.sqrt(corrected(v, 0.999, t)) + 1e-8))
)
wrong("ε inside", says="The ε is inside the root")(
    adam(lambda m, v, t: corrected(m, 0.9, t) / np.sqrt(corrected(v, 0.999, t) + 1e-8))
)
wrong("no root", says="The root is missing")(
    adam(lambda m, v, t: corrected(m, 0.9, t) / (corrected(v, 0.999, t) + 1e-8))
)
wrong("betas swapped", says="β₁ and β₂ are swapped")(
    adam(
        lambda m, v, t: corrected(m, 0.999, t) / (np.sqrt(corrected(v, 0.9, t)) + 1e-8),
        beta1=0.999,
        beta2=0.9,
    )
)


@wrong("t from 0", says="t counts from 0 here")
def adam_step(w, gradient, state, lr):
    t = state["t"]
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), {"m": m, "v": v, "t": t + 1}


memory = {"m": 0.0, "v": 0.0, "t": 0}


@wrong("shared state", says="Something is kept outside `state`")
def adam_step(w, gradient, state, lr):
    memory["t"] += 1
    t = memory["t"]
    m = memory["m"] = 0.9 * memory["m"] + 0.1 * gradient
    v = memory["v"] = 0.999 * memory["v"] + 0.001 * gradient**2
    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), dict(memory)


@wrong("state written over", says="changed its input `state`")
def adam_step(w, gradient, state, lr):
    state["t"] += 1
    t = state["t"]
    state["m"] = 0.9 * state["m"] + 0.1 * gradient
    state["v"] = 0.999 * state["v"] + 0.001 * gradient**2
    return w - lr * state["m"] / (1 - 0.9**t) / (np.sqrt(state["v"] / (1 - 0.999**t)) + 1e-8), state


@wrong("corrected averages kept", says="as it was before the correction")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = (0.9 * state["m"] + 0.1 * gradient) / (1 - 0.9**t)
    v = (0.999 * state["v"] + 0.001 * gradient**2) / (1 - 0.999**t)
    return w - lr * m / (np.sqrt(v) + 1e-8), {"m": m, "v": v, "t": t}


@wrong("t not kept", says="Return the t that you counted up")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    w = w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w, {"m": m, "v": v, "t": state["t"]}


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
    t = state["t"]
    state["m"] = state["m"] + 0.1 * (gradient - state["m"])
    state["v"] = state["v"] + 0.001 * (gradient * gradient - state["v"])
    return w - lr * (state["m"] / (1 - 0.9**t)) / (np.sqrt(state["v"] / (1 - 0.999**t)) + 1e-8), state


@right("float32")
def adam_step(w, gradient, state, lr):
    gradient = np.float32(gradient)
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), {"m": m, "v": v, "t": t}


# adamw_step: the decay in the wrong place

wrong = partial(mistake, "optimizers.adamw_step")
right = partial(variant, "optimizers.adamw_step")


def adamw(decayed):
    def adamw_step(w, gradient, state, lr, decay):
        moved, state = adam_step(w, gradient, state, lr)
        return decayed(w, moved, lr, decay), state

    return adamw_step


wrong("no decay", says="There is no decay")(adamw(lambda w, moved, lr, decay: moved))
wrong("L2", says="which is L2")(
    lambda w, gradient, state, lr, decay: adam_step(w, gradient + decay * w, state, lr)
)
wrong("decay without the rate", says="The decay is not multiplied by lr")(
    adamw(lambda w, moved, lr, decay: moved - decay * w)
)
wrong("decay of the new weights", says="it uses those from before")(
    adamw(lambda w, moved, lr, decay: moved * (1 - lr * decay))
)
wrong("weights grow", says="The weights grow")(adamw(lambda w, moved, lr, decay: moved + lr * decay * w))
wrong("the same from each", says="it is a share of w")(
    adamw(lambda w, moved, lr, decay: moved - lr * decay * np.sign(w))
)
wrong("state forgotten", says="two things are to be returned")(
    lambda w, gradient, state, lr, decay: adam_step(w, gradient, state, lr)[0] - lr * decay * w
)

right("decay before Adam")(adamw(lambda w, moved, lr, decay: w * (1 - lr * decay) + (moved - w)))


@right("written out")
def adamw_step(w, gradient, state, lr, decay):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    step = m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w - lr * (step + decay * w), {"m": m, "v": v, "t": t}


# warmup_cosine: another climb, or another way down

wrong = partial(mistake, "optimizers.warmup_cosine")
right = partial(variant, "optimizers.warmup_cosine")


def half_cosine(share):
    return (1 + np.cos(np.pi * min(share, 1))) / 2


def schedule(
    *, up=lambda t, warmup: (t + 1) / warmup, down=half_cosine, start=lambda warmup: warmup, scaled=True
):
    def warmup_cosine(t, warmup, total, peak):
        if t < warmup:
            share = up(t, warmup)
        else:
            share = down((t - start(warmup)) / (total - start(warmup)))
        return peak * share if scaled else share

    return warmup_cosine


wrong("late peak", says="The peak comes one step late")(schedule(up=lambda t, warmup: t / warmup))
wrong("no warmup", says="The warmup is missing")(lambda t, warmup, total, peak: peak * half_cosine(t / total))
wrong("cosine from the start", says="The cosine began at step 0")(schedule(start=lambda warmup: 0))
wrong("a straight line down", says="That is a straight line down")(schedule(down=lambda x: max(0, 1 - x)))
wrong("not halved", says="1 + cos runs from 2 to 0")(schedule(down=lambda x: 2 * half_cosine(x)))
wrong("below zero", says="That falls below zero")(schedule(down=lambda x: np.cos(np.pi * min(x, 1))))
wrong("climbs again", says="would climb again")(schedule(down=lambda x: (1 + np.cos(np.pi * x)) / 2))
wrong("shares for rates", says="That is the share of the peak")(schedule(scaled=False))


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


# train: a loop with one thing changed

wrong = partial(mistake, "optimizers.train")
right = partial(variant, "optimizers.train")


def with_weights(net, kept):
    net.load_state_dict(kept)
    return net


def training(
    *,
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
        net = nn.Sequential(
            nn.Linear(2, width, rng=rng),
            bend(),
            nn.Linear(width, width, rng=rng),
            bend(),
            nn.Linear(width, 1, rng=rng),
        )
        stepping, loss = optimizer(net.parameters()), nn.BCEWithLogitsLoss()
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


wrong("last weights", says="These are the last weights")(training(end=lambda net, kept: net))
wrong("tuned on the test", says="looked at the test points")(
    training(watch=lambda data, net: -data.test_accuracy(net))
)
wrong("nothing measured", says="fewer than twice")(training(watch=lambda data, net: 0.0))
wrong("too many batches", says="at most 600 are allowed")(training(batches=800))
wrong("large batches", says="at most 32 are allowed")(training(batch=lambda data: data.batch(64)))
wrong("too many parameters", says="at most 1,000 are allowed")(training(width=32))
wrong("rate far too small", says="4 are needed")(
    training(optimizer=lambda parameters: optim.Adam(parameters, lr=0.0001))
)
wrong("weights returned", says="must return the network itself")(training(end=lambda net, kept: kept))
wrong("all points at once", says="take points with")(training(batch=lambda data: data.train))

right("SGD with momentum and tanh")(
    training(bend=nn.Tanh, optimizer=lambda parameters: optim.SGD(parameters, lr=0.1, momentum=0.9))
)
right("smaller batches, another pace")(
    training(
        batch=lambda data: data.batch(24),
        every=25,
        optimizer=lambda parameters: optim.Adam(parameters, lr=0.01),
    )
)
