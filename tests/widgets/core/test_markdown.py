from __future__ import annotations

import pytest

from coursekit.widgets.core.markdown import blocks, html, plain


def test_marks_become_spans():
    assert blocks("a **b** *c* `d`") == [
        [("", "a "), ("strong", "b"), ("", " "), ("em", "c"), ("", " "), ("code", "d")]
    ]


@pytest.mark.parametrize("text", ["2 * 3 * 4", "2*3*4", "a ** b", "** a **", "*", "`", "w_1 and x_1"])
def test_arithmetic_is_not_emphasis(text):
    assert blocks(text) == [[("", text)]]


def test_stars_inside_code_are_code():
    assert blocks("`x*y*z`") == [[("code", "x*y*z")]]


def test_an_empty_line_divides_paragraphs_and_a_line_break_does_not():
    assert blocks("one\ntwo\n\n three") == [[("", "one two")], [("", "three")]]


def test_a_fence_keeps_its_lines_and_indentation():
    assert blocks("see\n```python\nif x:\n    y\n```\nend") == [
        [("", "see")],
        [("pre", "if x:\n    y")],
        [("", "end")],
    ]


def test_html_in_a_text_stays_text():
    assert html("<b>x</b> & `<i>`") == "&lt;b&gt;x&lt;/b&gt; &amp; <code>&lt;i&gt;</code>"


def test_html_divides_paragraphs_by_a_line_break():
    assert html("one\n\n*two*") == "one<br><em>two</em>"


def test_html_keeps_a_fenced_block_in_its_paragraph():
    assert html("```\na <b>\n  c\n```") == (
        '<code style="display: block; white-space: pre">a &lt;b&gt;\n  c</code>'
    )


def test_plain_text_has_no_marks_and_one_line():
    assert plain("**What** is `z`?\n\n```\na\nb\n```") == "What is z? a b"
