from __future__ import annotations

import pytest

from coursekit.errors import FolderError
from coursekit.grader import LearnerRow, Mark, read_learners, read_marks
from coursekit.grader.marks import write_tables


def test_tables_come_back_as_they_were_written_whatever_a_name_begins_with(tmp_path):
    marks = [
        Mark(
            learner=name,
            exercise="neuron.gate",
            points=1 / 3,
            max_points=1,
            outcome="wrong",
            note='a "b",\nc',
        )
        for name in ("=1+1", "'quoted", "Zoë", "")
    ]
    learners = [LearnerRow(learner="-3", submission="a/b.zip", points=2.5, max_points=1e6)]
    write_tables(tmp_path, marks, learners)
    assert [each.learner for each in read_marks(tmp_path)] == ["", "'quoted", "=1+1", "Zoë"]
    assert read_marks(tmp_path)[0].points == pytest.approx(1 / 3)
    assert read_learners(tmp_path) == learners
    assert "\n'=1+1,neuron.gate," in (tmp_path / "marks.csv").read_text()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "holds no marks.csv; name the folder that `coursekit grade` wrote"),
        ("learner,points\nanna,1\n", "cannot be read"),
        ("learner,exercise,points,max_points,outcome,note\nanna,x,many,1,right,\n", "cannot be read"),
    ],
)
def test_a_table_that_is_none_of_ours_is_refused(text, told, tmp_path):
    if text is not None:
        (tmp_path / "marks.csv").write_text(text)
    with pytest.raises(FolderError, match=told):
        read_marks(tmp_path)
