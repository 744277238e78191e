"""ONNX's own node tests, cases nobody here wrote, put to every operator the engine has."""

from __future__ import annotations

import re

import pytest
from engine_libraries import needs
from onnx_operators import OPERATORS, LeftOut

pytestmark = pytest.mark.uncounted


@pytest.fixture(scope="module", autouse=True)
def onnx_cases() -> None:
    """Skip with a sentence where ONNX is missing."""
    needs("onnx", "nobody else's cases are put to the engine")


@pytest.mark.parametrize("operator", OPERATORS)
def test_onnx_cases_give_onnx_answers(operator: str) -> None:
    from onnx_adapter import cases_by_operator, check  # noqa: PLC0415 - only where ONNX is installed

    passed = 0
    for case in cases_by_operator()[operator]:
        try:
            check(case)
            passed += 1
        except LeftOut:
            continue
        except Exception as error:
            raise AssertionError(f"{case.name}: {error}") from error
    assert passed or operator in {"GRU"}, "no case of this operator is within the engine's reach"


def test_few_onnx_cases_are_left_out_and_each_says_why() -> None:
    from onnx_adapter import coverage_report  # noqa: PLC0415

    passed, operators, left_out = (int(n) for n in re.findall(r"\d+", coverage_report()[0]))
    assert passed >= 440
    assert operators >= 73
    assert left_out <= 230
