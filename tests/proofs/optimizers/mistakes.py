"""Wrong solutions that each check must name, and honest ones that it must accept."""

from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant


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

# momentum_step

wrong = partial(mistake, "optimizers.momentum_step")
right = partial(variant, "optimizers.momentum_step")


@wrong("an average", says="without a factor 1 − beta")
def momentum_step(w, gradient, v, lr, beta):
    v = beta * v + (1 - beta) * gradient
    return w - lr * v, v


@wrong("moved too early", says="moved with the old velocity")
def momentum_step(w, gradient, v, lr, beta):
    w = w - lr * v
    v = beta * v + gradient
    return w, v


@wrong("no memory", says="The old velocity has no effect")
def momentum_step(w, gradient, v, lr, beta):
    return w - lr * gradient, gradient


@wrong("nothing fades", says="Nothing of the old velocity fades")
def momentum_step(w, gradient, v, lr, beta):
    v = v + gradient
    return w - lr * v, v


@wrong("rate twice", says="The learning rate counts twice")
def momentum_step(w, gradient, v, lr, beta):
    v = beta * v + lr * gradient
    return w - lr * v, v


@wrong("rate in the velocity", says="Keep the learning rate out of the velocity")
def momentum_step(w, gradient, v, lr, beta):
    v = beta * v + lr * gradient
    return w - v, v


@wrong("Nesterov", says="That is Nesterov's step")
def momentum_step(w, gradient, v, lr, beta):
    v = beta * v + gradient
    return w - lr * (gradient + beta * v), v


@wrong("old velocity returned", says="return the velocity that you moved with")
def momentum_step(w, gradient, v, lr, beta):
    return w - lr * (beta * v + gradient), v


@wrong("weights only", says="two things are to be returned")
def momentum_step(w, gradient, v, lr, beta):
    return w - lr * (beta * v + gradient)


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


@right("a loop")
def momentum_step(w, gradient, v, lr, beta):
    v = np.array([beta * a + g for a, g in zip(v, gradient)])
    return w - lr * v, v


@right("float32")
def momentum_step(w, gradient, v, lr, beta):
    v = np.float32(beta) * np.float32(v) + np.float32(gradient)
    return np.float32(w) - np.float32(lr) * v, v


@right("on a copy")
def momentum_step(w, gradient, v, lr, beta):
    v = v.copy()
    v *= beta
    v += gradient
    return w - lr * v, v


# adam_step

wrong = partial(mistake, "optimizers.adam_step")
right = partial(variant, "optimizers.adam_step")


@wrong("no correction", says="The correction is missing")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    return w - lr * m / (np.sqrt(v) + 1e-8), {"m": m, "v": v, "t": t}


@wrong("m only", says="Only m is corrected")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v) + 1e-8), {"m": m, "v": v, "t": t}


@wrong("v only", says="Only v is corrected")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    return w - lr * m / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), {"m": m, "v": v, "t": t}


@wrong("t from 0", says="t counts from 0 here")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    t = state["t"]
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


@wrong("ε inside", says="The ε is inside the root")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    return w - lr * m / (1 - 0.9**t) / np.sqrt(v / (1 - 0.999**t) + 1e-8), {"m": m, "v": v, "t": t}


@wrong("no root", says="The root is missing")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    return w - lr * m / (1 - 0.9**t) / (v / (1 - 0.999**t) + 1e-8), {"m": m, "v": v, "t": t}


@wrong("betas swapped", says="β₁ and β₂ are swapped")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = 0.999 * state["m"] + 0.001 * gradient
    v = 0.9 * state["v"] + 0.1 * gradient**2
    return w - lr * m / (1 - 0.999**t) / (np.sqrt(v / (1 - 0.9**t)) + 1e-8), {"m": m, "v": v, "t": t}


@wrong("corrected averages kept", says="as it was before the correction")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    m, v = m / (1 - 0.9**t), v / (1 - 0.999**t)
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


# adamw_step

wrong = partial(mistake, "optimizers.adamw_step")
right = partial(variant, "optimizers.adamw_step")


@wrong("L2", says="which is L2")
def adamw_step(w, gradient, state, lr, decay):
    return adam_step(w, gradient + decay * w, state, lr)


@wrong("no decay", says="There is no decay")
def adamw_step(w, gradient, state, lr, decay):
    return adam_step(w, gradient, state, lr)


