"""Hold this course to its proofs: `python -m pytest` in its folder, or `coursekit check --course FOLDER`."""

from pathlib import Path

from coursekit.authoring import check_course


def test_the_course_is_fresh_its_links_lead_somewhere_and_its_checks_name_every_mistake():
    assert list(check_course(Path(__file__).parents[1])) == []
