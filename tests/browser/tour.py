"""The steps a learner takes on the site, in any page that knows `goto`, `evaluate` and `press`."""

from __future__ import annotations

import json
import time
from contextlib import suppress

from playwright.sync_api import Error

PATIENCE = 600.0  # seconds, on a machine that is busy elsewhere
LESSON, EXERCISES = "lessons/01_neuron.ipynb", "exercises/01_neuron.ipynb"
SUM = "Every input counts as its weight says"
RIGHT = "def neuron(x, w, b, activation):\n    return activation(w @ x + b)"
TOOLS = """
const panel = () => coursekitSite.app.shell.currentWidget;
const find = (css, text) => [...document.querySelectorAll(css)].find((each) => each.textContent.includes(text));
const cells = () => panel().content.model.toJSON().cells;
const option = (card, text) => [...card.querySelectorAll("label")].find((each) => each.textContent.includes(text)).control;
"""


class Tour:
    """The steps a learner takes in a page that knows `goto`, `evaluate` and `press`."""

    def __init__(self, page, root):
        self.page, self.root = page, root

    def do(self, statements):
        """Run statements in the page and return what they return."""
        return self.page.evaluate(f"(async () => {{ {TOOLS} {statements} }})()")

    def wait(self, condition):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(AssertionError):  # a page that is just being left
                if self.do(f"return Boolean({condition})"):
                    return
            time.sleep(0.3)
        raise TimeoutError(f"{condition} did not come; the line says: {self.line()}")

    def line(self):
        return self.do("return document.querySelector('.cks-bar')?.innerText")

    def open(self, notebook):
        self.do("window.left = true")
        self.page.goto(f"{self.root}notebooks/index.html?path={notebook}")
        self.wait("!window.left && document.querySelector('.cks-bar[data-python=ready]')")

    def command(self, name):
        """Execute a command of JupyterLab, to its end."""
        self.do(
            f"window.done = 0; coursekitSite.app.commands.execute('{name}').finally(() => {{ done = 1 }})"
        )
        self.wait("window.done")

    def run_cell(self, text, source=None):
        """Run the first cell with this text, with another source if there is one; return the words of its outputs."""
        place = self.do(f"""
            const place = cells().findIndex((each) => each.cell_type === "code" && each.source.includes({json.dumps(text)}));
            panel().content.activeCellIndex = place;
            if ({json.dumps(source)}) panel().content.activeCell.model.sharedModel.setSource({json.dumps(source)});
            return place;
        """)
        self.command("notebook:run-cell")
        return self.do(f"return panel().content.widgets[{place}].outputArea.node.innerText")

    def runs_through(self):
        self.command("notebook:run-all-cells")
        outputs = "cells().flatMap(({ outputs }) => outputs ?? [])"
        assert self.do(f"return {outputs}.filter((each) => each.output_type === 'error')") == []

    def picture_moves(self):
        self.wait("find('.coursekit', 'Beat the XOR meter')?.querySelector('canvas')")
        widget = "find('.coursekit', 'Beat the XOR meter')"
        before = self.do(f"{widget}.scrollIntoView(); return {widget}.querySelector('canvas').toDataURL()")
        bias, words = f"option({widget}, 'bias b')", f"{widget}.querySelector('.ck-words').textContent"
        value, said = self.do(f"return [{bias}.value, {words}]")
        for _ in range(100):
            # What JupyterLab does not show yet takes no focus, and cells that are drawn meanwhile take it away.
            self.wait(f"({bias}.focus(), document.activeElement === {bias})")
            self.page.press("\ue014")  # the right arrow
            if self.do(f"return {bias}.value") != value:
                break
        self.wait(f"{words} !== {json.dumps(said)}")
        assert self.do(f"return {widget}.querySelector('canvas').toDataURL()") != before

    def answers(self):
        """A question wrong, then right."""
        card = "find('.coursekit', 'What does one neuron compute?')"
        verdict = f"{card}.querySelector('.ck-verdict [role=status]')?.textContent"
        self.do(
            f"[...{card}.querySelectorAll('label')].find((each) => !each.textContent.includes('{SUM}')).control.click()"
        )
        self.do(
            f"[...{card}.querySelectorAll('button')].find((each) => each.textContent === 'Check').click()"
        )
        self.wait(f"{verdict}?.includes('Not yet')")
        self.do(f"option({card}, '{SUM}').click()")
        self.do(
            f"[...{card}.querySelectorAll('button')].find((each) => each.textContent === 'Check').click()"
        )
        self.wait(f"{verdict}?.includes('Right.')")

    def answer_is_there(self):
        self.run_cell("from coursekit")
        self.run_cell('ask("neuron.one-neuron")')
        self.wait(f"option(find('.coursekit', 'What does one neuron compute?'), '{SUM}').checked")


class InChromium:
    """A page of Playwright as `Tour` wants it."""

    def __init__(self, page):
        self._page, self.faults = page, []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def goto(self, address):
        self._page.goto(address, wait_until="commit")

    def evaluate(self, expression):
        try:
            return self._page.evaluate(expression)
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
            raise AssertionError("the page is just being left") from error

    def press(self, key):
        self._page.keyboard.press({"\ue014": "ArrowRight"}[key])
