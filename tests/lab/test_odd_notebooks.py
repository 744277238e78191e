"""Whatever stands in a learner's notebooks: the course opens, and every byte of theirs is kept."""

from __future__ import annotations

import copy
import json
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learner import NOTEBOOK

from coursekit.lab.home_page import write_home
from coursekit.lab.learner_folder import put_aside, update_learner_folder
from coursekit.lab.page_cells import write_page
from coursekit.lab.review_page import write_review
from coursekit.lab.static_outputs import VIEW
from coursekit.server_extension import make_outputs_static

WHOLE = (NOTEBOOK % "mine").encode()
ODD = [
    b"",
    b"\0" * 100,
    b"\xff\xfe",
    WHOLE[:-20],
    WHOLE.decode().encode("utf-16"),
    WHOLE.decode().encode("utf-8-sig"),
    b'{"cells": ' + b"[" * 400 + b"]" * 400 + b', "metadata": {}}',
    b'{"cells": ' + b"[" * 90_000 + b"]" * 90_000 + b"}",
    b'{"cells": [{"cell_type": "markdown", "source": "\\ud800"}], "metadata": {}, "nbformat": 4}',
    b'{"cells": [{"cell_type": "markdown", "source": NaN}], "metadata": {}, "nbformat": 4}',
    b'{"cells": [{"id": ["coursekit-home"]}], "metadata": 3}',
    b'{"worksheets": [{"cells": []}], "metadata": {}, "nbformat": 3}',
    b'{"cells": [], "nbformat": 3}',
    b'{"cells": {"a": 1}}',
    b"[]",
    b"9" * 5000,
]
TEXTS = st.text(max_size=4) | st.sampled_from(["\ud800", "<script>", "coursekit-home"])
KEYS = st.sampled_from(["cells", "metadata", "source", "outputs", "id", "nbformat", "cell_type", "data"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 5) | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | TEXTS, inner, max_size=4),
    max_leaves=8,
)
CELLS = st.lists(st.dictionaries(KEYS, VALUES, max_size=4) | VALUES, max_size=3)
ANY = (
    st.sampled_from(ODD)
    | VALUES.map(lambda value: json.dumps(value).encode())
    | st.fixed_dictionaries({"cells": CELLS, "metadata": VALUES}).map(
        lambda value: json.dumps(value).encode()
    )
)
FILES = ("lessons/90_tiny.ipynb", "exercises/90_tiny.ipynb", "home.ipynb", "review.ipynb")


def course(folder, title):
    for kind in ("lessons", "exercises"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        (folder / kind / "90_tiny.ipynb").write_text(NOTEBOOK % title)
    return folder


def cells(raw):
    """The cells of a notebook as text, so that NaN equals itself."""
    return {json.dumps(cell, sort_keys=True) for cell in json.loads(raw)["cells"]}


def is_kept(raw, name, folder):
    """Whether a file of the learner's is there byte for byte, or is a page with all the learner's cells."""
    if any(path.is_file() and path.read_bytes() == raw for path in folder.rglob("*")):
        return True
    now = cells((folder / name).read_bytes())
    return all(cell in now or '"coursekit-' in cell for cell in cells(raw))


@settings(max_examples=25)
@given(ANY, ANY, st.booleans())
def test_odd_notebooks_do_not_stop_the_course_from_opening(tmp_path_factory, notebook, memory, known):
    folder = tmp_path_factory.mktemp("odd")
    mine, source = folder / "mine", course(folder / "course", "first")
    update_learner_folder(mine, source=source)
    for name in FILES:
        (mine / name).write_bytes(notebook)
    if not known:
        (mine / ".coursekit" / "handed-out.json").write_bytes(memory)
    for _ in range(2):
        update_learner_folder(mine, source=course(source, "second"))
        write_home(mine)
        write_review(mine)
    assert [name for name in FILES if not is_kept(notebook, name, mine)] == []
    assert all(json.loads((mine / name).read_text())["nbformat"] == 4 for name in FILES[2:])


def test_a_notebook_that_cannot_be_read_gets_the_new_edition_beside_it(source, tmp_path):
    update_learner_folder(tmp_path / "mine", source=source())
    for name in FILES[:2]:
        (tmp_path / "mine" / name).unlink()
    (tmp_path / "mine" / FILES[0]).mkdir()
    (tmp_path / "mine" / FILES[1]).symlink_to(tmp_path / "an unplugged disk")
    lines = update_learner_folder(tmp_path / "mine", source=source("second"))
    assert [line.rpartition(": ")[2] for line in lines] == ["90_tiny (new).ipynb"] * 2
    assert (tmp_path / "mine" / FILES[1]).is_symlink()


def test_half_a_surrogate_pair_is_written_back_as_it_was_escaped(tmp_path):
    (tmp_path / "a.ipynb").write_bytes(ODD[8])
    assert write_page(tmp_path / "a.ipynb", [{"id": "b"}]) == []
    assert b'"source": "\\ud800"' in (tmp_path / "a.ipynb").read_bytes()


OUTPUTS = st.fixed_dictionaries(
    {},
    optional={
        "output_type": st.sampled_from(["display_data", "stream", 3]),
        "data": VALUES
        | st.dictionaries(
            st.sampled_from([VIEW, "image/png", "text/html", "text/plain"]), VALUES, max_size=4
        ),
        "metadata": VALUES | st.fixed_dictionaries({"image/png": st.fixed_dictionaries({"alt": VALUES})}),
    },
)
SAVED = st.fixed_dictionaries(
    {
        "metadata": VALUES | st.just({"widgets": {}}),
        "cells": st.lists(
            st.fixed_dictionaries(
                {"source": VALUES, "outputs": st.lists(OUTPUTS | VALUES, max_size=2)},
                optional={"metadata": VALUES},
            ),
            max_size=3,
        ),
    }
)


def lost(before, after):
    """What was in an output's data and is not any more; a live view may go where something else stays."""
    old, new = before.get("data"), after.get("data")
    return [key for key in old if key not in new and key != VIEW] if isinstance(old, dict) else old != new


@given(SAVED)
def test_the_save_hook_takes_nothing_but_live_views_or_leaves_the_notebook_alone(tmp_path_factory, content):
    model, before = {"type": "notebook", "content": content}, copy.deepcopy(content)
    manager = SimpleNamespace(root_dir=str(tmp_path_factory.getbasetemp()))
    try:
        make_outputs_static(model=model, path="a.ipynb", contents_manager=manager)
    except Exception:  # Jupyter notes it, and saves what came
        assert repr(model["content"]) == repr(before)
    for old, new in zip(before["cells"], model["content"]["cells"], strict=True):
        assert repr(old["source"]) == repr(new["source"])
        pairs = zip(old["outputs"], new["outputs"], strict=True)
        assert [lost(a, b) for a, b in pairs if isinstance(a, dict) and lost(a, b)] == []


@pytest.mark.parametrize("raw", ODD[:6])
def test_a_damaged_page_is_put_aside_under_a_name_of_its_own_each_time(tmp_path, raw):
    for turn in ("", " 2", " 3"):
        (tmp_path / "a.ipynb").write_bytes(raw + b"{")
        write_page(tmp_path / "a.ipynb", [{"id": "b"}])
        assert (tmp_path / f"a (damaged{turn}).ipynb").read_bytes() == raw + b"{"


def test_what_somebody_else_has_put_aside_already_leaves_no_empty_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        put_aside(tmp_path / "a.ipynb", "damaged")
    assert list(tmp_path.iterdir()) == []
