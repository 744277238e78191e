"""Exercises as a learner solves them: a wrong solution, what the check says, a hint, the fix, the reward."""

from __future__ import annotations

import pytest
from axe import violations
from interactions import pixels, slider, words
from playwright.sync_api import expect

from coursekit.progress import read_history

pytestmark = pytest.mark.browser

NOTEBOOK = "exercises/01_neuron.ipynb"
CHECK = 'check("neuron.neuron")'
REPLY = ".jp-OutputArea-output div[style*='border-left']"
WRONG = "def neuron(x, w, b, activation):\n    return activation(w @ x)"
RIGHT = "def neuron(x, w, b, activation):\n    return activation(w @ x + b)"


def meter(lab):
    return lab.widget("Beat the XOR meter")


def reply(lab):
    return lab.cell(CHECK).locator(".jp-OutputArea-output").last


def attempts(lab):
    events = read_history(lab.server.folder).events
    return [event.outcome for event in events if event.kind == "attempt" and event.id == "neuron"]


def test_as_shipped_everything_runs_and_waits(lab):
    assert lab.errors() == []
    expect(reply(lab)).to_contain_text("○ not attempted: neuron still waits for your code")
    expect(words(meter(lab))).to_contain_text("Your neuron gave no number")


def test_a_wrong_solution_is_told_input_expected_got_and_cause(lab):
    lab.write(lab.cell("def neuron(x, w, b, activation)"), WRONG)
    lab.write(lab.cell(CHECK), CHECK)
    expect(reply(lab)).to_contain_text("→ not yet: for x = [")
    for part in ("w = [", "b = ", "activation = identity", "you gave", "expected", "The bias is missing"):
        expect(reply(lab)).to_contain_text(part)
    lab.write(lab.cell("XorMeter(neuron=neuron)"), "XorMeter(neuron=neuron)")
    expect(words(meter(lab))).to_contain_text("so the course's own is shown")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_the_check_says_can_be_read_in_both_themes(lab, theme):
    lab.set_theme(theme)
    reply(lab).scroll_into_view_if_needed()
    lab.screenshot(f"exercise-not-yet-{theme}")
    assert violations(lab.page, REPLY) == []


def test_a_hint_is_one_new_cell_away_and_another_call_gives_the_next(lab):
    lab.set_theme("light")
    asked = lab.add_below(lab.cell(CHECK), 'hint("neuron.neuron")')
    expect(asked).to_contain_text("Hint 1 of 3")
    lab.write(asked, 'hint("neuron.neuron")')
    expect(asked).to_contain_text("Hint 2 of 3")
    lab.screenshot("exercise-hint")


def test_the_fixed_solution_turns_the_check_and_the_reward(lab):
    lab.write(lab.cell("def neuron(x, w, b, activation)"), RIGHT)
    lab.write(lab.cell(CHECK), CHECK)
    expect(reply(lab)).to_contain_text("✓ correct. Weigh, sum, bend")
    lab.write(lab.cell("XorMeter(neuron=neuron)"), "XorMeter(neuron=neuron)")
    expect(words(meter(lab))).to_contain_text("Every colour is an answer of your own neuron.")


def test_the_reward_moves_by_the_learners_own_code(lab):
    text, before = words(meter(lab)).inner_text(), pixels(meter(lab))
    slider(meter(lab), "bias b").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(words(meter(lab))).not_to_have_text(text)
    expect(words(meter(lab))).to_contain_text("your own neuron")
    assert pixels(meter(lab)) != before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong_once_it_is_solved(lab, theme):
    lab.set_theme(theme)
    reply(lab).scroll_into_view_if_needed()
    lab.screenshot(f"exercise-correct-{theme}")
    meter(lab)
    lab.screenshot(f"exercise-reward-{theme}")
    assert violations(lab.page) == []
    assert violations(lab.page, REPLY) == []


def test_a_crash_names_the_learners_own_line(lab):
    lab.set_theme("light")
    lab.write(
        lab.cell("def neuron(x, w, b, activation)"), "def neuron(x, w, b, activation):\n    return wieght @ x"
    )
    lab.write(lab.cell(CHECK), CHECK)
    expect(reply(lab)).to_contain_text(
        "⚠ crashed: neuron stopped at your line 2, return wieght @ x: NameError"
    )


def test_exit_is_told_beside_another_reply_of_its_cell_and_the_kernel_lives(lab):
    lab.write(
        lab.cell("def neuron(x, w, b, activation)"), "def neuron(x, w, b, activation):\n    exit()  # wieght"
    )
    both = lab.add_below(lab.cell(CHECK), f'{CHECK}\nhint("neuron.neuron")')
    replies = both.locator(".jp-OutputArea-output")
    expect(replies).to_have_count(2)
    expect(replies.first).to_contain_text("exit()  # wieght: SystemExit")
    expect(replies.last).to_contain_text("Hint")
    lab.screenshot("exercise-two-replies")


def test_after_a_restart_attempts_and_work_are_still_there(lab):
    wanted = attempts(lab)
    # Another module may have run the exercises as they are shipped in the same folder before.
    assert wanted[-5:] == ["not attempted", "not yet", "correct", "crashed", "crashed"]
    lab.save()
    lab.restart()
    assert attempts(lab) == wanted
    lab.open(NOTEBOOK)
    lab.run_all()
    expect(reply(lab)).to_contain_text("⚠ crashed")
    assert attempts(lab) == [*wanted, "crashed", "crashed"]
    lab.end_kernels()  # what exit() leaves in this page is not for the next notebook


@pytest.mark.parametrize("notebook", ["exercises/06_scale.ipynb"])
def test_an_exercise_drives_the_picture_of_its_lesson(lab):
    lab.set_theme("light")
    body = "def training_memory(n, optimizer, bits):\n    return {}\n"
    lab.write(lab.cell("def training_memory"), body.format("n * 2 * bits / 8"))
    lab.run_all()
    reply = lab.cell('check("scale.training_memory")').locator(".jp-OutputArea")
    expect(reply).to_contain_text("moments and the copy are still to come")
    right = 'n * (bits / 4 + 4 * ["sgd", "momentum", "adam"].index(optimizer) + 4 * (bits < 32))'
    lab.write(lab.cell("def training_memory"), body.format(right))
    lab.run_all()
    expect(reply).to_contain_text("correct")
    expect(words(lab.widget("Does it fit?"))).to_contain_text("Your own training_memory finds the same.")
