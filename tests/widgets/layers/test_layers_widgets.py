from __future__ import annotations

import json
import re
from itertools import pairwise

import numpy as np
import pytest

from coursekit.engine import nn, summary
from coursekit.scenes import Bars, HeatMap, Line, Points, Text
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
from coursekit.widgets.layers.depth_results import (
    FILE,
    SHAPES,
    TASKS,
    load_results,
    points,
    score,
    write_results,
)
from coursekit.widgets.layers.folding_net import spirals
from coursekit.widgets.layers.origami import folded, joined_params
from coursekit.widgets.layers.paper_strip import folded_place
from coursekit.widgets.layers.plane import best_cut, zero_contour
from coursekit.widgets.layers.wirings import WIRINGS, results, wiring


def marks(widget, kind, panel=0):
    return [mark for mark in widget.scene().panels[panel].marks if isinstance(mark, kind)]


def crosses(widget, panel=0):
    return next(mark for mark in marks(widget, Points, panel) if mark.marker == "cross")


def ran(code, after):
    """The names after the shown code has run up to its last line, and that line's value."""
    *lines, last = code.partition(after)[2].strip().splitlines()
    names = {}
    exec("\n".join(lines), names)
    return eval(last, names)


def relu_forward(x, params):
    for W, b in params[:-1]:
        x = np.maximum(0, x @ W + b)
    W, b = params[-1]
    return x @ W + b


# --- Origami ------------------------------------------------------------------------------------------


def test_the_goal_of_origami_is_reached_after_two_layers():
    right = [200 - len(crosses(Origami(layer=layer)).x) for layer in range(5)]
    assert right[2:] == [200, 200, 200]
    assert right[0] < right[1] < 200


def test_the_further_layers_pull_the_spirals_apart():
    words = [Origami(layer=layer).scene().words for layer in (2, 3, 4)]
    away = [float(each.partition("nearest point is ")[2].partition(" away")[0]) for each in words]
    assert away[0] < away[1] < away[2]


def test_no_finer_search_finds_a_much_better_cut_of_the_flat_sheet():
    points, labels = spirals()
    angles = np.linspace(0, np.pi, 5000)
    order = np.argsort(points @ np.stack([np.cos(angles), np.sin(angles)]), axis=0)
    right = 100 + np.cumsum(np.where(labels == 0, 1, -1)[order], axis=0)
    assert 133 <= max(right.max(), (200 - right).max()) <= 134


def test_the_words_and_the_title_say_how_many_points_are_right():
    widget = Origami(layer=1)
    right = 200 - len(crosses(widget).x)
    assert f"found gets {right} of 200 points right" in widget.scene().words
    assert widget.scene().panels[0].title == f"the sheet after 1 of 4 layers: {right} of 200"


def test_the_words_of_origami_say_who_is_on_the_wrong_side_and_where_the_classes_lie():
    said = Origami(layer=1).scene().words
    wrong, (_, labels) = crosses(Origami(layer=1)), spirals()
    assert "On the wrong side: 47 circles, 1 square." in said
    assert len(wrong.x) == 48
    middle = folded(spirals()[0], 1)[labels == 1].mean(axis=0)
    x, y = re.search(r"circles lie around \((.+?), (.+?)\)", said.replace("−", "-")).groups()
    assert [float(x), float(y)] == pytest.approx(middle, abs=0.05)


def test_the_points_lie_where_the_layers_take_them():
    x, (labels) = spirals()
    params = folding_params()
    for k in range(0, 4, 2):
        (U, a), (V, c) = params[k : k + 2]
        x = np.maximum(0, x @ U + a) @ V + c
    shown = marks(Origami(layer=2), Points)[0]
    assert np.column_stack([shown.x, shown.y]) == pytest.approx(x[labels == 0], abs=1e-5)


def test_between_two_layers_the_points_are_on_the_straight_way():
    x = spirals()[0]
    assert folded(x, 1.5) == pytest.approx((folded(x, 1.0) + folded(x, 2.0)) / 2)


def test_the_same_points_are_wrong_on_both_sheets():
    widget = Origami(layer=1)
    assert len(crosses(widget).x) == len(crosses(widget, panel=1).x) > 0


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


def test_the_shown_code_of_origami_computes_where_a_point_lies():
    widget = Origami(layer=2.0)
    assert ran(widget.code(), "# the same in NumPy") == pytest.approx(folded(np.array([[0.5, 0.5]]), 2.0)[0])


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


