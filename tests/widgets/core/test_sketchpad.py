"""The sketchpad: its values in the kernel, and what the page's script makes of them, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess

import numpy as np
import pytest
from messages import connected, set_state

from coursekit.datasets import digits
from coursekit.errors import ArgumentError
from coursekit.scenes import Scene
from coursekit.widgets import SceneWidget
from coursekit.widgets.core import assets
from coursekit.widgets.core.bitmap import digit_counts
from coursekit.widgets.core.sketchpad import Sketchpad, bitmap_of, counts_of, in_words, panel_of, value_of

STROKE = np.zeros((32, 32), dtype=bool)
STROKE[4:20, 10:13] = True


class Reader(SceneWidget):
    title = "A reader"
    drawing = Sketchpad(label="Your digit")

    def scene(self):
        return Scene((panel_of(self.drawing),), in_words(self.drawing))


def test_a_drawing_and_its_value_are_two_forms_of_one_thing():
    assert (bitmap_of(value_of(STROKE)) == STROKE).all()
    assert value_of(np.zeros((32, 32))) == ""
    assert not bitmap_of("").any()
    assert value_of(STROKE)[4 * 8 : 5 * 8] == "00380000"


def test_a_widget_takes_a_drawing_from_the_page_and_shows_it():
    widget, sent = connected(Reader())
    set_state(widget, drawing=value_of(STROKE))
    assert sent[-1][0]["values"] == {"drawing": value_of(STROKE)}
    assert widget.scene().words == "48 of 1,024 squares are dark, in rows 5 to 20 and columns 11 to 13."
    (heat,) = widget.scene().panels[0].marks
    assert (np.flipud(heat.values) == 254).tolist() == STROKE.tolist()
    assert eval(repr(widget)).drawing == widget.drawing


def test_a_saved_notebook_keeps_the_drawing_as_a_picture_and_in_words():
    empty, drawn = (Reader(drawing=value)._repr_mimebundle_()[0] for value in ("", "#3"))
    assert drawn["image/png"] != empty["image/png"]
    assert drawn["text/plain"] == f"Reader(drawing='#3')\n{in_words('#3')}"


def test_a_drawing_without_ink_is_an_empty_one():
    assert Reader(drawing="0" * 256).drawing == ""
    assert Reader().scene().words == "The sketchpad is empty."
    with pytest.raises(ArgumentError, match="the sketchpad is empty; draw a digit first"):
        counts_of("")


def test_images_of_the_data_keep_their_counts_and_drawings_are_brought_to_their_form():
    X, labels = digits(scaled=False).test
    shown = []
    for k in range(30):
        (row,) = np.flatnonzero((counts_of(f"#{k}").ravel() == X).all(axis=1))
        shown.append(int(labels[row]))
    assert sorted(shown) == sorted(3 * list(range(10)))
    assert Reader(drawing="#7").drawing == "#7"
    assert Reader()._spec["controls"][0]["samples"][7] == value_of(bitmap_of("#7"))
    assert counts_of(value_of(STROKE)).tolist() == digit_counts(STROKE).tolist()
    counts_of("#0")[:] = 0
    assert counts_of("#0").any()


@pytest.mark.parametrize(
    "value", ["#30", "#-1", "#07", "#", "ff", "F" * 256, "f" * 257, "x" * 256, 3, None, ["#1"]]
)
def test_what_is_no_drawing_is_refused_in_a_sentence(value):
    with pytest.raises(
        ArgumentError, match='a drawing is "", "#0" to "#29" or 256 hexadecimal digits; it is '
    ):
        Reader(drawing=value)


@pytest.mark.skipif(
    shutil.which("node") is None, reason="no node here; the browser tests run the same script"
)
def test_the_page_reads_and_writes_the_kernels_values_and_its_pen_leaves_no_gaps(tmp_path):
    (tmp_path / "page.mjs").write_text(f"""
    import {{ hexOf, squaresOf }} from "{(assets.STATIC / "sketchpad.js").as_uri()}";
    import {{ stroke }} from "{(assets.STATIC / "board.js").as_uri()}";
    const given = "{value_of(STROKE)}";
    const drawn = squaresOf("", 1024);
    stroke(drawn, 32, [4, 4], [28, 16], 1.5, 1);
    stroke(drawn, 32, [40, 40], [40, 40], 1.5, 1);
    console.log(JSON.stringify([hexOf(squaresOf(given, 1024)), hexOf(squaresOf("", 1024)), hexOf(drawn)]));
    """)
    done = subprocess.run(["node", tmp_path / "page.mjs"], capture_output=True, text=True, check=True)
    again, empty, drawn = json.loads(done.stdout)
    assert (again, empty) == (value_of(STROKE), "")
    dark = bitmap_of(drawn)
    assert dark[:, 4:28].any(axis=0).all()
    assert 2 <= dark.sum(axis=0)[4:28].min() <= dark.sum(axis=0).max() <= 5
    assert not dark[20:].any()
