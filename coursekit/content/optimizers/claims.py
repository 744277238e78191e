"""The numbers in lesson 5's texts: each is computed again here, or said to be chosen.

The arithmetic of the rules is written out once more, without the engine, so that an error there cannot hide
here. Claims about training train again, with the seeds that the lesson shows.
"""

from __future__ import annotations

import math

from coursekit.content.claims import Claims
from coursekit.content.optimizers.claims_of_rules import claims as of_rules
from coursekit.content.optimizers.recount import (
    BETA1,
    BETA2,
    ETA,
    LIMIT,
    SWITCHES,
    C,
    ahead,
    all_home,
    factor,
    final_loss,
    first_step,
    held_for_long,
    largest,
    learned_without_minus,
    like_losses,
    passed,
    shown,
    table,
    velocity,
    widths,
)
from coursekit.engine import cost
from coursekit.widgets.optimizers.ravine import RATES, paths

__all__ = ["claims"]

claims = Claims()
claims.take_over(of_rules)
given = claims.given

LESSON, EXERCISES, QUESTIONS = "lesson.py", "exercises.py", "questions.yaml"

# --- one valley -----------------------------------------------------------------------------------


given(
    "The loss is 12.5·w². Its slope is 25·w. At w = 1 the slope is 25", why="the first valley of the lesson"
)
given("With a step of 0.02", "multiplies w by (1 − 25η). The number 25", why="the first valley of the lesson")
given("lies between −1 and 1", "from 0 to 1", why="what shrinks, and what runs from start to end")
claims("Each step halves w")(lambda: factor(0.02) == 0.5)
claims("At 0.079 the factor is −0.975", at=LESSON)(lambda: (0.079, factor(0.079)))
claims("At 0.081 it is −1.025", at=LESSON)(lambda: (0.081, factor(0.081)))
claims("2/25 = 0.08")(lambda: (2, 25, LIMIT))
claims("For curvature c it is 2/c")(lambda: -factor(0.08) + 1)
given("chapters 6, 8 and 9", at="chapter.yaml", why="names of chapters")
given("curvature 1 along x and curvature 25 along y", why="the ravine of the lesson")
given("multiplies x by (1 − η) and y by (1 − 25η)", "come closer to 0", why="the ravine of the lesson")
given("brings a number closer to 0 when it lies between −1 and 1", why="what a factor does")
claims("at 0.03, every step leaves 97 % of x")(lambda: (0.03, 100 * factor(0.03, 1)))


def key(value: float, kind: str = "answer") -> str:
    """How the key of a numeric question reads."""
    return f"{kind} {value:.17g}"


claims(key(0.08), at="largest-eta")(lambda: LIMIT)
claims("1 − 25η reaches −1 at η = 2/25 = 0.08")(lambda: (1, 25, factor(LIMIT), 2, 25, LIMIT))
claims("any η up to 2 would do", key(2, "slip"), at="largest-eta")(lambda: 2 / 1)
claims("when 1 − 25η is −1, and when 1 − η is")(lambda: (1, 25, factor(LIMIT), 1))
claims(key(0.04, "slip"))(lambda: 1 / C)
claims("At 1/25 = 0.04 the factor is 0")(lambda: (1, 25, 1 / C, factor(0.04)))
claims("until the factor is −1")(lambda: factor(LIMIT))
claims("Along y the factor would be −49")(lambda: factor(2))
claims(key(12.5, "slip"))(lambda: C / 2)
given("25/2 is turned round", "The limit is 2 over the curvature", why="the limit, turned round and right")
claims(key(0.153846, "slip"))(lambda: round(2 / ((1 + C) / 2), 6))
claims("2/13 would belong to the mean")(lambda: (2, (1 + C) / 2))

