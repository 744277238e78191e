"""The wheel in an environment of its own: `coursekit lab` from there, and lesson 1 with a live widget."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from labpage import PLAIN_LAB
from packed import ROOT, build, environment, install, lend_neighbours
from playwright.sync_api import expect

import coursekit

pytestmark = pytest.mark.browser
SHARED, SETTINGS = Path(sys.prefix, "share", "jupyter"), Path(sys.prefix, "etc", "jupyter")
LENT = (
    f"JUPYTER_PATH={SHARED}",
    f"JUPYTERLAB_DIR={SHARED / 'lab'}",
    f"JUPYTER_CONFIG_PATH={SETTINGS}",
)
# Installing JupyterLab takes minutes and a network: before a release, COURSEKIT_REQUIRE=wheel asks for it.
ASKED = "wheel" in os.environ.get("COURSEKIT_REQUIRE", "").split(",")


@pytest.fixture(scope="module", params=["lent", *(["own"] if ASKED else [])])
def python(request, tmp_path_factory):
    """The Python of a new environment with the wheel in it.

    "lent": the libraries under it are those of the environment that runs this test. "own": its own, from the
    package index, at the versions of constraints.txt.
    """
    wheel = build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))
    python = environment(tmp_path_factory.mktemp("fresh") / request.param)
    if request.param == "own":
        install(python, "-c", str(ROOT / "constraints.txt"), str(wheel))
    else:
        install(python, "--no-deps", "--no-index", str(wheel))
        lend_neighbours(python)
    return python


@pytest.fixture(scope="module")
def lab(own_lab, python, tmp_path_factory):
    command = (str(python.with_name("coursekit")), "lab", "{folder}", "--port={port}", "--no-browser")
    lent = LENT if python.parents[1].name == "lent" else ()
    # PYTHONPATH may lead back to the checkout.
    lab = own_lab(tmp_path_factory.mktemp("learner"), ("env", "-u", "PYTHONPATH", *lent, *command))
    lab.open("lessons/01_neuron.ipynb")
    return lab


@pytest.fixture(scope="module")
def plain(own_lab, python, lab):
    """JupyterLab from there, started as if the course were not known, on the same folder."""
    lent = LENT if python.parents[1].name == "lent" else ()
    plain = own_lab(lab.server.folder, ("env", "-u", "PYTHONPATH", *lent, str(python), *PLAIN_LAB[1:]))
    plain.open("exercises/01_neuron.ipynb")
    return plain


def run(lab, text):
    lab.cell(text).locator(".cm-content").click()
    lab.do("notebook:run-cell")


def test_its_command_knows_its_version(python):
    command = [python.with_name("coursekit"), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"coursekit {coursekit.__version__}\n"


def test_lesson_1_runs_from_the_wheel_with_a_live_widget(lab, python):
    run(lab, "import numpy as np")
    run(lab, "XorMeter()")
    meter = lab.notebook.locator(".coursekit", has_text="Beat the XOR meter").first
    text = meter.locator(".ck-words").inner_text()
    meter.get_by_label("bias b").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(meter.locator(".ck-words")).not_to_have_text(text)
    lab.screenshot(f"wheel-{python.parents[1].name}")
    assert lab.errors() == []


def test_the_course_there_is_the_one_from_the_wheel(lab, python):
    asked = lab.add_below(lab.cell("import numpy as np"), "import coursekit; coursekit.__file__")
    expect(asked.locator(".jp-OutputArea-output").last).to_contain_text(str(python.parents[1]))


def test_nothing_was_missing_on_its_pages(lab):
    assert [line for line in lab.messages if line.startswith("error")] == []


def test_in_plain_jupyterlab_a_picture_is_there_when_its_kernel_is_not(plain):
    added = plain.add_below(
        plain.notebook.locator(".jp-CodeCell").first, "from coursekit.widgets import XorMeter"
    )
    plain.add_below(added, "XorMeter()").locator(".coursekit canvas").wait_for()
    plain.save()
    plain.end_kernels()
    plain.open("exercises/01_neuron.ipynb")
    shown = plain.cell("XorMeter()").locator(".jp-OutputArea-output img")
    assert shown.evaluate("image => image.naturalWidth") > 300
    assert "Beat the XOR meter" not in shown.get_attribute("alt")
