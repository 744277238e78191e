"""Hold this course to its proofs: `python -m pytest` in its folder, or `coursekit check --course FOLDER`."""

from pathlib import Path

import pytest

from coursekit.authoring import check_course
from coursekit.errors import CourseKitError


def test_the_course_is_fresh_its_links_lead_somewhere_and_its_checks_name_every_mistake():
    try:
        complaints = list(check_course(Path(__file__).parents[1], mutants=True))
    except CourseKitError as problem:
        pytest.fail(str(problem), pytrace=False)
    assert complaints == []
