"""Lesson 7's live pictures: pieces, attention, next letters, and the learner's own parts in them."""

from __future__ import annotations

import numpy as np
import pytest
from widget_parts import marks, words

from coursekit.content.language.diagnoses import train_bigram
from coursekit.datasets import names
from coursekit.engine import Tensor
from coursekit.errors import ArgumentError
from coursekit.lab import use
from coursekit.scenes import HeatMap, Points
from coursekit.widgets import (
    Ablations,
    AttentionPeek,
    BigramTable,
    LetterMap,
    LookInside,
    NameWriter,
    NextLetter,
    PairMerger,
    name_table,
)
from coursekit.widgets.language.name_model import NameModel, loss_of
from coursekit.widgets.language.parts import (
    attention,
    causal_mask,
    merge_pair,
    pair_counts,
    probabilities,
    sample,
)
from coursekit.widgets.language.trained_writer import attention_shares, scores_after, write
from coursekit.widgets.language.trainings import held_out_losses, writer_weights


@pytest.fixture
def course_functions():
    yield
    use(attention=None, causal_mask=None, sample=None)


# --- letters ---------------------------------------------------------------------------------------


def test_a_row_of_the_table_is_a_dot_and_the_name_and_its_targets_the_name_and_a_dot():
    inputs, targets = name_table(["ann", "christopher"])
    assert inputs[0].tolist() == [0, 1, 14, 14, *[0] * 8]
    assert targets[0].tolist() == [1, 14, 14, 0, *[-100] * 8]
    assert (inputs[1, 0], targets[1, -1]) == (0, 0)  # the longest name fills its row


def test_each_merge_takes_the_most_frequent_pair_of_the_pieces_so_far():
    words_now = [list(name) for name in names().training[:1000]]
    for step in range(3):
        pair, count = pair_counts(words_now).most_common(1)[0]
        assert PairMerger(merges=step).facts()["most"] == count
        words_now = [merge_pair(word, pair) for word in words_now]


def test_katherine_is_in_seven_pieces_after_seven_merges_and_not_before():
    assert not PairMerger(merges=6).facts()["goal reached"]
    assert PairMerger(merges=7).facts()["goal reached"]


def test_a_learners_merging_is_shown_or_said_to_differ():
    assert "Merged by your own merge_pair." in words(PairMerger(merges=2, merge_pair=merge_pair))
    assert "gives other pieces" in words(PairMerger(merges=2, merge_pair=lambda pieces, _: pieces))
    assert "Your merge_pair gave no pieces" in words(PairMerger(merges=2, merge_pair=lambda *_: None))


# --- tables ----------------------------------------------------------------------------------------


def test_the_table_of_a_learner_is_softmax_of_its_scores_beside_the_counted_shares():
    own = BigramTable(scores=np.zeros((27, 27)), letter="q")
    assert own.facts()["held-out loss"] == pytest.approx(np.log(27))
    assert marks(own, Points, panel=1)
    assert BigramTable(letter="q").facts()["goal reached"]


def test_the_goal_of_an_own_table_can_be_reached_after_a_rare_letter_and_not_after_a_frequent_one():
    some = names().training[:1000]
    inputs, targets = name_table(some)
    scores = train_bigram(inputs[targets >= 0], targets[targets >= 0], 100, 20.0)
    rare, frequent = (BigramTable(scores=scores, names=some, letter=letter) for letter in "qe")
    assert "0.10 apart" in rare.goal
    assert "up to 0.44 apart" in words(rare)
    assert rare.facts()["goal reached"]
    assert not frequent.facts()["goal reached"]


@pytest.mark.parametrize("scores", ["none", np.zeros((3, 3)), np.full((27, 27), np.nan)])
def test_a_table_that_cannot_be_shown_is_named_and_the_counted_one_stays(scores):
    with np.errstate(invalid="ignore"):
        table = BigramTable(scores=scores)
    assert "Your table could not be shown" in words(table)
    assert table.facts()["held-out loss"] < 2.4


# --- attention -------------------------------------------------------------------------------------


def test_the_query_of_the_lesson_gives_the_cat_its_score_and_most_of_the_attention():
    peek = AttentionPeek(living=3)
    assert "3.0 · 2 + 0.0 · 0 = 6.00, divided by √2: 4.24" in words(peek)
    assert peek.weights()[1] == pytest.approx(
        np.exp(6 / np.sqrt(2)) / (4 + np.exp(6 / np.sqrt(2)) + 2 * np.exp(1.5 / np.sqrt(2)))
    )


def test_the_kept_writer_in_numpy_is_the_engines():
    model = NameModel(rng=np.random.default_rng(0)).double()
    model.load_state_dict({name: value for name, value in writer_weights().items() if name != "start"})
    inputs, _ = name_table(["katherine"])
    assert scores_after("kath") == pytest.approx(model(Tensor(inputs)).data[0, 4], abs=1e-9)


def test_attention_is_that_of_pytorch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    q, k, v = rng.normal(size=(5, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 3))
    want = torch.nn.functional.scaled_dot_product_attention(
        *map(torch.tensor, (q, k, v)), attn_mask=torch.tensor(causal_mask(5))
    )
    assert attention(q, k, v, causal_mask(5)) == pytest.approx(want.numpy())


