from __future__ import annotations

import json
import re
from itertools import pairwise

import numpy as np
import pytest
from widget_parts import crosses, marks, words

from coursekit.engine import nn, summary, tensor
from coursekit.scenes import HeatMap, Line, Points, Text
from coursekit.widgets import (
    DepthWidth,
    FoldedXor,
    Origami,
    PaperStrip,
    ShapeTracer,
    Wirings,
    folding_params,
    squared_sheet,
)
from coursekit.widgets.core.networks import relu_forward
from coursekit.widgets.layers.breakpoints import breakpoints
from coursekit.widgets.layers.depth_results import FILE, SHAPES, TASKS, points, score, write_results
from coursekit.widgets.layers.folding_net import spirals, train, write_params
from coursekit.widgets.layers.origami import folded, joined_params
from coursekit.widgets.layers.paper_strip import folded_place
from coursekit.widgets.layers.plane import best_cut, zero_contour
from coursekit.widgets.layers.wirings import WIRINGS, results

# --- Origami ------------------------------------------------------------------------------------------


def test_the_further_layers_pull_the_spirals_apart():
    found = [re.search(r"nearest point is ([\d.]+) away", words(Origami(layer=k)))[1] for k in (2, 3, 4)]
    assert sorted(map(float, found)) == list(map(float, found))
    assert len(set(found)) == 3


def test_no_finer_search_finds_a_much_better_cut_of_the_flat_sheet():
    points, labels = spirals()
    angles = np.linspace(0, np.pi, 5000)
    order = np.argsort(points @ np.stack([np.cos(angles), np.sin(angles)]), axis=0)
    right = 100 + np.cumsum(np.where(labels == 0, 1, -1)[order], axis=0)
    assert 133 <= max(right.max(), (200 - right).max()) <= 134


def test_the_words_of_origami_say_which_points_are_wrong_and_where_the_classes_lie():
    widget, (x, labels) = Origami(layer=1), spirals()
    text = words(widget)
    assert widget.scene().panels[0].title == "the sheet after 1 of 4 layers: 152 of 200"
    assert "found gets 152 of 200 points right" in text
    assert "On the wrong side: 47 circles, 1 square." in text
    middle = re.search(r"circles lie around \((.+?), (.+?)\)", text.replace("−", "-")).groups()
    assert [*map(float, middle)] == pytest.approx(folded(x, 1)[labels == 1].mean(axis=0), abs=0.05)


def test_the_points_lie_where_the_layers_take_them():
    (x, labels), params = spirals(), folding_params()
    for k in range(0, 4, 2):
        (U, a), (V, c) = params[k : k + 2]
        x = np.maximum(0, x @ U + a) @ V + c
    shown = marks(Origami(layer=2), Points)[0]
    assert np.column_stack([shown.x, shown.y]) == pytest.approx(x[labels == 0], abs=1e-5)


def test_its_parameters_are_written_as_they_are_read(tmp_path):
    write_params(tmp_path / "params.json", steps=2)
    for kept, trained in zip(folding_params(tmp_path / "params.json"), train(2), strict=True):
        assert all(map(np.array_equal, kept, trained))


@pytest.mark.slow
@pytest.mark.uncounted
def test_training_the_folds_again_takes_the_points_where_the_kept_ones_do():
    # Rounding differs from processor to processor, and training makes it larger.
    places = [relu_forward(spirals()[0], joined_params(params)) for params in (train(), folding_params())]
    assert places[0] == pytest.approx(places[1], abs=0.2)


def test_between_two_layers_the_points_are_on_the_straight_way():
    x = spirals()[0]
    assert folded(x, 1.5) == pytest.approx((folded(x, 1.0) + folded(x, 2.0)) / 2)


@pytest.mark.parametrize("layer", range(5))
def test_the_wrong_points_wear_a_cross_on_both_sheets(layer):
    widget = Origami(layer=layer)
    wrong = 200 - widget.facts()["right"]
    assert [len(crosses(widget, panel).x) for panel in (0, 1)] == [wrong, wrong]


def test_the_unfolded_cut_is_the_straight_cut_of_the_folded_sheet():
    widget = Origami(layer=3)
    unfolded, cut = marks(widget, Line, panel=1)[-1], marks(widget, Line)[-1]
    strokes = np.column_stack([unfolded.x, unfolded.y])
    places = folded(strokes[~np.isnan(strokes[:, 0])].astype(float), 3.0)
    ends = np.column_stack([cut.x, cut.y]).astype(float)
    normal = np.array([-(ends[1] - ends[0])[1], (ends[1] - ends[0])[0]])
    normal /= np.linalg.norm(normal)
    assert np.median(np.abs((places - ends[0]) @ normal)) < 0.02


def test_the_flat_sheet_has_a_straight_cut():
    line = marks(Origami(layer=0), Line, panel=1)[-1]
    strokes = np.column_stack([line.x, line.y])
    strokes = strokes[~np.isnan(strokes[:, 0])]
    spread = np.linalg.svd(strokes - strokes.mean(axis=0), compute_uv=False)
    assert spread[1] < 1e-4 * spread[0]


