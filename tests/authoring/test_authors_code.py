"""Files of an author that do not run: one sentence with file, line and reason."""

from __future__ import annotations

import pytest
from samplechapter import CHECKS, NUMBERS, PICTURES

from coursekit.authoring import unexecuted
from coursekit.authoring.authors_code import run_file
from coursekit.errors import BankError


def test_a_file_is_run_as_a_module(tmp_path):
    (tmp_path / "claims.py").write_text("def twice():\n    return 8\n", encoding="utf-8")
    module = run_file(tmp_path / "claims.py")
    assert (module.__name__, module.twice()) == ("claims", 8)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (b"x = 1\ndef f(:\n", "mine/claims.py, line 2: invalid syntax"),
        (b"x = 1\n\nx / 0\n", "mine/claims.py, line 3 does not run: ZeroDivisionError: division by zero"),
        (
            b"import math\n\nmath.fsum([None])\n",
            "mine/claims.py, line 3 does not run: TypeError: must be real number, not NoneType",
        ),
    ],
)
def test_a_file_that_does_not_run_is_one_sentence_with_the_line(tmp_path, source, sentence):
    path = tmp_path / "mine" / "claims.py"
    path.parent.mkdir()
    path.write_bytes(source)
    with pytest.raises(BankError) as refused:
        run_file(path)
    assert str(refused.value) == sentence


def test_a_file_with_null_bytes_is_named(tmp_path):
    (tmp_path / "claims.py").write_bytes(b"a\0b\n")
    with pytest.raises(BankError, match=r"/claims\.py.* null bytes$"):
        run_file(tmp_path / "claims.py")


def test_a_numbers_file_with_a_slip_of_syntax_is_named(sample):
    with pytest.raises(BankError, match=r"^tiny/numbers\.py, line \d+: expected ':'$"):
        sample(numbers_py=f"{NUMBERS}\ndef f()\n")


@pytest.mark.parametrize(("name", "text"), [("checks", CHECKS), ("pictures", PICTURES)])
def test_checks_and_pictures_with_a_slip_of_syntax_are_named(sample, name, text):
    tiny = sample(**{f"{name}_py": f"{text}\ndef f()\n"})
    with pytest.raises(BankError, match=rf"^tiny/{name}\.py, line \d+: expected ':'$"):
        unexecuted(tiny)
