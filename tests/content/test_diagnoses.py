"""Facts of single chapters' checks: their references, their counters, and answers that deserve a sentence of their own."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from chapterproofs import checked, solved

from coursekit.content import chapter, find_question
from coursekit.content.layers import diagnoses as layers
from coursekit.content.layers import softmax_diagnoses
from coursekit.content.neuron import diagnoses as neuron
from coursekit.content.nonlinearity import diagnoses as nonlinearity
from coursekit.content.nonlinearity import goals, network_diagnoses
from coursekit.content.optimizers import diagnoses as optimizers
from coursekit.content.optimizers.counted_digits import CountedDigits
from coursekit.content.percent import code_cells
from coursekit.content.scale import diagnoses as scale
from coursekit.engine import Tensor, cost, functional, nn, optim, tensor
from coursekit.quiz.student import NotYet
from coursekit.widgets import (
    FitFinder,
    FiveSeeds,
    FoldedXor,
    HingeChase,
    Origami,
    PaperStrip,
    TheBill,
    WidthForBudget,
    digit_params,
)
from coursekit.widgets.nonlinearity.hinge_training import DAY


def message(name, **changed):
    return checked(name, **changed).message


def cell(slug, opening):
    """The exercise notebook's cell that begins so."""
    return next(c for c in code_cells(chapter(slug).text("exercises")) if c.startswith(opening))


def raise_(error):
    raise error


# neuron


def test_a_gate_that_forgets_its_weights_is_told_how_to_return_them():
    assert "`return w, b`" in message("neuron.gate", gate=lambda name: -1.5)


def test_a_slip_in_the_line_that_raises_is_shown_with_that_line():
    def boundary(w, b, x1):
        if w[1] == 0:
            raise ValueEror  # noqa: F821
        return -(w[0] * x1 + b) / w[1]

    result = checked("neuron.boundary", boundary=boundary)
    assert result.outcome == "crashed"
    assert "ValueEror" in result.message


def test_a_boundary_that_raises_for_no_reason_is_told_where_to_raise():
    said = message("neuron.boundary", boundary=lambda w, b, x1: raise_(ValueError("vertical")))
    assert said.startswith("not yet")
    assert said.endswith("This line is not vertical, and has an x₂. Raise only where w[1] is 0.")


def test_a_gate_with_a_point_on_its_boundary_lacks_only_margin():
    said = message("neuron.gate", gate=lambda name: (np.array([1.0, 1.0]), -1.0))
    assert said.endswith("on the boundary itself, without any margin: move the boundary with the bias.")


def test_weights_that_no_bias_can_help_are_told_apart_from_a_wrong_bias():
    answers = {(0,): 1, (1,): 0}
    assert "No bias helps" in neuron.gate_diagnosis(np.array([2.0]), 0.0, answers, margin=0.1)
    assert "another bias" in neuron.gate_diagnosis(np.array([-2.0]), 5.0, answers, margin=0.1)


def test_the_best_point_by_point_is_better_than_any_neuron():
    neurons = [(np.array([1.0, 1.0]), -0.5), (np.array([-1.0, -1.0]), 1.5)]
    assert neuron.best_by_point(neurons) == 1.0
    assert max(map(neuron.share, neurons)) == 0.75


def test_the_boundary_of_the_reference_is_where_its_neuron_is_zero():
    w, b = np.array([1.0, 2.0]), -1.5
    x2 = solved("neuron")["boundary"](w, b, 0.5)
    assert solved("neuron")["neuron"](np.array([0.5, x2]), w, b, neuron.identity) == 0


# nonlinearity


@pytest.mark.parametrize("name", ["collapse", "hinges"])
def test_a_missing_return_is_asked_for(name):
    def forgets(*given):
        _unused = given

    assert "Is a `return` missing?" in message(f"nonlinearity.{name}", **{name: forgets})


def test_the_reference_of_the_sigmoid_agrees_with_the_engine():
    x = np.linspace(-6, 6, 101)
    t = Tensor(x, dtype=np.float64)
    assert nonlinearity.sigmoid(x) == pytest.approx(functional.sigmoid(t).data)


def test_the_reference_of_softmax_agrees_with_the_engine():
    table = np.linspace(-6, 6, 100).reshape(10, 10)
    for axis in (0, 1):
        theirs = functional.softmax(Tensor(table, dtype=np.float64), axis).data
        assert softmax_diagnoses.softmax(table, axis) == pytest.approx(theirs)


