"""A browser, and a JupyterLab in it, for tests marked `browser`.

Tests about a notebook of the course take `lab` and name the notebook, in NOTEBOOK or as the parameter `notebook`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from labpage import COURSE, PATIENCE, PLAIN_LAB, SCREENSHOTS, Lab, find_chromium, launch
from playwright.sync_api import Browser, expect, sync_playwright
from pyodide_folder import pyodide_folder

from coursekit.errors import CourseKitError
from coursekit.lab.site.build import build_site

pytest.register_assert_rewrite("keyboard", "keyboard_cards", "tour")
expect.set_options(timeout=PATIENCE)
NO_BROWSER = "no Chromium was found: install it (Debian: apt install chromium) or set COURSEKIT_CHROMIUM"


def alone(fixture_name: str, config: pytest.Config) -> str:
    """One browser for all where only browser tests run.

    Otherwise not wider than a module: while Playwright is open an event loop runs in this thread, and
    asyncio.run of other tests (notebooks run by nbclient) would be refused.
    """
    return "session" if config.getoption("markexpr") == "browser" else "module"


@pytest.fixture(scope=alone)
def browser() -> Iterator[Browser]:
    """Chromium without a window; skipped where there is none, unless COURSEKIT_REQUIRE names it."""
    if find_chromium() is None:
        if "browser" in os.environ.get("COURSEKIT_REQUIRE", "").split(","):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture(scope=alone)
def start_lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Lab]]:
    """`start_lab(folder, command)` → a started Lab; all of them end with the browser, if not before.

    `command` is a list of words in which `{port}` and `{folder}` are filled in; plain JupyterLab unless told.
    """
    started: list[Lab] = []
    shots = Path(SCREENSHOTS).absolute() if SCREENSHOTS else None

    def start(folder: Path, command: tuple[str, ...] = PLAIN_LAB) -> Lab:
        lab = Lab(command, folder, browser=browser, home=tmp_path_factory.mktemp("lab"), shots=shots)
        started.append(lab)
        lab.start()
        return lab

    yield start
    for lab in started:
        lab.stop()


@pytest.fixture(scope="module")
def own_lab(start_lab: Callable[..., Lab]) -> Iterator[Callable[..., Lab]]:
    """`start_lab` for a module that needs a server of its own: its labs end with the module."""
    started: list[Lab] = []

    def start(*told: object) -> Lab:
        started.append(start_lab(*told))
        return started[-1]

    yield start
    for lab in started:
        lab.stop()


@pytest.fixture(scope=alone)
def course(start_lab: Callable[..., Lab], tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The course as a learner starts it: one server and one page for all modules that need no others."""
    return start_lab(tmp_path_factory.mktemp("learner"), COURSE)


@pytest.fixture(scope=alone)
def plain(start_lab: Callable[..., Lab], tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """JupyterLab without the course's settings, on an empty folder."""
    return start_lab(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="session")
def site_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as static files, with Python in them; skipped where Pyodide cannot be fetched, unless that is required."""
    pytest.importorskip("jupyterlite_pyodide_kernel", reason="JupyterLite is not installed (extra `site`)")
    out = tmp_path_factory.mktemp("site") / "out"
    try:
        build_site(out, pyodide=pyodide_folder())
    except CourseKitError as problem:
        if "site" in os.environ.get("COURSEKIT_REQUIRE", "").split(","):
            raise
        pytest.skip(f"Pyodide cannot be fetched: {problem}")
    return out


@pytest.fixture
def lab(course: Lab, notebook: str) -> Lab:
    """The course with a notebook open in which every cell has run; it stays so for the next tests about it."""
    course.show(notebook)
    return course


@pytest.fixture
def notebook(request: pytest.FixtureRequest) -> str:
    """The notebook that the module names in NOTEBOOK."""
    found: str = request.module.NOTEBOOK
    return found


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what is asked about one notebook together: it is opened and run once."""
    first = {}
    for place, item in enumerate(items):
        first.setdefault(notebook_of(item) or item.nodeid, place)
    items.sort(key=lambda item: first[notebook_of(item) or item.nodeid])


def notebook_of(item: pytest.Item) -> str | None:
    if not item.get_closest_marker("browser"):
        return None
    params = getattr(getattr(item, "callspec", None), "params", {})
    found: str | None = params.get("notebook", getattr(getattr(item, "module", None), "NOTEBOOK", None))
    return found
