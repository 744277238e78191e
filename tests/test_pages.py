"""What the pages for people tell them to type and to open is there."""

from __future__ import annotations

import re
import shlex
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import pytest
from packed import ROOT

import coursekit
from coursekit import cli
from coursekit.content import current_course

PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/exporting.md",
    "docs/instructors.md",
    "docs/playground.md",
    "docs/publishing.md",
]
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in PAGES}
TYPED = {
    name: [
        *re.findall(r"`([^`\n]+)`", text),
        *(line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()),
    ]
    for name, text in TEXTS.items()
}
MADE_LATER = ("build/", "release/", "submitted/", "dist/", "pages/")  # by the commands beside them
each_page = pytest.mark.parametrize("page", PAGES)


def commands(page, program):
    """The words behind a program, wherever the page has it typed."""
    return [shlex.split(text)[1:] for text in TYPED[page] if text.startswith(f"{program} ")]


def is_taken(words):
    """Whether the command's parser takes these words; of a verb that stands alone in a sentence, whether it knows it."""
    try:
        cli._parser().parse_args([*words, "--help"] if len(words) == 1 else words)
    except SystemExit as done:
        return done.code == 0
    return True


@each_page
def test_the_command_takes_every_line_that_is_typed(page):
    assert [words for words in commands(page, "coursekit") if not is_taken(words)] == []


@each_page
def test_scripts_that_are_typed_are_there(page):
    scripts = re.findall(r"\bscripts/\w+", TEXTS[page])
    assert [name for name in scripts if not (ROOT / name).is_file()] == []


@each_page
def test_modules_that_are_run_are_there(page):
    # setuptools' own finder warns when it is asked for pip
    modules = set(re.findall(r"-m\"?,? \"?([a-z][\w.]+)", TEXTS[page])) - {"pip"}
    assert [name for name in modules if find_spec(name) is None] == []


@each_page
def test_verbs_of_nbgrader_are_known_to_it(page):
    apps = Path(find_spec("nbgrader").origin).parent / "apps"
    verbs = [words[0] for words in commands(page, "nbgrader")]
    assert [verb for verb in verbs if not (apps / f"{verb.replace('_', '')}app.py").is_file()] == []


@each_page
def test_links_lead_to_files_that_are_there(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", TEXTS[page])
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


@each_page
def test_paths_that_are_named_are_there(page):
    paths = [text for text in TYPED[page] if re.fullmatch(r"\.?\w[\w.-]*/[\w./-]*", text)]
    wanted = [path for path in paths if not path.startswith(MADE_LATER)]
    assert [path for path in wanted if not (ROOT / path).exists()] == []


@each_page
def test_a_wheel_that_is_named_is_the_one_that_is_built(page):
    assert set(re.findall(r"coursekit-(\d[\d.]*)-py3", TEXTS[page])) <= {coursekit.__version__}


def test_the_settings_for_a_hub_are_python():
    (block,) = re.findall(r"```python\n(.*?)```", TEXTS["docs/instructors.md"], re.DOTALL)
    compile(block, "jupyterhub_config.py", "exec")


def test_links_to_servers_open_the_home_page_where_the_server_makes_it():
    found = re.findall(r"urlpath=([\w%.-]+)", TEXTS["docs/instructors.md"])
    homes = {f"lab/tree/{current_course().folder_name}/home.ipynb", "lab/tree/home.ipynb"}
    assert {unquote(path) for path in found} == homes
