"""Wrong solutions that each check must name, and honest ones that it must accept."""

from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant
from coursekit.datasets import names
from coursekit.engine import Tensor, nn, optim
from coursekit.widgets import name_table

# merge_pair

wrong = partial(mistake, "language.merge_pair")
right = partial(variant, "language.merge_pair")


@wrong("nothing returned", says="Is a `return` missing?")
def merge_pair(pieces, pair):
    [*pieces]


@wrong("list changed in place", says="changed its input")
def merge_pair(pieces, pair):
    k = 0
    while k + 1 < len(pieces):
        if (pieces[k], pieces[k + 1]) == tuple(pair):
            pieces[k : k + 2] = [pieces[k] + pieces[k + 1]]
        k += 1
    return pieces


@wrong("one text instead of a list", says="should return a list of texts")
def merge_pair(pieces, pair):
    return "".join(pieces)


@wrong("looks past the end", says="list index out of range")
def merge_pair(pieces, pair):
    merged, k = [], 0
    while k < len(pieces):
        if pieces[k] == pair[0] and pieces[k + 1] == pair[1]:
            merged.append(pieces[k] + pieces[k + 1])
            k += 2
        else:
            merged.append(pieces[k])
            k += 1
    return merged


@right("slices and tuples")
def merge_pair(pieces, pair):
    merged = []
    k = 0
    while k < len(pieces):
        both = tuple(pieces[k : k + 2]) == tuple(pair)
        merged.append("".join(pieces[k : k + 2]) if both else pieces[k])
        k += 2 if both else 1
    return merged


@right("a skip flag, and a tuple back")
def merge_pair(pieces, pair):
    merged, skip = [], False
    for k, piece in enumerate(pieces):
        if skip:
            skip = False
        elif k + 1 < len(pieces) and (piece, pieces[k + 1]) == tuple(pair):
            merged.append(piece + pieces[k + 1])
            skip = True
        else:
            merged.append(piece)
    return tuple(merged)


@right("recursion")
def merge_pair(pieces, pair):
    if len(pieces) < 2:
        return list(pieces)
    if tuple(pieces[:2]) == tuple(pair):
        return [pair[0] + pair[1], *merge_pair(pieces[2:], pair)]
    return [pieces[0], *merge_pair(pieces[1:], pair)]


# train_bigram

wrong = partial(mistake, "language.train_bigram")
right = partial(variant, "language.train_bigram")


@wrong("nothing returned", says="Is a `return` missing?")
def train_bigram(first, second, steps, lr):
    np.zeros((27, 27))


@wrong("random start", says="something else: something is kept")
def train_bigram(first, second, steps, lr):
    W = np.random.normal(size=(27, 27))
    X, right = np.eye(27)[first], np.eye(27)[second]
    for _ in range(steps):
        e = np.exp(X @ W)
        W = W - lr * X.T @ (e / e.sum(axis=1, keepdims=True) - right) / len(first)
    return W


@wrong("return inside the loop", says="Does `return` stand inside the loop?")
def train_bigram(first, second, steps, lr):
    X, right, W = np.eye(27)[first], np.eye(27)[second], np.zeros((27, 27))
    for _ in range(steps):
        e = np.exp(X @ W)
        W = W - lr * X.T @ (e / e.sum(axis=1, keepdims=True) - right) / len(first)
        return W


@right("np.add.at")
def train_bigram(first, second, steps, lr):
    W = np.zeros((27, 27))
    rows = np.arange(len(second))
    for _ in range(steps):
        e = np.exp(W[first] - W[first].max(axis=1, keepdims=True))
        g = e / e.sum(axis=1, keepdims=True)
        g[rows, second] -= 1
        step = np.zeros((27, 27))
        np.add.at(step, first, g / len(first))
        W -= lr * step
    return W


@right("one pair after the other")
def train_bigram(first, second, steps, lr):
    W = np.zeros((27, 27))
    for _ in range(steps):
        gradient = np.zeros((27, 27))
        for a, b in zip(first, second):
            e = np.exp(W[a] - W[a].max())
            gradient[a] += e / e.sum() - np.eye(27)[b]
        W = W - lr * gradient / len(first)
    return W


