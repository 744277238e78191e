from __future__ import annotations

import pytest

from coursekit.authoring import playground_notebook
from coursekit.authoring import playground_page as page
from coursekit.authoring.notebook import dumps, loads
from coursekit.widgets.playground.missions import MISSIONS


@pytest.fixture
def runs(monkeypatch):
    """The notebooks that were run: here they need no kernel."""
    found = []
    monkeypatch.setattr(page, "execute", lambda notebook, source: found.append(source) or notebook)
    return found


def test_each_mission_has_its_cell_its_goals_and_its_hint():
    cells = [cell.source.replace("\u00a0", " ") for cell in playground_notebook().cells]
    for number, mission in enumerate(MISSIONS, start=1):
        place = cells.index(f"Playground(mission={number})")
        assert cells[place - 1].startswith(f"### {number} · {mission.name}")
        assert all(goal.text in cells[place - 1] for goal in mission.goals)
        assert mission.hint in cells[place + 1]


def test_it_is_run_and_written_where_its_text_changed_or_all_is_built(tmp_path, runs):
    assert list(page.build_playground(tmp_path, always=False)) == []
    (path,) = page.build_playground(tmp_path, always=True)
    assert loads(path.read_text(encoding="utf-8")) == playground_notebook()
    assert list(page.build_playground(tmp_path, always=False)) == []
    assert len(runs) == 1
    path.write_text(dumps(page.make([page.markdown("# Old")])), encoding="utf-8")
    assert list(page.build_playground(tmp_path, always=False)) == [path]