def test_the_cost_of_origami_counts_its_arrays():
    count = sum(W.size + b.size for W, b in folding_params())
    assert Origami.cost.startswith(f"{count} parameters")


def test_joining_the_two_sums_with_the_next_layer_changes_no_output():
    x, params = spirals()[0], folding_params()
    h = x
    for k in range(0, len(params) - 1, 2):
        (U, a), (V, c) = params[k : k + 2]
        h = np.maximum(0, h @ U + a) @ V + c
    W, b = params[-1]
    assert relu_forward(x, joined_params(params)) == pytest.approx(h @ W + b)


def test_the_forward_pass_of_the_pictures_is_the_engines():
    rng = np.random.default_rng(0)
    dense = [nn.Linear(n_in, n_out, dtype=np.float64, rng=rng) for n_in, n_out in pairwise((2, 5, 4, 3))]
    model = nn.Sequential(dense[0], nn.ReLU(), dense[1], nn.ReLU(), dense[2])
    x = rng.normal(size=(6, 2))
    layers = [(layer.weight.data.T, layer.bias.data) for layer in dense]
    assert relu_forward(x, layers) == pytest.approx(model(tensor(x, np.float64)).data)


# --- the plane ----------------------------------------------------------------------------------------


def test_a_zero_contour_lies_where_the_function_is_zero():
    line = zero_contour(lambda p: p[:, 0] ** 2 + p[:, 1] ** 2 - 0.5, (-1, 1))
    radius = np.hypot(line.x, line.y)
    assert radius[~np.isnan(radius)] == pytest.approx(np.sqrt(0.5), abs=2e-3)
    angle = np.sort(np.arctan2(line.y, line.x)[~np.isnan(radius)])
    assert np.diff(angle).max() < 0.1


def test_a_function_without_a_sign_change_has_no_zero_contour():
    assert len(zero_contour(lambda p: np.ones(len(p)), (-1, 1)).x) == 0


def test_the_best_cut_parts_what_can_be_parted_in_the_widest_gap():
    points = np.array([[0.0, 0.0], [0.0, 1.0], [2.0, 0.0], [2.0, 1.0]])
    w, b = best_cut(points, np.array([0, 0, 1, 1]))
    assert ((points @ w + b > 0) == [False, False, True, True]).all()
    assert w == pytest.approx([1, 0], abs=1e-9)
    assert b == pytest.approx(-1)


def test_of_equally_good_cuts_the_one_that_turns_least_wins():
    points = np.array([[0.0, 0.0], [1.0, 1.0]])
    before = np.array([1.0, 0.0])
    w, _ = best_cut(points, np.array([0, 1]), before)
    assert w @ before > best_cut(points, np.array([0, 1]))[0] @ before


def test_the_squared_sheet_has_lines_both_ways():
    sheet = squared_sheet((0, 1), lines=3, steps=5)
    assert sheet.shape == (3 * 2 * 6, 2)
    assert np.isnan(sheet[:, 0]).sum() == 6


# --- XOR ----------------------------------------------------------------------------------------------


def test_both_points_that_are_on_land_on_one_place():
    ones = marks(FoldedXor(moved=1), Points)[1]
    assert (ones.x.tolist(), ones.y.tolist()) == ([1, 1], [0, 0])


def test_on_the_way_there_is_no_cut_yet():
    assert len(marks(FoldedXor(moved=0.5), Line)) == 1
    assert "right" not in FoldedXor(moved=0.5).facts()
    assert "points right" not in words(FoldedXor(moved=0.5))


# --- paper strip --------------------------------------------------------------------------------------


def test_the_words_of_the_strip_say_how_the_function_runs():
    piece = "Each piece is 1/8 of the strip. On one the function goes from 0.00 to 1.00, on the next back"
    assert piece in words(PaperStrip(folds=3))
    assert "64 straight pieces. One layer of 12 units makes at most 13." in words(PaperStrip(folds=6))
    assert "rises straight from 0 to 1" in words(PaperStrip())


