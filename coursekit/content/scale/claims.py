"""The numbers in lesson 6's texts: each is computed again here, or said to be chosen.

Counts are made from real arrays where they fit into memory, and written out once more where they do not;
the engine's calculators are not asked about what they are praised for.
"""

from __future__ import annotations

import itertools
import math
from functools import cache

import numpy as np

from coursekit.content.claims import Claims
from coursekit.content.scale.chosen import choose
from coursekit.widgets import AttentionPeek, Writer, trial
from coursekit.widgets.scale.five_seeds import Trial

__all__ = ["claims"]

claims = Claims()
choose(claims.given)


# --- counting --------------------------------------------------------------------------------------


def arrays(*sizes: int) -> int:
    """Parameters of a network, counted in real arrays."""
    weights = [np.empty((a, b), np.float16) for a, b in itertools.pairwise(sizes)]
    return sum(w.size for w in weights) + sum(np.empty(n).size for n in sizes[1:])


@cache
def layer() -> np.ndarray[tuple[int, ...], np.dtype[np.float16]]:
    """The weights of the layer."""
    return np.zeros((4096, 4096), np.float16)


claims("answer 16777216")(lambda: layer().size)
claims("4,096 times 4,096 is 16,777,216")(lambda: (*layer().shape, layer().size))
claims("2 bytes times 16,777,216 are 33.55 MB")(
    lambda: (layer().itemsize, layer().size, layer().nbytes / 1e6)
)
claims("The 4,096 biases")(lambda: layer().shape[1])
claims("4,096 units has 4,096 weights")(lambda: layer().shape)
claims("slip 8192")(lambda: sum(layer().shape))
claims("slip 8388608")(lambda: layer().size / 2)
claims("slip 33554432")(lambda: layer().size * 2)
claims("answer 33.554431999999998", "That is 33.55 MB")(lambda: layer().nbytes / 1e6)
claims("slip 16.777215999999999")(lambda: layer().size / 1e6)
claims("slip 67.108863999999997")(lambda: layer().size * 4 / 1e6)
claims("slip 268.43545599999999")(lambda: layer().nbytes * 8 / 1e6)
claims("slip 32", "32 is the answer in MiB", at="bytes")(lambda: layer().nbytes / 2**20)
claims("4 bytes a weight", "two moments (4 bytes each)", "moments of 4 bytes", "add 4 bytes for the copy")(
    lambda: 32 / 8
)
claims("units of 1,048,576 bytes")(lambda: 2**20)
claims("units of 1,073,741,824")(lambda: 2**30)

claims("From 8,320 to 33,024")(lambda: (arrays(64, 64, 64), arrays(128, 128, 128)))
claims("From 101,770 to 203,530, times 2.00")(
    lambda: (arrays(784, 128, 10), arrays(784, 256, 10), arrays(784, 256, 10) / arrays(784, 128, 10))
)
claims("from 101,770 to 203,530")(lambda: (arrays(784, 128, 10), arrays(784, 256, 10)))
claims.given(
    "64 × 64 becomes 128 × 128",
    "784 × 128 becomes 784 × 256 and 128 × 10 becomes 256 × 10",
    at="pictures.py",
    why="the matrices that are drawn",
)
claims("is almost four times as many")(lambda: 3.9 < arrays(128, 128, 128) / arrays(64, 64, 64) < 4)


@cache
def gpt2_small() -> int:
    """Parameters of GPT-2 small, one table or matrix after the other (Radford et al. 2019; context 1,024, width 768)."""
    width, inner = 768, 4 * 768
    block = 2 * 2 * width + (width * 3 * width + 3 * width) + (width * width + width)
    block += width * inner + inner + inner * width + width
    return 50257 * width + 1024 * width + 12 * block + 2 * width


@cache
def llama_7b() -> int:
    """Parameters of Llama 2 7B (Touvron et al. 2023): no biases, gated layers of 11,008, separate output table."""
    width = 4096
    return 2 * 32000 * width + 32 * (4 * width * width + 3 * width * 11008 + 2 * width) + width


claims("numbers of the published models")(lambda: (gpt2_small(), llama_7b()) == (124_439_808, 6_738_415_616))
claims("what people call", "seven billion")(lambda: round(llama_7b() / 1e9) == 7)

