"""The course of one chapter in tiny_course/, which tests copy into a temporary folder and change."""

from __future__ import annotations

import importlib
from pathlib import Path

TINY_COURSE = Path(__file__).parent / "tiny_course"
FILES = {path.name: path.read_text(encoding="utf-8") for path in (TINY_COURSE / "tiny").glob("*.*")}
CHAPTER, QUESTIONS = FILES["chapter.yaml"], FILES["questions.yaml"]
CHECKS, EXERCISES, LESSON, NUMBERS, PICTURES = (
    FILES[f"{name}.py"] for name in ("checks", "exercises", "lesson", "numbers", "pictures")
)
DOING = """\
  - id: set
    kind: do
    prompt: Double a number to 8.
    objective: do it
    hint: Halve it.
    widget: Doubler
    start: {n: 2}
    goal: eight
    state: {n: 4}
    feedback: Yes.
    otherwise: Look at the second bar.
    mistakes:
      - {id: square, state: {n: 3}, feedback: Six., misconception: squares}
  - id: draw
    kind: curve
    prompt: What does doubling look like?
    objective: draw it
    hint: Take two points.
    curve: line
    x: [0, 4]
    y: [0, 16]
    tolerance: 0.5
    unit: m
    feedback: Yes.
    otherwise: Start at 0.
    mistakes:
      - {curve: parabola, feedback: A square., misconception: squares}
"""
"""Two questions more, which goals.py decides; QUESTIONS + DOING is a bank of all kinds."""
GLOSSARY = (TINY_COURSE / "glossary.yaml").read_text(encoding="utf-8")

SITTINGS = "sittings:\n  - {title: Doubling, minutes: 3}\n  - {title: What is left, minutes: 2}\n"
PARTED = (
    LESSON.replace("print(2 * 4)", 'ask("tiny.pick")\n\n# %% [markdown]\n# {pause}')
    .replace(
        "print(math.floor(2.5))",
        """# ## What is left?

# %%
ask("tiny.all")

# %%
ask("tiny.number", marked=False)

# %%
ask("tiny.number")""",
    )
    .replace("# %%\n# ## What", "# %% [markdown]\n# ## What")
)
"""A lesson in two sittings: the first asks `pick`, the second `all` and `number`."""


def write_sample(root: Path, slug: str = "tiny", **changes: str) -> Path:
    """Write the chapter below `root`; `lesson_py="…"` replaces a file, an empty text leaves it out. It is compiled."""
    folder = root / slug
    folder.mkdir(parents=True)
    for name in ("course.yaml", "glossary.yaml"):
        text = changes.get(name.replace(".", "_")) or (TINY_COURSE / name).read_text(encoding="utf-8")
        (root / name).write_text(text, encoding="utf-8")
    for name, text in FILES.items():
        text = changes.get(name.replace(".", "_"), text)
        if text:
            (folder / name).write_text(text, encoding="utf-8")
    # Imported here: most tests need no chapter.
    compiled = importlib.import_module("coursekit.authoring.compiled")
    compiled.write_course(root)
    compiled.write_compiled(folder)
    return folder
