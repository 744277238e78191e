"""A fresh learner's home page and review page, in a JupyterLab whose settings nobody has touched."""

from __future__ import annotations

import re

import pytest
from axe import violations
from labpage import COURSE
from playwright.sync_api import expect

from coursekit.progress import Event, Log

pytestmark = pytest.mark.browser

# Settings of nobody: what keeps the news away here keeps them away from every learner.
UNTOUCHED = ("env", "JUPYTERLAB_SETTINGS_DIR={folder}-settings", *COURSE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("learner")


@pytest.fixture(scope="module")
def lab(own_lab, folder):
    """The course, on the page that the learner's browser opens with."""
    lab = own_lab(folder, UNTOUCHED)
    lab.page.goto(f"{lab.server.url}/?token={lab.server.token}")
    lab.notebook.wait_for()
    lab.wait_idle()
    return lab


@pytest.fixture
def home(lab):
    return lab.notebook.locator(".jp-RenderedHTMLCommon").first


def test_the_course_opens_on_the_home_page(lab, home):
    assert lab.page.url.endswith("/lab/tree/home.ipynb")
    assert "Begin with lesson 1" in home.inner_text()


def test_no_news_and_no_dialog_stand_in_the_way(lab, home):
    lab.page.wait_for_timeout(2000)  # the question about news came after about one
    assert lab.page.locator(".Toastify__toast").count() == 0
    assert lab.page.locator(".jp-Dialog").count() == 0
    assert lab.page.locator(".jp-mod-dirty").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_home_page(lab, home, theme):
    lab.set_theme(theme)
    assert violations(lab.page, ".jp-RenderedHTMLCommon") == []
    lab.screenshot(f"home-{theme}")


def test_running_its_cell_brings_it_up_to_date(lab, home, folder):
    Log(folder).append(Event(kind="answer", chapter="neuron", id="one-neuron", outcome="right"))
    home.click(position={"x": 300, "y": 20})
    lab.page.keyboard.press("Control+Enter")
    home.get_by_text("Go on with").wait_for()
    assert "1 right" in home.inner_text()


def test_its_links_open_notebooks_whose_pictures_can_be_read_out(lab, home):
    link = home.get_by_role("link", name="Open the lesson").first
    # JupyterLab takes links over some time after it has drawn them; a click before that goes nowhere.
    expect(link).to_have_attribute("href", re.compile("/files/lessons/"))
    lab.page.wait_for_timeout(1000)
    link.click()
    expect(lab.page).to_have_url(re.compile(r"/lessons/01_neuron\.ipynb$"))
    pictures = lab.notebook.locator(".jp-OutputArea img")
    pictures.first.wait_for(state="attached")
    assert [
        picture.get_attribute("alt") for picture in pictures.all() if not picture.get_attribute("alt")
    ] == []


def test_a_lesson_that_was_only_opened_asks_for_no_saving(lab):
    lab.open("lessons/01_neuron.ipynb")
    lab.page.wait_for_timeout(1500)
    assert lab.page.locator(".jp-mod-dirty").count() == 0


def test_what_is_due_stands_on_the_review_page_as_soon_as_it_is_opened(lab, folder):
    lab.open("review.ipynb")
    assert "Nothing is due." in lab.notebook.inner_text()
    Log(folder).append(Event(kind="answer", chapter="neuron", id="after-relu", outcome="wrong"))
    lab.page.reload()
    lab.notebook.get_by_text("1 question is due.").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_review_asks_on_live_cards_that_axe_finds_nothing_wrong_with(lab, theme):
    lab.set_theme(theme)
    lab.run_all()
    lab.notebook.locator("section.coursekit, .coursekit").first.wait_for()
    assert lab.notebook.locator(".coursekit").count() >= 3
    assert "14 questions, 2 of each lesson" in lab.notebook.inner_text()
    assert violations(lab.page, ".jp-RenderedHTMLCommon") == []
    lab.screenshot(f"review-{theme}")


def test_in_a_narrow_window_the_notebook_has_its_room_and_the_file_list_is_the_readers(lab):
    files = lab.page.locator("#jp-left-stack")

    def toggled():
        lab.page.keyboard.press("Control+b")

    lab.open("home.ipynb")
    toggled()
    expect(files).to_be_visible()
    lab.resize(768)
    expect(files).to_be_hidden()
    lab.resize(390)
    assert lab.notebook.evaluate("panel => panel.clientWidth") > 300
    toggled()
    lab.resize(600)
    expect(files).to_be_visible()  # the reader opened it
    toggled()
    lab.page.reload()
    lab.notebook.wait_for()
    lab.wait_idle()
    expect(files).to_be_hidden()
    lab.resize(1280)
    expect(files).to_be_visible()  # as it was before the window was narrow
    toggled()
    lab.resize(768)
    lab.resize(1280)
    expect(files).to_be_hidden()  # the reader closed it
