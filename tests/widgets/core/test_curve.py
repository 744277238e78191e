"""The pad for a curve: its values in the kernel, and what the page's script makes of them, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess

import numpy as np
import pytest
from messages import connected, set_state

from coursekit.errors import ArgumentError
from coursekit.quiz import CurveRange
from coursekit.widgets import SceneWidget
from coursekit.widgets.core import assets
from coursekit.widgets.core.curve import Curve, curve_scene

SPACE = CurveRange((-2, 2), (-1, 1))
XS = SPACE.places()


class Guess(SceneWidget):
    title = "A guess"
    drawn = Curve(label="Your curve", x=(-2, 2), y=(-1, 1), presets={"a sine": np.sin})

    def scene(self):
        return curve_scene(SPACE, self.drawn)


def test_a_widget_takes_a_curve_from_the_page_and_shows_it():
    widget, sent = connected(Guess())
    set_state(widget, drawn=SPACE.value(XS / 2))
    assert sent[-1][0]["values"] == {"drawn": SPACE.value(XS / 2)}
    (line,) = widget.scene().panels[0].marks
    assert line.y == pytest.approx(XS / 2, abs=1.01 / 240)
    assert widget.scene().words.startswith("The curve runs from (−2, −1) to (2, 1)")
    assert eval(repr(widget)).drawn == widget.drawn


def test_an_empty_pad_is_a_picture_without_a_line():
    assert Guess(drawn=".." * 65).drawn == ""
    assert Guess().scene().panels[0].marks == ()
    with pytest.raises(ArgumentError, match='a drawn curve is "" or 65 pairs'):
        Guess(drawn="sine")


def test_the_page_is_told_ranges_and_presets():
    (control,) = Guess()._spec["controls"]
    assert control == {
        "name": "drawn", "kind": "curve", "label": "Your curve", "x": [-2, 2], "y": [-1, 1], "places": 65, "levels": 240, "x_label": "x", "y_label": "y",
        "presets": [("a sine", SPACE.value(np.sin(XS)))],
    }  # fmt: skip


@pytest.mark.skipif(
    shutil.which("node") is None, reason="no node here; the browser tests run the same script"
)
def test_the_page_reads_writes_and_joins_as_the_kernel_does(tmp_path):
    given = ".." * 16 + "00" + ".." * 31 + "f0" + ".." * 16
    (tmp_path / "page.mjs").write_text(f"""
    import {{ drawLine, filled, heightsIn, setKnot, curveOf }} from "{(assets.STATIC / "curve.js").as_uri()}";
    const given = heightsIn("{given}", 65);
    const drawn = heightsIn("", 65);
    drawLine(drawn, [60.2, 240], [4.4, 0]);
    const set = heightsIn("{"78" * 65}", 65);
    setKnot(set, 32, 240);
    const first = heightsIn("", 65);
    setKnot(first, 0, 7);
    const out = [curveOf(given), filled(given), drawn, filled(set), curveOf(first), curveOf(heightsIn("", 65))];
    console.log(JSON.stringify(out));
    """)
    done = subprocess.run(["node", tmp_path / "page.mjs"], capture_output=True, text=True, check=True)
    again, heights, drawn, set_, first, empty = json.loads(done.stdout)
    assert (again, empty) == (given, "")
    assert np.array(heights) / 120 - 1 == pytest.approx(SPACE.heights(given))
    assert (drawn[:4], drawn[4], drawn[60], drawn[61:]) == ([None] * 4, 0, 239, [None] * 4)
    assert np.diff(drawn[4:61]) == pytest.approx(np.full(56, 4.3), abs=1.4)
    assert set_ == [120] * 28 + [120, 150, 180, 210, 240, 210, 180, 150, 120] + [120] * 28
    assert SPACE.heights(first) == pytest.approx(np.full(65, 7 / 120 - 1))
