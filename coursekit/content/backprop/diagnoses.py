"""References for the checks of lesson 4 in plain arithmetic, and the usual mistakes with what each says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Function: TypeAlias = Callable[[Any], float]
Mistakes: TypeAlias = list[tuple[Callable[..., Any], str]]


def _nudging(
    slope: Callable[[float, float, float, float], float],
    h: float,
    *,
    nudges: Callable[[Array], Array] = lambda eye: eye,
    of: Callable[[Any], Any] = np.array,
) -> Callable[[Function, Array], Any]:
    """A referee that gets a slope from f here, above and below, and the step; each row of `nudges` moves x once."""

    def wrong(f: Function, x: Array) -> Any:
        rows = h * nudges(np.eye(len(x)))
        return of([slope(f(x + 0.0), f(x + row), f(x - row), h) for row in rows])

    return wrong


def _central(_here: float, above: float, below: float, h: float) -> float:
    return (above - below) / (2 * h)


def _whole(h: float, *, nudge: bool = False) -> Callable[[Function, Array], Array]:
    """A referee whose copies or nudges are arrays like x, which drop what comes after the point where x holds whole numbers."""

    def wrong(f: Function, x: Array) -> Array:
        slopes = np.zeros(len(x))
        for i in range(len(x)):
            above, below, step = x.copy(), x.copy(), np.zeros_like(x)
            above[i], step[i] = x[i] + h, h
            below[i] = x[i] - h
            pair = (x + step, x - step) if nudge else (above, below)
            slopes[i] = (f(pair[0]) - f(pair[1])) / (2 * h)
        return slopes

    return wrong


_WHOLE = "Whole numbers drop a small nudge: is there an array of whole numbers on the way?"
_AT_ONCE = "All entries were nudged at once. Nudge one and leave the others."
_HALF = "That's half of the slope: one of the two was asked at x itself. From x − h to x + h it's 2h."
NUMERICAL_GRAD: Mistakes = []
for _h in (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7):
    NUMERICAL_GRAD += [
        (_nudging(lambda here, up, down, h: (up - here) / h, _h), "That is one side only, f(x + h) against f(x). Go down as well, and divide by 2h."),
        (_nudging(lambda here, up, down, h: (here - down) / h, _h), "That is one side only, f(x) against f(x − h). Go up as well, and divide by 2h."),
        (_nudging(lambda here, up, down, h: (up - here) / (2 * h), _h), _HALF),
        (_nudging(lambda here, up, down, h: (here - down) / (2 * h), _h), _HALF),
        (_nudging(lambda here, up, down, h: (up - down) / h, _h), "Twice too much: from x − h to x + h it is 2h, so divide by 2h."),
        (_nudging(lambda here, up, down, h: (down - up) / (2 * h), _h), "The sign is turned round: f above minus f below."),
        (_nudging(lambda here, up, down, h: up - down / (2 * h), _h), "Only the second of the two was divided: put the difference in brackets, (… - …) / (2 * h)."),
        (_nudging(lambda here, up, down, h: up - down, _h), "The difference is not divided yet: the distance is 2h."),
        (_nudging(_central, _h, nudges=np.ones_like), _AT_ONCE),
        (_nudging(_central, _h, nudges=np.ones_like, of=lambda slopes: slopes[0]), _AT_ONCE),
        (_nudging(_central, _h, nudges=lambda eye: np.cumsum(eye, axis=0)), "The nudges pile up: start from x itself again for each entry."),
        (_nudging(_central, _h, of=lambda slopes: slopes[0]), "That is the slope in the first entry only; each entry has one."),
        (_nudging(_central, _h, of=lambda slopes: slopes[-1]), "That is the slope in the last entry only; keep one for each."),
        (_whole(_h), _WHOLE),
        (_whole(_h, nudge=True), _WHOLE),
    ]  # fmt: skip


NUMERICAL_GRAD += [
    (lambda f, x: np.zeros(len(x)), "All slopes are about 0. Is f asked twice at the same place (two names for one copy, or a nudge that was never set)? Or is there a `/ 2 * h`? That divides by 2 and multiplies by h: write / (2 * h)."),
]  # fmt: skip


def relu_backward(g: Array, z: Array) -> Array:
    """The gradient of z, entry by entry."""
    return np.array(
        [[a if b > 0 else 0.0 for a, b in zip(*rows, strict=True)] for rows in zip(g, z, strict=True)]
    )


RELU_BACKWARD: Mistakes = [
    (lambda g, z: np.where(g > 0, g, 0.0), "The gate looked at g. It is z that decides whether the unit was on."),
    (lambda g, z: (z > 0).astype(float), "That is the slope of ReLU alone. Multiply what arrives by it."),
    (lambda g, z: np.maximum(0, z) * g, "g was multiplied by the output of ReLU. Multiply it by the slope, 1 or 0."),
    (lambda g, z: np.maximum(0, z), "That is ReLU on the way forward. On the way back g goes through where z is above 0."),
    (lambda g, z: np.where(z < 0, g, 0.0), "The gate is the wrong way round: g passes where z is above 0."),
    (lambda g, z: np.where(z <= 0, g, 0.0), "The gate is the wrong way round: g passes where z is above 0."),
    (lambda g, z: np.where(z >= 0, g, 0.0), "At z = 0 the unit is off: g passes where z is above 0, and 0 is not."),
    (lambda g, z: g, "Everything went through. Where z is below 0 the slope is 0."),
    (lambda g, z: z * g, "g was multiplied by z. The slope of ReLU is 1 or 0."),
    (lambda g, z: np.where(z > 0, g, 0.0).sum(), "That is one sum over everything; keep the shape of z."),
    (lambda g, z: g * np.maximum(0, z) / z, "Divided by z, which may be 0: ask whether z is above 0 instead."),
]  # fmt: skip


def linear_backward(g: Array, x: Array, W: Array) -> tuple[Array, Array, Array]:
    """The three gradients by their indices."""
    return np.einsum("no,io->ni", g, W), np.einsum("ni,no->io", x, g), np.einsum("no->o", g)


def _back(
    *,
    dx: Callable[[Array, Array], Any] = lambda g, W: g @ W.T,
    dW: Callable[[Array, Array], Any] = lambda g, x: x.T @ g,
    db: Callable[[Array], Any] = lambda g: g.sum(axis=0),
) -> Callable[[Array, Array, Array], tuple[Any, Any, Any]]:
    """The way back through a layer with one of the three gradients made in another way."""
    return lambda g, x, W: (dx(g, W), dW(g, x), db(g))


_EXAMPLES = "The examples are summed up here; the mean over them comes from the loss."
_TURNED = "W goes back turned round: the shapes (n, out) and (out, in) need W.T."
LINEAR_BACKWARD: Mistakes = [
    (_back(dx=lambda g, W: g @ W), _TURNED),
    (_back(dx=lambda g, W: g @ (W if W.shape[0] == W.shape[1] else W.T)), _TURNED),
    (_back(dx=lambda g, W: g @ W.T / len(g)), f"dx is too small by a factor n. {_EXAMPLES}"),
    (_back(dx=lambda g, W: W @ g.T), "That is dx transposed: one row for each example."),
    (_back(dW=lambda g, x: g.T @ x), "That is dW transposed: it should have the shape of W, so x.T comes first."),
    (_back(dW=lambda g, x: x.T @ g / len(g)), f"dW is too small by a factor n. {_EXAMPLES}"),
    (_back(dW=lambda g, x: np.outer(x[-1], g[-1])), "Only the last example counts in dW: add up what each brings, with +=."),
    (_back(dW=lambda g, x: np.outer(x[0], g[0])), "Only one example counts in dW: add up what all of them bring."),
    (_back(db=lambda g: g.mean(axis=0)), f"db is the mean. {_EXAMPLES}"),
    (_back(db=lambda g: g), "b was added to every row, so its gradient is the sum of the rows."),
    (_back(db=lambda g: g.sum()), "That is one number for all units; each unit has its own bias: axis=0."),
    (_back(db=lambda g: g.sum(axis=1)), "That sums each example over the units. Sum over the examples: axis=0."),
    (_back(db=lambda g: g[-1]), "That is the row of one example. db collects all rows."),
    (_back(db=lambda g: np.ones(g.shape[1])), "That is the slope of the layer in b. Multiply what arrives by it, and sum."),
]  # fmt: skip


def softmax(z: Array) -> Array:
    """Probabilities along each row, safe for large logits."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def loss_backward(z: Array, labels: Array) -> Array:
    """The probabilities minus the truth, divided by the number of examples."""
    return (softmax(z) - np.eye(z.shape[1])[labels]) / len(z)