given("A valley has curvature 25. Gradient descent starts at w = 1", why="the valley that is asked about")
given(
    "learning rate of 0.07",
    "0.07 looks small",
    "25 makes it a large step",
    why="the rate that is asked about",
)
claims("multiplies w by 1 − 25·0.07.")(lambda: (1, C, 0.07))
given("one smaller than 1 in size", why="what shrinks")
claims("The factor is 1 − 25·0.07 = −0.75")(lambda: (1, C, 0.07, factor(0.07)))
claims("shrinks to three quarters")(lambda: math.isclose(abs(factor(0.07)), 0.75))
claims("It becomes that beyond 0.08; this picture belongs to 0.09, where the factor is −1.25")(
    lambda: (LIMIT, shown("climbing"), factor(shown("climbing")))
)
claims("up to a rate of 0.04. This picture belongs to 0.03, where the factor is 0.25")(
    lambda: (1 / C, shown("sliding"), factor(shown("sliding")))
)
claims("picture belongs to 0.005")(lambda: shown("creeping"))


given("0.69, 0.58, 0.91, 4.2, 37, NaN", why="a made-up run that diverges")
given("the loss 12.5·w². All start at w = 1", "take 12 steps", why="the picture of three rates")
claims("At rate 0.005 the points creep", at="pictures.py")(
    lambda: 0.005 if factor(0.005) ** 12 > 0.2 else 0.0
)
claims("At 0.03 they are at the bottom", at="pictures.py")(
    lambda: 0.03 if abs(factor(0.03)) ** 3 < 0.02 else 0.0
)
claims("At 0.081 they jump", at="pictures.py")(lambda: 0.081 if -1.1 < factor(0.081) < -1 else 0.0)

# --- momentum and Adam ----------------------------------------------------------------------------


given("v ← 0.9·v + g", "fits v = 0.9·v + g", "keeps 0.9 of its velocity", why="the momentum that is shown")
given(r"v \leftarrow 0.9\, v + g \qquad", why="the momentum that is shown")
given("the same gradient, 1,", "constant slope of 1", "beta = 0.9?", why="the slope that is shown")
claims(key(10), at="momentum-ratio")(lambda: 1 / (1 - BETA1))
claims("v = 0.9·v + g gives 0.1·v = g, so v is 10 times")(lambda: (BETA1, 1 - BETA1, velocity(400)))
claims("g, then 1.9·g, then 2.71·g")(lambda: (velocity(2), velocity(3)))
claims(key(0.9, "slip"), "0.9 is what is kept", "in the end, 0.9 of it")(lambda: BETA1)
claims(key(1.9, "slip"), "1.9·g is the velocity after the second step")(lambda: velocity(2))
claims("the third is 0.9·1.9·g + g")(lambda: (BETA1, velocity(2)))
claims(key(9, "slip"), "9·g is what is kept")(lambda: BETA1 / (1 - BETA1))
claims(key(0.1, "slip"))(lambda: round(1 - BETA1, 12))
claims("1 − 0.9 is 0.1, and")(lambda: (1, BETA1, 1 - BETA1))
given("Momentum 0.9 makes", why="the momentum that is asked about")
claims("the velocity grows to gradient / (1 − beta): ten times the plain step for 0.9")(lambda: (1, BETA1))
claims("steps become ten times as long")(lambda: math.isclose(velocity(400), 10))

given(r"\beta_1 m + (1 - \beta_1)\, g", r"\beta_2 v + (1 - \beta_2)\, g^2", why="Adam's averages")
given(r"\frac{m}{1 - \beta_1^t}", r"\frac{v}{1 - \beta_2^t}", why="Adam's correction")
given(
    "counts the steps from 1, β₁ = 0.9, β₂ = 0.999",
    "with β₁ = 0.9, β₂ = 0.999 and ε = 10",
    why="Adam's constants",
)
given("t goes up by 1", "β₁ m + (1 − β₁) g and v ← β₂ v + (1 − β₂) g²", why="Adam's averages")
given("m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ)", "divided by 1 − βᵗ", why="Adam's correction")
given(
    "with the first gradient, 1000",
    "learning rate 0.001 and a gradient of 1000",
    why="the gradient that is shown",
)


