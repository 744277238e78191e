"""Build the course as static files with JupyterLite."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import tempfile
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat

import coursekit
from coursekit.content import current_course
from coursekit.errors import CourseKitError, FolderError
from coursekit.lab.home_page import write_home
from coursekit.lab.learner_folder import text_digest, update_learner_folder
from coursekit.lab.review_page import write_review
from coursekit.lab.site.distribution import CDN, COMPILED, CORE, pip_download, run
from coursekit.lab.site.lock import lock, package
from coursekit.lab.site.reading import reading_page

HERE = Path(__file__).parent
PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension", "anywidget")


def build_site(out: Path, *, pyodide: Path | None = None) -> None:
    """Write the whole course as static files.

    Args:
        out: the folder of the site; made anew, but only where it is empty or a site that stood there before.
        pyodide: a folder made by `coursekit.lab.site.distribution`; the site then asks nobody else for anything.
            None leaves Pyodide and the compiled packages on their public CDN.

    Raises:
        FolderError: `out` holds something else.
        CourseKitError: JupyterLite is not installed, or something cannot be fetched or built.
    """
    if find_spec("jupyterlite_core") is None or find_spec("jupyterlite_pyodide_kernel") is None:
        raise CourseKitError('building the site needs JupyterLite: pip install "coursekit[site]"')
    if out.exists() and any(out.iterdir()) and not (out / "jupyter-lite.json").is_file():
        raise FolderError(f"{out} holds other files; name a new folder for the site")
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        made, files, names = work / "made", work / "lite", work / "files"
        _contents(names)
        files.mkdir()
        python = work / "python"
        python.mkdir()
        options = _python(work, python, pyodide)
        _configuration(files, options)
        _lite(files, names, made)
        python.rename(made / "python")
        _reading(names, made)
        _page(made)
        _service_worker(made)
        if out.exists():
            shutil.rmtree(out)
        shutil.copytree(made, out)


def _contents(folder: Path) -> None:
    """Put in place what the learner finds: the same folder that `coursekit lab` makes."""
    update_learner_folder(folder)
    write_review(folder)
    write_home(folder)
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


def _python(work: Path, target: Path, pyodide: Path | None) -> dict[str, Any]:
    """Gather Python's packages and their lock; return the kernel's settings."""
    wheels = work / "wheels"
    pip_download(wheels, HERE / "browser-packages.txt")
    own = _own_wheel(work / "own")
    kernel = _extension("@jupyterlite/pyodide-kernel-extension") / "static" / "pypi"
    local = [*wheels.glob("*.whl"), own, *(each for each in kernel.glob("*.whl") if "-3.6." not in each.name)]
    for wheel in local:
        shutil.copy2(wheel, target)
    if pyodide:
        base = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
        for name in (*CORE[:-1], *(base["packages"][name]["file_name"] for name in COMPILED)):
            shutil.copy2(pyodide / name, target)
    else:
        base = json.loads((HERE / "pyodide-packages.json").read_text(encoding="utf-8"))
    compiled = [{**base["packages"][name], "depends": []} for name in COMPILED]
    if not pyodide:
        compiled = [{**each, "file_name": CDN + each["file_name"]} for each in compiled]
    entries = lock(base["info"], [*map(package, local), *compiled])
    (target / "pyodide-lock.json").write_text(json.dumps(entries), encoding="utf-8")
    return {
        "pyodideUrl": "./python/pyodide.mjs" if pyodide else f"{CDN}pyodide.mjs",
        "disablePyPIFallback": bool(pyodide),
        "loadPyodideOptions": {
            "lockFileURL": "./python/pyodide-lock.json",
            "packages": sorted(entries["packages"]),
            "env": {"COURSEKIT_FOLDER": "/drive"},
        },
    }


def _own_wheel(folder: Path) -> Path:
    """Return a wheel of the course itself, without the notebooks, which the site holds already."""
    source = Path(coursekit.__file__).parents[1]
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), str(source))
    return next(folder.glob("coursekit-*.whl"))


def _extension(name: str) -> Path:
    place = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / name
    if not place.is_dir():
        raise CourseKitError(f"JupyterLab's extension {name} is missing in {place.parent}; install coursekit[site] again")
    return place


def _configuration(files: Path, kernel: dict[str, Any]) -> None:
    course = current_course()
    data = {
        "appName": course.title,
        "defaultKernelName": "python",
        "litePluginSettings": {PLUGIN: kernel},
    }
    settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}
    (files / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    overrides = HERE.parent / "jupyter" / "labconfig" / "default_setting_overrides.json"
    shutil.copy2(overrides, files / "overrides.json")


def _lite(files: Path, contents: Path, made: Path) -> None:
    settings = {
        "apps": ["lab", "notebooks"],
        "contents": [str(contents)],
        "federated_extensions": [*(str(_extension(name)) for name in EXTENSIONS), str(HERE / "extension")],
        "ignore_sys_prefix": ["federated_extensions"],
        "no_libarchive": True,
        "no_sourcemaps": True,
        "output_dir": str(made),
    }
    config = files / "jupyter_lite_config.json"
    config.write_text(json.dumps({"LiteBuildConfig": settings}), encoding="utf-8")
    run(sys.executable, "-m", "jupyterlite_core", "build", f"--lite-dir={files}", cwd=files)


def _reading(contents: Path, made: Path) -> None:
    """Write the text of each notebook, to be read while JupyterLab and Python load."""
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
    python = {each.name: each.stat().st_size for each in sorted((made / "python").iterdir())}
    (made / "site.json").write_text(json.dumps({"notebooks": editions, "python": python}), encoding="utf-8")


def _page(made: Path) -> None:
    """Put our beginning in front of JupyterLite's: the text first, and one address for the whole course."""
    page = made / "notebooks" / "index.html"
    text = page.read_text(encoding="utf-8")
    head = f"<style>{_static('first.css')}</style><script type=module>{_static('first.js')}</script>"
    text, scripts = re.subn(r"<script>\s*\(async function.*?</script>", lambda _: head, text, flags=re.DOTALL)
    text, links = re.subn(r'rel="preload" href="(\.\./build/notebooks/bundle)', r'rel="prefetch" href="\1', text)
    if (scripts, links) != (1, 1):
        raise CourseKitError("JupyterLite's page has another form than expected; use the version in coursekit[site]")
    title = escape(current_course().title)
    text = re.sub("<title>.*?</title>", f"<title>{title}</title>", text)
    page.write_text(text, encoding="utf-8")
    beginning = (
        f'<!doctype html><meta charset="utf-8"><title>{title}</title>'
        '<meta http-equiv="refresh" content="0; url=notebooks/index.html?path=home.ipynb">'
        # JupyterLite looks for its settings here too.
        '<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{}</script>'
        f'<a href="notebooks/index.html?path=home.ipynb">{title}</a>'
    )
    (made / "index.html").write_text(beginning, encoding="utf-8")


def _service_worker(made: Path) -> None:
    """Put our part in front of JupyterLite's; its name changes with what it keeps."""
    theirs = made / "service-worker.js"
    edition = hashlib.sha256((made / "site.json").read_bytes()).hexdigest()[:12]
    ours = _static("offline.js").replace("@edition@", edition)
    theirs.write_text(f"{ours}\n{theirs.read_text(encoding='utf-8')}", encoding="utf-8")


def _static(name: str) -> str:
    return (HERE / "static" / name).read_text(encoding="utf-8")