def test_no_letter_looks_ahead_and_every_row_of_shares_adds_up():
    shares = attention_shares("elizabeth")
    assert shares.sum(axis=2) == pytest.approx(1)
    assert not np.triu(shares, 1).any()


def test_the_goal_of_looking_inside_can_be_reached_and_the_diagonal_does_not_count():
    assert LookInside(name="sandra", head="4").facts()["goal reached"]
    assert not LookInside(name="", head="1").facts()["goal reached"]
    assert marks(LookInside(), HeatMap)[0].values.shape == (10, 10)


@pytest.mark.parametrize("name", ["Anna", "anna7", "a" * 12, 3])
def test_a_name_is_of_small_letters_and_not_too_long(name):
    with pytest.raises(ArgumentError, match=r"name (may hold|has room)"):
        LookInside(name=name)


# --- drawing ---------------------------------------------------------------------------------------


def test_temperature_and_top_k_change_how_likely_letters_are():
    plain, hot, few = NextLetter(), NextLetter(temperature=3), NextLetter(top_k=3)
    assert hot.facts()["likeliest"] < plain.facts()["likeliest"] < few.facts()["likeliest"]
    assert (plain.facts()["can be drawn"], few.facts()["can be drawn"]) == (27, 3)


def test_letters_that_tie_at_the_edge_of_top_k_all_stay():
    assert probabilities(np.array([1.0, 0.0, 0.0, -1.0]), 1.0, 2).tolist()[3] == 0
    assert (probabilities(np.array([1.0, 0.0, 0.0, -1.0]), 1.0, 2)[:3] > 0).all()


def test_the_same_beginning_goes_on_in_another_way_at_the_next_press():
    assert words(NextLetter(draws=0)) != words(NextLetter(draws=1))


def test_a_name_ends_at_a_dot_or_at_eleven_letters():
    never = np.zeros(27)
    never[1] = 9e9
    assert write("b", 1.0, 27, seed=0, scores=lambda _: never) == "b" + "a" * 10
    assert write("b", 1.0, 27, seed=0, scores=lambda _: np.roll(never, -1)) == "b"


def test_a_writer_of_the_learners_gives_the_scores():
    model = NameModel(rng=np.random.default_rng(0))
    assert words(NextLetter(model=model)).endswith("Written by your own writer.")
    assert "Your writer gave no scores" in words(NextLetter(model=lambda _: None))


def test_the_learners_own_parts_compute_the_pictures(course_functions):
    want = NextLetter(beginning="jo").facts(), LookInside().facts()
    taken = use(attention=attention, causal_mask=causal_mask, sample=sample)
    assert [line.split(":")[1] for line in taken.lines] == [" yours from now on."] * 3
    own = NextLetter(beginning="jo"), LookInside()
    assert "Computed by your own attention and causal_mask and sample." in words(own[0])
    assert (own[0].facts(), own[1].facts()) == want
    assert words(own[1]).endswith("Computed by your own attention and causal_mask.")
    model = NameModel(rng=np.random.default_rng(0))  # the attention in it is its own
    assert words(NextLetter(model=model)).endswith("Written by your own writer. Computed by your own sample.")


def test_an_attention_that_forgets_the_root_is_not_taken(course_functions):
    taken = use(attention=lambda q, k, v, mask: attention(q * np.sqrt(q.shape[1]), k, v, mask))
    assert "the course's own stays" in taken.lines[0]


# --- training, maps, ablations ---------------------------------------------------------------------


def test_the_writer_trains_in_pieces_and_measures_the_whole_of_the_held_out_names():
    writer = NameWriter()
    writer.stage = 1
    before = writer.progress()
    writer.advance()
    assert before < writer.progress() < 1
    assert writer.facts()["steps"] == 2
    writer.finish()
    assert writer.facts()["steps"] == 50
    assert writer.facts()["held-out loss"] == pytest.approx(writer._training.held_out_loss(), abs=1e-6)
    writer.stage = 0
    assert writer.facts()["steps"] == 0


def test_all_steps_at_once_are_the_last_stage():
    writer = NameWriter(everything=True)
    assert writer.progress() == 0
    writer.advance()
    assert writer.progress() < 0.01


def test_the_loss_leaves_out_what_is_not_asked():
    model = NameModel(rng=np.random.default_rng(0))
    inputs, targets = name_table(["ann"])
    scores = model(Tensor(inputs)).data[0].astype(float)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    want = -np.mean([log_p[k, target] for k, target in enumerate((1, 14, 14, 0))])
    assert loss_of(model, inputs, targets).item() == pytest.approx(want, rel=1e-4)


def test_training_brings_the_vowels_together():
    before, after = (LetterMap(trained=each).facts()["vowels beside vowels"] for each in (False, True))
    assert after >= before + 3


def test_results_are_hidden_until_they_are_asked_for():
    hidden, shown = Ablations(), Ablations(results=True)
    assert len(marks(hidden, Points)) + 3 == len(marks(shown, Points))
    assert "hidden until you ask" in words(hidden)


def test_a_guess_within_two_hundredths_counts():
    mean = round(float(np.mean(held_out_losses("one head"))), 2)
    assert Ablations(one_head=mean, results=True).facts()["within"] >= 1