def _loss(
    ending: Callable[[Array, Array, int], Any] = lambda p, truth, n: (p - truth) / n,
    *,
    probabilities: Callable[[Array], Array] = softmax,
) -> Callable[[Array, Array], Any]:
    """The way back through the loss with its last line, or the probabilities, made in another way."""
    return lambda z, labels: ending(probabilities(z), np.eye(z.shape[1])[labels], len(z))


def _shares(z: Array, highest: Any) -> Array:
    with np.errstate(all="ignore"):
        e = np.exp(z - highest)
        return np.asarray(e / e.sum(axis=1, keepdims=True))


_OVERFLOW = "Logits of 1000 overflow in exp: subtract the largest of each row first."
_DOWN = "Softmax ran down the columns. Each row is an example: axis=1."
LOSS_BACKWARD: Mistakes = [
    (_loss(lambda p, truth, n: p - truth), "The loss is the mean over the examples: divide by n."),
    (_loss(lambda p, truth, n: p), "Those are the probabilities. Take 1 away at the right class, then divide by n."),
    (_loss(lambda p, truth, n: p / n), "The truth is missing: take 1 away at the right class of each row."),
    (_loss(lambda p, truth, n: (truth - p) / n), "The sign is turned round: the probabilities minus the truth."),
    (_loss(lambda p, truth, n: (p - truth) / p.size), "You divided by the classes too. The mean is over the examples."),
    (_loss(lambda p, truth, n: (p - truth) / p.shape[1]), "You divided by the number of classes; the mean is over the examples."),
    (_loss(probabilities=lambda z: z + 0.0), "The truth was taken from the logits. Softmax comes first."),
    (_loss(probabilities=lambda z: softmax(z.T).T), _DOWN),
    (_loss(probabilities=lambda z: _shares(z.T, 0).T), _DOWN),
    (_loss(lambda p, truth, n: (p - np.roll(truth, 1, axis=1)) / n), "1 was taken away one class too far. Classes count from 0."),
    (_loss(lambda p, truth, n: (p - np.roll(truth, -1, axis=1)) / n), "1 was taken away one class too low: `labels` counts from 0 already."),
    (_loss(lambda p, truth, n: (p - truth.max(axis=0)) / n), "1 was taken away in the columns of all labels, in every row. It's one entry in each row: p[np.arange(len(z)), labels]."),
    (_loss(lambda p, truth, n: (p - np.eye(p.shape[1])[p.argmax(axis=1)]) / n), "1 was taken away at the likeliest class. Which class is right, `labels` says."),
    (_loss(lambda p, truth, n: (p - truth).sum(axis=0) / n), "The examples were summed up. Each logit has its own gradient."),
    (_loss(probabilities=lambda z: _shares(z, 0)), _OVERFLOW),
    (_loss(probabilities=lambda z: _shares(z, z.max())), "One row far below the largest of all becomes 0 / 0: subtract the largest of each row, axis=1."),
]  # fmt: skip


