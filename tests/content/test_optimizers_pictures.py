from __future__ import annotations

import pytest

from coursekit.content import chapter


@pytest.mark.parametrize("name", chapter("optimizers").pictures)
def test_every_still_picture_tells_what_it_shows(name):
    draw = chapter("optimizers").pictures[name]
    scene = draw(0.03) if name == "descent" else draw()
    assert len(scene.words) >= 30
    assert all(panel.marks for panel in scene.panels)
