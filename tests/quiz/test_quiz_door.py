import subprocess
import sys


def test_the_quiz_knows_nothing_of_jupyter():
    unwanted = ("IPython", "ipywidgets", "traitlets", "matplotlib")
    script = f"import sys, coursekit.quiz; print([n for n in {unwanted} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout == "[]\n", done.stderr