# --- memory ----------------------------------------------------------------------------------------

WEIGHT, GRADIENT, MOMENT, COPY = 2, 2, 4, 4
ADAM = WEIGHT + GRADIENT + 2 * MOMENT + COPY

claims("answer 2", at="billion")(lambda: 1e9 * 2 / 1e9)
claims("a billion parameters are 2 GB", "billions of parameters times 2 are")(lambda: WEIGHT)
claims("so 2.00 GB", "are 2 GB")(lambda: 1e9 * 16 / 8 / 1e9)
claims("slip 1.862645149230957", "1.86 is the same amount")(lambda: 1e9 * 16 / 8 / 2**30)
claims("slip 16", at="billion")(lambda: 1e9 * 16 / 1e9)
claims("slip 4", at="billion")(lambda: 1e9 * 32 / 8 / 1e9)
claims("slip 1", at="billion")(lambda: 1e9 * 8 / 8 / 1e9)
claims("take 14 GB", "were 14 GB", "14 GB are", "14 GB leave", "the 14 GB of", "slip 14")(
    lambda: 7e9 * WEIGHT / 1e9
)
claims("answer 112", "come to 112 GB")(lambda: 7e9 * ADAM / 1e9)
claims("slip 28", "it comes to 28 GB")(lambda: 7e9 * (WEIGHT + GRADIENT) / 1e9)
claims("slip 84")(lambda: 7e9 * (ADAM - COPY) / 1e9)
claims("slip 56")(lambda: 7e9 * (WEIGHT + GRADIENT + 2 * 2) / 1e9)
claims("slip 104.30812835693359")(lambda: 7e9 * ADAM / 2**30)
claims("2 + 2 + 8 + 4 are 16 bytes a parameter")(lambda: (WEIGHT, GRADIENT, 2 * MOMENT, COPY, ADAM))
claims("7 billion times 16 bytes are 112 GB")(lambda: (7, ADAM, 7e9 * ADAM / 1e9))
claims("weight 2, gradient 2, two moments 8, 32-bit copy 4")(
    lambda: (WEIGHT, GRADIENT, 2 * MOMENT, COPY * 8, COPY)
)
claims("gradient (2 bytes each)", "memory, 2 bytes at", "moments took 2 bytes each")(lambda: WEIGHT)
claims("12 bytes together")(lambda: 2 * MOMENT + COPY)
claims("add 12 bytes a parameter to these 4")(lambda: (2 * MOMENT + COPY, WEIGHT + GRADIENT))
claims("That is 8 bytes a parameter")(lambda: WEIGHT + GRADIENT + 2 * 2)
claims("need seven times as much again")(lambda: ADAM - WEIGHT == 7 * WEIGHT)
claims(
    "takes about 16 GB",
    "in the 16 bytes",
    "the 16 bytes do not",
    "about 16 bytes",
    "both are 16 bytes",
    "instead of 16,",
)(lambda: ADAM)
claims("Half of the bill of weights and gradients is saved")(lambda: 4 + 4 - (WEIGHT + GRADIENT) == COPY)
claims("6 billion parameters need 96 GB")(lambda: (6, 6e9 * ADAM / 1e9))
claims("Momentum takes 12 bytes a parameter instead of 16, and plain SGD 8")(
    lambda: (ADAM - MOMENT, ADAM, ADAM - 2 * MOMENT)
)
claims("take 1 GB at", "About 1 GB", "that is 1 GB of", at="pre-training")(lambda: 1)
claims("About 4 GB")(lambda: 1 + 1 + 2)
claims("About 2 GB, the weights and their gradients")(lambda: 1 + 1)
claims("4 bits leave 16 values")(lambda: (4, 2**4))
claims("parameters take 3.5 GB")(lambda: 7e9 * 4 / 8 / 1e9)
claims("At 16 bits 70B takes 140 GB, at 8 bits 70 GB")(lambda: (16, 70, 70 * 16 / 8, 8, 70 * 8 / 8))
claims("16 bytes a parameter make 1,120 GB")(lambda: (ADAM, 70e9 * ADAM / 1e9))
claims("over 14 such cards")(lambda: math.ceil(70e9 * ADAM / 80e9))
claims("from −127 to 127")(lambda: (-(2**7 - 1), 2**7 - 1))


