from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from classroom import event, figures, hand_in, right, wrong

from coursekit.report import read_class
from coursekit.report.csv_tables import TABLES, as_csv
from coursekit.report.html import as_html
from coursekit.report.text import as_text, discrimination_text

EXTRA = [
    "total",
    "recomputed",
    "claimed",
    "right",
    "last",
    "note",
    "graded",
    "minutes",
    "name",
    "mail",
    "group",
]
HOSTILE = "<script>alert(1)<"
SLY = '"><img src=x onerror=alert(1)> \x1b[31m & </code>'


@pytest.fixture(scope="module")
def full(course, tmp_path_factory):
    """A class of fourteen in which there is something to say about everything."""
    room = tmp_path_factory.mktemp("class")
    fill(room)
    return read_class([room], course)


def fill(room):
    for k in range(10):
        tries = [
            event("attempt", "double", outcome="not yet", message=f"not yet: you gave 1, expected 2. {SLY}")
            for _ in range(3)
        ]
        picks = [wrong() if k < 7 else right(), right(minute=1)]
        other = wrong("look") if k % 2 else right("look")
        done = [*picks, other, *(tries if k < 9 else [])]
        hand_in(room / f"learner {k}", sorted(done, key=lambda each: each.time))
    hand_in(
        room / HOSTILE,
        [event(name="number", answer=SLY, outcome="wrong", misconception=SLY, minute=60 * 24 * 20)],
    )
    hand_in(room / "=cmd|' !A1", [event(answer="twice", outcome="unmarked"), right()], tail=b"torn")
    hand_in(room / "twice", [right(minute=k) for k in range(3)], tail=b"")
    hand_in(room / "again", [], tail=(room / "twice/.coursekit/progress/a.jsonl").read_bytes())


class Reader(HTMLParser):
    """The tags and the words of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)


def test_the_text_says_what_failed_which_misconceptions_showed_and_who_is_stuck(full):
    text = as_text(full)
    assert text.startswith("14 learners, ")
    failed = text.partition("QUESTIONS THAT MOST GOT WRONG")[2]
    assert re.search(r"\d+ % right first: lesson 90, tiny.pick: What is doubling\?", failed)
    assert "answered “Squaring”: Doubling is squaring." in failed
    assert re.search(r"\d+ %, \d+ of \d+: Doubling is squaring. → lesson 90 · Doubling", text)
    assert "tiny.double: 9 of 9 who tried it" in failed
    assert "learner 3: stuck on tiny.double (3 attempts)" in failed
    assert re.search(r"and \d more learners?\n", failed)
    assert "again: the same answers as twice" in failed
    assert "line 3: cut off in the middle, not JSON" in failed


def test_the_text_explains_its_columns_and_steers_no_terminal(full):
    text = as_text(full)
    for column in ("right first: ", "in the end: ", "discrimination: ", "stuck on: "):
        assert f"\n{column}" in text
    assert "\x1b" not in text


def test_of_a_large_class_the_text_counts_the_learners(room):
    for k in range(61):
        hand_in(room / f"learner {k}", [right()])
    text = as_text(figures(room))
    assert "61 learners: --csv and --html list them all" in text
    assert "learner 7" not in text


def test_of_much_that_is_left_out_the_text_names_some(room):
    for k in range(23):
        hand_in(room / f"{k}", [right() for _ in range(k)], tail=b"torn")
    report = figures(room)
    assert as_text(report).count(" more: --html lists them") == 2
    assert as_html(report).partition('<section id="left"')[2].count("cut off in the middle") == 23


def test_a_class_in_which_nothing_stands_out_has_a_report_too(room):
    hand_in(room / "ann", [right()])
    assert "Nothing stands out yet." in as_html(figures(room))
    hand_in(room / "ann", [])
    report = figures(room)
    assert "1 learner, 0 events, the last on never" in as_text(report)
    assert "<h1>Class report</h1>" in as_html(report)


def test_the_page_runs_its_one_script_and_loads_nothing(full):
    page = as_html(full)
    tags = Reader(page).tags
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    known = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{known}'\"" in page
    assert {"img", "link", "iframe", "object"}.isdisjoint(tag for tag, _ in tags)
    assert not [one for _, attributes in tags for one in attributes if one.startswith("on") or one == "src"]
    assert all(attributes["href"].startswith("#") for tag, attributes in tags if tag == "a")
    assert "default-src 'none'" in page
    assert "url(" not in page


def test_what_learners_wrote_is_shown_as_text(full):
    words = "".join(Reader(as_html(full)).words)
    assert HOSTILE in words
    assert '"><img src=x onerror=alert(1)> �[31m & </code>' in words


def test_every_link_of_the_page_leads_somewhere(full):
    tags = Reader(as_html(full)).tags
    known = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(known) == len(set(known))
    assert {attributes["href"][1:] for tag, attributes in tags if tag == "a"} <= set(known)


def test_the_page_holds_the_figures_and_their_meaning(full):
    page = as_html(full)
    assert "<dt>discrimination</dt>" in page
    assert "taken up in lesson 90 · Doubling" in page
    assert "before the lesson: 1 of 1 right" in page
    assert page.count('<tbody class="one"') == len(full.items)
    assert page.count("<tr><th scope=row>learner ") == 10


def test_a_question_that_tells_nobody_apart_is_marked(full):
    look = next(each for each in full.questions if each.item.name == "tiny.look")
    assert look.discrimination < 0.2
    assert f'<td class="weak">look: {discrimination_text(look)}</td>' in as_html(full)
    assert f"{discrimination_text(look)} ←" in as_text(full)


def test_for_fewer_than_ten_learners_discrimination_is_a_dash(full):
    look = next(each for each in full.questions if each.item.name == "tiny.look")
    ten, nine = (replace(look, n=n, discrimination=-0.05) for n in (10, 9))
    assert (discrimination_text(ten), ten.weak) == ("−0.05", True)
    assert (discrimination_text(nine), nine.weak) == ("–", False)


def read(text):
    return list(csv.reader(io.StringIO(text)))


def test_a_gradebook_gets_a_row_a_learner_and_a_column_a_lesson(full):
    head, *rows = read(as_csv(full))
    slugs = [each.slug for each in full.chapters]
    assert [each.partition(" ")[0] for each in head] == ["learner", *slugs, *EXTRA]
    assert head[-12] == "tiny (8)"  # six questions, and an exercise worth two
    assert head[-11].startswith("total (")
    row = next(row for row in rows if row[0] == "learner 8")
    assert row[-12:-4] == ["2", "2", "2", "0", "100", "2026-03-01T09:01:00+00:00", "", ""]
    assert next(row for row in rows if row[0] == "again")[-6] == "the same answers as twice"


def test_no_cell_is_a_formula(full):
    for name in TABLES:
        assert not [
            cell for row in read(as_csv(full, name)) for cell in row if cell[:1] in ("=", "+", "@", "|", "%")
        ]
    assert "'=cmd|' !A1" in [row[0] for row in read(as_csv(full))]


def test_each_table_has_one_width_and_whole_precision(full):
    for name in TABLES:
        widths = {len(row) for row in read(as_csv(full, name))}
        assert len(widths) == 1, name
    row = next(row for row in read(as_csv(full, "questions.csv")) if row[0] == "tiny.pick")
    pick = next(each for each in full.questions if each.item.name == "tiny.pick")
    assert [float(row[3]), float(row[6])] == [pick.difficulty, pick.discrimination]
