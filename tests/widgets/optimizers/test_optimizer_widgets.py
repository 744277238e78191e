from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from widget_parts import marks, words

from coursekit.datasets import digits
from coursekit.engine import Tensor
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.errors import ArgumentError
from coursekit.scenes import Bars, Line, Node, Points, Text
from coursekit.widgets import BreakItClinic, OverfitPair, RavineRace, ScheduleDrawer
from coursekit.widgets.optimizers import overfit_pair as pair
from coursekit.widgets.optimizers.break_it_clinic import EVIDENCE, SIGNS
from coursekit.widgets.optimizers.faulty_training import FAULTS, STEPS, train_with_fault
from coursekit.widgets.optimizers.ravine import START, learner_path, paths
from coursekit.widgets.optimizers.schedule_drawer import schedule_training
from coursekit.widgets.optimizers.seed_networks import SeedNetworks, class_losses, forward


def heads(widget):
    """The letter of each racer, and the place of its marker in the picture from above."""
    return {node.text: np.array([node.x, node.y]) for node in marks(widget, Node)}


def nearest_heads(widget, panel):
    """How many pixels lie between the two heads that are nearest to each other."""
    shown = widget.scene().panels[panel]
    wide, high = (314, 282) if panel == 0 else (264, 282)  # of the box on a page of usual width
    heads = [
        complex(each.x * wide, 0) / np.ptp(shown.x) + 1j * each.y * high / np.ptp(shown.y)
        for each in marks(widget, Node, panel)
    ]
    return min(abs(b - a) for a, b in combinations(heads, 2))


# --- the race ---


def test_plain_descent_walks_as_the_formula_says():
    places = paths("plain descent", noisy=False)[29, 0]  # rate 0.030
    steps = np.arange(61)
    assert places[:, 0] == pytest.approx(-4 * 0.97**steps)
    assert places[:, 1] == pytest.approx(0.25**steps, abs=1e-12)


def test_the_drawn_losses_are_the_facts():
    widget = RavineRace(rate=0.03, step=40)
    curves = [line for line in marks(widget, Line, panel=1) if not line.dashed]
    assert [10 ** curve.y[40] for curve in curves] == pytest.approx([*widget.facts().values()], rel=1e-4)


def test_a_racer_that_ends_higher_than_it_started_is_named():
    assert "Higher than at the start: plain descent." in words(RavineRace(rate=0.081))
    assert "Higher" not in words(RavineRace(rate=0.079))


def test_adams_first_step_is_the_rate_in_both_directions():
    moved = paths("Adam", noisy=False)[99, 0, 1] - START  # rate 0.100
    assert moved == pytest.approx([0.1, -0.1], rel=1e-6)


def test_at_step_zero_all_stand_around_the_start():
    places = heads(RavineRace(step=0))
    assert "plain descent 20.5 (x −4.00, y 1.00)" in words(RavineRace(step=0))
    assert list(places) == ["D", "M", "R", "A"]
    assert all((abs(place - START) < [1, 0.4]).all() for place in places.values())
    assert np.mean([*places.values()], axis=0) == pytest.approx(START, abs=0.1)


@pytest.mark.parametrize("rate", [0.001, 0.03, 0.076, 0.08, 0.1, 0.2])
@pytest.mark.parametrize("noisy", [False, True])
def test_no_head_covers_another(rate, noisy):
    for step in (0, 1, 7, 30, 60):
        race = RavineRace(rate=rate, step=step, noisy=noisy)
        assert nearest_heads(race, 0) > 21
        assert noisy or nearest_heads(race, 1) > 21


def test_a_head_that_stands_free_is_at_its_place():
    assert heads(RavineRace(step=20))["M"] == pytest.approx(paths("momentum", noisy=False)[29, 0, 20])


def test_a_racer_outside_the_picture_waits_at_its_edge():
    assert abs(heads(RavineRace(rate=0.2))["D"]) == pytest.approx([4, 1.47], abs=4)
    assert "plain descent beyond 10,000 (outside)" in words(RavineRace(rate=0.2))


def test_with_noise_every_seed_has_its_ring():
    rings = marks(RavineRace(noisy=True), Points, panel=1)
    assert [len(mark.x) for mark in rings] == [20, 20, 20, 20]
    text = words(RavineRace(noisy=True))
    assert "Median loss of 20 seeds after 60 steps" in text
    assert "plain descent 0.250 (0.048 to 0.623)" in text


def test_a_learners_path_without_numbers_is_drawn_far_out():
    path = learner_path(lambda w, g, s, lr: (w * np.nan, s), 0.1)
    assert np.isfinite(path).all()


# --- the clinic ---


@pytest.fixture(scope="module")
def clinic():
    return BreakItClinic(seed=3)