def reader_gradients(x: Array, labels: Array, params: Any) -> tuple[Array, Array, Array, Array]:
    """The gradients of a network with one hidden layer, by their indices."""
    (W1, b1), (W2, b2) = params
    z = np.einsum("ni,ih->nh", x, W1) + b1
    h = np.where(z > 0, z, 0.0)
    g = loss_backward(np.einsum("nh,hc->nc", h, W2) + b2, labels)
    dz = np.einsum("nc,hc->nh", g, W2) * (z > 0)
    return np.einsum("ni,nh->ih", x, dz), dz.sum(axis=0), np.einsum("nh,nc->hc", h, g), g.sum(axis=0)


def _reader(
    gate: Callable[..., Any] = lambda dh, z, **_: dh * (z > 0),
    *,
    order: Callable[..., Any] = lambda *found: found,
) -> Callable[[Array, Array, Any], Any]:
    """The gradients with another gate, or handed back in another way."""

    def wrong(x: Array, labels: Array, params: Any) -> Any:
        (W1, b1), (W2, b2) = params
        z = x @ W1 + b1
        h = np.maximum(0, z)
        g = loss_backward(h @ W2 + b2, labels)
        dz = gate(g @ W2.T, z, linear=x @ W1)
        return order(x.T @ dz, dz.sum(axis=0), h.T @ g, g.sum(axis=0))

    return wrong


