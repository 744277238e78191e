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


@variant("language.merge_pair", "again and again, which changes nothing any more")
def merge_pair(pieces, pair):
    out = []
    for piece in pieces:
        if out and (out[-1], piece) == tuple(pair):
            out[-1] += piece
        else:
            out.append(piece)
    return out


@mistake("language.merge_pair", "the first of two is either of the pair")
def merge_pair(pieces, pair):
    out, k = [], 0
    while k < len(pieces):
        taken = 2 if pieces[k] in pair and pieces[k + 1 : k + 2] == [pair[1]] else 1
        out.append("".join(pieces[k : k + taken]))
        k += taken
    return out


def _merged(pieces, pair):
    out, k = [], 0
    while k < len(pieces):
        taken = 2 if tuple(pieces[k : k + 2]) == tuple(pair) else 1
        out.append("".join(pieces[k : k + taken]))
        k += taken
    return out


mistake("language.merge_pair", "nothing merged that's longer than three letters")(
    lambda pieces, pair: _merged(pieces, pair) if len("".join(pair)) < 4 else list(pieces)
)
mistake("language.merge_pair", "one text, with dots between its pieces")(
    lambda pieces, pair: [" · ".join(_merged(pieces, pair))]
)
mistake("language.merge_pair", "an empty text for no pieces")(
    lambda pieces, pair: _merged(pieces, pair) or [""]
)
_kept = {}
mistake("language.merge_pair", "kept by the letters of a word")(
    lambda pieces, pair: _kept.setdefault(("".join(pieces), *pair), tuple(_merged(pieces, pair)))
)

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


def _trained(first, second, steps, lr, highest=np.inf):
    X, Y, W = np.eye(27)[first], np.eye(27)[second], np.zeros((27, 27))
    for _ in range(steps):
        e = np.minimum(np.exp(X @ W), highest)
        W = W - lr * X.T @ (e / e.sum(axis=1, keepdims=True) - Y) / len(first)
    return W


mistake("language.train_bigram", "five steps at most")(
    lambda f, s, steps, lr: _trained(f, s, min(steps, 5), lr)
)
mistake("language.train_bigram", "a rate of 10 at most")(
    lambda f, s, steps, lr: _trained(f, s, steps, min(lr, 10))
)
mistake("language.train_bigram", "powers cut off")(lambda *given: _trained(*given, highest=50))
variant("language.train_bigram", "no maximum taken off")(_trained)


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
mistake("language.causal_mask", "cut out of the lesson's twelve places")(
    lambda n: np.tri(12, dtype=bool)[:n, :n]
)
mistake("language.causal_mask", "twelve places back")(
    lambda n: np.tri(n, dtype=bool) & ~np.tri(n, k=-12, dtype=bool)
)
variant("language.causal_mask", "places compared")(lambda n: np.arange(n) <= np.arange(n)[:, None])
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
mistake("language.attention", "a number that isn't small enough for infinity")(
    lambda q, k, v, mask: _shares(np.where(mask, q @ k.T / np.sqrt(q.shape[1]), -1000)) @ v
)
mistake("language.attention", "scores cut off at 50")(
    lambda q, k, v, mask: (
        _shares(np.where(mask, np.clip(q @ k.T / np.sqrt(q.shape[1]), -50, 50), -np.inf)) @ v
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


def _drawn(logits, temperature, smallest, rng, least=-np.inf):
    return rng.choice(len(logits), p=_shares(np.where(logits >= smallest, logits / temperature, least)))


mistake("language.sample", "equal scores counted once")(
    lambda logits, t, k, rng: _drawn(logits, t, np.unique(logits)[-min(k, len(np.unique(logits)))], rng)
)
mistake("language.sample", "a number that isn't small enough for infinity")(
    lambda logits, t, k, rng: _drawn(logits, t, np.sort(logits)[-k], rng, -100)
)
mistake("language.sample", "a temperature of 0.5 at least and 2 at most")(
    lambda logits, t, k, rng: _drawn(logits, np.clip(t, 0.5, 2), np.sort(logits)[-k], rng)
)
mistake("language.sample", "the lesson's 27 letters")(
    lambda logits, t, k, rng: min(26, _drawn(logits, t, np.sort(logits)[-k], rng))
)


@variant("language.sample", "partition")
def sample(logits, temperature, top_k, rng):
    smallest = np.partition(logits, len(logits) - top_k)[len(logits) - top_k]
    return int(
        rng.choice(
            np.arange(len(logits)), p=_shares(np.where(logits < smallest, -np.inf, logits / temperature))
        )
    )
