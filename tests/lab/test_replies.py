from __future__ import annotations

import pytest

from coursekit.lab.replies import CheckReply, Note
from coursekit.quiz import CheckResult


def reply(outcome, message, **options):
    return CheckReply(CheckResult(outcome=outcome, message=message, seed=0), **options)


@pytest.mark.parametrize("outcome", ["correct", "not yet", "crashed", "not attempted"])
def test_an_outcome_shows_as_sign_and_word_not_as_colour_alone(outcome):
    shown = reply(outcome, f"{outcome}: that is it.")
    sign = repr(shown)[0]
    assert f"<strong>{sign} {outcome}</strong>: that is it." in shown._repr_html_()


def test_colours_are_those_of_the_theme():
    assert "var(--jp-success-color1" in reply("correct", "correct.")._repr_html_()


def test_what_learners_wrote_cannot_become_markup():
    shown = reply("not yet", "not yet: you gave `<script>`.")._repr_html_()
    assert "<code>&lt;script&gt;</code>" in shown


def test_an_aside_stands_below_the_message():
    assert repr(reply("correct", "correct.", warning="Not saved yet.")) == "✓ correct.\n\nNot saved yet."


def test_a_note_reads_alike_in_a_terminal_and_a_notebook():
    note = Note("Hint 1 of 2", "Add.")
    assert repr(note) == "Hint 1 of 2\n\nAdd."
    assert note._repr_markdown_() == "**Hint 1 of 2**\n\nAdd."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)>"),
        ("a `<b>` and x[0]", "a `<b>` and x&#91;0]"),
        (r"a \`<script>\` b", r"a \`&lt;script>\` b"),
        ("``<i>`` `a", "``&lt;i>`` `a"),
        ("[here](javascript:alert(1))", "&#91;here](javascript:alert(1))"),
        ("```python\nx[0] < 1\n```\n<b>", "```python\nx[0] < 1\n```\n&lt;b>"),
        ("a ```\n<b>\n\n``` c", "a ```\n&lt;b>\n\n``` c"),
    ],
)
def test_html_and_links_in_a_note_are_text_and_code_stays_code(text, shown):
    assert Note("Hint", text)._repr_markdown_() == f"**Hint**\n\n{shown}"