claims(key(0.001), at="adam-first")(lambda: round(first_step(1000), 12))
claims("Without it the step would be 0.00316")(lambda: first_step(1000, m_whole=False, v_whole=False))
claims("about a thirtieth")(lambda: 28 < 1 / math.sqrt(1 - BETA2) < 33)
claims(key(0.00316228, "slip"))(lambda: round(first_step(1000, m_whole=False, v_whole=False), 8))
claims("the first step is the learning rate", at=LESSON)(
    lambda: all(math.isclose(first_step(g), ETA, rel_tol=1e-5) for g in (0.01, 1.0, 1000.0))
)
claims("m̂ = 1000 and √v̂ = 1000, their ratio is 1")(lambda: (1000, math.sqrt(1000**2), first_step(1000) / ETA))
claims("A gradient of 0.01 would have moved the weight as far")(
    lambda: 0.01 if math.isclose(first_step(0.01), ETA, rel_tol=1e-5) else 0.0
)
given("m = 0.1·1000", "v = 0.001·1000² and divide it by 0.001", why="Adam's averages, with their numbers")
claims("divide it by its correction 0.1")(lambda: 1 - BETA1)
claims(key(1, "slip"), at="adam-first")(lambda: ETA * 1000)
claims("0.001·1000 is the step of plain")(lambda: (ETA, 1000))
claims("0.1·1000 over √0.001·1000 is 3.16")(
    lambda: (1 - BETA1, 1000, 1 - BETA2, 1000, first_step(1000, m_whole=False, v_whole=False) / ETA)
)
claims(key(0.0001, "slip"))(lambda: round(first_step(1000, m_whole=False), 12))
claims("divided by 1 − 0.9.")(lambda: (1, BETA1))


claims("stands the loss as a power of ten: −2 means 0.01")(lambda: (math.log10(0.01), 10**-2))
given("to D at 0.079, and what at 0.081?", why="the rates that are tried")
claims("At 0.079 D is still coming closer after 60 steps")(
    lambda: (0.079 if table("plain descent", 0.079) < 1 else 0.0, paths("Adam", noisy=False).shape[2] - 1)
)
claims("At 0.081 it is above its start")(lambda: 0.081 if table("plain descent", 0.081) > 20.5 else 0.0)
claims("Momentum bears nearly twice the rate")(
    lambda: 1.8 < largest("momentum") / largest("plain descent") < 2.0
)
claims("RMSProp and Adam do not explode on this slider")(
    lambda: all(table(rule, rate) < 20.5 for rule in ("RMSProp", "Adam") for rate in RATES)
)
claims("Compare at 0.04, where D is ahead, and at 0.12, where Adam is")(
    lambda: (0.04 if ahead(0.04) == "plain descent" else 0.0, 0.12 if ahead(0.12) == "Adam" else 0.0)
)


# --- batches, seeds, windows ----------------------------------------------------------------------

given(
    "for 10,000 examples, and the slope by 32 of them",
    "batches of 32:",
    "w = 0",
    at=LESSON,
    why="chosen sizes",
)
claims("Each costs about a three-hundredth")(lambda: 300 < 10_000 / 32 < 320)
given("mini-batch of 32 costs far less than one with 50,000", why="chosen sizes")
given(
    "20 random starts",
    "will the 20 losses",
    "all 20",
    "same 200 points, started 20 times",
    why="the picture's sizes",
)
given(
    "after 300 steps", "95 % of fresh points right", "five seeds each, 300 steps", why="the picture's sizes"
)
given("at least 95 % of the fresh points right, a ring", why="the picture's threshold")
given("0", at="pictures.py", why="a rate's leading zero, left out on the axis")


claims("Most starts end at similar losses")(like_losses)
claims("The worst is held there for long; twice as many steps hardly move it")(held_for_long)
claims("From five other starts it learned it each time")(learned_without_minus)


def bill(*sizes: int) -> tuple[float, ...]:
    """The cost meter of a network."""
    found = cost.mlp(sizes)
    return found.parameters, found.weight_bytes(), found.multiply_adds


given(
    "network (1-8-1:", "network, 2-6-1 (", "network, 2-32-32-32-1 (", at=LESSON, why="sizes of the networks"
)
claims("25 parameters · 100 bytes · 16 multiply-adds")(lambda: bill(1, 8, 1))
claims("25 parameters · 100 bytes · 18 multiply-adds")(lambda: bill(2, 6, 1))
claims("2,241 parameters · 8,964 bytes · 2,144 multiply-adds")(lambda: bill(2, 32, 32, 32, 1))


