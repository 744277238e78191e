"""Wrong solutions that each check must name, and honest ones that it must accept."""

from typing import NamedTuple


class Mistake(NamedTuple):
    """A plausible wrong solution, and a phrase that only its message holds."""

    name: str
    source: str
    says: str


class Variant(NamedTuple):
    """A right solution that looks different from the reference."""

    name: str
    source: str


_SGD = "def sgd_step(w, gradient, lr):\n"
_MOMENTUM = "def momentum_step(w, gradient, v, lr, beta):\n"
_ADAM = "def adam_step(w, gradient, state, lr):\n"
_ADAM_BODY = (
    "    t = state['t'] + 1\n"
    "    m = 0.9 * state['m'] + 0.1 * gradient\n"
    "    v = 0.999 * state['v'] + 0.001 * gradient**2\n"
)
_ADAM_KEEP = ", {'m': m, 'v': v, 't': t}"
_ADAMW = "def adamw_step(w, gradient, state, lr, decay):\n"
_COSINE = "def warmup_cosine(t, warmup, total, peak):\n"
_NET = (
    "    net = nn.Sequential(nn.Linear(2, 24, rng=rng), nn.Tanh(), nn.Linear(24, 24, rng=rng), nn.Tanh(),\n"
    "                        nn.Linear(24, 1, rng=rng))\n"
)


def _train(*, net=_NET, lr=0.03, batches=600, size=32, watch="data.validation_loss(net)", back=True, every=20):
    """A training loop with one thing changed."""
    return (
        "def train(data, rng):\n"
        f"{net}"
        f"    optimizer = optim.Adam(net.parameters(), lr={lr})\n"
        "    loss = nn.BCEWithLogitsLoss()\n"
        "    lowest, kept = np.inf, net.state_dict()\n"
        f"    for step in range({batches}):\n"
        f"        x, y = data.batch({size})\n"
        "        optimizer.zero_grad()\n"
        "        loss(net(x), y).backward()\n"
        "        optimizer.step()\n"
        f"        if step % {every} == {every} - 1:\n"
        f"            now = {watch}\n"
        "            if now < lowest:\n"
        "                lowest, kept = now, net.state_dict()\n"
        + ("    net.load_state_dict(kept)\n" if back else "")
        + "    return net\n"
    )