def test_the_collapsed_reference_does_what_the_stack_does():
    rng = np.random.default_rng(0)
    stack = [(rng.normal(size=shape), rng.normal(size=shape[1])) for shape in ((3, 2), (2, 4))]
    W, b = network_diagnoses.collapse(stack)
    x = rng.normal(size=(5, 3))
    assert x @ W + b == pytest.approx((x @ stack[0][0] + stack[0][1]) @ stack[1][0] + stack[1][1])


def test_hinges_that_a_computer_set_or_that_follow_a_line_are_not_ones_own():
    flat = DAY.value(np.full(65, 10.0))
    for widget in (HingeChase(set_by="by least squares"), HingeChase(drawn=flat, turn1=0)):
        assert widget.facts()["error"] < 1
        assert goals.chase(widget) is None


def test_a_flat_line_near_a_curve_with_one_spike_is_no_hinge():
    spike = DAY.value(np.r_[np.zeros(63), 30.0, 30.0])
    flat = HingeChase(drawn=spike, start=0, turn1=0)
    assert flat.facts()["error"] < 1 < 2 < flat.facts()["line"]
    assert goals.chase(flat) is None
    flat.bend = False
    assert goals.chase(flat) == "no-bend"


@pytest.mark.parametrize("seed", [16, 39])  # without a bias of its own, a sum here is 0 but for rounding
def test_a_share_of_sums_in_float32_is_right_too(seed):
    def share_right(images, is_odd, *layer):
        images, W1, b1, W2, b2 = map(np.float32, (images, *layer))
        z = (np.maximum(0, images @ W1 + b1) @ W2 + b2)[:, 0]
        return np.mean((z > 0) == is_odd)

    assert checked("nonlinearity.share_right", seed=seed, share_right=share_right).passed


def test_sums_cut_to_whole_numbers_are_not_taken_for_sums_compared_with_one_half():
    def share_right(images, is_odd, *layer):
        return np.mean((network_diagnoses.repaired(images, *layer)[:, 0].astype(int) > 0) == is_odd)

    result = checked("nonlinearity.share_right", seed=2, share_right=share_right)
    assert result.outcome == "not yet"
    assert "one half" not in result.message


# layers


@pytest.mark.parametrize(
    "seed", [35, 41]
)  # where the first images drawn have two scores that are nearly equal
def test_no_tie_decides_what_a_reader_reads(seed):
    def read(images, params):
        p = softmax_diagnoses.softmax(layers.forward(images, params))
        return [np.flatnonzero(row > row.max() - 1e-6)[-1] for row in p], p.max(axis=1)

    assert checked("layers.read", seed=seed, read=read).passed


def folds(params):
    return layers.pieces([(np.asarray(W, float), np.asarray(b, float)) for W, b in params])


def test_the_reference_and_the_solution_agree_without_sharing_code():
    rng = np.random.default_rng(0)
    params = [(rng.normal(size=(m, n)), rng.normal(size=n)) for m, n in ((3, 5), (5, 4), (4, 2))]
    x = rng.normal(size=(6, 3))
    assert layers.forward(x, params) == pytest.approx(solved("layers")["forward"](x, params))


def test_real_arrays_have_as_many_entries_as_the_formula_says():
    assert [layers.count_params(s) for s in ([2, 4, 3, 2], [784, 128, 10])] == [35, 101_770]


@pytest.mark.parametrize("k", range(1, 6))
def test_pieces_are_counted_as_on_a_fine_grid(k):
    params = solved("layers")["fold_net"](k)
    y = solved("layers")["forward"](np.linspace(0, 1, 2**10 + 1)[:, None], params)[:, 0]
    assert folds(params) == 1 + np.count_nonzero(np.abs(np.diff(y, 2)) > 1e-9) == 2**k


