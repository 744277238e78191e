"""Accessibility: what axe-core finds wrong with what the course draws."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Widgets and cards, and what our texts and checks become; the rest of the page is JupyterLab's.
OURS = ".jp-Notebook .coursekit, .jp-Notebook .jp-RenderedHTMLCommon"


def violations(page: Page, selector: str = OURS) -> list[str]:
    """Run axe-core on the elements that match, one line per finding; an empty list is a pass.

    Raises AssertionError where nothing on the page matches: an empty check proves nothing.
    """
    assert page.locator(selector).count() > 0, f"no element matches {selector!r}"
    # Of what passes, axe would tell as much as of what does not.
    found = Axe().run(page, context=selector, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {rule['help']} · {' '.join(map(str, node['target']))} · {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
