"""A browser, and a JupyterLab in it, for tests marked `browser`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from labpage import COURSE, PLAIN_LAB, SCREENSHOTS, Lab, find_chromium, launch
from playwright.sync_api import Browser, expect, sync_playwright

pytest.register_assert_rewrite("everylesson", "keyboard", "keyboard_cards")
expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
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


@pytest.fixture(scope="module")
def start_lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Lab]]:
    """`start_lab(folder, command)` → a started Lab; all of them end with the module.

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
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The learner's folder."""
    return tmp_path_factory.mktemp("learner")


@pytest.fixture(scope="module")
def lab(request: pytest.FixtureRequest, start_lab: Callable[..., Lab], folder: Path) -> Lab:
    """The course as a learner starts it: the notebook that the module names in NOTEBOOK, every cell run."""
    lab: Lab = start_lab(folder, COURSE)
    lab.open(request.module.NOTEBOOK)
    lab.run_all()
    return lab