@right("the engine's gradient")
def train_bigram(first, second, steps, lr):
    W = Tensor(np.zeros((27, 27)), dtype=np.float64, requires_grad=True)
    optimizer = optim.SGD([W], lr=lr)
    for _ in range(steps):
        loss = nn.CrossEntropyLoss()(W[Tensor(first)], Tensor(second))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W.detach().numpy()


# causal_mask

wrong = partial(mistake, "language.causal_mask")
right = partial(variant, "language.causal_mask")


@wrong("nothing returned", says="Is a `return` missing?")
def causal_mask(n):
    np.tril(np.ones((n, n)))


@right("a comparison of places")
def causal_mask(n):
    return np.arange(n)[:, None] >= np.arange(n)


@right("lists of True and False")
def causal_mask(n):
    return [[j <= i for j in range(n)] for i in range(n)]


# attention

wrong = partial(mistake, "language.attention")
right = partial(variant, "language.attention")


@wrong("nothing returned", says="Is a `return` missing?")
def attention(q, k, v, mask):
    q @ k.T


@wrong("keys not turned", says="matmul")
def attention(q, k, v, mask):
    return q @ k @ v


def _softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@right("einsum and a mask to add")
def attention(q, k, v, mask):
    scores = np.einsum("id,jd->ij", q, k) / q.shape[1] ** 0.5 + np.where(mask, 0, -np.inf)
    return np.einsum("ij,jc->ic", _softmax(scores), v)


@right("place by place")
def attention(q, k, v, mask):
    out = []
    for i in range(len(q)):
        seen = np.flatnonzero(mask[i])
        shares = _softmax(k[seen] @ q[i] / np.sqrt(len(q[i])))
        out.append(shares @ v[seen])
    return np.array(out)


@right("a very large negative number instead of infinity")
def attention(q, k, v, mask):
    return _softmax(np.where(mask, q @ k.T / np.sqrt(k.shape[-1]), -1e9)) @ v


@right("queries scaled, a turned softmax")
def attention(q, k, v, mask):
    scores = (q / np.sqrt(q.shape[1])) @ k.T
    scores[~mask] = -np.inf
    return (_softmax(scores.T, axis=0).T) @ v


# sample

wrong = partial(mistake, "language.sample")
right = partial(variant, "language.sample")


@wrong("nothing returned", says="Is a `return` missing?")
def sample(logits, temperature, top_k, rng):
    rng.choice(len(logits))


@wrong("probabilities that don't add up to 1", says="robabilities do not sum to 1")
def sample(logits, temperature, top_k, rng):
    return rng.choice(len(logits), p=np.exp(logits / temperature))


@wrong("drawn in sorted order", says="p stands in sorted order")
def sample(logits, temperature, top_k, rng):
    kept = np.argsort(logits)[-top_k:]
    return rng.choice(kept, p=_softmax(logits[kept] / temperature))


@right("the places that stay")
def sample(logits, temperature, top_k, rng):
    kept = np.flatnonzero(logits >= np.sort(logits)[len(logits) - top_k])
    return int(rng.choice(kept, p=_softmax(logits[kept] / temperature)))


@right("scores struck out in a copy")
def sample(logits, temperature, top_k, rng):
    scores = np.array(logits, dtype=float) / temperature
    if top_k < len(scores):
        scores[scores < np.sort(scores)[::-1][top_k - 1]] = -np.inf
    return rng.choice(len(scores), p=_softmax(scores))


@right("masked after softmax and shared out again")
def sample(logits, temperature, top_k, rng):
    p = _softmax(logits / temperature)
    p = np.where(logits >= sorted(logits)[-top_k], p, 0)
    return rng.choice(len(p), p=p / p.sum())


# train_writer

wrong = partial(mistake, "language.train_writer")
right = partial(variant, "language.train_writer")


class Window(nn.Module):
    def __init__(self, rng, letters=4, lists=16):
        self.letters, self.width = letters, letters * lists
        self.letter = nn.Embedding(27, lists, rng=rng)
        self.layers = nn.Sequential(nn.Linear(self.width, 96, rng=rng), nn.ReLU(), nn.Linear(96, 27, rng=rng))

    def forward(self, ids):
        padded = np.pad(ids.data, ((0, 0), (self.letters - 1, 0)))
        seen = np.stack([padded[:, k : k + ids.shape[1]] for k in range(self.letters)], axis=2)
        return self.layers(self.letter(Tensor(seen)).reshape(*ids.shape, self.width))