MISTAKES = {
    "optimizers.sgd_step": [
        Mistake("uphill", f"{_SGD}    return w + lr * gradient", "The step went uphill"),
        Mistake("no rate", f"{_SGD}    return w - gradient", "The learning rate has no effect"),
        Mistake("the step alone", f"{_SGD}    return lr * gradient", "That is the step alone; take it away"),
        Mistake("sign only", f"{_SGD}    return w - lr * np.sign(gradient)", "Only the sign of the gradient"),
        Mistake("weights shrunk", f"{_SGD}    return w - lr * w", "where the gradient belongs"),
        Mistake("in place", f"{_SGD}    w -= lr * gradient\n    return w", "changed its input `w`"),
        Mistake("not returned", f"{_SGD}    new = w - lr * gradient", "Is a `return` missing?"),
    ],
    "optimizers.momentum_step": [
        Mistake(
            "an average",
            f"{_MOMENTUM}    v = beta * v + (1 - beta) * gradient\n    return w - lr * v, v",
            "without a factor 1 − beta",
        ),
        Mistake(
            "moved too early",
            f"{_MOMENTUM}    w = w - lr * v\n    v = beta * v + gradient\n    return w, v",
            "moved with the old velocity",
        ),
        Mistake("no memory", f"{_MOMENTUM}    return w - lr * gradient, gradient", "The old velocity has no effect"),
        Mistake(
            "nothing fades",
            f"{_MOMENTUM}    v = v + gradient\n    return w - lr * v, v",
            "Nothing of the old velocity fades",
        ),
        Mistake(
            "rate twice",
            f"{_MOMENTUM}    v = beta * v + lr * gradient\n    return w - lr * v, v",
            "The learning rate counts twice",
        ),
        Mistake(
            "rate in the velocity",
            f"{_MOMENTUM}    v = beta * v + lr * gradient\n    return w - v, v",
            "Keep the learning rate out of the velocity",
        ),
        Mistake(
            "Nesterov",
            f"{_MOMENTUM}    v = beta * v + gradient\n    return w - lr * (gradient + beta * v), v",
            "That is Nesterov's step",
        ),
        Mistake(
            "old velocity returned",
            f"{_MOMENTUM}    return w - lr * (beta * v + gradient), v",
            "return the velocity that you moved with",
        ),
        Mistake(
            "weights only",
            f"{_MOMENTUM}    return w - lr * (beta * v + gradient)",
            "two things are to be returned",
        ),
        Mistake(
            "shared velocity",
            "velocity = [0.0]\n\n"
            f"{_MOMENTUM}    velocity[0] = beta * velocity[0] + gradient\n    return w - lr * velocity[0], velocity[0]",
            "Something is kept outside",
        ),
        Mistake(
            "in place",
            f"{_MOMENTUM}    v *= beta\n    v += gradient\n    return w - lr * v, v",
            "changed its input `v`",
        ),
    ],
    "optimizers.adam_step": [
        Mistake(
            "no correction",
            f"{_ADAM}{_ADAM_BODY}    return w - lr * m / (np.sqrt(v) + 1e-8){_ADAM_KEEP}",
            "The correction is missing",
        ),
        Mistake(
            "m only",
            f"{_ADAM}{_ADAM_BODY}    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v) + 1e-8){_ADAM_KEEP}",
            "Only m is corrected",
        ),
        Mistake(
            "v only",
            f"{_ADAM}{_ADAM_BODY}    return w - lr * m / (np.sqrt(v / (1 - 0.999**t)) + 1e-8){_ADAM_KEEP}",
            "Only v is corrected",
        ),
        Mistake(
            "t from 0",
            f"{_ADAM}{_ADAM_BODY}    t = state['t']\n"
            f"    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), {{'m': m, 'v': v, 't': t + 1}}",
            "t counts from 0 here",
        ),
        Mistake(
            "shared state",
            "memory = {'m': 0.0, 'v': 0.0, 't': 0}\n\n"
            f"{_ADAM}    memory['t'] += 1\n    t = memory['t']\n"
            "    m = memory['m'] = 0.9 * memory['m'] + 0.1 * gradient\n"
            "    v = memory['v'] = 0.999 * memory['v'] + 0.001 * gradient**2\n"
            "    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), dict(memory)",
            "Something is kept outside `state`",
        ),
        Mistake(
            "state written over",
            f"{_ADAM}    state['t'] += 1\n    t = state['t']\n"
            "    state['m'] = 0.9 * state['m'] + 0.1 * gradient\n"
            "    state['v'] = 0.999 * state['v'] + 0.001 * gradient**2\n"
            "    return w - lr * state['m'] / (1 - 0.9**t) / (np.sqrt(state['v'] / (1 - 0.999**t)) + 1e-8), state",
            "changed its input `state`",
        ),
        Mistake(
            "ε inside",
            f"{_ADAM}{_ADAM_BODY}    return w - lr * m / (1 - 0.9**t) / np.sqrt(v / (1 - 0.999**t) + 1e-8){_ADAM_KEEP}",
            "The ε is inside the root",
        ),
        Mistake(
            "no root",
            f"{_ADAM}{_ADAM_BODY}    return w - lr * m / (1 - 0.9**t) / (v / (1 - 0.999**t) + 1e-8){_ADAM_KEEP}",
            "The root is missing",
        ),
        Mistake(
            "betas swapped",
            f"{_ADAM}    t = state['t'] + 1\n"
            "    m = 0.999 * state['m'] + 0.001 * gradient\n"
            "    v = 0.9 * state['v'] + 0.1 * gradient**2\n"
            f"    return w - lr * m / (1 - 0.999**t) / (np.sqrt(v / (1 - 0.9**t)) + 1e-8){_ADAM_KEEP}",
            "β₁ and β₂ are swapped",
        ),
        Mistake(
            "corrected averages kept",
            f"{_ADAM}{_ADAM_BODY}    m, v = m / (1 - 0.9**t), v / (1 - 0.999**t)\n"
            f"    return w - lr * m / (np.sqrt(v) + 1e-8){_ADAM_KEEP}",
            "as it was before the correction",
        ),
        Mistake(
            "t not kept",
            f"{_ADAM}{_ADAM_BODY}    w = w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)\n"
            "    return w, {'m': m, 'v': v, 't': state['t']}",
            "Return the t that you counted up",
        ),
    ],
    "optimizers.adamw_step": [
        Mistake("L2", f"{_ADAMW}    return adam_step(w, gradient + decay * w, state, lr)", "which is L2"),
        Mistake("no decay", f"{_ADAMW}    return adam_step(w, gradient, state, lr)", "There is no decay"),
        Mistake(
            "decay without the rate",
            f"{_ADAMW}    moved, state = adam_step(w, gradient, state, lr)\n    return moved - decay * w, state",
            "The decay is not multiplied by lr",
        ),
        Mistake(
            "decay of the new weights",
            f"{_ADAMW}    moved, state = adam_step(w, gradient, state, lr)\n    return moved * (1 - lr * decay), state",
            "it uses those from before",
        ),
        Mistake(
            "weights grow",
            f"{_ADAMW}    moved, state = adam_step(w, gradient, state, lr)\n    return moved + lr * decay * w, state",
            "The weights grow",
        ),
        Mistake(
            "the same from each",
            f"{_ADAMW}    moved, state = adam_step(w, gradient, state, lr)\n"
            "    return moved - lr * decay * np.sign(w), state",
            "it is a share of w",
        ),
        Mistake(
            "state forgotten",
            f"{_ADAMW}    return adam_step(w, gradient, state, lr)[0] - lr * decay * w",
            "two things are to be returned",
        ),
    ],
    "optimizers.warmup_cosine": [
        Mistake(
            "late peak",
            f"{_COSINE}    if t < warmup:\n        return peak * t / warmup\n"
            "    done = min((t - warmup) / (total - warmup), 1)\n    return peak * (1 + np.cos(np.pi * done)) / 2",
            "The peak comes one step late",
        ),
        Mistake(
            "no warmup",
            f"{_COSINE}    return peak * (1 + np.cos(np.pi * min(t / total, 1))) / 2",
            "The warmup is missing",
        ),
        Mistake(
            "cosine from the start",
            f"{_COSINE}    if t < warmup:\n        return peak * (t + 1) / warmup\n"
            "    return peak * (1 + np.cos(np.pi * min(t / total, 1))) / 2",
            "The cosine began at step 0",
        ),
        Mistake(
            "a straight line down",
            f"{_COSINE}    if t < warmup:\n        return peak * (t + 1) / warmup\n"
            "    return peak * max(0, 1 - (t - warmup) / (total - warmup))",
            "That is a straight line down",
        ),
        Mistake(
            "not halved",
            f"{_COSINE}    if t < warmup:\n        return peak * (t + 1) / warmup\n"
            "    return peak * (1 + np.cos(np.pi * min((t - warmup) / (total - warmup), 1)))",
            "1 + cos runs from 2 to 0",
        ),
        Mistake(
            "below zero",
            f"{_COSINE}    if t < warmup:\n        return peak * (t + 1) / warmup\n"
            "    return peak * np.cos(np.pi * min((t - warmup) / (total - warmup), 1))",
            "That falls below zero",
        ),
        Mistake(
            "climbs again",
            f"{_COSINE}    if t < warmup:\n        return peak * (t + 1) / warmup\n"
            "    return peak * (1 + np.cos(np.pi * (t - warmup) / (total - warmup))) / 2",
            "would climb again",
        ),
        Mistake(
            "shares for rates",
            f"{_COSINE}    if t < warmup:\n        return (t + 1) / warmup\n"
            "    return (1 + np.cos(np.pi * min((t - warmup) / (total - warmup), 1))) / 2",
            "That is the share of the peak",
        ),
    ],
    "optimizers.train": [
        Mistake("last weights", _train(back=False), "These are the last weights"),
        Mistake("tuned on the test", _train(watch="-data.test_accuracy(net)"), "looked at the test points"),
        Mistake("nothing measured", _train(watch="0.0"), "fewer than twice"),
        Mistake("too many batches", _train(batches=800), "at most 600 are allowed"),
        Mistake("large batches", _train(size=64), "at most 32 are allowed"),
        Mistake(
            "too many parameters",
            _train(net=_NET.replace("24", "32")),
            "at most 1,000 are allowed",
        ),
        Mistake("rate far too small", _train(lr=0.0001), "4 are needed"),
        Mistake("weights returned", _train().replace("return net", "return kept"), "must return the network itself"),
        Mistake("all points at once", _train().replace("data.batch(32)", "data.train"), "take points with"),
    ],
}

