"""Accessibility: what axe-core finds wrong with what the course draws."""

from __future__ import annotations

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Widgets and cards, and what our texts and checks become; the rest of the page is JupyterLab's.
OURS = ".jp-Notebook .coursekit, .jp-Notebook .jp-RenderedHTMLCommon"


# What a second theme can change: contrast, and links that only their colour tells from the text around.
COLOURS = ("cat.color",)


def violations(page: Page, selector: str = OURS, *, tags: Sequence[str] = ()) -> list[str]:
    """Run axe-core on the elements that match, one line per finding; an empty list is a pass.

    With `tags` only the rules that bear one of them are tried.

    Raises AssertionError where nothing on the page matches: an empty check proves nothing.
    """
    assert page.locator(selector).count() > 0, f"no element matches {selector!r}"
    # Of what passes, axe would tell as much as of what does not.
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(tags)} if tags else {})
    found = Axe().run(page, context=selector, options=options).response["violations"]
    return [
        f"{rule['id']}: {rule['help']} · {' '.join(map(str, node['target']))} · {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
