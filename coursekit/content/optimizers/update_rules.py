"""Checks of the update rules, step by step: each call gets the state that the reference had before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.content.optimizers.diagnoses import Diagnoses, Rule
from coursekit.quiz import Expect

Array = npt.NDArray[np.float64]

_KEPT_ELSEWHERE = (
    "The same call gives another answer the second time. Something is kept outside `state`, and so all weights "
    "share it: read it from what you are handed, and return it."
)


def check_adam_steps(
    rules: Sequence[Rule],
    step: Callable[..., Any],
    rng: np.random.Generator,
    expect: Expect,
    settings: dict[str, float],
) -> None:
    """Check four steps of Adam for two weight arrays in turn; each call gets the state of a reference."""
    arguments = tuple(settings.values())
    references = [_Reference(random_numbers(rng, (n,)), settings) for n in (2, 3)]
    first = references[0]
    other = np.array([[1.0, 1.0], [-3.0, 2.0]])
    same_again(lambda g: step(first.w, g, first.state(), *arguments), other, expect)
    for k in range(4):
        for reference in references:
            gradient = (
                random_numbers(rng, reference.w.shape) * np.array([1.0, 1e-4, 50.0])[: reference.w.size]
            )
            given = {"w": reference.w, "gradient": gradient, "t": k, **settings}
            wrong = rule_diagnoses(rules, reference.w, gradient, {**reference.state(), **settings})
            diagnoses = [(value - reference.w, says) for value, says in wrong]
            moved, state = pair(
                step(reference.w, gradient, reference.state(), *arguments), "`return w, state`", expect
            )
            reference.step(rules[0], gradient)
            way, what = reference.w - reference.before, "your step moved w by"
            expect.close(
                moved - reference.before, way, given=given, what=what, diagnoses=diagnoses, tolerance=1e-4
            )
            _kept_state(state, reference.state(), given, expect)


class _Reference:
    """Weights that the right rule moves, and the state it keeps."""

    def __init__(self, w: Array, settings: dict[str, float]) -> None:
        self.w = self.before = w
        self._memory: dict[str, Any] = {"m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0, **settings}

    def state(self) -> dict[str, Any]:
        return {"m": self._memory["m"].copy(), "v": self._memory["v"].copy(), "t": self._memory["t"]}

    def step(self, rule: Rule, gradient: Array) -> None:
        self.before = self.w
        self.w = rule.step(self.w, gradient, self._memory)


def rule_diagnoses(rules: Sequence[Rule], w: Array, gradient: Array, memory: dict[str, Any]) -> Diagnoses:
    """Return the weights after one step of each wrong rule from this memory, and what each of them says."""
    with np.errstate(all="ignore"):
        return [(rule.step(w, gradient, dict(memory)), rule.says) for rule in rules[1:]]


def pair(got: Any, written: str, expect: Expect) -> tuple[Array, Any]:
    """Return the weights as an array, and what was returned beside them."""
    is_pair = isinstance(got, tuple) and len(got) == 2
    expect.that(is_pair, f"two things are to be returned, the weights and what to keep: {written}.")
    return expect.array(got[0], what="you gave as w", finite=False), got[1]


def same_again(call: Callable[[Array], Any], gradients: Array, expect: Expect) -> None:
    """Check that a call gives the same weights after another call, so that nothing is kept outside its arguments."""
    calls = [call(gradients[0]), call(gradients[1]), call(gradients[0])]
    found = [got[0] if isinstance(got, tuple) and got else got for got in calls]
    first, _, again = (expect.array(each, what="you gave as w", finite=False) for each in found)
    expect.that(bool(np.array_equal(first, again, equal_nan=True)), _KEPT_ELSEWHERE)


def _kept_state(state: Any, want: dict[str, Any], given: dict[str, Any], expect: Expect) -> None:
    """Check that the state holds m, v and t for the next step."""
    whole = isinstance(state, dict) and all(name in state for name in ("m", "v", "t"))
    expect.that(
        whole, 'the weights are right. The state you return needs "m", "v" and "t" for the next step.'
    )
    t = want["t"]
    expect.close(
        state["t"], t, given=given, what='the weights are right. You gave as state["t"]',
        otherwise="Return the t that you counted up.",
    )  # fmt: skip
    for name, beta in (("m", 0.9), ("v", 0.999)):
        corrected = "Return the average as it was before the correction; corrected twice it goes wrong."
        what = f'the weights are right. You gave as state["{name}"]'
        swapped = "β₁ and β₂ are swapped: m keeps 0.9 of itself, v keeps 0.999."
        alone = {"m": 0.01, "v": 100.0}[name]  # what the other β would make of the first gradient
        diagnoses = [(want[name] / (1 - beta**t), corrected), (want[name] * alone, swapped)]
        expect.close(state[name], want[name], given=given, what=what, diagnoses=diagnoses, tolerance=1e-4)


def random_numbers(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Numbers between −2 and 2 with one decimal, none nearer to 0 than 0.3."""
    return np.asarray(rng.integers(3, 21, shape) * rng.choice([-1, 1], shape) / 10, dtype=float)


def random_rate(rng: np.random.Generator) -> float:
    """A learning rate from 0.02 to 0.2."""
    return int(rng.integers(2, 21)) / 100
