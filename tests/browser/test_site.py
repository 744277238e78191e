"""The course as static files, with every other address out of reach: one learner's way through it, in this order.

A start of Python costs some ten seconds, so there are three: in a lesson, in its exercises, in the lesson again.
"""

from __future__ import annotations

import socket
import threading
import zipfile
from contextlib import suppress
from importlib.util import find_spec

import pytest
from interactions import check, pixels, slider, verdict, words
from labpage import CHROMIUM_FLAGS, find_chromium
from playwright.sync_api import expect
from tour import EXERCISES, LESSON, RIGHT, SUM

from coursekit.cli import main
from coursekit.lab.site.serve import server
from coursekit.progress import read_history

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        find_spec("jupyterlite_pyodide_kernel") is None, reason="JupyterLite is not installed"
    ),
]

START_MS = 600_000  # on a machine that is busy elsewhere
RUN = """(command) => {
    window.done = false;
    coursekitSite.app.commands.execute(command).finally(() => { window.done = true; });
}"""
ERRORS = """() => coursekitSite.app.shell.currentWidget.content.model.toJSON().cells
    .flatMap((cell) => cell.outputs ?? []).filter((output) => output.output_type === "error")
    .map((output) => `${output.ename}: ${output.evalue}`)"""


PUT_AWAY = """() => {
    const { context } = coursekitSite.app.shell.currentWidget;
    const { save } = context;
    let saves = 0;
    context.save = () => { saves++; return save(); };
    context.model.cells.get(0).sharedModel.setSource("typed and not yet saved");
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    delete document.hidden;
    context.save = save;
    return saves;
}"""
TYPE = """(text) => coursekitSite.app.shell.currentWidget.content.model.cells.get(0).sharedModel.setSource(text)"""
STORED = (
    """async (path) => JSON.stringify((await coursekitSite.drive.get(path, { content: true })).content)"""
)


class Visit:
    """One page on the site; `elsewhere` is what it asked of other machines, `faults` what went wrong in it."""

    def __init__(self, page, root, go_offline):
        self.page, self.root, self.go_offline, self.elsewhere, self.faults = page, root, go_offline, [], []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.context.on("request", lambda request: self._follow(request.url))

    def _follow(self, url):
        if not url.startswith((self.root.rsplit("/", 2)[0], "data:", "blob:")):
            self.elsewhere.append(url)

    def open(self, notebook):
        self.page.goto(f"{self.root}notebooks/index.html?path={notebook}", wait_until="commit")
        self.wait_for_python()

    def wait_for_python(self):
        self.page.locator(".cks-bar[data-python=ready]").wait_for(timeout=START_MS)

    def run(self, command):
        self.page.evaluate(RUN, command)
        self.page.wait_for_function("window.done", timeout=START_MS)

    def widget(self, text):
        found = self.page.locator("css:light=.coursekit", has_text=text).first
        found.wait_for()
        found.scroll_into_view_if_needed()
        return found

    def cell(self, text):
        """The first cell with this text in its source."""
        found = (
            self.page.locator(".jp-CodeCell")
            .filter(has=self.page.locator(".cm-content", has_text=text))
            .first
        )
        found.scroll_into_view_if_needed()
        return found

    def run_cell(self, text, source=None):
        """Run the first cell that holds this text, with another source if there is one."""
        cell = self.cell(text)
        cell.locator(".cm-content").click()
        if source is not None:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(source)
        self.run("notebook:run-cell")
        return cell