@claims("an error of about one part in a hundred")
def quantised() -> bool:
    """Rounding normal numbers to 255 levels is off by 0.5 to 1.5 parts in a hundred on average."""
    w = np.random.default_rng(5).normal(size=1_000_000)
    step = np.abs(w).max() / 127
    return bool(0.005 < np.abs(np.rint(w / step) * step - w).mean() / np.abs(w).mean() < 0.015)


# --- arithmetic, time and money --------------------------------------------------------------------

H100_FLOPS, H100_READS = (
    989e12,
    3.35e12,
)  # in 16 bit without sparsity, and bytes a second: data sheet of the SXM card

claims("makes 2 FLOPs for", "takes about 2 FLOPs", "About 2 FLOPs for", "about 2 FLOPs for")(lambda: 1 + 1)
claims("About 2N to read it, about 6N to learn from it")(lambda: (2, 3 * 2))
claims("addition for each weight make 2N")(lambda: 2)
claims("further back: 4N more")(lambda: 2 * 2)
claims("About 2 FLOPs for each weight and example forward, about 6 in training")(lambda: (2, 3 * 2))
claims(
    "2 FLOPs for every example forward and 6 in training", "2 FLOPs for each example forward, 6 in training"
)(lambda: (2, 3 * 2))
claims("6 FLOPs for each weight and example", "training are 6 ×")(lambda: 3 * 2)
claims("Sixteen bytes for each of 7 billion parameters are **112 GB**")(lambda: (7, 7e9 * ADAM / 1e9))
claims("14 GB, an eighth of that. Half of the sum is Adam's two moments")(
    lambda: 14 if ADAM == 8 * WEIGHT and ADAM == 2 * 2 * MOMENT else 0
)
claims("That is 4 FLOPs more, and training takes about **6 FLOPs for each parameter")(
    lambda: (2 * 2, 2 + 2 * 2)
)
claims(
    "Let 7 billion parameters learn from a trillion tokens: 6 · 7 billion · 1 trillion make 4.2·10²² FLOPs"
)(lambda: (7, 6, 7, 1, 6 * 7e9 * 1e12 / 1e22, 10))
claims("40 % of its top speed, would be busy for more than three years")(
    lambda: 40 if 3 < 6 * 7e9 * 1e12 / (0.4 * H100_FLOPS) / (365 * 24 * 3600) < 4 else 0
)
claims("7 billion parameters takes about 14 billion FLOPs")(lambda: (7, 2 * 7))
claims("14 millionths of a second")(lambda: 14e9 / H100_FLOPS * 1e6)
claims("70,000 tokens a second")(lambda: round(H100_FLOPS / 14e9, -4))
claims("With 100 examples at once it travels once, for 200 FLOPs")(lambda: (100, 100 * 2))
claims("of a 7B model takes 4.2 thousandths of a second")(lambda: (7, 14e9 / H100_READS * 1000))
claims("300 times as long")(lambda: round((14e9 / H100_READS) / (14e9 / H100_FLOPS), -2))

# --- many hands, and the ruler ---------------------------------------------------------------------

claims("more than four times as much text")(
    lambda: 1.4e12 / 300e9 > 4
)  # tokens, Hoffmann et al. 2022, table 1
claims("happen in 0.64")(lambda: 0.8**2)
claims("start near 0.1 and climb steeply to 0.9")(lambda: (0.8**10, 0.99**10))
claims("0.80¹⁰ is 0.107, and 0.99¹⁰ is 0.904")(lambda: (0.8, 0.8**10, 0.99, 0.99**10))
claims("then a bar of 0.9")(lambda: 0.99**10)
claims("then 0.5 and 0.9", at="exact-match")(lambda: (1 - 10 * 0.05, 1 - 10 * 0.01))
claims("goes from .107 to .904")(lambda: (0.8**10, 0.99**10))
claims("more than eight times as often")(lambda: 8 < 0.99**10 / 0.8**10 < 9)
claims("a step improves by nearly a quarter")(lambda: 0.2 < 0.99 / 0.8 - 1 < 0.25)
claims("for the goal are 7: 0.90 to the power of 6 is still 0.53")(
    lambda: (next(k for k in range(1, 20) if 0.9**k < 0.5), 0.9, 6, 0.9**6)
)
claims("with one step more it is 0.48")(lambda: 0.9**7)