@wrong("decay without the rate", says="The decay is not multiplied by lr")
def adamw_step(w, gradient, state, lr, decay):
    moved, state = adam_step(w, gradient, state, lr)
    return moved - decay * w, state


@wrong("decay of the new weights", says="it uses those from before")
def adamw_step(w, gradient, state, lr, decay):
    moved, state = adam_step(w, gradient, state, lr)
    return moved * (1 - lr * decay), state


@wrong("weights grow", says="The weights grow")
def adamw_step(w, gradient, state, lr, decay):
    moved, state = adam_step(w, gradient, state, lr)
    return moved + lr * decay * w, state


@wrong("the same from each", says="it is a share of w")
def adamw_step(w, gradient, state, lr, decay):
    moved, state = adam_step(w, gradient, state, lr)
    return moved - lr * decay * np.sign(w), state


@wrong("state forgotten", says="two things are to be returned")
def adamw_step(w, gradient, state, lr, decay):
    return adam_step(w, gradient, state, lr)[0] - lr * decay * w


@right("decay before Adam")
def adamw_step(w, gradient, state, lr, decay):
    moved, state = adam_step(w, gradient, state, lr)
    return w * (1 - lr * decay) + (moved - w), state


@right("written out")
def adamw_step(w, gradient, state, lr, decay):
    t = state["t"] + 1
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    step = m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w - lr * (step + decay * w), {"m": m, "v": v, "t": t}


# warmup_cosine

wrong = partial(mistake, "optimizers.warmup_cosine")
right = partial(variant, "optimizers.warmup_cosine")


@wrong("late peak", says="The peak comes one step late")
def warmup_cosine(t, warmup, total, peak):
    if t < warmup:
        return peak * t / warmup
    done = min((t - warmup) / (total - warmup), 1)
    return peak * (1 + np.cos(np.pi * done)) / 2


@wrong("no warmup", says="The warmup is missing")
def warmup_cosine(t, warmup, total, peak):
    return peak * (1 + np.cos(np.pi * min(t / total, 1))) / 2


@wrong("cosine from the start", says="The cosine began at step 0")
def warmup_cosine(t, warmup, total, peak):
    if t < warmup:
        return peak * (t + 1) / warmup
    return peak * (1 + np.cos(np.pi * min(t / total, 1))) / 2


@wrong("a straight line down", says="That is a straight line down")
def warmup_cosine(t, warmup, total, peak):
    if t < warmup:
        return peak * (t + 1) / warmup
    return peak * max(0, 1 - (t - warmup) / (total - warmup))


@wrong("not halved", says="1 + cos runs from 2 to 0")
def warmup_cosine(t, warmup, total, peak):
    if t < warmup:
        return peak * (t + 1) / warmup
    return peak * (1 + np.cos(np.pi * min((t - warmup) / (total - warmup), 1)))


@wrong("below zero", says="That falls below zero")
def warmup_cosine(t, warmup, total, peak):
    if t < warmup:
        return peak * (t + 1) / warmup
    return peak * np.cos(np.pi * min((t - warmup) / (total - warmup), 1))


@wrong("climbs again", says="would climb again")
def warmup_cosine(t, warmup, total, peak):
    if t < warmup:
        return peak * (t + 1) / warmup
    return peak * (1 + np.cos(np.pi * (t - warmup) / (total - warmup))) / 2


@wrong("shares for rates", says="That is the share of the peak")
def warmup_cosine(t, warmup, total, peak):
    if t < warmup:
        return (t + 1) / warmup
    return (1 + np.cos(np.pi * min((t - warmup) / (total - warmup), 1))) / 2


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


# train

wrong = partial(mistake, "optimizers.train")
right = partial(variant, "optimizers.train")


@wrong("last weights", says="These are the last weights")
def train(data, rng):
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
        if step % 20 == 20 - 1:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    return net


