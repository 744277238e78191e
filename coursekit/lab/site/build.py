"""Build the course as static files with JupyterLite."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat

from coursekit.content import current_course
from coursekit.errors import CourseKitError, FolderError
from coursekit.lab.home_page import write_home
from coursekit.lab.learner_folder import text_digest, update_learner_folder
from coursekit.lab.review_page import write_review
from coursekit.lab.site.distribution import REQUIREMENTS, compiled_files, pip_download, require_whole, run
from coursekit.lab.site.own_wheel import own_wheel
from coursekit.lab.site.python import KERNEL, kernel_wheels, labextension, python_files, write_python
from coursekit.lab.site.reading import reading_page

HERE = Path(__file__).parent
MARK = "site.json"  # in every site: what it hands out
_PLUGIN = f"{KERNEL}:kernel"
_EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", KERNEL, "anywidget")
_APPS = ("lab", "notebooks")
_NOT_OURS = ("@jupyterlite/application-extension:logo", "@jupyterlite/notebook-application-extension:logo")
_NOT_NEEDED = ("rspack.config.js", "rspack.config.analyze.js", "rspack.config.watch.js")


def build_site(out: Path, *, pyodide: Path | None = None) -> str:
    """Write the whole of the current course as static files.

    Args:
        out: the folder of the site; made anew, but only where it is empty or a site that stood there before.
        pyodide: a folder made by `coursekit.lab.site.distribution`; the site then asks nobody else for anything.
            None leaves Pyodide and the compiled packages on their public CDN.

    Returns:
        One line that says what was made.

    Raises:
        FolderError: `out` holds something else or cannot be written, or `pyodide` is not whole.
        CourseKitError: JupyterLite is not installed, or something cannot be fetched or built.
    """
    if find_spec("jupyterlite_core") is None or find_spec("jupyterlite_pyodide_kernel") is None:
        raise CourseKitError('building the site needs JupyterLite: pip install "coursekit[site]"')
    if pyodide:
        require_whole(pyodide)
    with _refusals(out):
        out.mkdir(parents=True, exist_ok=True)
        others = any(out.iterdir()) and not (out / MARK).is_file()
    if others:
        raise FolderError(f"{out} holds other files; name a new folder for the site")
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        made, contents = work / "made", work / "files"
        _contents(contents)
        own = work / "own"
        own.mkdir()
        wheels = [own_wheel(own), *kernel_wheels(), *_others(pyodide, work / "wheels")]
        # JupyterLite makes its folder anew, so what is ours comes after it.
        settings = write_python(work, wheels, pyodide=pyodide)
        _lite(work / "lite", contents, made, settings)
        shutil.move(work / "python", made)
        _reading(contents, made, python_files(made, pyodide=pyodide))
        _pages(made)
        _extras(made)
        with _refusals(out):
            shutil.rmtree(out)
            shutil.copytree(made, out)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    python = "Python included" if pyodide else "Python comes from its public CDN"
    return f"{out}: the course as a site, {size / 1e6:.0f} MB, {python}"


@contextmanager
def _refusals(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        why = problem.strerror or problem
        raise FolderError(f"{out} cannot be written ({why}); name a new folder for the site") from problem


def _contents(folder: Path) -> None:
    """Put in place what the learner finds: the same folder that `coursekit lab` makes."""
    update_learner_folder(folder)
    write_review(folder)
    write_home(folder, in_browser=True)
    shutil.rmtree(folder / ".coursekit")
    for path in folder.rglob("*.ipynb"):
        _trust(path)


def _trust(path: Path) -> None:
    """Hand a notebook out as a Jupyter server does: texts in one piece, and cells marked as the author's own."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["trusted"] = True
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def _others(pyodide: Path | None, target: Path) -> list[Path]:
    """Return the wheels of other people that are not compiled with Pyodide."""
    if pyodide is None:
        pip_download(target, REQUIREMENTS)
    compiled = compiled_files(pyodide) if pyodide else []
    return sorted(each for each in (pyodide or target).glob("*.whl") if each.name not in compiled)


