"""Google Colab shows a widget only where its output says where widgets come from; anywidget knows that.

Colab itself runs nowhere else: a module with its name and the two things anywidget asks of it stands in.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

STAND_IN = """
import sys, types
colab = types.ModuleType("google.colab.output")
colab._widgets = types.SimpleNamespace(_installed_url=None)
colab.enable_custom_widget_manager = lambda: setattr(colab._widgets, "_installed_url", "manager.js")
sys.modules["google.colab.output"] = colab
"""
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.mark.parametrize(
    "shown",
    [
        "from coursekit.widgets import XorMeter; widget = XorMeter()",
        "from coursekit import ask; widget = ask('neuron.one-neuron')",
    ],
)
def test_in_colab_a_widget_says_where_widgets_come_from(shown, tmp_path):
    script = f"{STAND_IN}\n{shown}\nprint(widget._repr_mimebundle_()[1][{VIEW!r}])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "{'colab': {'custom_widget_manager': {'url': 'manager.js'}}}", done.stderr
