import subprocess
import sys

import coursekit.quiz as door


def test_the_door_is_sorted_and_leads_somewhere():
    assert sorted(door.__all__) == door.__all__
    assert all(hasattr(door, name) for name in door.__all__)


def test_the_quiz_knows_nothing_of_jupyter():
    unwanted = ("IPython", "ipywidgets", "traitlets", "matplotlib")
    script = f"import sys, coursekit.quiz; print([n for n in {unwanted} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout == "[]\n", done.stderr