def _lite(lite: Path, contents: Path, made: Path, kernel: dict[str, Any]) -> None:
    """Have JupyterLite write its part."""
    lite.mkdir()
    page = {
        "appName": current_course().title,
        "defaultKernelName": "python",
        "disabledExtensions": _NOT_OURS,
        "litePluginSettings": {_PLUGIN: kernel},
    }
    build = {
        "apps": _APPS,
        "contents": [str(contents)],
        "federated_extensions": [*(str(labextension(name)) for name in _EXTENSIONS), str(HERE / "extension")],
        "ignore_sys_prefix": ["federated_extensions"],
        "no_libarchive": True,
        "no_sourcemaps": True,
        "output_dir": str(made),
    }
    for name, told in {
        "jupyter-lite.json": {"jupyter-lite-schema-version": 0, "jupyter-config-data": page},
        "jupyter_lite_config.json": {"LiteBuildConfig": build},
    }.items():
        (lite / name).write_text(json.dumps(told), encoding="utf-8")
    overrides = HERE.parent / "jupyter" / "labconfig" / "default_setting_overrides.json"
    here = {
        "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},  # as the page for reading
        "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 5},  # a phone closes a page unasked
    }
    told = json.loads(overrides.read_text(encoding="utf-8")) | here
    (lite / "overrides.json").write_text(json.dumps(told), encoding="utf-8")
    run(sys.executable, "-m", "jupyterlite_core", "build", f"--lite-dir={lite}", cwd=lite)


def _reading(contents: Path, made: Path, python: dict[str, int]) -> None:
    """Write the text of each notebook, to be read while JupyterLab and Python load; and what is handed out."""
    editions = {}
    for path in sorted(contents.rglob("*.ipynb")):
        name = path.relative_to(contents).as_posix()
        raw = path.read_bytes()
        editions[name] = text_digest(raw)
        page = (made / "reading" / name).with_suffix(".html")
        page.parent.mkdir(parents=True, exist_ok=True)
        body, pictures = reading_page(json.loads(raw), page.stem)
        at = f"../reading/{page.parent.relative_to(made / 'reading').as_posix()}/".replace("/./", "/")
        page.write_text(body.replace("@reading/", at), encoding="utf-8")
        for file, picture in pictures.items():
            (page.parent / file).write_bytes(picture)
    told = {"notebooks": editions, "python": python, "edition": current_course().edition}
    (made / MARK).write_text(json.dumps(told), encoding="utf-8")


def _pages(made: Path) -> None:
    """Put our beginning in front of JupyterLite's: the text first, and one address for the whole course."""
    title = escape(current_course().title)
    for app in _APPS:
        _page(made / app / "index.html", app, title)
    home = "notebooks/index.html?path=home.ipynb"
    beginning = (
        f'<!doctype html><meta charset="utf-8"><title>{title}</title>'
        f'<meta http-equiv="refresh" content="0; url={home}">'
        # JupyterLite looks for its settings here too.
        '<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{}</script>'
        f'<a href="{home}">{title}</a>'
    )
    (made / "index.html").write_text(beginning, encoding="utf-8")


def _page(page: Path, app: str, title: str) -> None:
    text = page.read_text(encoding="utf-8")
    head = f"<style>{_static('first.css')}</style><script type=module>{_static('first.js')}</script>"
    text, scripts = re.subn(r"<script>\s*\(async function.*?</script>", lambda _: head, text, flags=re.DOTALL)
    text, links = re.subn(rf'rel="preload" href="(\.\./build/{app}/bundle)', r'rel="prefetch" href="\1', text)
    if (scripts, links) != (1, 1):
        raise CourseKitError(
            "JupyterLite's page has another form than expected; use the version in coursekit[site]"
        )
    page.write_text(re.sub("<title>.*?</title>", f"<title>{title}</title>", text), encoding="utf-8")


def _extras(made: Path) -> None:
    """Put our part in front of JupyterLite's service worker, a server beside all, and take away what nobody asks for."""
    theirs = made / "service-worker.js"
    theirs.write_text(f"{_static('offline.js')}\n{theirs.read_text(encoding='utf-8')}", encoding="utf-8")
    shutil.copy2(HERE / "serve.py", made / "serve.py")
    (made / ".nojekyll").touch()  # GitHub Pages then leaves files alone whose names begin with "_"
    for name in _NOT_NEEDED:
        (made / name).unlink(missing_ok=True)


def _static(name: str) -> str:
    return (HERE / "static" / name).read_text(encoding="utf-8")
