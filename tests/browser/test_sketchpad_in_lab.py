"""The sketchpad and the painting in JupyterLab: pointer, finger, keyboard, and an image of the data."""

from __future__ import annotations

import re

import nbformat
import pytest
from axe import violations
from interactions import place_of, slide, words
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

READER = """
from coursekit.scenes import Scene
from coursekit.widgets import SceneWidget
from coursekit.widgets.core.sketchpad import Sketchpad, in_words, panel_of
class Reader(SceneWidget):
    title = "A reader"
    drawing = Sketchpad(label="Your digit")
    def scene(self):
        return Scene((panel_of(self.drawing),), in_words(self.drawing))
Reader()
"""
PAINTED = "from coursekit.widgets import PaintNeuron\nPaintNeuron()"


@pytest.fixture(scope="module")
def lab(plain):
    cells = [nbformat.v4.new_code_cell(code) for code in (READER, PAINTED)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, plain.server.folder / "sketch.ipynb")
    plain.show("sketch.ipynb")
    assert plain.errors() == []
    return plain


@pytest.fixture
def widget(lab):
    found = lab.widget(0)
    found.get_by_role("button", name="Start again").click()
    expect(words(found)).to_have_text("The sketchpad is empty.")
    return found


def corner(widget, *, side=32):
    """The board's place, and the size of a square."""
    box = place_of(widget.get_by_role("application"))
    return box["x"], box["y"], box["width"] / side


def test_a_stroke_of_the_mouse_is_drawn_and_read_and_taken_back(lab, widget):
    x, y, square = corner(widget)
    mouse = lab.page.mouse
    mouse.move(x + 16.5 * square, y + 4.5 * square)
    mouse.down()
    mouse.move(x + 16.5 * square, y + 28.5 * square, steps=8)
    mouse.up()
    expect(words(widget)).to_contain_text("in rows 4 to 30 and columns 16 to 18")
    assert violations(lab.page, ".coursekit") == []
    widget.get_by_role("button", name="Undo").click()
    expect(words(widget)).to_have_text("The sketchpad is empty.")


def test_a_finger_draws_and_does_not_scroll(lab, widget):
    x, y, square = corner(widget)
    touch = lab.page.context.new_cdp_session(lab.page)
    for kind, row in [("touchStart", 8), ("touchMove", 14), ("touchMove", 20)]:
        points = [{"x": x + 10.5 * square, "y": y + (row + 0.5) * square}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.detach()
    expect(words(widget)).to_contain_text("in rows 8 to 22 and columns 10 to 12")
    assert corner(widget) == (x, y, square)


def test_the_keyboard_alone_draws_clears_and_takes_back(widget):
    pad = widget.get_by_role("application", name="Your digit")
    status = widget.locator(".ck-where")
    pad.focus()
    for key in ("ArrowUp", "Space"):
        pad.press(key)
    expect(status).to_have_text("Row 16, column 17: dark.")
    expect(words(widget)).to_contain_text("1 of 1,024 squares")
    for _ in range(3):
        pad.press("Shift+ArrowLeft")
    expect(words(widget)).to_contain_text("4 of 1,024 squares are dark, in row 16 and columns 14 to 17")
    pad.press("Space")
    expect(words(widget)).to_contain_text("3 of 1,024")
    pad.press("Control+z")
    expect(words(widget)).to_contain_text("4 of 1,024")
    widget.get_by_role("button", name="Clear").click()
    expect(words(widget)).to_have_text("The sketchpad is empty.")


def test_an_image_of_the_test_set_is_shown_at_once(widget):
    widget.get_by_role("button", name="One from the test set").click()
    expect(words(widget)).to_contain_text("squares are dark")
    expect(widget.locator(".ck-drawn")).to_have_attribute("d", re.compile("h"))


def test_the_eraser_takes_away_what_the_thick_pen_drew(lab, widget):
    x, y, square = corner(widget)
    for tool in ("thick pen", "eraser"):
        widget.get_by_role("radio", name=tool).check()
        lab.page.mouse.click(x + 16.5 * square, y + 16.5 * square)
        if tool == "thick pen":
            expect(words(widget)).to_contain_text("in rows 15 to 19 and columns 15 to 19")
    expect(words(widget)).to_have_text("The sketchpad is empty.")
    widget.get_by_role("radio", name="pen", exact=True).check()


def test_weights_are_painted_with_the_mouse_for_and_against(lab):
    painting = lab.widget(1)
    x, y, square = corner(painting, side=8)
    painting.get_by_role("radio", name="strongly against (−2)").check()
    lab.page.mouse.move(x + 3.5 * square, y + 3.5 * square)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 4.5 * square, y + 4.5 * square, steps=4)
    lab.page.mouse.up()
    expect(words(painting)).to_contain_text("0 squares blue, for 0, and 2 orange, against it")
    painting.get_by_role("button", name="Undo").click()
    expect(words(painting)).to_contain_text("Nothing is painted yet")
    painting.get_by_role("radio", name="for (1)", exact=True).check()
    assert violations(lab.page, ".coursekit") == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_narrow_page_small_pictures_share_a_row_and_nothing_is_cut_off(lab, theme):
    lab.set_theme(theme)
    lab.resize(390)
    painting = lab.widget(1)
    shown = painting.get_by_role("img").bounding_box()
    assert shown["height"] < 1.8 * shown["width"]  # weights and digits side by side, the bars below
    wide, room = painting.evaluate("widget => [widget.scrollWidth, widget.clientWidth]")
    assert wide == room
    assert violations(lab.page, ".coursekit") == []


def test_a_picture_is_there_while_later_cells_still_run(plain):
    wait = "import pathlib, time\nwhile not pathlib.Path('go on').exists():\n    time.sleep(0.1)"
    first = "from coursekit.widgets import Origami, XorMeter\nXorMeter(w1=1)"
    cells = [nbformat.v4.new_code_cell(code) for code in (first, "Origami()", wait)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, plain.server.folder / "early.ipynb")
    plain.bring("early.ipynb")
    plain.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells') && null")
    for name in ("AND: 2 of 4", "After 0 of 4"):
        expect(plain.notebook.locator(".ck-words", has_text=name)).to_be_visible()
    assert plain.notebook.get_by_text("[*]:").count() == 1
    (plain.server.folder / "go on").touch()
    plain.wait_idle()
    slide(plain.widget(0), "bias b", 1.0)
    expect(words(plain.widget(0))).to_contain_text("x₂ + 1.0 = 0")
