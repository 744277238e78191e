"""The numbers in lesson 6's texts that somebody chose, each with the reason; claims.py computes the others."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["choose"]


def choose(given: Callable[..., None]) -> None:
    """Register them with `given` of the chapter's claims."""
    _units_and_sizes(given)
    _facts_and_tasks(given)


def _units_and_sizes(given: Callable[..., None]) -> None:
    given("8 bits", "8 of them make a byte", why="what a byte is")
    given("16 bits are 2 bytes", "2 bytes each, so", why="16 divided by 8")
    given(
        "at 16 bits",
        "At 16 bits",
        "for 16 bits",
        "of 16 bits",
        "that 16 bits",
        "16 bits are half",
        "16 bits do save",
        "number in 16 bits",
        "16 bits are how many",
        "16 bits halve",
        "and at 16?",
        "bits` is 32 or 16",
        "or 16.",
        "16 bits are collected",
        "small for 16 bits",
        why="a width of numbers",
    )
    given(
        "at 32 bits",
        "At 32 bits",
        "32-bit copy",
        "always take 32 bits",
        "always takes 32 bits",
        "stay at 32 bits",
        "from 32 to 16 bits",
        "need 32 bits",
        why="a width of numbers",
    )
    given(
        "4,096 inputs to 4,096 units",
        "that layer, 4,096 → 4,096",
        "one layer 4,096 → 4,096",
        why="the layer that is asked about",
    )
    given(
        "GPT-2 small",
        "Llama 2 7B",
        "GPT-2)",
        "GPT-2 small has",
        '"7B"',
        "70B",
        "a 7B model",
        "for 7B in training",
        '"7B can',
        "700B can",
        why="names of models",
    )
    given(
        "784 inputs, 128 hidden units and 10 outputs",
        "hidden units to 256",
        why="the network that is asked about",
    )
    given(
        "784 inputs",
        "10 outputs",
        "its own 784 weights in, 10 weights out",
        "784 → width → width → 10",
        why="the network that is asked about",
    )
    given(
        "784 → 128 → 10",
        "64 → 64 → 64",
        "Between 64 and 64 units",
        at="pictures.py",
        why="the networks that are drawn",
    )
    given(
        "7 billion parameters",
        "the 7 billion",
        "a billion parameters",
        "700 billion parameters",
        why="the size that is asked about",
    )
    given("more than 80 billion bytes", "counts on 80 billion", why="what the label says")
    given("80 GB", why="the memory of an A100 or H100 card, from their data sheets")


def _facts_and_tasks(given: Callable[..., None]) -> None:
    given("With 0 it shows", "Write a 2 to", "tcp://10.0.0.5:8786", why="settings of a cell")
    given("7 billion take", "7 billion times", why="the size that is asked about")
    given("50,257 tokens", "12 such blocks", why="GPT-2's vocabulary and depth, as published")
    given("from one to 64 of them", why="the range of the slider")
    given("down to 4 bits", why="a width that published methods reach")
    given("need 32 bits to be useful. Here a matrix is stored in 8 bits", why="two widths")
    given(
        "about 3N to learn",
        "about 2N to learn",
        "about 2N² to learn",
        "About 2N to read it",
        why="wrong answers, and the part of them that is right",
    )
    given(
        "The H100 does 989 trillion",
        "989 trillion FLOPs",
        "reads 3.35 trillion bytes",
        why="data sheet of the H100 SXM",
    )
    given("16 examples in nearly the time", why="far below the 300 of the lesson")
    given(
        "an answer of 500 tokens",
        "for 3 dollars an hour",
        "40 % of its top speed",
        "lists of 2026 run",
        "about 2 to 5 dollars",
        why="the assumptions that the text states",
    )
    given("Since 2007", "since 2017", why="first release of CUDA, and of the V100 with its tensor cores")
    given("a batch of 1,001 examples", why="chosen so that four shares cannot be equal")
    given(
        "In 2022",
        "70 billion parameters",
        "one with 280 billion",
        why="Chinchilla and Gopher, Hoffmann et al. 2022",
    )
    given(
        "with 0.80, 0.90, 0.95 and 0.99",
        "from 0.80 to 0.99",
        "From .80 to .99",
        "right at 0.80",
        why="the models that are asked about",
    )
    given("errors away from 1", why="all")
    given("16 at a time", "400 sentences", "is 50 training steps", why="settings of the writer")
    given("below 1 the likeliest", "above 1 chance", why="a temperature of 1 changes nothing")
    given("batch` examples, 2 for each", why="a multiplication and an addition")
    given(
        "unit fits, return 0",
        "width 1, 2, 3",
        "width + 1 still",
        "moments of 4 bytes each",
        why="places to begin",
    )
    given(
        "most 250 parameters",
        "45 million FLOPs",
        "batches of 32",
        "weights × 32 × steps",
        "has 2 inputs",
        "and 1 output",
        "least 4 of the 5 seeds",
        "93 % on new",
        why="the task that is set",
    )
    given(
        "about 48 units, a learning rate of 0.02",
        "about 1,500",
        why="the solution's plan, tried by its check",
    )
    given("layers.params-2432", why="the name of a question")
