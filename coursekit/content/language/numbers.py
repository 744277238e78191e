"""The numbers that lesson 7's texts name in braces, and those its author chose."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

import numpy as np

from coursekit.content.language.pictures import LONG_STEPS
from coursekit.datasets import names
from coursekit.engine import Tensor, cost, nn
from coursekit.widgets import LetterMap, name_table
from coursekit.widgets.language.letters import ALPHABET, counted, table_loss
from coursekit.widgets.language.name_model import STEPS, NameModel
from coursekit.widgets.language.trained_writer import attention_shares
from coursekit.widgets.language.trainings import curve, held_out_losses, writer_weights

CHOSEN = {
    "inputs, keys and queries of the worked examples": "0 0.5 1 2 3 4 −1 −2 8 5 7 −4",
    "letters of the alphabet, with the dot, and sizes of layers": "26 27 16 48 128 8 32 12 85 10 64 16 1,000 −100",
    "shares, a goal and what was asked": "0.80 0.7 0.55 70 1,000 200 300 0.1 2.05 0.006",
    "GPT-2's merges, bytes, blocks and places, Llama's units": "50,000 256 12 1,024 11,008",
    "years": "1990 2015 2017 2018 2022",
    "letters looked back at, a window that is thought of": "1 2 3 4 5 8 11 1,000",
}

training, held_out = len(names().training), len(names().held_out)
letters = sum(len(name) + 1 for name in names().training)
"""Letters to guess in training, with the dot behind each name."""

blind = math.log(27)
two_places = (math.log(2) + math.log(16)) / 2
product_of_four = 3 + 2 - 2 + 0
score_of_four = product_of_four / 2
cat_product = 3 * 2 + 0 * 0
cat_score = cat_product / math.sqrt(2)


def after_m() -> list[int]:
    """Return how often the most frequent letters came after an m in the training names."""
    counts = counted(names().training, 1)
    return sorted(counts[ALPHABET.index("m")].astype(int).tolist(), reverse=True)


def pairs() -> float:
    """Return the held-out loss of the bigram table."""
    return new_loss(1)


def triples() -> float:
    """Return the held-out loss of the table of three letters in a row."""
    return new_loss(2)


@cache
def new_loss(before: int) -> float:
    """Return the held-out loss of a table that looks at so many letters, 0.1 added to each count."""
    return _table(before, names().held_out)


@cache
def seen_loss(before: int) -> float:
    """Return its loss on the names that were counted."""
    return _table(before, names().training)


def losses(variant: str) -> list[float]:
    """Return the kept held-out losses of a variant, by seed."""
    return held_out_losses(variant)


def mean_of(variant: str) -> float:
    """Return their mean."""
    return float(np.mean(held_out_losses(variant)))


def window(seen: int) -> str:
    """Return mean, lowest and highest loss of the windows of some letters, as the table of the lesson shows them."""
    found = held_out_losses(f"window {seen}")
    return f"{np.mean(found):.3f} ({min(found):.3f} to {max(found):.3f})"


def after_200() -> float:
    """Return the mean training loss of steps 151 to 200 without a mask."""
    return float(curve("unmasked")[:, 3].mean())


def masked_end() -> float:
    """Return the mean training loss in the last 50 steps with a mask."""
    return float(curve("masked")[:, -1].mean())


def parameters() -> int:
    """Return the parameters of the name writer."""
    model = NameModel(rng=np.random.default_rng(0))
    return sum(parameter.data.size for parameter in model.parameters())


gpt2 = cost.gpt2().parameters


def gate(z: float) -> float:
    """Return SiLU of a sum."""
    return nn.SiLU()(Tensor(np.array([float(z)]))).item()


def long_seen() -> float:
    """Return the mean loss on training names at the end of the long training."""
    return float(curve("long training")[:, -1].mean())


def long_end() -> float:
    """Return the mean loss on held-out names at its end."""
    return float(curve("long held-out")[:, -1].mean())


def long_best() -> float:
    """Return the lowest mean loss on held-out names."""
    return float(curve("long held-out").mean(axis=0).min())


def long_lowest() -> float:
    """Return the lowest loss on held-out names that one of its seeds reaches."""
    return float(curve("long held-out").min())


def best_steps() -> list[int]:
    """Return the step at which it was lowest, for each seed."""
    return [int(step) for step in LONG_STEPS[curve("long held-out").argmin(axis=1)]]


def long_at(step: int) -> float:
    """Return the mean loss on held-out names of the long training at a step."""
    return float(curve("long held-out").mean(axis=0)[LONG_STEPS.tolist().index(step)])


def looks_before() -> list[float]:
    """Return for each head the mean share that a letter of katherine gives to the place before."""
    return [float(np.diagonal(head, -1).mean()) for head in attention_shares("katherine")]


def looks_at_dot() -> list[float]:
    """Return for each head the mean share that a letter of katherine gives to the dot at the beginning."""
    return [float(head[1:, 0].mean()) for head in attention_shares("katherine")]


def map_share() -> float:
    """Return the share of the letters' spread that the flat map shows after training."""
    return LetterMap(trained=True).facts()["share"]


