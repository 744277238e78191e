"""A plugin of nbval's pytest: writes what each cell put out to the file that KEPT_OUTPUTS names."""

from __future__ import annotations

import json
import os
from pathlib import Path


def pytest_sessionfinish(session):
    outputs = {item.cell.id: item.test_outputs or [] for item in session.items}
    Path(os.environ["KEPT_OUTPUTS"]).write_text(json.dumps(outputs), encoding="utf-8")
