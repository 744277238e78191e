"""Accessibility: what axe-core finds wrong with what the course draws."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page, selector: str = ".coursekit") -> list[str]:
    """Run axe-core on the elements that match, one line per finding; an empty list is a pass.

    Raises AssertionError where nothing on the page matches: an empty check proves nothing.
    """
    assert page.locator(selector).count() > 0, f"no element matches {selector!r}"
    found = Axe().run(page, context=selector).response["violations"]
    return [
        f"{rule['id']}: {rule['help']} · {' '.join(map(str, node['target']))} · {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