def test_a_flat_piece_and_a_crease_outside_are_counted_rightly():
    flat = [(np.array([[1.0, 1.0]]), np.array([-0.5, 7.0])), (np.array([[1.0], [0.0]]), np.zeros(1))]
    assert folds(flat) == 2
    assert folds([(np.array([[1.0, 1.0]]), np.array([1.0, 2.0])), (np.ones((2, 1)), np.zeros(1))]) == 1


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ([0], "Look at the first W"),
        ([1], "Look at the first b"),
        ([2, 4], "every W between"),
        ([5], "every b after the first"),
        ([6], "Look at the last W"),
        ([1, 3, 5], "every b: with"),
        ([2, 6], "every W after the first"),
        ([0, 1], "Draw your network"),
    ],
)
def test_the_part_that_keeps_a_network_from_folding_is_named(spoilt, said):
    parts = [part for layer in layers.fold_net(3) for part in layer]
    for each in spoilt:
        parts[each] = parts[each].copy()
        parts[each][-1] = 0
    assert said in layers.pieces_diagnosis(list(zip(parts[::2], parts[1::2], strict=True)))


UNITS = [[1.0, -1.0], [-1.0, 1.0]]


@pytest.mark.parametrize(
    ("W1", "b1", "W2", "b2", "said"),
    [
        (UNITS, [0, 0], [1, 1], 0.5, "All points come out on. b2 is too high"),
        (UNITS, [0, 0], [1, 1], -1.5, "All points come out off. b2 is too low"),
        (UNITS, [1, 1], [1, 1], -0.5, "All points come out on. At (0, 0) a unit is on"),
        (UNITS, [0, 0], [-1, -1], -0.5, "All points come out off. At (0, 1) a unit is on, but W2"),
        (UNITS, [0, 0], [1, 0], -0.5, "At (0, 1) a unit is on, but W2"),
        ([[-1, 0], [-1, 0]], [1.5, 0], [-1, 0], 1, "That is OR. At (0, 0) a unit is on"),
        ([[1, 1], [1, 1]], [0, -1], [1, -1], -0.5, "That is OR. At (1, 1) a unit is on"),
        (UNITS, [0, 0], [1, 1], -0.5, ""),
    ],
)
def test_weights_that_miss_a_point_are_told_which_of_them_to_change(W1, b1, W2, b2, said):
    params = [(np.array(W1, float), np.array(b1, float)), (np.array(W2, float)[:, None], np.array([b2]))]
    found = layers.xor_diagnosis(params, margin=0.1)
    assert found.startswith(said)
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    "answer", [5, [1, 2], [(), ()], [np.eye(2), np.eye(2)], [("a", "b"), (1, 2)], len], ids=str
)
@pytest.mark.parametrize("name", ["xor_net", "fold_net"])
def test_odd_answers_are_met_with_a_sentence(name, answer):
    assert checked(f"layers.{name}", **{name: lambda *k: answer}).outcome == "not yet"


# backprop


@pytest.mark.parametrize("seed", range(5))
def test_the_references_own_functions_train_xor(seed):
    assert solved("backprop")["train"](seed) == 4


def test_the_references_of_lesson_4_agree_with_the_engine():
    rng = np.random.default_rng(0)
    z = tensor(rng.normal(size=(5, 3)), np.float64, requires_grad=True)
    labels = rng.integers(0, 3, 5)
    functional.cross_entropy(z, labels).backward()
    assert solved("backprop")["loss_backward"](z.data, labels) == pytest.approx(z.grad)


# optimizers


@pytest.mark.parametrize(
    ("rule", "make", "settings"),
    [
        (optimizers.momentum_step, lambda p: optim.SGD(p, lr=0.1, momentum=0.8), (0.1, 0.8)),
        (optimizers.adam_step, lambda p: optim.Adam(p, lr=0.1), (0.1,)),
    ],
)
def test_the_references_step_as_the_engine_does(rule, make, settings):
    w = np.array([2.0, -1.0])
    weight = tensor(w, requires_grad=True, dtype=np.float64)
    optimizer = make([weight])
    memory = 0 * w if rule is optimizers.momentum_step else {"m": 0 * w, "v": 0 * w, "t": 0}
    for gradient in np.random.default_rng(0).normal(size=(6, 2)):
        weight.grad = gradient.copy()
        optimizer.step()
        w, memory = rule(w, gradient, memory, *settings)
        assert weight.data == pytest.approx(w, rel=1e-9)


@pytest.mark.parametrize("t", [0, 3, 9, 10, 11, 50, 99, 100, 130])
def test_the_reference_schedule_is_the_engines(t):
    weight = tensor([0.0], requires_grad=True)
    theirs = optim.WarmupCosine(optim.SGD([weight], lr=0.3), warmup=10, total=100)
    assert optimizers.warmup_cosine(t, 10, 100, 0.3) == pytest.approx(theirs.rate(0.3, t), abs=1e-15)


