"""Notebooks as learners hand them in, made of a few cells."""

from __future__ import annotations

import io
import json
import zipfile

SETUP = "import numpy as np"
RIGHT = {
    "neuron.neuron": "def neuron(x, w, b, activation):\n    return activation(w @ x + b)",
    "neuron.boundary": "def boundary(w, b, x1):\n    if w[1] == 0:\n        raise ValueError('vertical')\n    return -(w[0] * x1 + b) / w[1]",
    "neuron.repaired": "def repaired(x, w, b):\n    z = 0\n    for i in range(len(x)):\n        z += w[i] * x[i]\n    return max(0, z + b)",
}


def notebook(*cells):
    """The bytes of a notebook. A cell is its text, or a pair of text and nbgrader's id."""
    return json.dumps(
        {"cells": [_cell(each) for each in cells], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    ).encode()


def checked(**answers):
    """A notebook with answers to exercises of lesson 1 by name, each with its check below it."""
    cells = [SETUP]
    for name, text in answers.items():
        cells += [text, f'import coursekit\ncoursekit.check("neuron.{name}")']
    return notebook(*cells)


def zipped(files):
    """The bytes of a zip with these files by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as writing:
        for name, data in files.items():
            writing.writestr(name, data)
    return packed.getvalue()


def _cell(cell):
    text, grade_id = cell if isinstance(cell, tuple) else (cell, "")
    about = (
        {"nbgrader": {"grade_id": grade_id, "grade": not grade_id.endswith("solution")}} if grade_id else {}
    )
    return {"cell_type": "code", "source": text.splitlines(keepends=True), "metadata": about, "outputs": []}
