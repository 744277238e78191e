import subprocess
import sys

import coursekit.progress as door

UNWANTED = ("fcntl", "subprocess", "socket", "multiprocessing", "asyncio", "IPython", "numpy")


def test_the_door_is_sorted_and_leads_somewhere():
    assert sorted(door.__all__) == door.__all__
    assert all(hasattr(door, name) for name in door.__all__)


def test_nothing_is_loaded_that_browsers_do_not_have():
    # What pathlib itself loads (from Python 3.14 on fcntl, where there is one) is Python's affair.
    script = (
        "import sys, pathlib; before = set(sys.modules); import coursekit.progress; "
        f"print([n for n in {UNWANTED} if n in sys.modules.keys() - before])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, text=True, env=environment()
    )
    assert done.stdout == "[]\n", done.stderr


def environment():
    """Without site: what it loads is not ours."""
    return {"PYTHONPATH": ":".join(sys.path)}