def test_a_learners_forward_colours_the_flat_sheet():
    widget = Origami(forward=relu_forward, layer=4)
    (surface,) = marks(widget, HeatMap, panel=1)
    assert surface.values.min() < 5 < 250 < surface.values.max()
    assert widget.scene().words.endswith("The colours are answers of your own forward.")


@pytest.mark.parametrize(
    ("forward", "said"),
    [
        (lambda x, params: ..., "returns nothing yet"),
        (lambda x, params: None, "returns nothing yet"),
        (lambda x, params: x, "gave the shape (1600, 2), expected (1600, 1)"),
        (lambda x, params: 1 / 0, "stopped (ZeroDivisionError: division by zero)"),
        (lambda x, params: np.zeros((len(x), 1)), "gave other numbers than the course's"),
    ],
)
def test_a_forward_that_does_not_work_colours_nothing_and_is_told(forward, said):
    widget = Origami(forward=forward)
    assert marks(widget, HeatMap, panel=1) == []
    assert said in widget.scene().words


# --- sheets -------------------------------------------------------------------------------------------


def test_a_level_line_lies_where_the_function_is_zero():
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


def test_the_goal_of_the_hidden_layer_for_xor_is_four_of_four():
    assert "gets 4 of 4 points right" in FoldedXor(moved=1).scene().words
    assert len(crosses(FoldedXor(moved=1)).x) == 0


def test_both_points_that_are_on_land_on_one_spot():
    ones = marks(FoldedXor(moved=1), Points)[1]
    assert (ones.x.tolist(), ones.y.tolist()) == ([1, 1], [0, 0])


def test_the_unfolded_cut_of_xor_is_told_for_the_courses_weights_only():
    said = FoldedXor(moved=1).scene().words
    assert "two lines, x₁ + x₂ = 0.5 and x₁ + x₂ = 1.5" in said
    params = [(np.eye(2), np.zeros(2)), (np.ones((2, 1)), np.array([-0.5]))]
    assert "two lines" not in FoldedXor(params=params, moved=1).scene().words


def test_on_the_way_there_is_no_cut_yet():
    assert len(marks(FoldedXor(moved=0.5), Line)) == 1
    assert "points right" not in FoldedXor(moved=0.5).scene().words


def test_a_learners_weights_move_the_sheet():
    params = [(np.array([[1, -1], [-1, 1]]), np.zeros(2)), (np.array([[1], [1]]), np.array([-0.5]))]
    words = FoldedXor(params=params, moved=1).scene().words
    assert "arrive at (0, 0), (0, 1), (1, 0), (0, 0). One straight cut gets 4 of 4" in words
    assert words.endswith("The weights are your own.")


def test_wrong_weights_of_a_learner_are_shown_as_they_are():
    params = [(np.eye(2), np.zeros(2)), (np.array([[1], [1]]), np.array([-0.5]))]
    assert "gets 3 of 4 points right" in FoldedXor(params=params, moved=1).scene().words


@pytest.mark.parametrize(
    "params",
    [
        [],
        "weights",
        [(np.eye(3), np.zeros(3)), (np.ones((3, 1)), np.zeros(1))],
        [(np.full((2, 2), np.nan), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))],
    ],
)
def test_weights_of_another_shape_give_way_to_the_courses(params):
    assert (
        "yours are not two layers of numbers in the right shapes yet"
        in FoldedXor(params=params).scene().words
    )


# --- paper strip --------------------------------------------------------------------------------------


@pytest.mark.parametrize("k", range(7))
def test_every_fold_doubles_the_pieces(k):
    widget = PaperStrip(folds=k)
    bars = [bar.y[0] for bar in marks(widget, Bars, panel=2)]
    assert bars == [2**k, max(1, 2 * k + 1)]
    assert f": {2**k} straight piece" in widget.scene().words


def test_the_goal_of_the_strip_takes_six_folds():
    assert "64 straight pieces. One layer of 12 units makes at most 13." in PaperStrip(folds=6).scene().words


def test_the_words_of_the_strip_say_how_the_function_runs():
    said = PaperStrip(folds=3).scene().words
    assert (
        "Each piece is 1/8 of the strip. On one the function goes from 0.00 to 1.00, on the next back" in said
    )
    assert "rises straight from 0 to 1" in PaperStrip().scene().words


