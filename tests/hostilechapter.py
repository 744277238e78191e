"""The sample chapter with markup, scripts, a turned direction and an endless word in every text it has."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from samplechapter import CHAPTER, CHECKS, DOING, FILES, GLOSSARY, QUESTIONS, write_sample

from coursekit.authoring.compiled import write_compiled
from coursekit.authoring.yaml_reader import read_yaml

MARKUP = (
    '</script><script>window.ran = 1</script><img src=x onerror="window.ran = 2">'
    "<a href=javascript:window.ran=3>in</a> [out](javascript:window.ran=4) "
)
EVIL = f"{MARKUP}\u202etfel{'W' * 400}"
"""What every text ends with; if any of it runs, `window.ran` is set."""

_WORDS = {
    *(
        "text",
        "prompt",
        "objective",
        "hint",
        "feedback",
        "otherwise",
        "model_answer",
        "unit",
        "title",
        "level",
    ),
    *("needs", "goals", "take_aways", "go_deeper", "double"),
}
PICTURES = f"""\
from coursekit.scenes import Line, Panel, Scene, Text

EVIL = {EVIL!r}


def bars(n=1):
    text = Text(0.5, 0.5, "<script>window.ran = 5</script>")
    panel = Panel((0.0, 1.0), (0.0, 2.0), (Line([0, 1], [0, n]), text), title="<img src=x>", x_label="<b>")
    return Scene((panel,), f"{{n}} bars {{EVIL}}")
"""


def spoiled(value: Any, key: str = "") -> Any:
    """The same data with EVIL behind every text that a learner reads."""
    if isinstance(value, dict):
        return {name: spoiled(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [spoiled(each, key) for each in value]
    return f"{value} {EVIL}" if isinstance(value, str) and key in _WORDS else value


def write_hostile(root: Path) -> Path:
    """Write the chapter below `root`, as `write_sample` does; its slug is tiny."""
    chapter, bank = (
        json.dumps(spoiled(read_yaml(text, source="sample"))) for text in (CHAPTER, QUESTIONS + DOING)
    )
    checks = CHECKS.replace('"Add."', repr(f"Add. {EVIL}")).replace(
        '"A sum is enough."', repr(f"A sum. {EVIL}")
    )
    goals = FILES["goals.py"].replace('"A number and its double"', repr(EVIL))
    changed = {"checks_py": checks, "pictures_py": PICTURES, "goals_py": goals}
    folder = write_sample(root, chapter_yaml=chapter, questions_yaml=bank, **changed)
    (root / "glossary.yaml").write_text(
        json.dumps(spoiled(read_yaml(GLOSSARY, source="sample"))), encoding="utf-8"
    )
    write_compiled(folder)
    return folder


class Page(HTMLParser):
    """A piece of HTML: the tags in it, the text, and what in it would run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.runs: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag, and event handlers, scripts and foreign addresses."""
        self.tags.add(tag)
        for name, value in attrs:
            address = (value or "").strip().lower()
            foreign = name in ("href", "src") and ":" in address and not address.startswith("data:image/png;")
            if name.startswith("on") or foreign:
                self.runs.append(f"{tag} {name}={value}")
        if tag in ("script", "iframe", "object", "style"):
            self.runs.append(tag)

    def handle_data(self, data: str) -> None:
        """Collect what is read."""
        self.text += data