@pytest.mark.parametrize(
    "use",
    [
        lambda data: data.train,
        lambda data: data.validation,
        lambda data: data.test,
        lambda data: data.test_accuracy(None),
        lambda data: data.batch(33),
        lambda data: [data.batch(2) for _ in range(601)],
        lambda data: data.loss_of(nn.Sequential(nn.Linear(64, 10), nn.Dropout(0.5))),
    ],
)
def test_the_data_of_the_check_refuse_what_the_exercise_forbids(use):
    data = CountedDigits(np.random.default_rng(0))
    assert [part.shape for part in data.batch(32)] == [(32, 64), (32,)]
    assert (data.batches, data.broken) == (1, "")
    with pytest.raises(NotYet) as stop:
        use(data)
    assert data.broken == str(stop.value)


def test_a_broken_rule_is_told_though_the_learners_code_caught_it():
    def train(data, rng):
        try:
            data.batch(64)
        except BaseException:
            return nn.Linear(64, 10, rng=rng)

    assert "a batch had 64 digits; at least 1 and at most 32 are allowed" in message(
        "optimizers.train", train=train
    )


def test_the_data_of_the_check_can_do_what_the_exercises_own_can():
    own = solved("optimizers")["FewDigits"](np.random.default_rng(0))
    known = [name for name in (*vars(own), *vars(type(own))) if not name.startswith("_")]
    assert [name for name in known if name not in dir(CountedDigits(np.random.default_rng(0)))] == []
    net = nn.Linear(64, 10)
    assert own.validation_loss(net) > 0
    assert 0 <= own.test_accuracy(net) <= 1
    assert own.batch(4)[0].shape == (4, 64)
    theirs = CountedDigits(np.random.default_rng(0))
    assert (own.validation_loss(net), own.test_accuracy(net)) == (
        pytest.approx(theirs.loss_of(net), rel=1e-5),
        theirs.share_of(net),
    )


def test_a_network_that_knew_the_digits_before_is_no_training():
    layers = digit_params()

    def train(data, rng):
        (W1, b1), (W2, b2) = ([Tensor(part, requires_grad=True) for part in layer] for layer in layers)

        def known(x):
            return (x @ W1 + b1).relu() @ W2 + b2

        for _ in range(3):
            data.batch(32), data.validation_loss(known)
        return known

    assert "it knew the digits before" in message("optimizers.train", train=train)


def test_training_that_draws_nothing_is_told_so():
    assert "no batch was drawn" in message("optimizers.train", train=lambda data, rng: nn.Linear(64, 10))


@pytest.mark.parametrize(
    ("net", "said"),
    [
        (nn.Linear(64, 2), "expected logits of shape ("),
        (lambda x: x[:, :10].softmax(-1), "add up to 1 for each digit, as after a softmax"),
    ],
)
def test_what_is_no_score_of_each_digit_is_said_where_it_is_measured(net, said):
    assert said in message("optimizers.train", train=lambda data, rng: data.validation_loss(net))


@pytest.mark.parametrize(
    ("shift", "said"),
    [(0.0, "of 5 seeds read 85 % of the test digits"), (9.0, "These are the last weights")],
)
def test_a_network_that_learned_nothing_is_told_apart_from_one_that_got_worse(shift, said):
    def train(data, rng):
        net = nn.Linear(64, 10, rng=rng)
        for step in (0, 0, shift):
            data.batch(8)
            net.weight.data[0] += step
            data.validation_loss(net)
        return net

    assert said in message("optimizers.train", train=train)


# scale


@pytest.mark.parametrize("sizes", [(784, 128, 10), (3, 3, 3, 1), (5, 7)])
def test_the_checks_count_what_real_layers_have(sizes):
    real = nn.Sequential(*(nn.Linear(a, b) for a, b in itertools.pairwise(sizes)))
    assert scale.parameters_of(sizes) == sum(p.data.size for p in real.parameters())
    assert scale.parameters_of(sizes) == cost.mlp(sizes).parameters
    assert 2 * scale.weights_of(sizes) * 9 == cost.mlp(sizes).forward_flops(9)


