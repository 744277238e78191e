"""The course as static files: what is in them, what they are made for, and what is never overwritten."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from sitefiles import tiny_pyodide

from coursekit.cli import main
from coursekit.content import chapters
from coursekit.errors import CourseKitError
from coursekit.lab.learner_folder import text_digest
from coursekit.lab.site import build, serve
from coursekit.lab.site.build import MARK, build_site
from coursekit.lab.site.reading import reading_page

needs_jupyterlite = pytest.mark.skipif(
    find_spec("jupyterlite_pyodide_kernel") is None, reason="JupyterLite is not installed (extra `site`)"
)


@pytest.fixture(scope="module")
def pyodide(tmp_path_factory):
    return tiny_pyodide(tmp_path_factory.mktemp("tiny") / "pyodide")


@pytest.fixture(scope="module")
def built(pyodide, tmp_path_factory):
    out = tmp_path_factory.mktemp("site") / "out"
    out.mkdir()
    line = build_site(out, pyodide=pyodide)
    assert line.startswith(f"{out}: the course as a site, ")
    assert line.endswith(" MB, Python included")
    return out


@needs_jupyterlite
def test_it_hands_out_every_notebook_and_a_page_to_read_meanwhile(built):
    told = json.loads((built / MARK).read_text())
    notebooks = [f"{kind}/{each.notebook}" for each in chapters() for kind in ("lessons", "exercises")]
    others = {"home.ipynb", "review.ipynb", "lessons/00_glossary.ipynb", "lessons/playground.ipynb"}
    assert {*notebooks, *others} == {*told["notebooks"]}
    for name, digest in told["notebooks"].items():
        raw = (built / "files" / name).read_bytes()
        assert text_digest(raw) == digest
        assert "<script" not in (built / "reading" / name).with_suffix(".html").read_text()
    # What nobody has run shows its pictures at once, and is not asked for its trust.
    cells = json.loads((built / "files" / notebooks[0]).read_text())["cells"]
    assert {cell["metadata"].get("trusted") for cell in cells if cell["cell_type"] == "code"} == {True}


@needs_jupyterlite
def test_it_opens_at_home_and_asks_no_other_address_for_anything(built):
    assert "url=notebooks/index.html?path=home.ipynb" in (built / "index.html").read_text()
    settings = json.loads((built / "jupyter-lite.json").read_text())["jupyter-config-data"]
    kernel = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["pyodideUrl"].startswith("./python/")
    assert "://" not in json.dumps(kernel)
    assert "://" not in (built / "python" / "pyodide-lock.json").read_text()
    for name in json.loads((built / MARK).read_text())["python"]:
        assert (built / "python" / name).is_file()


@needs_jupyterlite
def test_the_page_begins_with_the_text_and_the_service_worker_with_ours(built):
    for view in ("notebooks", "lab"):
        assert "Python is starting: you can read on." in (built / view / "index.html").read_text()
    assert (built / "service-worker.js").read_text().startswith("/* In front of JupyterLite's service worker")


@needs_jupyterlite
def test_a_site_of_before_is_replaced_and_shown(built, pyodide, monkeypatch, capsys, tmp_path):
    shown = []
    monkeypatch.setattr(serve, "serve", lambda folder, *, port: shown.append((folder, port)))
    monkeypatch.setattr(
        build,
        "_lite",
        lambda _, contents, made, __: shutil.copytree(built, made, ignore=shutil.ignore_patterns("python")),
    )
    monkeypatch.setattr(build, "_pages", lambda _: None)
    monkeypatch.setattr(build, "_reading", lambda *_: None)
    out = tmp_path / "out"
    out.mkdir()
    (out / MARK).touch()
    (out / "of before").touch()
    assert main(["site", str(out), "--pyodide", str(pyodide), "--serve", "--port", "8001"]) == 0
    assert shown == [(out, 8001)]
    assert not (out / "of before").exists()
    assert "Python included" in capsys.readouterr().out


@needs_jupyterlite
def test_bad_input_gets_one_sentence_and_nothing_is_overwritten(tmp_path, capsys, pyodide):
    (tmp_path / "thesis.txt").write_text("precious")
    for words, told in [
        ([str(tmp_path)], f"{tmp_path} holds other files; name a new folder for the site"),
        (
            [str(tmp_path / "thesis.txt")],
            f"{tmp_path / 'thesis.txt'} cannot be written (File exists); name a new folder for the site",
        ),
        (
            [str(tmp_path / "new"), "--pyodide", str(tmp_path)],
            f"{tmp_path} lacks pyodide.mjs; fill a new folder",
        ),
    ]:
        assert main(["site", *words]) == 1
        assert capsys.readouterr().err.startswith(f"coursekit: {told}")
    assert (tmp_path / "thesis.txt").read_text() == "precious"


def test_without_jupyterlite_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(build, "find_spec", lambda _: None)
    with pytest.raises(CourseKitError, match=r'pip install "coursekit\[site\]"'):
        build_site(tmp_path)


def test_a_page_of_jupyterlites_with_another_form_is_not_shipped(tmp_path):
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "index.html").write_text("<script>other()</script>")
    with pytest.raises(CourseKitError, match="another form than expected; use the version in coursekit"):
        build._pages(tmp_path)


def test_without_a_folder_the_other_wheels_come_from_pypi(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(CourseKitError, match="failed; is there a network"):
        build._others(None, tmp_path)


def test_a_page_for_reading_holds_the_text_and_its_pictures_as_files():
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "aGVsbG8="}}
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# One *neuron*"},
        {
            "cell_type": "code",
            "id": "c",
            "metadata": {"jupyter": {"source_hidden": True}},
            "source": "folded()",
            "execution_count": None,
            "outputs": [],
        },
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {},
            "source": "1",
            "execution_count": 1,
            "outputs": [picture] * 2,
        },
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    body, pictures = reading_page(notebook, "01")
    assert pictures == {"01-1.png": b"hello", "01-2.png": b"hello"}
    assert "<em>neuron</em>" in body
    assert body.count('loading="lazy" src="@reading/01-') == 2
    assert "base64" not in body
    assert "folded" not in body


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_browser_computes_the_same_digest_of_a_notebooks_text(tmp_path):
    shutil.copy2(
        Path(build.__file__).parent / "extension" / "static" / "editions.js", tmp_path / "editions.mjs"
    )
    sources = ["a = 'é \U0001f600 \x7f'\t\"\\", ["two\n", "lines\r"], "\u2028 \x00 </script>", ""]
    cells = [{"cell_type": kind, "source": each} for each in sources for kind in ("code", "markdown")]
    raw = json.dumps({"cells": cells})
    script = (
        "import { textDigest } from './editions.mjs';"
        f"console.log(await textDigest(JSON.parse({json.dumps(raw)})))"
    )
    words = ["node", "--input-type=module", "-e", script]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == text_digest(raw.encode()), done.stderr
