"""Makes the README's pictures: the course in JupyterLab, photographed by a browser.

    scripts/pictures              all of them, into docs/pictures
    scripts/pictures home race    these two

Needs Chromium. Pictures are cropped to what they show and reduced to few colours, so that they are small.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator

from benchmarks.watching import course, notebook
from coursekit.content import chapter
from coursekit.progress import Event, Log
from tests.browser.labpage import Lab

PICTURES = Path(__file__).parent / "pictures"
PAGE = {"width": 1160, "height": 1500}
DENSITY = 2  # of the picture: sharp on today's screens

CELLS = {
    "xor-meter": "from coursekit.widgets import XorMeter\nXorMeter(w1=1, w2=-1, b=0.2)",
    "origami": "from coursekit.widgets import Origami\nOrigami(layer=1.6)",
    "race": "from coursekit.widgets import RavineRace\nRavineRace(step=40)",
    "question": 'from coursekit import ask\nask("neuron.only-linear")',
    "exercise": """
def neuron(x, w, b, activation):
    return activation(np.sum(w * x) - b)

# next
check("neuron.neuron")
""",
}
FIRST = "import numpy as np\n\nfrom coursekit import check"
WRONG = "Its output has a bend, and so its boundary is curved."

# What is done with the XOR meter, one after the other: AND is reached, XOR is not.
STORY = (("weight w₂", 1.0), ("bias b", -1.5), ("XOR", 0), ("bias b", -0.5), ("weight w₁", -1.0))
MOVE = "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input', { bubbles: true })); }"
STEPS, STEP, PAUSE = 5, 90, 1500  # of one move; milliseconds of a step, and of the pause after it
MOVIE_WIDTH, COLOURS = 720, 64


def main(names: list[str]) -> None:
    """Make these pictures, or all."""
    PICTURES.mkdir(exist_ok=True)
    notebooks = {name: notebook(FIRST, *text.split("# next\n")) for name, text in CELLS.items()}
    with course(notebooks) as lab:
        lab.page = lab.browser.new_context(viewport=PAGE, device_scale_factor=DENSITY).new_page()
        lab.page.set_default_timeout(60_000)
        for name in names or [*CELLS, "home"]:
            lab.page.set_viewport_size(PAGE)
            target = {"xor-meter": movie, "home": home, "question": answered, "exercise": reply}.get(
                name, still
            )
            made = target(lab, name)
            print(f"{made}: {made.stat().st_size // 1000} kB")


def still(lab: Lab, name: str) -> Path:
    """A widget as it comes."""
    return save(name, photo(run(lab, name)))


def answered(lab: Lab, name: str) -> Path:
    """A question with a wrong answer, and what is said to it."""
    card = run(lab, name)
    card.get_by_text(WRONG).click()
    card.get_by_role("button", name="Check").click()
    card.get_by_text("Not yet").first.wait_for()
    lab.page.mouse.move(5, 5)
    lab.page.evaluate("document.activeElement.blur()")
    return save(name, photo(card))


def reply(lab: Lab, name: str) -> Path:
    """A cell of a learner's with a slip in it, and what its check says."""
    lab.page.set_viewport_size({**PAGE, "width": 860})
    run(lab, name)
    cells = lab.notebook.locator(".jp-CodeCell")
    cells.first.click()  # the cell in use carries buttons
    pictures = [photo(cells.nth(k)) for k in (1, 2)]
    both = stacked(pictures)
    return save(name, both.crop((60, 8, 1520, both.height)))


def home(lab: Lab, name: str) -> Path:
    """The home page of somebody in the middle of lesson 2."""
    for slug, share in (("neuron", 1.0), ("nonlinearity", 0.4)):
        found = chapter(slug)
        for kind, ids, outcome in (
            ("answer", found.bank.questions, "right"),
            ("attempt", found.exercises, "correct"),
        ):
            short = [each.rpartition(".")[2] for each in ids]
            for each in short[: round(share * len(short))]:
                Log(lab.server.folder).append(Event(kind=kind, chapter=slug, id=each, outcome=outcome))
    lab.open("home.ipynb")
    page = lab.notebook.locator(".jp-RenderedHTMLCommon").first
    lab.page.wait_for_timeout(1500)
    return save(name, photo(page).crop((0, 0, 1544, 1250)))


def movie(lab: Lab, name: str) -> Path:
    """The XOR meter while its sliders move: an animation, and its last picture for print."""
    widget, path = run(lab, name), PICTURES / f"{name}.gif"
    frames, times = [], []
    for milliseconds in story(widget):
        lab.page.wait_for_timeout(200)
        frames.append(photo(widget))
        times.append(milliseconds)
    size = (MOVIE_WIDTH, round(MOVIE_WIDTH * frames[0].height / frames[0].width))
    small = [frame.resize(size, Image.Resampling.LANCZOS) for frame in frames]
    palette = stacked(small[:: len(small) // 6]).quantize(COLOURS, Image.Quantize.FASTOCTREE)
    drawn = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in small]
    drawn[0].save(path, save_all=True, append_images=drawn[1:], duration=times, loop=0, optimize=False)
    return path


def story(widget: Locator) -> Iterator[int]:
    """Tell the story with the widget's own controls; after each step, how many milliseconds it is shown."""
    yield PAUSE
    for label, end in STORY:
        if label == "XOR":
            widget.get_by_role("radio", name="XOR").click()
        else:
            yield from slide(widget.get_by_role("slider", name=label), end)
        yield PAUSE


def slide(slider: Locator, end: float) -> Iterator[int]:
    """Move a slider to a value in steps."""
    start = float(slider.input_value())
    for k in range(1, STEPS + 1):
        slider.evaluate(MOVE, start + (end - start) * k / STEPS)
        yield STEP


def run(lab: Lab, name: str) -> Locator:
    """Open a notebook, run it and wait until its widget has been drawn."""
    lab.open(f"{name}.ipynb")
    lab.run_all()
    lab.page.wait_for_timeout(1500)
    return lab.widgets().first


def photo(of: Locator) -> Image.Image:
    """An element as it stands on the page."""
    return Image.open(io.BytesIO(of.screenshot(animations="disabled"))).convert("RGB")


def stacked(pictures: list[Image.Image]) -> Image.Image:
    """Pictures of one width, one below the other."""
    whole = Image.new("RGB", (pictures[0].width, sum(each.height for each in pictures)))
    top = 0
    for each in pictures:
        whole.paste(each, (0, top))
        top += each.height
    return whole


def save(name: str, picture: Image.Image) -> Path:
    """Write a picture with the colours that are needed and no more."""
    path = PICTURES / f"{name}.png"
    picture.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