def at_dot(letter: int) -> float:
    """Return the share that a letter of katherine, counted from 1, gives to the dot in head 1."""
    return float(attention_shares("katherine")[0][letter, 0])


vowels, consonants = "aeiouy", "bcdfghjklmnpqrstvwxz"


def apart(table: str, others: str) -> float:
    """Return the mean distance of a vowel's kept list from those of other letters; `table` is "start" or "letter.weight"."""
    lists = writer_weights()[table]
    pairs = [(a, b) for a in vowels for b in others if a != b]
    ends = ([ALPHABET.index(pair[side]) for pair in pairs] for side in (0, 1))
    return float(np.linalg.norm(np.subtract(*(lists[end] for end in ends)), axis=1).mean())


def untrained(size: float, seed: int = 0) -> float:
    """Return the loss of the lesson's untrained writer on the first 64 training names, its embeddings times `size`."""
    rng = np.random.default_rng(seed)
    letter, place = nn.Embedding(27, 32, rng=rng), nn.Embedding(12, 32, rng=rng)
    block, to_scores = nn.TransformerBlock(32, 4, rng=rng), nn.Linear(32, 27, rng=rng)
    ids, targets = name_table(names().training[:64])
    lists = size * (letter(Tensor(ids)) + place(Tensor(np.arange(12))))
    scores = to_scores(block(lists, is_causal=True)).reshape(-1, 27)
    return float(nn.CrossEntropyLoss()(scores, Tensor(targets.ravel())).item())


def untrained_starts() -> list[float]:
    """Return that loss for twenty seeds, with embeddings as they are drawn."""
    return [untrained(1, seed) for seed in range(20)]


@cache
def fallback(before: int, weight: int = 12) -> float:
    """Return the held-out loss of a table that mixes in the next shorter beginning, with the weight of so many letters."""
    seen: Counter[str] = Counter()
    contexts: Counter[str] = Counter()
    for text in (f"{'.' * before}{name}." for name in names().training):
        for end in range(before, len(text)):
            seen.update(text[start : end + 1] for start in range(end - before, end + 1))
            contexts.update(text[start:end] for start in range(end - before, end + 1))
    found = []
    for text in (f"{'.' * before}{name}." for name in names().held_out):
        for end in range(before, len(text)):
            p = 1 / 27
            for start in range(end, end - before - 1, -1):
                p = (seen[text[start : end + 1]] + weight * p) / (contexts[text[start:end]] + weight)
            found.append(p)
    return float(-np.log(found).mean())


def _table(before: int, given: tuple[str, ...]) -> float:
    if before < 4:
        return table_loss(counted(names().training, before, add=0.1), given)
    # Too many counters for an array: only those that counted something are kept.
    seen: Counter[str] = Counter()
    contexts: Counter[str] = Counter()
    for name in names().training:
        text = "." * before + name + "."
        for end in range(before, len(text)):
            seen[text[end - before : end + 1]] += 1
            contexts[text[end - before : end]] += 1
    found = [
        (seen[text[end - before : end + 1]] + 0.1) / (contexts[text[end - before : end]] + 2.7)
        for text in ("." * before + name + "." for name in given)
        for end in range(before, len(text))
    ]
    return float(-np.log(found).mean())