def test_the_strip_says_what_its_network_costs():
    net = nn.Sequential(nn.Linear(1, 2), nn.ReLU(), nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
    cost = summary(net, (1,))
    line = f"{cost.parameters} parameters · {cost.bytes} bytes · {cost.multiply_adds} multiply-adds"
    assert line in words(PaperStrip(folds=2))


def test_rising_and_falling_pieces_wear_different_colours():
    rising, falling = marks(PaperStrip(folds=2), Line, panel=1)
    assert rising.role != falling.role
    assert np.nanmax(rising.y) == np.nanmax(falling.y) == 1


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_folds_far_from_the_middle_keep_all_their_pieces(kind):
    start, out = np.array([0, -0.9], kind), np.array([[1 / 0.9], [-1 / 0.9 - 10]], kind)
    again = (np.hstack([out, out]), start)
    layers = [(np.ones((1, 2), kind), start), again, again, again, again, (out, np.zeros(1, kind))]
    assert len(breakpoints(layers)) == 2**5 - 1


def test_every_breakpoint_of_three_folds_is_found_at_an_eighth():
    fold = (np.array([[2.0, 2.0], [-4.0, -4.0]]), np.array([0.0, -0.5]))
    layers = [(np.ones((1, 2)), fold[1]), fold, fold, (np.array([[2.0], [-4.0]]), np.zeros(1))]
    assert breakpoints(layers) == pytest.approx(np.arange(1, 8) / 8)
    assert folded_place(np.arange(9) / 8, 3) == pytest.approx([0, 1] * 4 + [0])
    assert PaperStrip(folds=3).scene().panels[0].title == "8 layers, each 1/8 long"


# --- shapes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("way", "column"), [("784 × N", True), ("N × 28 × 28", False)])
def test_images_in_another_shape_have_no_result_and_the_engine_says_why(way, column):
    widget = ShapeTracer(way=way)
    assert "no result" in [text.text for text in marks(widget, Text)]
    assert "its last size must be 784" in words(widget)
    assert ("Here each image stands in a column" in words(widget)) is column


def test_sizes_that_must_agree_are_set_side_by_side():
    texts = [text.text for text in marks(ShapeTracer(way="N × 28 × 28"), Text)]
    assert "last size of the input 28 ≠ 784 rows of weights" in texts


def test_a_product_is_told_with_its_shapes():
    text = words(ShapeTracer(layer="output"))
    assert text.startswith("32 × 128 times 128 × 10, plus 10 biases, gives 32 × 10: 320 results.")
    assert "1,280 weights and 10 biases, 5,160 bytes" in text


# --- wirings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "row", "text"),
    [
        ("3×3 convolution", 3, "reaches 9 of 64 results, in rows 2 to 4 and columns 3 to 5."),
        ("3×3 convolution", 1, "reaches 6 of 64 results, in rows 1 to 2 and columns 3 to 5."),
        ("LSTM", 3, "reaches 48 of 64 results, in rows 3 to 8 and columns 1 to 8."),
    ],
)
def test_the_reached_results_are_drawn_and_told(layer, row, text):
    widget = Wirings(layer=layer, row=row)
    (surface,) = marks(widget, HeatMap, panel=1)
    assert (surface.values[2::5, 2::5] > 200).sum() == widget.facts()["reached"]  # the middle of each result
    assert text in words(widget)


@pytest.mark.parametrize("name", WIRINGS)
def test_every_wiring_makes_as_many_results_as_there_are_squares(name):
    assert results(name, np.zeros((2, 8, 8))).shape == (2, 8, 8)


# --- depth against width ------------------------------------------------------------------------------


def test_one_dot_is_drawn_for_each_of_twenty_trainings_and_a_bar_at_their_median():
    widget = DepthWidth()
    dots, bars = marks(widget, Points), marks(widget, Line)
    assert [len(group.x) for group in dots] == [20, 20, 20, 20]
    middles = [np.median(group.y) for group in dots]
    assert [bar.y[0] for bar in bars] == pytest.approx(middles, abs=1e-4)
    assert [100 * middle for middle in widget.facts().values()] == pytest.approx(middles, abs=1e-4)


def test_the_networks_that_are_compared_are_about_equally_large():
    counts = [sum(m * n + n for m, n in pairwise(s)) for s in SHAPES.values()]
    assert (min(counts), max(counts)) == (249, 267)
    assert [len(shape) - 2 for shape in SHAPES.values()] == [1, 2, 3, 4]


def test_the_words_tell_the_middle_of_each_column():
    assert "3: middle 71.4%, from 64% to 84%" in words(DepthWidth())
    assert "The networks have 257, 267, 261, 249 parameters." in words(DepthWidth())
    assert words(DepthWidth(task="checkerboard")).startswith("Checkerboard, 20 trainings a column.")


@pytest.mark.parametrize("task", TASKS)
def test_both_classes_of_a_task_are_common(task):
    _, labels = points(task, n=2000, rng=np.random.default_rng(0))
    assert 0.4 < labels.mean() < 0.6


def test_results_are_written_as_they_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr("coursekit.widgets.layers.depth_results.STEPS", 2)
    write_results(tmp_path / "results.json", seeds=range(1))
    found = json.loads((tmp_path / "results.json").read_text())
    assert {task: list(found[task]) for task in found} == {task: ["1", "2", "3", "4"] for task in TASKS}
    assert all(0 < share < 1 for task in found.values() for shares in task.values() for share in shares)


@pytest.mark.slow
@pytest.mark.uncounted
@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("depth", SHAPES)
def test_training_again_gives_the_kept_scores(task, depth):
    kept = json.loads(FILE.read_text())[task][str(depth)]
    # Rounding differs from processor to processor, and training makes it larger.
    assert score(task, depth, 0) == pytest.approx(kept[0], abs=0.05)