def trained(model, inputs, targets, steps, rng):
    optimizer = optim.AdamW(model.parameters(), lr=6e-3)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = 6e-3 * (1 - step / steps)
        rows = rng.integers(0, len(inputs), 32)
        scores = model(Tensor(inputs[rows])).reshape(-1, 27)
        loss = nn.CrossEntropyLoss()(scores, Tensor(targets[rows].ravel()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


@right("a window of four letters")
def train_writer(inputs, targets, steps, rng):
    return trained(Window(rng), inputs, targets, steps, rng)


@right("a window of five letters, its scores as an array")
def train_writer(inputs, targets, steps, rng):
    model = trained(Window(rng, letters=5), inputs, targets, steps, rng)
    return lambda ids: model(ids).data


@wrong("trained on the held-out names too", says="is too good")
def train_writer(inputs, targets, steps, rng):
    both = zip((inputs, targets), name_table(names().held_out))
    return trained(Window(rng), *map(np.concatenate, both), steps, rng)


@wrong("nothing returned", says="must return the writer itself")
def train_writer(inputs, targets, steps, rng):
    trained(Window(rng), inputs, targets, min(steps, 1), rng)


@wrong("never trained", says="it has learned next to nothing")
def train_writer(inputs, targets, steps, rng):
    return Window(rng)


@wrong("a window of one letter", says="is the limit")
def train_writer(inputs, targets, steps, rng):
    return trained(Window(rng, letters=1), inputs, targets, min(steps, 300), rng)


@wrong("batches from a generator of its own", says="gives two different writers")
def train_writer(inputs, targets, steps, rng):
    return trained(Window(rng), inputs, targets, steps, np.random.default_rng())


@wrong("probabilities", says="gives probabilities")
def train_writer(inputs, targets, steps, rng):
    return nn.Sequential(Window(rng), nn.Softmax(dim=-1))


@wrong("twelve places whatever comes", says="cannot add shapes")
def train_writer(inputs, targets, steps, rng):
    window = Window(rng)
    return lambda ids: window(ids) + Tensor(np.zeros((12, 1)))


@wrong("places counted from the end", says="than for the same 4 in the whole row")
def train_writer(inputs, targets, steps, rng):
    window = Window(rng)
    return lambda ids: window(ids).data * np.arange(ids.shape[1], 0, -1)[:, None]


class Normed(Window):
    def __init__(self, rng):
        super().__init__(rng)
        self.norm = nn.BatchNorm1d(27)

    def forward(self, ids):
        return self.norm(super().forward(ids).reshape(-1, 27)).reshape(*ids.shape, 27)


@wrong("a batch normalisation still in training", says="Does a batch normalisation still take")
def train_writer(inputs, targets, steps, rng):
    return trained(Normed(rng), inputs, targets, min(steps, 50), rng)


@right("a batch normalisation, switched over")
def train_writer(inputs, targets, steps, rng):
    return trained(Normed(rng), inputs, targets, steps, rng).eval()


@wrong("trained whatever the steps", says="exactly `steps` steps")
def train_writer(inputs, targets, steps, rng):
    return trained(Window(rng), inputs, targets, 200, rng)


class Ahead(Window):
    def forward(self, ids):
        return super().forward(Tensor(np.roll(ids.data, -1, axis=1)))


@wrong("looks ahead", says="it looks ahead")
def train_writer(inputs, targets, steps, rng):
    return trained(Ahead(rng), inputs, targets, min(steps, 50), rng)


@wrong("dropout left on", says="Is dropout still on?")
def train_writer(inputs, targets, steps, rng):
    return nn.Sequential(trained(Window(rng), inputs, targets, min(steps, 50), rng), nn.Dropout(0.1, rng=rng))


@wrong("scores of the last place only", says="expected an array of shape")
def train_writer(inputs, targets, steps, rng):
    window = Window(rng)
    return lambda ids: window(ids)[:, -1]
