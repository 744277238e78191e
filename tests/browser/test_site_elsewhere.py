"""A short tour of the site in Firefox, and in Chromium without what another browser lacks."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading

import pytest
from firefox import Firefox, find_firefox
from labpage import CHROMIUM_FLAGS, find_chromium
from playwright.sync_api import expect
from tour import LESSON, InChromium, Tour

from coursekit.lab.site.serve import server

pytestmark = pytest.mark.browser

NO_FIREFOX = "no Firefox was found: install it (Debian: apt install firefox-esr)"
PATIENCE_MS = 120_000  # on a machine that is busy elsewhere
WITHOUT_JSPI = "delete WebAssembly.Suspending; delete WebAssembly.promising;\n"  # as Safari


@pytest.fixture(scope="module")
def root(site_files):
    with server(site_files, under="/course/") as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_port}/course/"
        found.shutdown()


def test_in_firefox_the_short_tour_goes_well_and_everything_is_kept(root, tmp_path):
    program = find_firefox()
    if program is None:
        assert "firefox" not in os.environ.get("COURSEKIT_REQUIRE", "").split(","), NO_FIREFOX
        pytest.skip(NO_FIREFOX)
    page = Firefox(program, tmp_path)
    try:
        page.goto(root)
        tour = Tour(page, root)
        tour.wait(
            "document.querySelector('.cks-reading h1')?.textContent === 'Neural networks you can touch'"
        )
        # A page that is left while it loads says that a part of it could not be loaded.
        tour.wait("coursekitSite.app && (await coursekitSite.app.restored, true)")
        tour.open(LESSON)
        tour.runs_through()
        tour.picture_moves()
        tour.answers()
        tour.command("docmanager:save")
        tour.open(LESSON)
        tour.answer_is_there()
        assert page.faults == []
    finally:
        page.close()


@pytest.fixture
def in_chromium(browser):
    """`in_chromium(flag)` → a page for a tour; `told` is for Playwright's `new_page`."""
    started = []

    def start(*flags, **told):
        alone = browser.browser_type.launch(executable_path=find_chromium(), args=[*CHROMIUM_FLAGS, *flags])
        started.append(alone)
        return InChromium(alone.new_page(**told))

    yield start
    for each in started:
        each.close()


def test_without_jspi_as_in_safari_a_lesson_runs_and_the_answer_is_kept(site_files, in_chromium, tmp_path):
    out = tmp_path / "site"
    shutil.copytree(site_files, out, copy_function=os.link)
    lacking = [out / "notebooks" / "index.html", *out.glob("extensions/**/comlink.worker.*.js")]
    for path in lacking:
        text = path.read_text(encoding="utf-8")
        path.unlink()  # it is the same file as the site's
        told = text.replace("<head>", f"<head><script>{WITHOUT_JSPI}</script>", 1)
        path.write_text(told if path.suffix == ".html" else WITHOUT_JSPI + text, encoding="utf-8")
    assert len(lacking) == 2
    with server(out, under="/course/") as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        tour = Tour(in_chromium(), f"http://127.0.0.1:{found.server_port}/course/")
        tour.open(LESSON)
        assert tour.do("return typeof WebAssembly.Suspending") == "undefined"
        tour.runs_through()
        tour.picture_moves()
        tour.answers()
        tour.command("docmanager:save")
        tour.open(LESSON)
        tour.answer_is_there()
        found.shutdown()


def test_at_an_address_without_https_it_says_at_once_that_answers_are_not_kept_and_all_else_works(
    root, in_chromium
):
    page = in_chromium("--host-resolver-rules=MAP school.example 127.0.0.1")
    tour = Tour(page, root.replace("127.0.0.1", "school.example"))
    page.goto(tour.root)
    tour.wait("document.querySelector('.cks-note')?.textContent.includes('Your answers cannot be kept here')")
    tour.open(LESSON)
    for cell in ("from coursekit", "XorMeter()", 'ask("neuron.one-neuron")'):
        tour.run_cell(cell)
    tour.picture_moves()
    tour.answers()


def test_where_the_service_worker_alone_is_blocked_it_says_that_answers_are_not_kept(root, in_chromium):
    tour = Tour(in_chromium(service_workers="block"), root)
    tour.page.goto(root)
    tour.wait("document.querySelector('.cks-note')?.textContent.includes('Your answers cannot be kept here')")


def test_where_the_browser_keeps_no_data_it_says_at_once_what_to_do(root, browser, tmp_path):
    (tmp_path / "Default").mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(blocked), encoding="utf-8")
    with browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=find_chromium(), args=CHROMIUM_FLAGS
    ) as alone:
        page = alone.new_page()
        page.goto(root)
        expect(page.locator(".cks-bar")).to_contain_text("allow data (cookies) for it", timeout=PATIENCE_MS)
        expect(page.locator(".cks-reading h1").first).to_be_visible(timeout=PATIENCE_MS)


