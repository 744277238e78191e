"""Wrong and right solutions by people who have not seen the checks; see `tests/notebooks/test_tried.py`."""

import numpy as np

from coursekit.authoring.proofs import mistake, variant

# merge_pair

mistake("language.merge_pair", "the pair merged wherever its text stands")(
    lambda pieces, pair: "".join(pieces).replace("".join(pair), f" {''.join(pair)} ").split()
)
mistake("language.merge_pair", "compares the first piece only")(
    lambda pieces, pair: [piece + pair[1] if piece == pair[0] else piece for piece in pieces]
)
mistake("language.merge_pair", "a set of pieces")(lambda pieces, pair: sorted({*pieces, "".join(pair)}))


@variant("language.merge_pair", "an iterator that looks ahead")
def merge_pair(pieces, pair):
    out, waiting = [], None
    for piece in pieces:
        if waiting is not None and waiting == pair[0] and piece == pair[1]:
            out.append(waiting + piece)
            waiting = None
        else:
            if waiting is not None:
                out.append(waiting)
            waiting = piece
    return out if waiting is None else [*out, waiting]


# train_bigram


@mistake("language.train_bigram", "shares of the counts")
def train_bigram(first, second, steps, lr):
    counts = np.zeros((27, 27))
    for a, b in zip(first, second):
        counts[a, b] += 1
    return counts / np.maximum(1, counts.sum(axis=1, keepdims=True))


@mistake("language.train_bigram", "the gradient of the squared error")
def train_bigram(first, second, steps, lr):
    X, Y, W = np.eye(27)[first], np.eye(27)[second], np.zeros((27, 27))
    for _ in range(steps):
        W -= lr * X.T @ (X @ W - Y) / len(first)
    return W


@variant("language.train_bigram", "rows of counts")
def train_bigram(first, second, steps, lr):
    counts = np.zeros((27, 27))
    np.add.at(counts, (first, second), 1)
    W = np.zeros((27, 27))
    for _ in range(steps):
        e = np.exp(W - W.max(axis=1, keepdims=True))
        W = (
            W
            + lr
            * (counts - counts.sum(axis=1, keepdims=True) * e / e.sum(axis=1, keepdims=True))
            / counts.sum()
        )
    return W


# causal_mask

mistake("language.causal_mask", "the anti-diagonal")(lambda n: np.fliplr(np.tril(np.ones((n, n), bool))))
mistake("language.causal_mask", "one row")(lambda n: np.arange(n) >= 0)
variant("language.causal_mask", "tri")(lambda n: np.tri(n, dtype=bool))
variant("language.causal_mask", "the other half turned")(lambda n: ~np.triu(np.ones((n, n), dtype=bool), 1))


# attention


def _shares(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


mistake("language.attention", "hard choice of the largest")(
    lambda q, k, v, mask: v[np.where(mask, q @ k.T, -np.inf).argmax(axis=1)]
)
mistake("language.attention", "keys mixed instead of values")(
    lambda q, k, v, mask: _shares(np.where(mask, q @ k.T / np.sqrt(q.shape[1]), -np.inf)) @ k
)
mistake("language.attention", "a causal mask whatever is handed over")(
    lambda q, k, v, mask: (
        _shares(np.where(np.tri(len(q), dtype=bool), q @ k.T / np.sqrt(q.shape[1]), -np.inf)) @ v
    )
)
variant("language.attention", "the shares masked and shared out again")(
    lambda q, k, v, mask: (
        (lambda e: e / e.sum(axis=1, keepdims=True))(
            np.where(
                mask,
                np.exp(
                    (s := q @ k.T / np.sqrt(q.shape[1]))
                    - np.where(mask, s, -np.inf).max(axis=1, keepdims=True)
                ),
                0.0,
            )
        )
        @ v
    )
)


# sample


@mistake("language.sample", "uniform among those that stay")
def sample(logits, temperature, top_k, rng):
    return rng.choice(np.argsort(logits)[-top_k:])


@mistake("language.sample", "one too many stays")
def sample(logits, temperature, top_k, rng):
    smallest = np.sort(logits)[-min(len(logits), top_k + 1)]
    return rng.choice(len(logits), p=_shares(np.where(logits >= smallest, logits / temperature, -np.inf)))


@variant("language.sample", "partition")
def sample(logits, temperature, top_k, rng):
    smallest = np.partition(logits, len(logits) - top_k)[len(logits) - top_k]
    return int(
        rng.choice(
            np.arange(len(logits)), p=_shares(np.where(logits < smallest, -np.inf, logits / temperature))
        )
    )
