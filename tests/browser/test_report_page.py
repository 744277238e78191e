"""The class report's page in a real browser: light and dark, on a phone and on paper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from axe import violations

from coursekit.content import chapter
from coursekit.progress import Event, progress_folder
from coursekit.progress.lines import encode_line
from coursekit.quiz import Recall, mark_answer, right_answer, wrong_answers
from coursekit.report import report

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=document.title='run'>" + "x" * 60


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The page about twelve learners, one of whom is called by a piece of HTML."""
    room = tmp_path_factory.mktemp("class")
    for k in range(12):
        place = progress_folder(room / (HOSTILE if k == 0 else f"learner {k}"))
        place.mkdir(parents=True)
        (place / "a.jsonl").write_bytes(b"".join(map(encode_line, answers(k))) + b"torn")
    report([room], html=room / "report.html")
    return (room / "report.html").as_uri()


def answers(k):
    """Some right, some wrong, and an exercise that is not solved."""
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    found = [{"id": "gate", "kind": "attempt", "outcome": "not yet", "message": f"not yet: {HOSTILE}"}] * 3
    for n, (name, asked) in enumerate(chapter("neuron").bank.questions.items()):
        wrong = not isinstance(asked, Recall) and (k * 7 + n * 5) % 3 == 0
        answer = wrong_answers(asked)[0] if wrong else right_answer(asked)
        verdict = mark_answer(asked, answer)
        said = {"answer": answer, "outcome": verdict.outcome, "misconception": verdict.misconception}
        found.append({"id": name, "kind": "answer", **said})
    return [
        Event(chapter="neuron", uid=f"{k}-{n}", time=moment + timedelta(minutes=n), **each)
        for n, each in enumerate(found)
    ]


@pytest.fixture
def shown(browser, written):
    """A function that opens the page and returns it."""
    pages = []

    def opened(*, width=1280, scheme="light"):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        pages.append(page)
        page.goto(written)
        return page

    yield opened
    for page in pages:
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_screen_reader_stumbles_over_nothing(shown, scheme):
    page = shown(scheme=scheme)
    for summary in page.locator("summary").all()[:4]:
        summary.click()
    assert violations(page, "body") == []


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_reaches_beyond_the_screen(shown, width):
    page = shown(width=width)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_learners_are_sorted_and_found(shown):
    page = shown()
    names = page.locator("#people tbody tr:visible > th")
    order = names.all_inner_texts()
    head = page.get_by_role("button", name="right first")
    share = page.locator(f"#people tbody tr:visible > td:nth-child({1 + column(page, 'right first')})")
    head.click()
    numbers = [int(each.removesuffix(" %")) for each in share.all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) > 1
    head.click()
    assert [int(each.removesuffix(" %")) for each in share.all_inner_texts()] == sorted(numbers)
    page.get_by_role("button", name="learner", exact=True).click()
    assert sorted(names.all_inner_texts()) == sorted(order)
    page.get_by_label("Search").fill("NEURON.gate 'run'> stuck")
    assert names.all_inner_texts() == [HOSTILE]
    page.get_by_label("Search").fill("cut off in the middle")  # what a note says, which stands elsewhere
    assert names.count() == 12
    page.get_by_label("Search").fill("nobody")
    assert page.get_by_text("0 of 12 learners").is_visible()


def column(page, title):
    return page.locator("#people thead th").all_inner_texts().index(title)


def test_a_name_that_is_html_is_shown_and_not_run(shown):
    page = shown()
    assert page.get_by_text(HOSTILE).first.is_visible()
    assert page.title() == "Class report"
    assert page.locator("img").count() == 0


def test_the_page_asks_nothing_of_the_network(browser, written):
    page, asked = browser.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(written)
    page.close()
    assert asked == [written]


def test_on_paper_it_is_dark_on_white_and_what_is_folded_stays_away(shown):
    page = shown(scheme="dark")
    folded = page.locator("details")
    folded.first.locator("summary").click()
    page.emulate_media(media="print")
    assert folded.first.is_visible()
    assert not folded.nth(1).is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