def test_a_network_lost_in_mid_load_is_said_over_the_text(root, browser):
    page = browser.new_page()
    page.route(re.compile(r"/(build|python)/"), lambda route: route.abort("internetdisconnected"))
    page.goto(root)
    expect(page.locator(".cks-bar")).to_contain_text(
        "The connection was lost while loading. You can read on", timeout=PATIENCE_MS
    )
    expect(page.locator(".cks-reading h1").first).to_be_visible(timeout=PATIENCE_MS)
    page.close()


@pytest.mark.parametrize("late", ["comlink.worker", "pyodide.mjs"])
def test_a_network_lost_when_all_is_here_but_python_itself_is_said_over_the_notebook(root, browser, late):
    context = browser.new_context(service_workers="block")
    page = context.new_page()

    def lost(route):
        route.abort("internetdisconnected") if route.request.resource_type == "script" else route.continue_()

    page.route(re.compile(late), lost)
    page.goto(f"{root}notebooks/index.html?path={LESSON}")
    expect(page.locator(".cks-bar")).to_contain_text(
        "The connection was lost while loading", timeout=PATIENCE_MS
    )
    assert page.evaluate(TYPED).startswith("#")
    context.close()


SAVE = """async (text) => {
    const { content, context } = coursekitSite.app.shell.currentWidget;
    content.model.cells.get(0).sharedModel.setSource(text);
    return context.save().then(() => "saved", () => "not saved");
}"""
TYPED = "coursekitSite.app.shell.currentWidget.content.model.cells.get(0).sharedModel.getSource()"


@pytest.fixture
def tab(root, browser):
    """`tab()` → a lesson in another tab of one browser, without Python: no part of saving needs it."""
    context = browser.new_context(service_workers="block")
    context.route("**/python/**", lambda route: route.abort())

    def opened():
        page = context.new_page()
        page.goto(f"{root}notebooks/index.html?path={LESSON}", wait_until="commit")
        shown = "window.coursekitSite?.app?.shell.currentWidget?.context?.isReady && !coursekitSite.reading"
        page.wait_for_function(shown, timeout=PATIENCE_MS)
        return page

    yield opened
    context.close()


def saved(tab):
    """The first cell as the browser keeps it."""
    found = tab.evaluate(f"coursekitSite.drive.get('{LESSON}', {{ content: true }})")
    return found["content"]["cells"][0]["source"]


def test_a_tab_asks_before_it_overwrites_what_another_saved_a_moment_ago(tab):
    first, second = tab(), tab()
    assert first.evaluate(SAVE, "typed first") == "saved"
    second.evaluate(f"(text) => void ({SAVE})(text)", "typed second")
    dialog = second.locator(".jp-Dialog")
    expect(dialog).to_contain_text("File Changed", timeout=PATIENCE_MS)
    assert saved(second) == "typed first"
    dialog.get_by_role("button", name="Overwrite").click()
    expect(dialog).to_be_hidden(timeout=PATIENCE_MS)
    second.wait_for_function("!coursekitSite.app.shell.currentWidget.context.model.dirty")
    assert saved(second) == "typed second"


def test_of_two_tabs_that_save_at_once_one_is_asked_and_keeps_its_text(tab):
    first, second = tab(), tab()
    # Both have looked and want to write: a third who holds their lock sees to that.
    first.evaluate(
        """(path) => {
        const name = `coursekit:saves:${coursekitSite.root.pathname}${path}`;
        navigator.locks.request(name, () => new Promise((release) => { window.release = release; }));
    }""",
        LESSON,
    )
    for waiting, (tab, text) in enumerate([(first, "one"), (second, "two")], 1):
        tab.evaluate(f"(text) => {{ window.outcome = ({SAVE})(text); }}", text)
        tab.wait_for_function(
            f"navigator.locks.query().then(({{ pending }}) => pending.length === {waiting})"
        )
    first.evaluate("release()")
    assert first.evaluate("outcome") == "saved"
    expect(second.locator(".jp-Dialog")).to_contain_text("File Changed", timeout=PATIENCE_MS)
    assert saved(second) == "one"
    second.get_by_role("button", name="Cancel").click()
    assert second.evaluate("outcome") == "not saved"
    assert second.evaluate(TYPED) == "two"


def test_run_all_leaves_a_reader_where_they_are(tab):
    page = tab()
    notebook = "coursekitSite.app.shell.currentWidget.content"
    page.get_by_role("button", name="Run all", exact=True).click()
    page.wait_for_function(f"{notebook}.widgets.some((cell) => cell.promptNode?.textContent === '[*]:')")
    assert page.evaluate(f"{notebook}.activeCellIndex") == 0