READER_GRADIENTS: Mistakes = [
    (_reader(lambda dh, z, linear: dh * (linear > 0)), "That's the broken one still: its gate looks at `x @ W1`, and ReLU saw `x @ W1 + b1`."),
    (_reader(lambda dh, z, linear: dh), "The gate is missing: what arrives at h has to go through `relu_backward` before it reaches W1."),
    (_reader(lambda dh, z, linear: dh * (dh > 0)), "The gate looked at dh. The sum of the way forward decides."),
    (_reader(lambda dh, z, linear: dh * np.maximum(0, z)), "dh was multiplied by h. The gate multiplies by 1 or 0."),
    (_reader(lambda dh, z, **_: z * (dh > 0)), "What arrives comes first, then the sums: `relu_backward(dh, z)`."),
    (_reader(order=lambda a, b, c, d: (c, d, a, b)), "The order is turned round: dW1 and db1 come first."),
    (_reader(order=lambda a, b, c, d: (a, c, b, d)), "Return dW1, db1, dW2, db2, in this order."),
]  # fmt: skip


def dead_units(Z: Array) -> Array:
    """A unit whose largest sum is not above 0."""
    return np.array([max(column) <= 0 for column in Z.T])


_TOGETHER = "You looked at the mean or the sum of each column. A unit that's on for one example isn't dead, however low its other sums are."
DEAD_UNITS: Mistakes = [
    (lambda Z: (Z <= 0).any(axis=0), "One example that is off is enough for you. Dead means off for all of them: none may be on."),
    (lambda Z: Z.mean(axis=0) <= 0, _TOGETHER),
    (lambda Z: Z.mean(axis=0) < 0, _TOGETHER),
    (lambda Z: (Z < 0).all(axis=0), "A sum of exactly 0 is off as well: on means above 0, so off is <= 0."),
    (lambda Z: ~(Z <= 0).all(axis=0), "The answer is turned round: True is for the dead ones."),
    (lambda Z: (Z > 0).all(axis=0), "Those are the units that are always on."),
    (lambda Z: (Z <= 0).all(axis=1), "That looks along the rows, which are examples. Units are columns: axis=0."),
    (lambda Z: (Z <= 0).all(), "One answer for all units together; give one for each: axis=0."),
    (lambda Z: (Z <= 0).all(axis=0).sum(), "That is how many there are. Say for each unit whether it is dead."),
    (lambda Z: np.flatnonzero((Z <= 0).all(axis=0)), "Those are the numbers of the dead units. Give True or False for each unit."),
    (lambda Z: (Z <= 0).mean(axis=0), "That is the share of examples a unit is off for. Dead is where it is all of them."),
    (lambda Z: (Z <= 0).astype(float), "That is an answer for each example. One for each unit is asked: .all(axis=0)."),
]  # fmt: skip
