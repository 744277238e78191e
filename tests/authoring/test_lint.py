from __future__ import annotations

import pytest
from samplechapter import CHAPTER, EXERCISES, FILES, LESSON, write_sample

from coursekit.authoring.lint import review_calls, review_code, review_links, review_outputs, same_text
from coursekit.authoring.notebook import code, make, markdown, node
from coursekit.content import using_course
from coursekit.content.chapters import OWN

USED = LESSON + "".join(
    f'\n# %%\nask("tiny.{name}")\n' for name in ["pick", "all", "number", "steps", "words", "look"]
)


def ran(*cells):
    """A notebook whose cells have run in order."""
    notebook = make(cells)
    for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        cell.execution_count = number
    return notebook


def stream(name, text):
    return node({"output_type": "stream", "name": name, "text": text})


def test_a_good_cell_has_no_complaint():
    assert review_code(make([code("import numpy as np"), markdown("words"), code("np.ones(2)")])) == []


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("x = 1\n" * 13, "has 13 lines, at most 12"),
        ("x = 1\nx;", "ends in ';'"),
        ("%timeit 1", "is not plain Python"),
        ("import math", "imports stand in the first code cell"),
    ],
)
def test_a_cell_against_the_rules_is_named(source, reason):
    (complaint,) = review_code(make([code("x = 0"), code(source)]))
    assert complaint.startswith(f"the cell “{source.splitlines()[0]}”")
    assert reason in complaint


def test_long_cells_are_allowed_where_asked_for():
    assert review_code(make([code("x = 1\n" * 13)]), longest=None) == []


def test_a_graded_cell_may_import_what_it_calls():
    graded = code('import coursekit\ncoursekit.check("tiny.double")')
    assert review_code(make([code("x = 0"), graded])) == []


def test_the_answers_may_import_where_they_begin():
    assert (
        review_code(make([code("x = 0"), code("from coursekit.content import chapter", tags=["answers"])]))
        == []
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import coursekit.content", "imports coursekit.content whole"),
        (
            "from coursekit.content.chapters import chapter",
            "imports chapter past the door of coursekit.content.chapters",
        ),
        ("from coursekit.content import percent", "imports percent past the door"),
    ],
)
def test_imports_past_a_door_are_named(source, reason):
    (complaint,) = review_code(make([code(source)]))
    assert reason in complaint


def test_a_notebook_that_has_run_cleanly_has_no_complaint():
    notebook = ran(code("1"), markdown("words"), code("2"))
    notebook.cells[0].outputs = [stream("stdout", "fine\n")]
    assert review_outputs(notebook) == []


def test_a_cell_that_has_not_run_in_its_turn_is_named():
    notebook = ran(code("1"), code("2"))
    notebook.cells[1].execution_count = None
    (complaint,) = review_outputs(notebook)
    assert "has run as number None, it is cell 2" in complaint


def test_stderr_and_addresses_are_named():
    notebook = ran(code("1"))
    data = {"text/plain": "<object at 0x7f00aabbcc>", "image/png": "0xabcdef0"}
    shown = node({"output_type": "display_data", "data": data, "metadata": {}})
    notebook.cells[0].outputs = [stream("stderr", "Warning: old\n"), shown]
    first, second = review_outputs(notebook)
    assert "prints to stderr: Warning: old" in first
    assert "shows the address 0x7f00aabbcc" in second


def test_a_dead_widget_is_named():
    notebook = ran(code("1"))
    data = {"application/vnd.jupyter.widget-view+json": {"model_id": "0x1"}, "text/plain": "Dial(w=1)"}
    notebook.cells[0].outputs = [node({"output_type": "display_data", "data": data, "metadata": {}})]
    (complaint,) = review_outputs(notebook)
    assert "holds a widget without its kernel" in complaint


def test_links_are_followed_from_the_folder(tmp_path):
    (tmp_path / "here.txt").touch()
    links = "[a](here.txt) [b](gone.txt) [c](https://x.y/z) [d](#part) [e](here.txt#part)"
    assert review_links(make([markdown(links), code("x")]), tmp_path) == [
        "the link to gone.txt leads nowhere"
    ]


def test_a_chapter_that_uses_what_it_has_has_no_complaint(sample):
    assert review_calls(sample(lesson_py=USED)) == []


def test_what_is_never_used_is_named(sample):
    found = review_calls(sample(lesson_py=USED.replace('ask("tiny.pick")', "")))
    assert found == ["'tiny.pick' is never used"]


def test_calls_of_what_nobody_wrote_are_named(sample):
    calls = '\nask("tiny.gone")\nask("nowhere.x")\nwarm_up("tiny.lost", before="tiny")\n'
    assert review_calls(sample(lesson_py=USED + calls)) == [
        "lesson.py calls ask('tiny.gone'), which nobody wrote",
        "lesson.py calls ask('nowhere.x'), which nobody wrote",
        "lesson.py calls warm_up('tiny.lost'), which nobody wrote",
    ]


def test_exercises_may_not_reach_into_a_later_lesson(sample, tmp_path):
    later = {name.replace(".", "_"): text.replace("tiny", "tiny2") for name, text in FILES.items()}
    later["chapter_yaml"] = CHAPTER.replace("slug: tiny", "slug: tiny2").replace("90", "91")
    write_sample(tmp_path / "content", "tiny2", **later)
    tiny = sample(lesson_py=USED, exercises_py=EXERCISES + '\n# %%\nhint("tiny2.double")\n')
    assert review_calls(tiny) == ["exercises.py calls hint('tiny2.double'), which belongs to a later lesson"]


def test_the_same_text_is_the_same_whatever_it_printed():
    old = ran(code("1"))
    old.cells[0].outputs = [stream("stdout", "one\n")]
    assert same_text(make([code("1")]), old) == []


def test_a_notebook_that_is_not_its_text_is_named():
    new = make([code("1"), code("2")])
    assert "cell 2 differs from its text (the cell “2”)" in same_text(new, make([code("1"), code("3")]))[0]
    assert "makes 2 cells, the notebook has 1" in same_text(new, make([code("1")]))[0]


def test_a_stale_notebook_comes_with_the_command_that_builds_its_course(sample):
    new, old = make([code("1")]), make([code("2")])
    with using_course(OWN):
        assert same_text(new, old) == ["cell 1 differs from its text (the cell “1”); run scripts/build"]
    sample()
    assert same_text(new, old) == ["cell 1 differs from its text (the cell “1”); run coursekit build"]


def test_changed_metadata_are_named():
    new, old = make([code("1")]), make([code("1")])
    old.metadata.kernelspec.name = "python4"
    assert "metadata differ" in same_text(new, old)[0]