def patients(widget):
    """Fault → patient."""
    return {fault: widget._order.index(k) for k, fault in enumerate(FAULTS)}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_can_be_named_and_repaired(clinic, fault):
    clinic.patient = patients(clinic)[fault]
    assert (clinic.diagnosis, clinic.hidden()) == ("not yet", ["repaired"])
    clinic.diagnosis = fault
    assert clinic.hidden() == []
    assert EVIDENCE[fault] in words(clinic)
    clinic.repaired = True
    assert "Repaired." in words(clinic)


def test_six_right_names_are_counted(clinic):
    assert clinic.facts()["named"] == 6
    assert "Named so far: 6 of 6." in words(clinic)


def test_a_wrong_name_is_told_what_it_would_look_like():
    widget = BreakItClinic()
    wrong = next(fault for fault in FAULTS if patients(widget)[fault] != 0)
    widget.diagnosis = wrong
    assert f"Not {wrong}: then {SIGNS[wrong]}." in words(widget)
    assert widget.facts()["named"] == 0


@pytest.mark.parametrize("seed", range(4))
def test_each_seed_shows_the_signs_that_are_told(seed):
    tiny, fast, sigmoid, dead, leaked, piling = (train_with_fault(fault, seed) for fault in FAULTS)
    assert np.ptp(tiny.training) < 0.01
    assert (tiny.on > 0.2).all()
    assert tiny.signals[0] < tiny.signals[-1] / 1000
    assert tiny.means[-1] < 0.01
    assert fast.training[:8].max() > 3 * fast.training[0]
    assert (sigmoid.on == 1).all()
    assert (abs(sigmoid.means - 0.5) < 0.15).all()
    assert dead.on.tolist()[2:] == [0, 0]
    assert leaked.losses[-1, 0] < leaked.losses[-1, 1] - 0.1
    assert piling.gradients[10] > piling.gradients[0]
    assert piling.gradients[-1] > 4 * train_with_fault("", seed).gradients[-1]


@pytest.mark.parametrize("seed", range(4))
def test_a_healthy_run_learns_and_its_test_loss_is_no_better_than_new_points(seed):
    healthy = train_with_fault("", seed)
    assert healthy.training[-1] < 0.45
    assert healthy.losses[-1, 0] > healthy.training[-1]
    assert len(healthy.gradients) == STEPS


def test_a_run_that_breaks_off_says_so():
    seed = next(s for s in range(20) if len(train_with_fault(FAULTS[1], s).gradients) < STEPS)
    widget = next(
        each
        for start in range(seed + 1)
        for each in [BreakItClinic(seed=start)]
        if start + patients(each)[FAULTS[1]] == seed
    )
    widget.patient = patients(widget)[FAULTS[1]]
    assert f"It broke off at step {widget.facts()['steps']}," in words(widget)
    assert any("stopped at step" in text.text for text in marks(widget, Text))
    assert np.isfinite([*widget.facts().values()]).all()


def test_the_layers_show_their_share_of_units_on(clinic):
    clinic.patient = patients(clinic)["dead layer"]
    assert [text.text for text in marks(clinic, Text, panel=2)][-5:-1:2] != []
    assert marks(clinic, Bars, panel=2)[0].y[:3] == pytest.approx(-10)


@pytest.mark.parametrize("seed", [-1, 1.5, True])
def test_a_seed_that_is_no_whole_number_is_refused(seed):
    with pytest.raises(ArgumentError, match="seed must be a whole number"):
        BreakItClinic(seed=seed)


# --- the pair ---


@pytest.fixture(scope="module")
def outcomes():
    """Switch → the widget, trained to the end."""
    found = {name: OverfitPair(**{name: True}) for name in ("dropout", "decay", "more", "early")}
    found["none"] = OverfitPair()
    for widget in found.values():
        widget.finish()
    return found


def test_without_a_remedy_the_validation_loss_rises_and_the_share_read_stays(outcomes):
    lines = marks(outcomes["none"], Line)
    assert [line.dashed for line in lines].count(True) == 1
    training, validation = (line.y for line in lines if line.width > 2)
    assert training[-1] < 0.01
    assert validation[-1] > 1.5 * validation.min()
    (read,) = (line for line in marks(outcomes["none"], Line, panel=1) if line.dashed)
    assert read.y[-1] >= read.y[validation.argmin()] - 2


def test_wrong_answers_become_surer(outcomes):
    run = outcomes["none"]._training()
    assert run.sure_mistakes(early=False) > run.sure_mistakes(early=True) + 0.2


@pytest.mark.parametrize("name", ["dropout", "decay", "more", "early"])
def test_each_switch_alone_lowers_the_loss_on_fresh_digits_and_two_reach_the_goal(outcomes, name):
    fresh = outcomes[name].facts()["fresh"]
    assert fresh < outcomes["none"].facts()["fresh"]
    assert (fresh < pair.GOAL) == (name in ("more", "early"))
    assert np.median(marks(outcomes[name], Points, panel=2)[0].y) == pytest.approx(fresh)


