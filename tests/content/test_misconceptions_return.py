"""A misconception that a lesson shows comes again in a question of a later one, or is listed here with the reason."""

from __future__ import annotations

import re

import pytest

from coursekit.content import chapter, chapters
from coursekit.quiz import mark_answer, wrong_answers

ASKED = re.compile(r"""\b(?:ask|warm_up)\("(\w+)\.([\w-]+)\"""")
CALLED = re.compile(r"""^ask\("(\w+)\.[\w-]+"(?:, again="(\w+)")?\)$""", re.MULTILINE)

# Only a warm-up asks these again, where a learner needs it, and the review page. Lesson 7 has no later lesson.
LEFT_TO_REVIEW = {
    "layers": {
        "folds and creases: later lessons fold nothing":
            "folds-add folds-keep-slope doublings-miscounted layers-repeat deep-stays-straight "
            "relu-leaves-straight bend-is-smooth",
        "how a layer is built: later lessons leave that to the engine":
            "bend-on-output kernel-per-place weight-for-each-pair biases-are-weights "
            "kernel-is-a-stamp kernel-is-turned",
        "what hidden layers look for: lesson 6 only counts them": "hierarchy-is-fantasy hierarchy-is-law hierarchy-is-programmed",
        "what a word means: later lessons take it as known":
            "deep-is-wide deep-is-understanding layers-vote",
        "one wrong share: lesson 4 goes on from the right ones": "softmax-keeps-signs",
    },
    "backprop": {
        "the sweep by hand: lesson 5 calls `backward`":
            "recursion-double-counts one-way-counts forward-order-again",
        "a slip with one number": "probability-is-the-loss softmax-is-half classes-averaged",
        "a wrong price of a step: lesson 6 goes on from the right one": "backward-squares-the-cost",
        "a guess at the name": "backprop-runs-inputs-back",
        "off and dead: lesson 5 meets a dead layer in its clinic": "off-is-dead off-is-stuck-now off-means-no-effect",
        "where a gradient is drawn or seen in every layer: lesson 5 only uses it":
            "clipping-mends-ratios gradient-is-the-step inner-slope-left-out loss-for-slope weights-show-it-all",
    },
    "optimizers": {
        "the arithmetic of one valley: lesson 6 has none":
            "mean-curvature-decides shallow-direction-decides limit-is-one-over-curvature curvature-turned-round "
            "every-jump-diverges limit-holds-for-all",
        "the inside of a rule: lesson 6 only counts what it stores":
            "adam-keeps-the-size rate-left-out correction-forgotten l2-is-weight-decay decay-needs-gradient decay-is-constant "
            "momentum-keeps-all momentum-shortens new-slope-left-out",
        "the order of the loop, and dropout: lesson 6 uses neither":
            "gradients-clear-themselves clear-before-step step-before-gradient look-before-step dropout-at-test-time "
            "dropout-removes-units dropout-unscaled",
        "curves and scores of a training: lesson 6 trains nothing but a plan under a budget":
            "large-rate-is-fast patience-mends-divergence decay-tames-divergence momentum-is-the-share "
            "momentum-adds-once training-loss-tells-all overfitting-only-stops few-examples-fit-badly",
        "where training ends: lesson 6 meets it in an exercise over five seeds":
            "one-solution training-is-luck low-loss-is-suspicious noise-finds-the-best every-step-descends",
        "what a loss measures: later lessons take it as known": "loss-counts-errors doubt-raises-the-loss new-mistakes-cost-more",
    },
}  # fmt: skip


def met_in(lesson):
    """The misconceptions that a wrong answer in this lesson or its exercises can show; questions of earlier lessons count."""
    cells = lesson.text("lesson") + lesson.text("exercises")
    asked = [chapter(slug).bank.questions[name] for slug, name in ASKED.findall(cells)]
    return {mark_answer(each, answer).misconception for each in asked for answer in wrong_answers(each)}


@pytest.mark.parametrize("slug", ["neuron", "nonlinearity"])
def test_every_misconception_comes_again_where_its_bank_says(slug):
    met = {lesson.slug: met_in(lesson) for lesson in chapters()}
    lost = [
        f"{name} says `lesson: {each.lesson}`, but no wrong answer asked in {each.lesson}/lesson.py shows it; "
        "ask one there, name another lesson, or use an existing misconception"
        for name, each in chapter(slug).bank.misconceptions.items()
        if name not in met.get(each.lesson, set())
    ]
    assert not lost, "\n".join(["", *lost])


@pytest.mark.parametrize("slug", LEFT_TO_REVIEW)
def test_every_other_one_comes_again_in_a_later_lesson_or_is_listed(slug):
    number = chapter(slug).number
    later = set().union(*(met_in(each) for each in chapters() if each.number > number))
    # What lesson 1 or 2 showed first comes for the second time here, and need not come a third time.
    earlier = {name for each in chapters() if each.number < number for name in each.bank.misconceptions}
    once = set(chapter(slug).bank.misconceptions) - later - earlier
    listed = set(" ".join(LEFT_TO_REVIEW[slug].values()).split())
    wrong = [
        *(
            f"no wrong answer asked in a lesson after {slug} shows {name}; ask one there, use an existing "
            "misconception, or list it in LEFT_TO_REVIEW with the reason"
            for name in sorted(once - listed)
        ),
        *(f"{name} comes again, or is gone; take it out of LEFT_TO_REVIEW" for name in sorted(listed - once)),
    ]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("lesson", chapters(), ids=lambda lesson: lesson.slug)
def test_what_an_earlier_lesson_asked_comes_again_on_a_fresh_card(lesson):
    calls = CALLED.findall(lesson.text("lesson"))
    assert all(again == ("" if home == lesson.slug else lesson.slug) for home, again in calls)