@pytest.mark.parametrize("bits", [32, 16, 8])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_the_checks_sum_up_memory_as_the_engine_does(optimizer, bits):
    theirs = cost.training_memory(1000, optimizer, bits)
    assert scale.training_memory(1000, optimizer, bits) == sum(theirs.values())


@pytest.mark.parametrize("width", [0, 1, 2, 127, 128, 5000])
def test_the_width_of_a_budget_is_exact(width):
    exact = scale.parameters_of([784, width, width, 10]) if width else 806
    assert scale.largest_width(exact) == width
    assert scale.largest_width(exact + 1) == width if width else scale.largest_width(807) == 1


def test_a_plan_of_another_kind_is_asked_for_its_parts():
    def plan():
        _unused = [8]

    assert "Is a `return` missing?" in message("scale.plan", plan=plan)
    assert "three values" in message("scale.mlp_cost", mlp_cost=lambda *a: (3, 4))


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (([], 0.02, 1), "Without a hidden layer"),
        (([48], 2.0, 1), "far too large for Adam"),
        (([48], 0.0001, 1), "is small for 1 steps"),
        (([4], 0.02, 1), "With so few units"),
        (([48], 2.0, 1), "1 steps end the training early"),
        (([48], 0.02, 1), "1 steps end the training early"),
        (([8], 0.003, 600), "a larger and a smaller learning rate"),
    ],
    ids=str,
)
def test_a_plan_is_told_its_weaknesses(plan, said):
    assert said in message("scale.plan", plan=lambda: plan)


# rewards: cells behind a check, which run before anything is attempted


def test_a_boundary_that_is_not_written_yet_draws_no_line(capsys):
    stubs = {"neuron": lambda x, w, b, activation: ..., "boundary": lambda w, b, x1: None}
    exec(cell("neuron", "w, b"), {**solved("neuron"), **stubs})
    assert "x2 = None  z = None" in capsys.readouterr().out


def test_a_share_that_is_not_written_yet_prints_what_it_gave(capsys):
    stubs = {"repaired": lambda *layer: ..., "share_right": lambda *given: None}
    exec(cell("nonlinearity", "w, b = one_neuron()"), {**solved("nonlinearity"), **stubs, **_loaded()})
    assert capsys.readouterr().out.count("None") == 3


def _loaded():
    space = dict(solved("nonlinearity"))
    exec(cell("nonlinearity", "_, validation, _ = digits()"), space)
    return {name: space[name] for name in ("images", "is_odd", "W1", "b1", "W2", "b2")}


def test_optimizers_that_are_not_written_yet_print_question_marks(capsys):
    stubs = {name.partition(".")[2]: lambda *a: ... for name in chapter("optimizers").exercises}
    space = {**solved("optimizers"), "Spirals": CountedDigits, **stubs}
    for each in code_cells(chapter("optimizers").text("exercises")):
        if each.startswith(("for ", "w, ", "strip =")):
            exec(each, space)
    assert "?????" in capsys.readouterr().out


def test_widgets_of_rewards_say_that_they_show_the_courses_own():
    def nothing(*_):
        return ...

    widgets = [
        (Origami(forward=nothing, layer=4), "colours nothing"),
        (PaperStrip(fold_net=nothing, folds=3), "so the course's own is shown"),
        (FoldedXor(params=[], moved=1), "yours are not"),
        (TheBill(mlp_cost=nothing), "the engine's are shown"),
        (FitFinder(memory=nothing, purpose="train with Adam"), "the engine's is shown"),
        (WidthForBudget(largest_width=nothing), "the course's is shown"),
        (FiveSeeds(plan=nothing), "a small one is shown"),
    ]
    assert [said for widget, said in widgets if said not in widget.scene().words] == []


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("layers.softmax-temperature", {"score1": 5.0, "temperature": 0.2}),
        ("layers.kernel", {}),
        ("layers.kernel", {"kernel": "=+# ... .-."}),
        ("scale.train-on-one-card", {"width": 16384, "depth": 40, "optimizer": "SGD"}),
        ("scale.serve-eight", {"bits": 4, "talks": 40}),
    ],
)
def test_a_state_that_is_neither_right_nor_known_gets_the_common_answer(question, state):
    asked = find_question(question)
    assert asked.goals.function(asked.goal)(asked.shown(state)) is None