VARIANTS = {
    "optimizers.sgd_step": [
        Variant("a loop", f"{_SGD}    new = w.copy()\n    for i in range(len(w)):\n        new[i] -= lr * gradient[i]\n    return new"),
        Variant("float32", f"{_SGD}    return np.float32(w) + np.float32(-lr) * np.float32(gradient)"),
        Variant("a list", f"{_SGD}    return (np.asarray(w) - np.multiply(gradient, lr)).tolist()"),
    ],
    "optimizers.momentum_step": [
        Variant("a loop", f"{_MOMENTUM}    v = np.array([beta * a + g for a, g in zip(v, gradient)])\n    return w - lr * v, v"),
        Variant("float32", f"{_MOMENTUM}    v = np.float32(beta) * np.float32(v) + np.float32(gradient)\n    return np.float32(w) - np.float32(lr) * v, v"),
        Variant("on a copy", f"{_MOMENTUM}    v = v.copy()\n    v *= beta\n    v += gradient\n    return w - lr * v, v"),
    ],
    "optimizers.adam_step": [
        Variant(
            "the correction in the rate",
            f"{_ADAM}{_ADAM_BODY}    step = lr * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)\n"
            f"    return w - step * m / (np.sqrt(v) + 1e-8 * np.sqrt(1 - 0.999**t)){_ADAM_KEEP}",
        ),
        Variant(
            "a copied state",
            f"{_ADAM}    state = dict(state)\n    state['t'] += 1\n    t = state['t']\n"
            "    state['m'] = state['m'] + 0.1 * (gradient - state['m'])\n"
            "    state['v'] = state['v'] + 0.001 * (gradient * gradient - state['v'])\n"
            "    return w - lr * (state['m'] / (1 - 0.9**t)) / (np.sqrt(state['v'] / (1 - 0.999**t)) + 1e-8), state",
        ),
        Variant(
            "float32",
            f"{_ADAM}    gradient = np.float32(gradient)\n{_ADAM_BODY}"
            f"    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8){_ADAM_KEEP}",
        ),
    ],
    "optimizers.adamw_step": [
        Variant(
            "decay before Adam",
            f"{_ADAMW}    moved, state = adam_step(w, gradient, state, lr)\n    return w * (1 - lr * decay) + (moved - w), state",
        ),
        Variant(
            "written out",
            f"{_ADAMW}{_ADAM_BODY}"
            "    step = m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)\n"
            f"    return w - lr * (step + decay * w){_ADAM_KEEP}",
        ),
    ],
    "optimizers.warmup_cosine": [
        Variant(
            "three cases",
            f"{_COSINE}    if t >= total:\n        return 0.0\n    if t >= warmup:\n"
            "        return peak * np.cos(np.pi / 2 * (t - warmup) / (total - warmup)) ** 2\n"
            "    return (t + 1) * peak / warmup",
        ),
        Variant(
            "a table",
            f"{_COSINE}    up = peak * np.arange(1, warmup + 1) / warmup\n"
            "    down = peak / 2 * (1 + np.cos(np.linspace(0, np.pi, total - warmup + 1)))\n"
            "    rates = np.concatenate([up, down])\n    return rates[min(t, len(rates) - 1)]",
        ),
    ],
    "optimizers.train": [
        Variant(
            "SGD with momentum and ReLU",
            _train(net=_NET.replace("nn.Tanh", "nn.ReLU")).replace(
                "optim.Adam(net.parameters(), lr=0.03)", "optim.SGD(net.parameters(), lr=0.1, momentum=0.9)"
            ),
        ),
        Variant("smaller batches, another pace", _train(size=24, lr=0.02, every=25)),
    ],
}