def test_the_strip_says_what_its_network_costs():
    net = nn.Sequential(nn.Linear(1, 2), nn.ReLU(), nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
    bill = summary(net, (1,))
    assert (
        f"{bill.parameters} parameters · {bill.bytes} bytes · {bill.multiply_adds} multiply-adds"
        in PaperStrip(folds=2).scene().words
    )


def test_rising_and_falling_pieces_wear_different_colours():
    rising, falling = marks(PaperStrip(folds=2), Line, panel=1)
    assert rising.role != falling.role
    assert np.nanmax(rising.y) == np.nanmax(falling.y) == 1


def test_a_learners_network_folds_the_strip():
    def fold_net(k):
        behind, b = np.array([[2.0], [-4.0]]), np.array([0, -0.5])
        between = [(behind @ np.ones((1, 2)), b)] * (k - 1)
        return [(np.ones((1, 2)), b), *between, (behind, np.zeros(1))]

    words = PaperStrip(fold_net=fold_net, folds=3).scene().words
    assert words.endswith("Your own network folds the strip.")


@pytest.mark.parametrize(
    ("fold_net", "said"),
    [
        (lambda k: ..., "gave no network (TypeError: "),
        (lambda k: [(np.ones((1, 1)), np.zeros(1))], "makes 1 piece, expected 8"),
    ],
)
def test_a_network_that_does_not_fold_is_named_and_not_shown(fold_net, said):
    widget = PaperStrip(fold_net=fold_net, folds=3)
    assert said in widget.scene().words
    assert marks(widget, Bars, panel=2)[0].y[0] == 8


@pytest.mark.parametrize("middle", [0.2, 1 / 3, 0.7])
def test_a_network_that_folds_elsewhere_is_honest_too(middle):
    def fold_net(k):
        behind, b = np.array([[1 / middle], [-1 / middle - 1 / (1 - middle)]]), np.array([0, -middle])
        return [(np.ones((1, 2)), b), *[(behind @ np.ones((1, 2)), b)] * (k - 1), (behind, np.zeros(1))]

    widget = PaperStrip(fold_net=fold_net, folds=6)
    assert widget.scene().words.endswith("Your own network folds the strip.")
    assert widget.scene().panels[0].title == "64 layers"


def test_the_folds_of_the_strip_lie_where_its_network_has_creases():
    rising, falling = marks(PaperStrip(folds=3), Line, panel=1)
    x = np.linspace(0, 1, 1025)
    assert np.nanmax(rising.y) == folded_place(x, 3).max() == np.nanmax(falling.y)
    assert PaperStrip(folds=3).scene().panels[0].title == "8 layers, each 1/8 long"


def test_the_shown_code_counts_the_pieces():
    assert ran(PaperStrip(folds=5).code(), "# the folds in NumPy") == 32


# --- shapes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "runs"), [("N × 784", True), ("784 × N", False), ("N × 28 × 28", False), ("784", True)]
)
def test_two_of_the_four_ways_run_and_the_engine_explains_the_others(way, runs):
    widget = ShapeTracer(way=way)
    assert ("no result" not in [text.text for text in marks(widget, Text)]) == runs
    assert ("its last size must be 784" in widget.scene().words) == (not runs)


def test_images_in_columns_are_told_from_images_that_are_not_flat():
    said = "Here each image stands in a column"
    assert said in ShapeTracer(way="784 × N").scene().words
    assert said not in ShapeTracer(way="N × 28 × 28").scene().words


def test_the_goal_of_1600_results_can_be_reached():
    words = ShapeTracer(n=32, units=50).scene().words
    assert words.startswith("32 × 784 times 784 × 50, plus 50 biases, gives 32 × 50: 1,600 results.")


def test_the_output_layer_takes_what_the_hidden_layer_gives():
    words = ShapeTracer(layer="output").scene().words
    assert words.startswith("32 × 128 times 128 × 10, plus 10 biases, gives 32 × 10: 320 results.")
    assert "1,280 weights and 10 biases, 5,160 bytes" in words


def test_sizes_that_must_agree_are_set_side_by_side():
    said = [text.text for text in marks(ShapeTracer(way="N × 28 × 28"), Text)]
    assert "last size of the input 28 ≠ 784 rows of weights" in said


@pytest.mark.parametrize(("way", "shape"), [("N × 784", (32, 10)), ("784", (10,))])
def test_the_shown_code_gives_the_shape_of_the_output(way, shape):
    assert ran(ShapeTracer(way=way).code(), "# the same with the engine") == shape


# --- wirings ------------------------------------------------------------------------------------------


def reached(widget):
    """How many results are drawn as changed."""
    (surface,) = marks(widget, HeatMap, panel=1)
    return int((surface.values[2::5, 2::5] > 200).sum())  # the middle dot of each result


