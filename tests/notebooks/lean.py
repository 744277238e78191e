"""Start a module as `python -m` would, in half the time: `python lean.py nbgrader autograde neuron`."""

from __future__ import annotations

import runpy
import sys

# nbformat loads a grammar for international addresses, which takes longer than all the rest and is asked nothing;
# without it jsonschema leaves that check out, as in `coursekit lab`.
sys.modules["rfc3987_syntax"] = None
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