@wrong("tuned on the test", says="looked at the test points")
def train(data, rng):
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
        if step % 20 == 20 - 1:
            now = -data.test_accuracy(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net


@wrong("nothing measured", says="fewer than twice")
def train(data, rng):
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
        if step % 20 == 20 - 1:
            now = 0.0
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net


@wrong("too many batches", says="at most 600 are allowed")
def train(data, rng):
    net = nn.Sequential(
        nn.Linear(2, 24, rng=rng), nn.ReLU(), nn.Linear(24, 24, rng=rng), nn.ReLU(), nn.Linear(24, 1, rng=rng)
    )
    optimizer = optim.Adam(net.parameters(), lr=0.02)
    loss = nn.BCEWithLogitsLoss()
    lowest, kept = np.inf, net.state_dict()
    for step in range(800):
        x, y = data.batch(32)
        optimizer.zero_grad()
        loss(net(x), y).backward()
        optimizer.step()
        if step % 20 == 20 - 1:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net


@wrong("large batches", says="at most 32 are allowed")
def train(data, rng):
    net = nn.Sequential(
        nn.Linear(2, 24, rng=rng), nn.ReLU(), nn.Linear(24, 24, rng=rng), nn.ReLU(), nn.Linear(24, 1, rng=rng)
    )
    optimizer = optim.Adam(net.parameters(), lr=0.02)
    loss = nn.BCEWithLogitsLoss()
    lowest, kept = np.inf, net.state_dict()
    for step in range(600):
        x, y = data.batch(64)
        optimizer.zero_grad()
        loss(net(x), y).backward()
        optimizer.step()
        if step % 20 == 20 - 1:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net


@wrong("too many parameters", says="at most 1,000 are allowed")
def train(data, rng):
    net = nn.Sequential(
        nn.Linear(2, 32, rng=rng), nn.ReLU(), nn.Linear(32, 32, rng=rng), nn.ReLU(), nn.Linear(32, 1, rng=rng)
    )
    optimizer = optim.Adam(net.parameters(), lr=0.02)
    loss = nn.BCEWithLogitsLoss()
    lowest, kept = np.inf, net.state_dict()
    for step in range(600):
        x, y = data.batch(32)
        optimizer.zero_grad()
        loss(net(x), y).backward()
        optimizer.step()
        if step % 20 == 20 - 1:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net


@wrong("rate far too small", says="4 are needed")
def train(data, rng):
    net = nn.Sequential(
        nn.Linear(2, 24, rng=rng), nn.ReLU(), nn.Linear(24, 24, rng=rng), nn.ReLU(), nn.Linear(24, 1, rng=rng)
    )
    optimizer = optim.Adam(net.parameters(), lr=0.0001)
    loss = nn.BCEWithLogitsLoss()
    lowest, kept = np.inf, net.state_dict()
    for step in range(600):
        x, y = data.batch(32)
        optimizer.zero_grad()
        loss(net(x), y).backward()
        optimizer.step()
        if step % 20 == 20 - 1:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net


@wrong("weights returned", says="must return the network itself")
def train(data, rng):
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
        if step % 20 == 20 - 1:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return kept


@wrong("all points at once", says="take points with")
def train(data, rng):
    net = nn.Sequential(
        nn.Linear(2, 24, rng=rng), nn.ReLU(), nn.Linear(24, 24, rng=rng), nn.ReLU(), nn.Linear(24, 1, rng=rng)
    )
    optimizer = optim.Adam(net.parameters(), lr=0.02)
    loss = nn.BCEWithLogitsLoss()
    lowest, kept = np.inf, net.state_dict()
    for step in range(600):
        x, y = data.train
        optimizer.zero_grad()
        loss(net(x), y).backward()
        optimizer.step()
        if step % 20 == 20 - 1:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net


@right("SGD with momentum and tanh")
def train(data, rng):
    net = nn.Sequential(
        nn.Linear(2, 24, rng=rng), nn.Tanh(), nn.Linear(24, 24, rng=rng), nn.Tanh(), nn.Linear(24, 1, rng=rng)
    )
    optimizer = optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    loss = nn.BCEWithLogitsLoss()
    lowest, kept = np.inf, net.state_dict()
    for step in range(600):
        x, y = data.batch(32)
        optimizer.zero_grad()
        loss(net(x), y).backward()
        optimizer.step()
        if step % 20 == 20 - 1:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net


@right("smaller batches, another pace")
def train(data, rng):
    net = nn.Sequential(
        nn.Linear(2, 24, rng=rng), nn.ReLU(), nn.Linear(24, 24, rng=rng), nn.ReLU(), nn.Linear(24, 1, rng=rng)
    )
    optimizer = optim.Adam(net.parameters(), lr=0.01)
    loss = nn.BCEWithLogitsLoss()
    lowest, kept = np.inf, net.state_dict()
    for step in range(600):
        x, y = data.batch(24)
        optimizer.zero_grad()
        loss(net(x), y).backward()
        optimizer.step()
        if step % 25 == 25 - 1:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net
