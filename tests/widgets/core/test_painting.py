"""The painting: its values in the kernel, and what the page's script makes of them, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess

import numpy as np
import pytest

from coursekit.errors import ArgumentError, ShapeError
from coursekit.widgets import PaintNeuron, SlideKernel
from coursekit.widgets.core import assets
from coursekit.widgets.core.painting import painting_of, weights_of

LEVELS = np.arange(64).reshape(8, 8) % 5 - 2.0
PAINTED = painting_of(LEVELS)


def test_a_painting_and_its_weights_are_two_forms_of_one_thing():
    assert PAINTED.startswith("=-.+#=-. +#=-.+#=")
    assert (weights_of(PAINTED) == LEVELS).all()
    assert painting_of(np.zeros((8, 8))) == ""
    assert not weights_of("").any()


def test_a_painting_without_weights_is_an_empty_one():
    assert PaintNeuron(weights=" ".join(["........"] * 8)).weights == ""


@pytest.mark.parametrize(
    "value", [" ", "........", f"{PAINTED} ", f"{PAINTED[:-1]}x", PAINTED.replace(" ", ""), 3, None]
)
def test_what_is_no_painting_is_refused_in_a_sentence(value):
    with pytest.raises(
        ArgumentError, match=r'a painting is "" or 8 rows of 8 characters from =-\.\+# .*; it is '
    ):
        PaintNeuron(weights=value)


def test_weights_that_cannot_be_painted_are_refused():
    with pytest.raises(ShapeError, match=r"must have shape \(8, 8\); they have \(64,\)"):
        painting_of(LEVELS.ravel())
    with pytest.raises(ArgumentError, match=r"must be −2, −1, 0, 1 or 2; one is 0\.5"):
        painting_of(LEVELS + 0.5 * (LEVELS == 0))


def test_a_smaller_painting_has_its_own_size():
    assert weights_of(".+. --- ..=", 3).tolist() == [[0, 1, 0], [-1, -1, -1], [0, 0, -2]]
    assert SlideKernel(kernel=np.ones((3, 3))).kernel == "+++ +++ +++"
    with pytest.raises(ArgumentError, match=r"3 rows of 3 characters"):
        SlideKernel(kernel=PAINTED)


@pytest.mark.skipif(
    shutil.which("node") is None, reason="no node here; the browser tests run the same script"
)
def test_the_page_reads_and_writes_the_kernels_values_and_a_stroke_paints_the_squares_below_it(tmp_path):
    (tmp_path / "page.mjs").write_text(f"""
    import {{ levelsOf, valueOf }} from "{(assets.STATIC / "painting.js").as_uri()}";
    import {{ stroke }} from "{(assets.STATIC / "board.js").as_uri()}";
    const painted = levelsOf("", 64);
    stroke(painted, 8, [1.5, 2.5], [6.5, 2.5], 0, 2);
    stroke(painted, 8, [6.5, 2.5], [6.5, 5.5], 0, -1);
    console.log(JSON.stringify([valueOf(levelsOf("{PAINTED}", 64), 8), valueOf(levelsOf("", 64), 8), valueOf(painted, 8)]));
    """)
    done = subprocess.run(["node", tmp_path / "page.mjs"], capture_output=True, text=True, check=True)
    again, empty, painted = json.loads(done.stdout)
    assert (again, empty) == (PAINTED, "")
    assert painted.split() == ["........", "........", ".#####-.", *["......-."] * 3, "........", "........"]