def test_early_stopping_ends_the_curves_and_tells_when(outcomes):
    lines = marks(outcomes["early"], Line)
    assert all(np.isnan(line.y[-1]) for line in lines[:10])
    assert "Early stopping ends after" in words(outcomes["early"])


def test_the_best_weights_have_the_lowest_validation_loss_before_patience_ends(outcomes):
    run = outcomes["early"]._training()
    X, labels = digits().validation
    best = class_losses(forward(run.best, X[None].astype(float)), labels)
    lowest = [run.curves()[:stop, 1, seed].min() for seed, stop in enumerate(run.stops)]
    assert best == pytest.approx(lowest)


def test_no_digit_is_trained_on_and_judged_by(outcomes):
    trained = {row.tobytes() for row in outcomes["more"]._training().x.reshape(-1, 64)}
    judges = digits().training.X[-pair.JUDGES :].astype(float)
    assert trained.isdisjoint(row.tobytes() for row in judges)


def test_training_goes_on_piece_by_piece_and_keeps_what_it_has():
    pair._training.cache_clear()
    widget = OverfitPair(dropout=True, decay=True)
    assert widget.progress() == 0
    assert widget.facts()["epochs"] == pair.PIECE  # a picture needs one piece
    widget.advance()
    assert widget.progress() == pytest.approx(2 * pair.PIECE / pair.EPOCHS)
    assert OverfitPair(dropout=True, decay=True).progress() == widget.progress()
    assert words(widget).startswith("Dropout and weight decay.")


# --- the schedule ---


@pytest.mark.parametrize(("rates", "seeds"), [((0.3, 0.3, 0.3, 0.3, 0.3), 0), ((0, 0.3, 0.1, 0.1, 0), 5)])
def test_a_constant_large_rate_fails_and_a_schedule_saves_it(rates, seeds):
    widget = ScheduleDrawer(**dict(zip(("start", "warm", "early", "late", "end"), rates, strict=True)))
    widget.finish()
    assert widget.facts()["seeds"] == (marks(widget, Points, panel=2)[0].y >= 0.95).sum() == seeds
    assert f"{seeds} of 5 seeds have 95 %" in words(widget)
    assert ("Training loss of the last ten batches: 0.00 to 0.01." in words(widget)) == (seeds == 5)


def test_the_rate_follows_straight_lines_between_the_knots():
    rates = schedule_training((0.0, 0.3, 0.1, 0.1, 0.0)).rates
    assert rates[[0, 15, 30, 65, 150, 250]] == pytest.approx([0, 0.15, 0.3, 0.2, 0.1, 0.05])


def test_a_handed_in_schedule_is_drawn_at_every_step_and_hides_the_sliders():
    widget = ScheduleDrawer(schedule=lambda t: 0.1 if t < 200 else 0.05)
    assert widget.hidden() == ["start", "warm", "early", "late", "end"]
    assert marks(widget, Line)[0].y[[0, 199, 200, 299]].tolist() == pytest.approx([0.1, 0.1, 0.05, 0.05])
    assert "The schedule is your own, up to 0.10." in words(widget)


@pytest.mark.parametrize("schedule", [lambda t: None, lambda t: -0.1])
def test_a_schedule_that_gives_no_rates_leaves_the_sliders(schedule):
    widget = ScheduleDrawer(schedule=schedule)
    assert widget.hidden() == []
    assert "Your schedule could not be used" in words(widget)


def test_before_training_there_is_no_curve_and_every_share_is_a_half():
    widget = ScheduleDrawer(start=0.42)
    assert widget.progress() == 0
    assert marks(widget, Line, panel=1) == []
    assert "ten batches" not in words(widget)
    widget.advance()
    assert [len(line.y) for line in marks(widget, Line, panel=1)] == [6] * 5


# --- networks from several seeds ---


def test_each_seed_has_its_own_network():
    several = SeedNetworks((2, 4, 1), seeds=range(3))
    alone = SeedNetworks((2, 4, 1), seeds=[1])
    x = np.ones((1, 5, 2))
    both = forward([p.data for p in several.parameters], x)
    assert both.shape == (3, 5, 1)
    assert both[1] == pytest.approx(forward([p.data for p in alone.parameters], x)[0])


def test_the_loss_of_classes_is_the_engines():
    z, labels = np.random.default_rng(0).normal(size=(5, 3)) * 9, np.array([2, 0, 1, 1, 2])
    assert class_losses(z, labels) == pytest.approx(
        F.cross_entropy(Tensor(z, dtype=np.float64), labels).item()
    )


@pytest.mark.parametrize("patient", range(6))
def test_no_curve_of_the_clinic_runs_through_the_names(patient):
    clinic = BreakItClinic()
    clinic.patient = patient
    names = [text for text in marks(clinic, Text) if text.x == 96]
    assert len(names) == 3
    assert max(line.y.max() for line in marks(clinic, Line)) < min(name.y for name in names)