@pytest.fixture(scope="module")
def visit(browser, site_files):
    flags = [*CHROMIUM_FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    alone = browser.browser_type.launch(executable_path=find_chromium(), args=flags)
    with server(site_files, under="/course/") as found:
        page = alone.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
        page.set_default_timeout(60_000)

        connections, accept = [], found.get_request

        def remembered():
            connections.append(accept())
            return connections[-1]

        found.get_request = remembered

        def go_offline():
            found.shutdown()
            found.server_close()
            for connection, _ in connections:  # a browser goes on with one that is open
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield Visit(page, f"http://127.0.0.1:{found.server_port}/course/", go_offline)
        alone.close()
        found.shutdown()


def test_it_opens_at_home_where_the_text_is_before_python(visit):
    visit.page.goto(visit.root)
    reading = visit.page.locator(".cks-reading")
    expect(reading.locator("h1").first).to_have_text("Neural networks you can touch")
    expect(visit.page.locator(".cks-bar")).to_contain_text("Python is starting: you can read on")
    reading.get_by_role("link", name="Open the lesson").first.click()
    expect(reading.locator("h1").first).to_contain_text("One neuron")
    assert visit.page.url.endswith(LESSON)


def test_a_lesson_runs_from_top_to_bottom_without_an_error(visit):
    visit.wait_for_python()
    visit.run("notebook:run-all-cells")
    assert visit.page.evaluate(ERRORS) == []


def test_an_output_bears_the_number_of_its_cell(visit):
    cells = visit.page.evaluate("coursekitSite.app.shell.currentWidget.content.model.toJSON().cells")
    numbers = [
        (each["execution_count"], output["execution_count"])
        for each in cells
        for output in each.get("outputs", [])
        if output["output_type"] == "execute_result"
    ]
    assert [output for _, output in numbers] == [cell for cell, _ in numbers] != []


def test_a_slider_moves_its_picture(visit):
    meter = visit.widget("Beat the XOR meter")
    before, said = pixels(meter), words(meter).inner_text()
    slider(meter, "bias b").focus()
    visit.page.keyboard.press("ArrowRight")
    expect(words(meter)).not_to_have_text(said)
    assert pixels(meter) != before


def test_a_question_is_answered_wrong_then_right(visit):
    card = visit.widget("What does one neuron compute?")
    labels = card.get_by_role("radio")
    labels.nth(1 if SUM in labels.nth(0).evaluate("input => input.labels[0].innerText") else 0).check()
    check(card)
    expect(verdict(card)).not_to_contain_text("Right.")
    card.get_by_label(SUM).check()
    check(card)
    expect(verdict(card)).to_contain_text("Right.")


def test_an_exercise_is_solved(visit):
    visit.run("docmanager:save")
    visit.open(EXERCISES)
    visit.run("notebook:run-all-cells")
    assert visit.page.evaluate(ERRORS) == []
    visit.run_cell("def neuron(x, w, b, activation)", RIGHT)
    told = visit.run_cell('check("neuron.neuron")')
    expect(told).to_contain_text("✓ correct. Weigh, sum, bend")
    visit.run("docmanager:save")


def test_without_the_network_the_lesson_comes_again_and_the_answer_is_in_it(visit):
    visit.page.locator(".cks-bar[data-kept=yes]").wait_for(timeout=START_MS)
    visit.go_offline()
    visit.open(LESSON)
    visit.run_cell("from coursekit")
    visit.run_cell('ask("neuron.one-neuron")')
    card = visit.widget("What does one neuron compute?")
    expect(card.get_by_label(SUM)).to_be_checked()
    expect(card).to_contain_text("Right.")


def test_the_work_comes_out_as_a_zip_that_goes_into_a_folder(visit, tmp_path):
    with visit.page.expect_download() as found:
        visit.page.get_by_role("button", name="Save my work").click()
    found.value.save_as(tmp_path / "my-work.zip")
    with zipfile.ZipFile(tmp_path / "my-work.zip") as packed:
        assert RIGHT.splitlines()[1].strip() in packed.read(EXERCISES).decode()
    assert main(["import", str(tmp_path / "my-work.zip"), str(tmp_path / "lab")]) == 0
    events = read_history(tmp_path / "lab").events
    assert [each.outcome for each in events if each.id == "one-neuron"] == ["wrong", "right"]
    assert [each.outcome for each in events if each.id == "neuron"] == ["not attempted", "correct"]


def test_nobody_else_was_asked_for_anything_and_nothing_went_wrong(visit):
    assert visit.elsewhere == []
    assert visit.faults == []


def test_when_python_has_ended_the_page_says_so_and_starts_it_again(visit):
    visit.page.evaluate(
        "() => { coursekitSite.app.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({ code: 'import os; os._exit(0)' }).done.catch(() => {}); }"
    )
    told = visit.page.locator(".cks-bar")
    expect(told).to_contain_text("Python has stopped. What you typed is here", timeout=START_MS)
    told.get_by_role("button", name="Start Python again").click()
    visit.wait_for_python()


def test_what_was_typed_is_saved_when_the_page_is_put_away_or_left_for_home(visit):
    assert visit.page.evaluate(PUT_AWAY) == 1
    visit.page.evaluate(TYPE, "typed on the way home")
    visit.page.get_by_role("link", name="Home", exact=True).click()
    visit.page.wait_for_url("**path=home.ipynb")
    visit.page.wait_for_function("window.coursekitSite?.drive", timeout=START_MS)
    assert "typed on the way home" in visit.page.evaluate(STORED, LESSON)