# --- the language model ----------------------------------------------------------------------------


@claims("A query of 3 for a living thing and 0 for a food gives")
def query() -> tuple[int, int]:
    """The two settings of the goal."""
    return 3, 0


claims('"cat" a weight of 0.88')(lambda: AttentionPeek(living=3, food=0).weights()[1])
claims('"milk" gets 0.90')(lambda: AttentionPeek(living=0, food=3).weights()[4])
claims("four times as much")(lambda: (2 * 10) ** 2 == 4 * 10**2)


def open_by(z: float) -> float:
    """What SiLU makes of a sum."""
    return z / (1 + math.exp(-z))


claims.given(
    "a gate do whose sum is −4, and what at 0 and at 2",
    "on the 16 positions from above",
    "GPT-2 takes GELU",
    why="what the cells show, and the name of a model",
)
claims("At −4 it is nearly shut, at 0 it is shut, and at 2 it passes on 1.76 times")(
    lambda: (-4, 0, 2, open_by(2)) if -0.1 < open_by(-4) < open_by(0) == 0 else ()
)
claims("85 units with a gate have 8,160 weights (32,640 bytes · 8,160 multiply-adds for each position)")(
    lambda: (85, 3 * 32 * 85, 4 * 3 * 32 * 85, 3 * 32 * 85)
)
claims("and 128 units without one have 8,192")(lambda: (4 * 32, 2 * 32 * 128))
claims("Llama 2 7B has 11,008 units there")(
    lambda: (2, 7, (llama_7b() - 2 * 32000 * 4096 - 32 * (4 * 4096**2 + 2 * 4096) - 4096) // (32 * 3 * 4096))
)
claims("four times the width would give 16,384")(lambda: 4 * 4096)
claims("20-16-3 (387 parameters · 1,548 bytes · 368 multiply-adds)")(
    lambda: (20, 16, 3, arrays(20, 16, 3), 4 * arrays(20, 16, 3), 20 * 16 + 16 * 3)
)


@cache
def writer() -> int:
    """Parameters of the writer, counted in its arrays."""
    return sum(p.data.size for p in Writer(20, rng=np.random.default_rng(0)).parameters())


claims("it has 14,516 parameters")(writer)
claims("The logarithm of 50,257 is 10.82")(lambda: (50257, math.log(50257)))
claims("instead of one, and 8,573 times")(lambda: gpt2_small() / writer())

# --- the exercises ---------------------------------------------------------------------------------

claims("4n + 1 parameters here: 2n weights")(lambda: (arrays(2, 7, 1) // 7, arrays(2, 7, 1) - 4 * 7, 2))


@claims("796w + 10", at="largest_width")
def constant() -> int:
    """What is left of 784 → w → w → 10 when w² and 796w are taken away."""
    left = {arrays(784, w, w, 10) - w * w - 796 * w for w in (1, 5, 60)}
    return left.pop() if len(left) == 1 else -1


@cache
def plan(*hidden: int, steps: int) -> Trial:
    """A plan with the learning rate of the solution."""
    return trial(hidden, 0.02, steps)


claims("layer of 48 units takes 193 parameters and 41.5 million FLOPs")(
    lambda: (48, arrays(2, 48, 1), 6 * (2 * 48 + 48) * 32 * 1500 / 1e6)
)
claims("all five seeds reach the goal")(lambda: plan(48, steps=1500).reached == 5)
claims("layers of 20 and 6 units have as many parameters")(
    lambda: (20, 6 if arrays(2, 20, 6, 1) == 193 else -1)
)
claims("with 1,000 steps only")(lambda: 1000)
claims("only two of five seeds got there")(lambda: plan(20, 6, steps=1000).reached == 2)
claims("With 600 steps the wide layer")(lambda: 600 if plan(48, steps=600).reached < 4 else -1)
