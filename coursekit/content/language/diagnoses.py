"""References for the checks of lesson 7 in plain arithmetic, and the usual mistakes with what each says."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Mistakes: TypeAlias = list[tuple[Callable[..., Any], str]]


def softmax(row: Any) -> list[float]:
    """Shares of a list of scores."""
    top = max(row)
    powers = [math.exp(z - top) for z in row]
    return [power / sum(powers) for power in powers]


# merging a pair


def merge_pair(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    """The pieces from left to right, a stack of what is done already."""
    done: list[str] = []
    open_piece = False  # the last piece on the stack may still be merged
    for piece in pieces:
        if open_piece and (done[-1], piece) == tuple(pair):
            done[-1] += piece
            open_piece = False
        else:
            done.append(piece)
            open_piece = True
    return done


def _overlapping(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    """Every pair becomes a piece, a shared one twice."""
    merged, k = [], 0
    while k < len(pieces):
        if tuple(pieces[k : k + 2]) == tuple(pair):
            merged.append("".join(pair))
            shared = tuple(pieces[k + 1 : k + 3]) == tuple(pair)
            k += 1 if shared else 2
        else:
            merged.append(pieces[k])
            k += 1
    return merged


def _first_only(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    for k in range(len(pieces) - 1):
        if tuple(pieces[k : k + 2]) == tuple(pair):
            return [*pieces[:k], "".join(pair), *pieces[k + 2 :]]
    return pieces


def _from_the_right(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    backwards = [piece[::-1] for piece in pieces[::-1]]
    return [piece[::-1] for piece in merge_pair(backwards, (pair[1][::-1], pair[0][::-1]))][::-1]


def _either_order(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    merged, k = [], 0
    while k < len(pieces):
        two = tuple(pieces[k : k + 2])
        taken = 2 if two in (tuple(pair), tuple(pair)[::-1]) else 1
        merged.append("".join(pieces[k : k + taken]))
        k += taken
    return merged


def _kept_second(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    """The merged piece is added and its second half as well."""
    merged, k = [], 0
    while k < len(pieces):
        if tuple(pieces[k : k + 2]) == tuple(pair):
            merged.append("".join(pair))
            k += 1
        else:
            merged.append(pieces[k])
            k += 1
    return merged


def _by_sum(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    """Two pieces are compared by what they make together."""
    merged, k = [], 0
    while k < len(pieces):
        taken = 2 if "".join(pieces[k : k + 2]) == "".join(pair) and k + 1 < len(pieces) else 1
        merged.append("".join(pieces[k : k + taken]))
        k += taken
    return merged


def _by_text(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    joined = " ".join(pieces).replace(" ".join(pair), "".join(pair))
    return joined.split(" ") if pieces else []


MERGE_PAIR: Mistakes = [
    (_overlapping, "A piece went into two merges. After a merge, go on behind its second piece."),
    (_kept_second, "The second piece of a merged pair is still there. After a merge, go on two pieces further."),
    (_first_only, "Only the first pair of the word was merged; go on to its end."),
    (_from_the_right, "The merging went from right to left; where pairs overlap that gives other pieces."),
    (_either_order, "The two were merged in either order. Only the first of the pair with the second behind it counts."),
    (lambda pieces, pair: [piece for piece in merge_pair(pieces, pair) if piece == "".join(pair)], "The pieces that don't belong to a pair got lost; they're kept as they are."),
    (lambda pieces, pair: pieces, "Nothing was merged. If you compare a slice such as `pieces[k:k + 2]` with the pair: a list never equals a tuple."),
    (_by_sum, "Pieces were merged whose texts together are those of the pair. Compare the first with the first and the second with the second."),
    (_by_text, "The pieces were joined to one text and the pair looked for in it. That finds the end of one piece beside another; compare whole pieces."),
]  # fmt: skip


# the bigram table


def train_bigram(first: Array, second: Array, steps: int, lr: float) -> Array:
    """Gradient descent on the mean cross-entropy, row by row from the counts."""
    counts = np.zeros((27, 27))
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        counts[a, b] += 1
    W = np.zeros((27, 27))
    for _ in range(steps):
        p = np.array([softmax(row) for row in W.tolist()])
        W = W - lr * (counts.sum(axis=1)[:, None] * p - counts) / len(first)
    return W


def _trained(
    gradient: Callable[[Array, Array], Array] = lambda p, right: (p - right) / len(p),
    *,
    extra: int = 0,
    swap: bool = False,
) -> Callable[..., Array]:
    """A training with one thing done in another way."""

    def wrong(first: Array, second: Array, steps: int, lr: float) -> Array:
        X, right = np.eye(27)[first], np.eye(27)[second]
        if swap:
            X, right = right, X
        W = np.zeros((27, 27))
        for _ in range(steps + extra):
            z = X @ W
            e = np.exp(z - z.max(axis=1, keepdims=True))
            p = e / e.sum(axis=1, keepdims=True)
            W = W - lr * (X.T @ gradient(p, right))
        return W

    return wrong


def _unsummed(first: Array, second: Array, steps: int, lr: float) -> Array:
    """`W[first] -= …` keeps only the last of several changes of one row."""
    right = np.eye(27)[second]
    W = np.zeros((27, 27))
    for _ in range(steps):
        z = W[first]
        e = np.exp(z - z.max(axis=1, keepdims=True))
        W[first] -= lr * (e / e.sum(axis=1, keepdims=True) - right) / len(first)
    return W


TRAIN_BIGRAM: Mistakes = [
    (_trained(lambda p, right: p - right), "The gradient isn't divided by the number of pairs; the loss is a mean."),
    (_trained(lambda p, right: (right - p) / len(p)), "The steps go uphill: the gradient of the scores is probabilities minus right answer, and W moves against it."),
    (_trained(swap=True), "The letters have changed places: `first` chooses the row of W, and `second` is the right answer."),
    (_trained(lambda p, right: -right / len(p)), "The probabilities are missing from the gradient."),
    (_trained(lambda p, right: (p - right) / 27), "It's divided by 27. The mean goes over the pairs, so divide by their number."),
    (_trained(lambda p, right: (p - right) / p.size), "It's divided by the number of all entries. The mean goes over the pairs alone."),
    (_unsummed, "A letter that occurs several times moved its row only once. `X.T @` adds up what all its pairs say."),
    (_trained(lambda p, right: (1 / 27 - right) / len(p)), "The probabilities stay those of the start. Compute them in each step, inside the loop."),
    (_trained(extra=1), "There's one step too many."),
    (lambda first, second, steps, lr: _trained()(first, second, min(steps, 1), lr), "Only the first step counts. Does `return` stand inside the loop?"),
    (_trained(extra=-1), "There's one step too few."),
    (lambda first, second, steps, lr: np.zeros((27, 27)), "W is still where it started."),
]  # fmt: skip


# mask and attention


def causal_mask(n: int) -> Array:
    """True at j ≤ i."""
    return np.array([[j <= i for j in range(n)] for i in range(n)], dtype=float)


CAUSAL_MASK: Mistakes = [
    (lambda n: np.triu(np.ones((n, n))), "That's the other half: here places look at what comes later. Row i is the place that looks."),
    (lambda n: np.tril(np.ones((n, n)), -1), "The diagonal is missing: a place may look at itself."),
    (lambda n: np.triu(np.ones((n, n)), 1), "That is True where looking is forbidden; it's the other way round here."),
    (lambda n: np.ones((n, n)), "Everybody may look at everybody here, also ahead."),
    (lambda n: np.eye(n), "Each place looks only at itself here; the places in front of it are allowed too."),
    (lambda n: np.tril(np.ones((n, n)), 1), "One place ahead is visible, and that's just the letter to be guessed."),
    (lambda n: np.where(np.tril(np.ones((n, n))) > 0, 0.0, -np.inf), "That's a mask to be added to scores. This one holds True where looking is allowed."),
]  # fmt: skip


def attention(q: Array, k: Array, v: Array, mask: Mask) -> Array:
    """Place by place, with sums over the places that may be looked at."""
    rows = []
    for i, query in enumerate(q.tolist()):
        seen = [j for j in range(len(k)) if mask[i, j]]
        shares = softmax(
            [
                sum(a * b for a, b in zip(query, k[j].tolist(), strict=True)) / math.sqrt(len(query))
                for j in seen
            ]
        )
        rows.append(
            [
                sum(share * float(v[j, c]) for share, j in zip(shares, seen, strict=True))
                for c in range(v.shape[1])
            ]
        )
    return np.array(rows)


def _attending(
    scale: Callable[[Array, Array], float] = lambda q, v: math.sqrt(q.shape[1]),
    masked: Callable[[Array, Mask], Array] = lambda z, mask: np.where(mask, z, -np.inf),
    axis: int = 1,
    products: Callable[[Array, Array], Array] = lambda q, k: q @ k.T,
    mix: Callable[[Array, Array, Mask], Array] = lambda p, v, mask: p @ v,
) -> Callable[..., Array]:
    """Attention with one step done in another way."""

    def wrong(q: Array, k: Array, v: Array, mask: Mask) -> Array:
        with np.errstate(all="ignore"):
            z = masked(products(q, k) / scale(q, v), mask)
            e = np.exp(z - z.max(axis=axis, keepdims=True))
            return mix(e / e.sum(axis=axis, keepdims=True), v, mask)

    return wrong


ATTENTION: Mistakes = [
    (_attending(scale=lambda q, v: 1.0), "The scores aren't divided by √d."),
    (_attending(scale=lambda q, v: q.shape[1]), "The scores are divided by d; it's the square root of d."),
    (_attending(scale=lambda q, v: math.sqrt(len(q))), "The scores are divided by the root of the number of places. d is the length of a query, `q.shape[1]`."),
    (_attending(scale=lambda q, v: math.sqrt(v.shape[1])), "d is taken from the values. It's the length of a query."),
    (_attending(masked=lambda z, mask: z), "The mask isn't used."),
    (_attending(masked=lambda z, mask: np.where(mask, z, 0.0)), "Forbidden scores are 0 here, and e⁰ is 1, so they still get a share. Minus infinity gives 0."),
    (_attending(masked=lambda z, mask: z * mask), "Forbidden scores are 0 here, and e⁰ is 1, so they still get a share. Minus infinity gives 0."),
    (_attending(masked=lambda z, mask: z, mix=lambda p, v, mask: (p * mask) @ v), "The mask came after softmax, so the shares don't add up to 1 any more. Mask the scores."),
    (_attending(masked=lambda z, mask: np.where(mask, -1e9, z)), "The mask is used the wrong way round: True is where looking is allowed."),
    (_attending(masked=lambda z, mask: np.where(mask.T, z, -np.inf)), "The mask is turned: row i says whom place i may look at."),
    (_attending(products=lambda q, k: k @ q.T), "Queries and keys have changed places; row i belongs to query i."),
    (_attending(axis=0), "Each column adds up to 1 here. The shares of one query stand in its row, axis 1."),
    (_attending(mix=lambda p, v, mask: p.T @ v), "The shares are turned before mixing; row i of the shares mixes for place i."),
    (_attending(mix=lambda p, v, mask: p), "These are the shares. Mix the values with them: `@ v`."),
]  # fmt: skip


# drawing the next letter


def sample(logits: Array, temperature: float, top_k: int, rng: np.random.Generator) -> int:
    """One draw from the shares of the largest scores."""
    smallest = sorted(logits.tolist())[-int(top_k)]
    kept = [k for k, z in enumerate(logits.tolist()) if z >= smallest]
    shares = softmax([float(logits[k]) / temperature for k in kept])
    p = np.zeros(len(logits))
    p[kept] = shares
    return int(rng.choice(len(p), p=p))


def _drawing(
    scores: Callable[[Array, float], Array] = lambda z, t: z / t,
    kept: Callable[[Array, int], npt.NDArray[np.bool_]] = lambda z, k: z >= np.sort(z)[-k],
    draw: Callable[[Array, Any], int] = lambda p, rng: int(rng.choice(len(p), p=p)),
) -> Callable[..., int]:
    """A sampler with one step done in another way."""

    def wrong(logits: Array, temperature: float, top_k: int, rng: np.random.Generator) -> int:
        z = np.where(kept(logits, top_k), scores(logits, temperature), -np.inf)
        e = np.exp(z - z.max())
        return draw(e / e.sum(), rng)

    return wrong


def _broken(logits: Array, temperature: float, top_k: int, rng: np.random.Generator) -> int:
    z = np.sort(logits)[-top_k:] / temperature
    return int(rng.choice(len(z), p=softmax(z.tolist())))


def _place_among_kept(logits: Array, temperature: float, top_k: int, rng: np.random.Generator) -> int:
    z = logits[logits >= np.sort(logits)[-top_k]] / temperature
    return int(rng.choice(len(z), p=softmax(z.tolist())))


def _sorted_draw(logits: Array, temperature: float, top_k: int, rng: np.random.Generator) -> int:
    chosen = np.argsort(logits)[-top_k:]
    return int(rng.choice(chosen, p=softmax((logits[chosen] / temperature).tolist())))


def _some_of_the_equal(logits: Array, temperature: float, top_k: int, rng: np.random.Generator) -> int:
    kept = np.full(len(logits), -np.inf)
    chosen = np.argsort(logits)[-top_k:]
    kept[chosen] = logits[chosen] / temperature
    return int(rng.choice(len(kept), p=softmax(kept.tolist())))


def _at_zero(logits: Array, temperature: float, top_k: int, rng: np.random.Generator) -> int:
    z = np.where(logits >= np.sort(logits)[-top_k], logits / temperature, 0.0)
    return int(rng.choice(len(z), p=softmax(z.tolist())))


SAMPLE: Mistakes = [
    (_sorted_draw, "p stands in sorted order here, so the same `rng` draws other letters. Let p have n entries, in the order of the letters."),
    (_broken, "After sorting, place 0 is no longer letter 0: line 1 has lost which score belongs to which letter. Keep all n places, and let p be 0 where a letter can't be drawn."),
    (_place_among_kept, "That's the place among the letters that stayed. Return the number of the letter among all n."),
    (_drawing(scores=lambda z, t: z), "The temperature has no effect. Divide the scores by it, before softmax."),
    (_some_of_the_equal, "Of letters that share the `top_k`-th largest score only some stayed; they all stay."),
    (_drawing(scores=lambda z, t: z * t), "The scores are multiplied with the temperature; they're divided by it."),
    (_drawing(kept=lambda z, k: z == z), "`top_k` isn't used: all letters can be drawn."),
    (_drawing(kept=lambda z, k: z <= np.sort(z)[k - 1]), "The letters with the smallest scores stayed."),
    (_drawing(kept=lambda z, k: z > np.sort(z)[-k] if k < len(z) and (z > np.sort(z)[-k]).any() else z >= np.sort(z)[-k]), "The letter with the `top_k`-th largest score is missing; it stays too."),
    (_drawing(draw=lambda p, rng: int(p.argmax())), "The likeliest letter is taken every time. Draw, with `rng.choice`."),
    (_at_zero, "Letters that can't be drawn have the score 0 here, and e⁰ is 1. Minus infinity gives 0."),
]  # fmt: skip