claims("Adam succeeds at 0.01, where plain SGD has hardly")(
    lambda: 0.01 if passed("Adam", 0.01) == 5 and passed("plain SGD", 0.01) == 0 else 0.0
)
claims("At 0.3 plain SGD succeeds and both others fail")(
    lambda: (
        0.3 if passed("plain SGD", 0.3) >= 4 and passed("Adam", 0.3) == passed("momentum", 0.3) == 0 else 0.0
    )
)
claims("Adam's window is the widest here")(
    lambda: widths()["Adam"] > max(widths()["momentum"], widths()["plain SGD"])
)


claims("A constant 0.10 brings all five seeds home")(lambda: 0.1 if all_home(*(0.1,) * 5) == 5 else 0.0)
claims("A constant 0.30 fails on every seed")(lambda: 0.3 if all_home(*(0.3,) * 5) == 0 else 0.0)
given("can 0.30 be of use", why="the rate that is asked about")
claims("A short climb to 0.30 and a descent that begins at once bring all five seeds home")(
    lambda: 0.3 if all_home(0.0, 0.3, 0.1, 0.1, 0.0) == 5 else 0.0
)

# --- overfitting ----------------------------------------------------------------------------------


claims("test loss ends above 1")(lambda: 1 if final_loss() > 1 else 0)
claims("Each switch alone brings it below 0.6")(
    lambda: 0.6 if all(final_loss(**{name: True}) < 0.6 for name in SWITCHES) else 0.0
)
claims("more data helps most")(lambda: min(SWITCHES, key=lambda name: final_loss(**{name: True})) == "more")
claims("A network with 2,545 parameters is trained on 60 blurred points for 300 epochs")(
    lambda: (cost.mlp((2, 48, 48, 1)).parameters, 60, 300)
)
given("its own 60 points", "With 60 the network", "belongs to 400 of them", why="the points of the pictures")
given("divided by 1 − p", "at random (p = 0.5)", why="how dropout is defined")
given("the penalty λ/2·w²", why="what L2 is")
given(
    "One weight of 2, no gradient",
    "A weight of 2 has had no",
    "the weight is 2",
    why="the weight that is shown",
)
given("The decay is 0.1 and the learning rate 0.01", why="the settings that are asked about")
given("a gradient of 0.1·2", why="the penalty's gradient")
claims("took a whole step of 0.01", "L2 moves it by about 0.01", at="")(lambda: 0.01)
claims("L2 moves it by about 0.01, AdamW by 0.002")(lambda: (0.01, 0.01 * 0.1 * 2))
claims("0.01·0.1·2 = 0.002")(lambda: (0.01, 0.1, 2, 0.01 * 0.1 * 2))
claims("Both by 0.002")(lambda: 0.01 * 0.1 * 2)
claims("0.01 times the penalty's gradient 0.2")(lambda: (0.01, 0.1 * 2))
claims("L2 moves it by about 0.01, AdamW by 0.001")(lambda: (0.01, 0.01 * 0.1))
claims("0.001 is 0.01·0.1, the share")(lambda: (0.01 * 0.1, 0.01, 0.1))
given("in 50 settings", "Take 50 dice", "Among 50 results", "choice among 50", why="a made-up search")
given("the best: 93 %", "About 93 %", why="a made-up result")
given("a learning rate 30 times too large", why="the fault of the clinic")

# --- exercises ------------------------------------------------------------------------------------

given("valley with curvature 25", "after 50 steps", at=EXERCISES, why="the valley of the reward")
given("Steps count from 0", "at step 0, and the whole", "reaches 0 at step", at=EXERCISES, why="the schedule")
given("(1 + cos(π · done)) / 2", "it stays 0", "step 0 counts too", why="the schedule")
given("from 0 at t = warmup to 1 at t = total", why="the schedule")
given("At most 1,000 parameters, and at most 600 batches of at most 32 points", why="the budget")
given("shape (n, 2)", "shape (n, 1)", at=EXERCISES, why="shapes")
given("4 of 5 seeds get 95 %", "at least 95 %", at=EXERCISES, why="the goal")
given("Every 20 steps measure", "lr=0.02 gets there in 600 batches", why="a hint")
given("Two hidden layers of 24 units", why="a hint")