@pytest.mark.parametrize(
    ("layer", "row", "count"),
    [
        ("dense", 10, 784),
        ("3×3 convolution", 10, 9),
        ("3×3 convolution", 1, 6),
        ("LSTM", 1, 784),
        ("LSTM", 28, 28),
        ("attention block", 10, 784),
    ],
)
def test_a_pixel_reaches_as_many_results_as_its_wiring_lets_it(layer, row, count):
    widget = Wirings(layer=layer, row=row)
    assert reached(widget) == count
    assert f"reaches {count} of 784 results" in widget.scene().words


@pytest.mark.parametrize(
    ("layer", "where"),
    [
        (WIRINGS[1], "in rows 9 to 11 and columns 13 to 15"),
        (WIRINGS[2], "in rows 10 to 28 and columns 1 to 28"),
    ],
)
def test_the_words_say_where_the_reached_results_lie(layer, where):
    assert where in Wirings(layer=layer).scene().words


@pytest.mark.parametrize("name", WIRINGS)
def test_every_wiring_makes_as_many_results_as_there_are_pixels(name):
    assert results(name, np.zeros((2, 28, 28))).shape == (2, 28, 28)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("dense", 784 * 784 + 784),
        ("3×3 convolution", 9 + 1),
        ("LSTM", 4 * 28 * (28 + 28) + 2 * 4 * 28),
        ("attention block", 12 * 28**2 + 13 * 28),
    ],
)
def test_the_counts_of_the_table_are_those_of_the_textbook(name, count):
    assert f"Parameters: {count:,} " in Wirings(layer=name).scene().words
    assert sum(p.data.size for p in wiring(name)[0].parameters()) == count


@pytest.mark.parametrize("name", WIRINGS)
def test_the_shown_code_gives_the_bill(name):
    widget = Wirings(layer=name)
    names = {}
    *lines, last = widget.code().partition("# the bill of this layer")[2].strip().splitlines()
    exec("\n".join(lines), names)
    assert f"Parameters: {eval(last, names).parameters:,} " in widget.scene().words


# --- depth against width ------------------------------------------------------------------------------


def test_one_dot_is_drawn_for_each_of_twenty_trainings_and_a_bar_at_their_median():
    widget = DepthWidth()
    dots, bars = marks(widget, Points), marks(widget, Line)
    assert [len(group.x) for group in dots] == [20, 20, 20, 20]
    assert [bar.y[0] for bar in bars] == pytest.approx([np.median(group.y) for group in dots], abs=1e-4)


def test_three_layers_are_best_on_the_rings_and_one_on_the_board():
    medians = {t: [float(np.median(v)) for v in load_results()[t].values()] for t in TASKS}
    assert int(np.argmax(medians["rings"])) == 2
    assert int(np.argmax(medians["checkerboard"])) == 0


def test_the_networks_that_are_compared_are_about_equally_large():
    counts = [sum(m * n + n for m, n in pairwise(s)) for s in SHAPES.values()]
    assert (min(counts), max(counts)) == (249, 267)
    assert [len(shape) - 2 for shape in SHAPES.values()] == [1, 2, 3, 4]


def test_the_words_tell_the_middle_of_each_column():
    assert "3: middle 71%, from 64% to 84%" in DepthWidth().scene().words
    assert DepthWidth(task="checkerboard").scene().words.startswith("Checkerboard, 20 trainings a column.")


@pytest.mark.parametrize("task", TASKS)
def test_both_classes_of_a_task_are_common(task):
    _, labels = points(task, n=2000, rng=np.random.default_rng(0))
    assert 0.4 < labels.mean() < 0.6


def test_trials_are_written_as_they_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr("coursekit.widgets.layers.depth_results._STEPS", 2)
    write_results(tmp_path / "trials.json", seeds=range(1))
    found = json.loads((tmp_path / "trials.json").read_text())
    assert {task: list(found[task]) for task in found} == {task: ["1", "2", "3", "4"] for task in TASKS}
    assert all(0 < share < 1 for task in found.values() for shares in task.values() for share in shares)


@pytest.mark.slow
@pytest.mark.uncounted
@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("depth", SHAPES)
def test_training_again_gives_the_kept_scores(task, depth):
    kept = json.loads(FILE.read_text())[task][str(depth)]
    again = [score(task, depth, seed) for seed in range(3)]
    # Rounding differs from processor to processor, and training makes it larger.
    assert again == pytest.approx(kept[:3], abs=0.05)
