from __future__ import annotations

import subprocess
import sys

import pytest

import coursekit
import coursekit.lab


@pytest.mark.parametrize("name", coursekit.__all__)
def test_the_front_door_leads_into_the_course(name):
    assert getattr(coursekit, name) is getattr(coursekit.lab, name)


def test_the_front_door_lists_what_it_offers():
    assert dir(coursekit) == sorted([*coursekit.__all__, "__version__"])


def test_a_name_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(AttributeError, match="coursekit has no 'asc'; it has ask, check"):
        _ = coursekit.asc


def test_a_lesson_loads_no_server_and_no_notebook_format():
    script = (
        "import sys; from coursekit import ask; "
        "print(*{'jupyterlab', 'jupyter_server', 'nbformat', 'fsrs'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
