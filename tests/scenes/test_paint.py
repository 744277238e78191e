from __future__ import annotations

import io
import re
import typing
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image

import coursekit
from coursekit.scenes import (
    PALETTE,
    Arrow,
    Bars,
    HeatMap,
    Line,
    Mark,
    Node,
    Panel,
    Points,
    Scene,
    Text,
    paint,
    picture,
)

STATIC = Path(coursekit.__file__).parent / "widgets" / "core" / "static"


def painted(*marks, **panel):
    scene = Scene((Panel((0, 2), (0, 3), marks, **panel),), "words")
    return paint(scene, Figure())[0]


def test_a_line_is_drawn_through_its_points():
    (line,) = painted(Line([0, 1], [2, 3], role="good", dashed=True)).lines
    assert line.get_xydata().tolist() == [[0, 2], [1, 3]]
    assert line.get_color() == PALETTE["good"]
    assert line.is_dashed()


def test_points_stand_where_they_are_said_to():
    (points,) = painted(Points([0, 1], [2, 3], role="negative")).collections
    assert points.get_offsets().tolist() == [[0, 2], [1, 3]]
    assert to_hex(points.get_facecolor()[0]) == PALETTE["negative"]


def test_hollow_points_wear_their_colour_on_the_edge():
    (points,) = painted(Points([0], [1], role="negative", filled=False)).collections
    assert to_hex(points.get_facecolor()[0]) == "#ffffff"
    assert to_hex(points.get_edgecolor()[0]) == PALETTE["negative"]


def test_a_heat_map_is_vermilion_below_zero_and_blue_above():
    (image,) = painted(HeatMap(np.array([[-1.0, 0.0, 1.0]]), (0, 2), (0, 3))).images
    below, zero, above = image.get_array()[0]
    assert to_hex(below[:3]) == PALETTE["negative"]
    assert to_hex(above[:3]) == PALETTE["positive"]
    assert zero[3] < 0.01
    assert list(image.get_extent()) == [0, 2, 0, 3]


def test_squares_have_edges_and_full_colour_and_ink_has_nothing_below_zero():
    values = np.array([[-1.0, 1.0]])
    pale, (squares,), (ink,) = (
        painted(HeatMap(values, (0, 2), (0, 3), style=style)).images
        for style in ("surface", "squares", "ink")
    )
    assert [image.get_interpolation() for image in (pale[0], squares, ink)] == [
        "bilinear",
        "nearest",
        "nearest",
    ]
    assert squares.get_array()[0, :, 3].tolist() == pytest.approx([1, 1], abs=0.01)
    paper, dark = ink.get_array()[0]
    assert (paper[3], to_hex(dark[:3])) == (0, PALETTE["ink"])


def test_bars_reach_from_their_base_to_their_height():
    (bar,) = painted(Bars([1], [2], base=0.5, width=0.4)).patches
    assert (bar.get_y(), bar.get_height()) == (0.5, 1.5)
    assert bar.get_x() == pytest.approx(0.8)


def test_nodes_carry_their_text_and_texts_are_no_formulas():
    ax = painted(Node(1, 1, "$x$", filled=True), Text(0, 0, "a_b $"))
    assert [text.get_text() for text in ax.texts] == ["$x$", "a_b $"]
    assert not any(text.get_parse_math() for text in ax.texts)


def test_an_arrow_points_from_start_to_end():
    (arrow,) = painted(Arrow((0, 1), (2, 3))).texts
    assert arrow.xy == (2, 3)
    assert arrow.get_position() == (0, 1)


def test_a_diagram_has_no_axes_and_a_square_panel_equal_units():
    assert not painted(axes=False).axison
    assert painted(square=True).get_aspect() == 1.0


def test_names_can_stand_in_place_of_numbers_on_the_x_axis():
    ax = painted(x_ticks=((0.0, "you"), (1.0, "best")))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["you", "best"]


def test_a_mark_without_a_painter_is_refused():
    with pytest.raises(TypeError, match="no painter for a mark of type str"):
        painted("a string")


def test_the_same_scene_gives_the_same_png_bytes():
    scene = Scene((Panel((0, 2), (0, 3), (Line([0, 1], [2, 3]),)),), "words", aspect=2.0)
    png = picture(scene, width=4)
    assert png.startswith(b"\x89PNG")
    assert png == picture(scene, width=4)


def test_no_colour_of_a_picture_is_far_from_what_was_drawn():
    shades = np.linspace(-1, 1, 1600).reshape(40, 40)
    scene = Scene((Panel((0, 1), (0, 1), (HeatMap(shades, (0, 1), (0, 1)), Points([0.5], [0.5]))),), "words")
    kept = Image.open(io.BytesIO(picture(scene, width=4)))
    figure = Figure(figsize=(4, 4 / scene.aspect), dpi=100, layout="constrained", facecolor="white")
    paint(scene, figure)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
    assert kept.mode == "P"
    assert np.abs(np.asarray(kept.convert("RGB")) - drawn).max() < 0.05 * 255


def test_both_painters_know_every_kind_of_mark():
    script = (STATIC / "paint.js").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^  ([A-Z]\w+)\(g, mark", script, re.MULTILINE))
    assert drawn == {kind.__name__ for kind in typing.get_args(Mark)}


def test_both_painters_use_the_same_light_colours():
    sheet = (STATIC / "theme.css").read_text(encoding="utf-8").split("data-jp-theme-light")[0]
    colours = dict(re.findall(r"--ck-(\w+): (#\w{6});", sheet))
    assert {role: colours[role] for role in PALETTE} == PALETTE


def contrast(first: str, second: str) -> float:
    """WCAG 2.2, "contrast ratio"."""

    def luminance(colour: str) -> float:
        channels = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
        linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_role_stands_out_from_the_paper(theme):
    sheet = (STATIC / "theme.css").read_text(encoding="utf-8").split("data-jp-theme-light")[theme]
    colours = dict(re.findall(r"--ck-(\w+): (#\w{6});", sheet))
    for role in ("ink", "muted", "error", "good"):  # used for text: WCAG AA asks for 4.5
        assert contrast(colours[role], colours["paper"]) >= 4.5, role
        assert contrast(colours[role], colours["soft"]) >= 4.4, role
    for role in ("positive", "negative", "accent"):  # used for shapes: 3
        assert contrast(colours[role], colours["paper"]) >= 3.0, role
