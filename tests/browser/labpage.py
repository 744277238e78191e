"""JupyterLab in a real browser, as one object that tests can talk to.

A test says what a learner does (`open`, `run_all`, `widget(0)`), this file knows where Lab keeps it.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from playwright.sync_api import Browser, Locator, Page, Playwright

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PLAIN_LAB = (
    *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
    *("--port={port}", "--ServerApp.port_retries=0", "--ServerApp.root_dir={folder}"),
)
COURSE = (
    *(sys.executable, "-m", "coursekit", "lab", "{folder}"),
    *("--port", "{port}", "--no-browser"),
)
START_SECONDS = 60.0
STOP_SECONDS = 20.0
SCREENSHOTS = os.environ.get("COURSEKIT_SCREENSHOTS", "")  # a folder for pictures to be looked at
PATIENCE = 60_000  # ms for what should come at once: a busy machine is slow, not wrong
# The kernel of the notebook in front is idle, no cell waits for its turn, no picture is still to be drawn, and every
# cell is in the page: JupyterLab puts them there when the browser has time, and what is below then moves.
IDLE = """() => {
    const panel = window.jupyterapp?.shell.currentWidget;
    const busy = panel?.node.querySelector('[aria-busy="true"]');
    const waiting = [...(panel?.node.querySelectorAll(".jp-InputPrompt") ?? [])].some((p) => p.textContent === "[*]:");
    const there = panel?.content?.widgets.every((cell) => !cell.isPlaceholder());
    return panel?.sessionContext?.session?.kernel?.status === "idle" && !waiting && !busy && there;
}"""
DO = "([command, options]) => { window.jupyterapp.commands.execute(command, options); }"
DONE = """([command, options, patience]) => Promise.race([
    window.jupyterapp.commands.execute(command, options).then(() => true, () => true),
    new Promise((resolve) => setTimeout(resolve, patience, false)),
])"""
EXECUTE = """async (code) => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    return (await kernel.requestExecute({ code }).done).content.status;
}"""
POLL = 100  # ms; a question in every frame would have the page draw every frame
# A change of size or colours is noticed in one frame and painted in the next.
PAINTED = """async () => {
    for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame);
}"""
NOT_OURS = (
    # JupyterLab's debugger says so of a kernel that is ended while it still asks something.
    "Canceled future",
    # JupyterLab tries the kernel for pages without a server, where the extra `site` is installed, and misses its parts.
    "/@jupyterlite/pyodide-kernel-extension/",
)
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


def find_chromium() -> str | None:
    """The browser's path, `$COURSEKIT_CHROMIUM` first; None where none is installed."""
    candidates = (os.environ.get("COURSEKIT_CHROMIUM", ""), *CHROMIUM)
    return next((path for path in candidates if path and Path(path).is_file()), None)


def launch(playwright: Playwright) -> Browser:
    """Start the browser found by `find_chromium` without a window."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool], what: str, *, seconds: float) -> None:
    """Ask every 0.1 s; a TimeoutError says what was waited for."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.1)


class Server:
    """A Jupyter server on one folder, and everything needed to end it again.

    `command` starts it; `{port}` and `{folder}` in its words are filled in. Settings, workspaces and
    runtime files go below `home`, so that the tests neither see nor change those of the person running them.
    """

    def __init__(self, command: Sequence[str], folder: Path, home: Path) -> None:
        self.command = list(command)
        self.folder = folder
        self.home = home
        self.token = secrets.token_hex(16)
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        home.mkdir(parents=True, exist_ok=True)
        self.log = home / "server.log"

    @property
    def url(self) -> str:
        """Where the server listens, without a path."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and return when the server answers."""
        self.port = free_port()
        words = [word.format(port=self.port, folder=self.folder) for word in self.command]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                words,
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until(self._answers, "the Jupyter server to answer", seconds=START_SECONDS)
        except TimeoutError as error:
            self.stop()
            raise TimeoutError(f"{error}; its log ends:\n{self.log.read_text()[-2000:]}") from None

    def stop(self) -> None:
        """Ask kernels and server to end, then make sure of it."""
        if self.process is None:
            return
        with contextlib.suppress(OSError):
            for kernel in self._call("GET", "/api/kernels"):
                self._call("DELETE", f"/api/kernels/{kernel['id']}")
            self._call("POST", "/api/shutdown")
        for ending in (None, signal.SIGTERM, signal.SIGKILL):
            if ending is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, ending)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS / 3)
                break
        self.process = None

    def kernels(self) -> list[dict[str, str]]:
        """The kernels that run, as the server reports them (`id`, `execution_state`, …)."""
        found: list[dict[str, str]] = self._call("GET", "/api/kernels")
        return found

    def kill_kernels(self) -> None:
        """End every kernel, as a learner does with "Shut Down Kernel"."""
        for kernel in self.kernels():
            self._call("DELETE", f"/api/kernels/{kernel['id']}")

    def _answers(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            raise RuntimeError(f"the Jupyter server ended at once; its log:\n{self.log.read_text()[-2000:]}")
        with contextlib.suppress(OSError):
            self._call("GET", "/api/status")
            return True
        return False

    def _call(self, method: str, path: str) -> list[dict[str, str]]:
        request = urllib.request.Request(
            self.url + path, method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            body = answer.read()
        return json.loads(body) if body else []

    def _environment(self) -> dict[str, str]:
        config = self.home / "config" / "jupyter_lab_config.json"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text('{"LabApp": {"expose_app_in_browser": true}}', encoding="utf-8")
        settings = self.home / "settings"
        news = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
        news.parent.mkdir(parents=True, exist_ok=True)
        news.write_text('{"fetchNews": "false", "checkForUpdates": false}', encoding="utf-8")
        return {
            **os.environ,
            "JUPYTER_TOKEN": self.token,
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(settings),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.home / "workspaces"),
            "IPYTHONDIR": str(self.home / "ipython"),
        }


class Lab:
    """A learner's JupyterLab: a server on a folder and one browser page.

    Use it as a context manager; leaving it closes page, kernels and server. `messages` keeps what the
    page complained about in its console, `elsewhere` what it asked of other machines than the server.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, *, browser: Browser, home: Path, shots: Path | None = None
    ) -> None:
        self.server = Server(command, folder, home)
        self.browser = browser
        self.shots = shots
        self.theme = "light"
        self.messages: list[str] = []
        self.elsewhere: list[str] = []
        self.path = ""  # of the notebook in front
        self.ran = ""  # the same, once every cell has run
        self.stale = True  # whether the page must be loaded (again) before a notebook can be opened in it
        self.page: Page
        self._context = None

    def __enter__(self) -> Lab:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, *, width: int = 1280, height: int = 900) -> None:
        """Start the server and open an empty page of this size in CSS pixels."""
        self.server.start()
        self.ran, self.stale = "", True
        self._context = self.browser.new_context(viewport={"width": width, "height": height})
        self.page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda line: self._note(line.type, line.text))
        self.page.on("pageerror", lambda error: self._note("error", str(error)))
        self.page.on("request", lambda request: self._follow(request.url))

    def stop(self) -> None:
        """Close page, kernels and server."""
        if self._context is not None:
            with contextlib.suppress(Exception):
                self._context.close()
            self._context = None
        self.server.stop()

    def restart(self) -> None:
        """Close everything and start again on the same folder, as the next morning does."""
        width, height = self.page.viewport_size["width"], self.page.viewport_size["height"]
        self.stop()
        self.start(width=width, height=height)

    def show(self, path: str) -> None:
        """Have a notebook in front in which every cell has run; nothing to do where it is there already."""
        if self.ran != path:
            self.bring(path)
            self.run_all()

    def bring(self, path: str) -> None:
        """Have a notebook in front of which no cell has run, in light colours and the usual width."""
        self.resize(1280)
        if self.stale:
            self.theme = "light"
            self.open(path)
        else:
            self.turn_to(path)
            self.set_theme("light")

    def open(self, path: str) -> None:
        """Open a notebook (path below the folder) and wait until its kernel is idle."""
        self._leave(path)
        self.write_theme()
        address = f"{self.server.url}/lab/tree/{quote(path)}?reset&token={self.server.token}"
        self.page.goto(address, wait_until="domcontentloaded")
        self.notebook.wait_for()
        self.wait_idle()
        self.hide_sidebar()
        self.stale = False

    def turn_to(self, path: str) -> None:
        """Open another notebook in the page that is there, which costs less than loading the page again.

        The notebook before is saved and closed, and its kernel ended.
        """
        self._leave(path)
        self.do("docmanager:save")
        self.page.evaluate(DO, ["application:close-all", {}])
        self.notebook.wait_for(state="detached")
        self.server.kill_kernels()
        self.page.evaluate(DO, ["docmanager:open", {"path": path}])
        self.notebook.wait_for()
        self.wait_idle()
        self.stale = False

    def end_kernels(self) -> None:
        """End every kernel under the open notebook."""
        self._leave(self.path)
        self.server.kill_kernels()

    def _leave(self, path: str) -> None:
        self.path, self.ran, self.stale = path, "", True
        self.messages.clear()

    @property
    def notebook(self) -> Locator:
        """The notebook panel in front."""
        return self.page.locator("css:light=.jp-NotebookPanel:not(.lm-mod-hidden)").first

    @property
    def scroller(self) -> Locator:
        """The element whose scrolling moves the notebook."""
        return self.notebook.locator(".jp-WindowedPanel-outer").first

    def hide_sidebar(self) -> None:
        """Fold the file list away, so that the notebook has the width."""
        bar = self.page.locator("#jp-left-stack")
        if bar.is_visible():
            self.page.keyboard.press("Control+b")
            bar.wait_for(state="hidden")

    def wait_idle(self, *, seconds: float = 180.0) -> None:
        """Wait until the kernel is idle, no cell is queued and every picture is drawn."""
        self.page.wait_for_function(IDLE, timeout=1000 * seconds, polling=POLL)

    def do(self, command: str, *, seconds: float = 120.0, **arguments: str) -> None:
        """Run one of Lab's commands, as its menu entry or key does, and wait until it is done."""
        if not self.page.evaluate(DONE, [command, arguments, 1000 * seconds]):
            asked = self.page.locator(".jp-Dialog").all_inner_texts()
            raise TimeoutError(f"waited {seconds:.0f} s for {command}; JupyterLab asks {asked}")
        self.wait_idle()

    def menu(self, *labels: str) -> None:
        """Choose from the menu bar, e.g. `menu("Run", "Run All Cells")`."""
        self.page.locator("#jp-MainMenu .lm-MenuBar-itemLabel", has_text=labels[0]).first.click()
        for label in labels[1:]:
            self.page.locator(".lm-Menu-itemLabel", has_text=label).first.click()

    def execute(self, code: str) -> str:
        """Run some code as a cell would, and return how it ended: "ok" or "error"."""
        status: str = self.page.evaluate(EXECUTE, code)
        return status

    def run_all(self, *, seconds: float = 120.0) -> None:
        """Run every cell and wait until the last one is done."""
        self.notebook.locator(".jp-Cell").first.click(position={"x": 5, "y": 5})
        self.do("notebook:run-all-cells", seconds=seconds)
        self.ran = self.path

    def cell(self, text: str) -> Locator:
        """The first code cell whose source holds this text, scrolled into view."""
        found = self.notebook.locator(".jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea-editor", has_text=text)
        )
        found.first.scroll_into_view_if_needed()
        return found.first

    def write(self, cell: Locator, source: str) -> None:
        """Replace a cell's source as a learner does, run it and wait until it is done."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)
        self.do("notebook:run-cell")

    def add_below(self, cell: Locator, source: str) -> Locator:
        """A new cell below this one, with this source, run."""
        cell.locator(".jp-InputPrompt").click()
        self.page.keyboard.press("b")
        new = self.notebook.locator(".jp-CodeCell.jp-mod-active")
        self.write(new, source)
        return new

    def errors(self) -> list[str]:
        """The text of every error that a cell shows."""
        return self.notebook.locator("[data-mime-type='application/vnd.jupyter.error']").all_inner_texts()

    def save(self) -> None:
        """Save the notebook and wait until it is written."""
        self.menu("File", "Save Notebook")
        self.page.locator(".jp-mod-dirty").first.wait_for(state="detached")

    def widgets(self) -> Locator:
        """Everything this course draws in the notebook, in order."""
        return self.notebook.locator("css:light=.coursekit")

    def widget(self, wanted: int | str) -> Locator:
        """The n-th widget or card from 0, or the first in which a text stands, scrolled into view."""
        texts = self.notebook.locator("css:light=.coursekit", has_text=str(wanted))
        found = self.widgets().nth(wanted) if isinstance(wanted, int) else texts.first
        found.wait_for()
        found.scroll_into_view_if_needed()
        return found

    def set_theme(self, theme: str) -> None:
        """Change to "light" or "dark", and wait until it is there."""
        if theme == self.theme:
            return
        self.theme = theme
        self.do("apputils:change-theme", theme=THEMES[theme])
        wanted = "true" if theme == "light" else "false"
        self.page.locator(f'body[data-jp-theme-light="{wanted}"]').wait_for(state="attached")
        self.page.evaluate(PAINTED)

    def write_theme(self) -> None:
        """Put the present theme into Lab's settings file, for pages not yet opened."""
        folder = self.server.home / "settings" / "@jupyterlab" / "apputils-extension"
        settings = folder / "themes.jupyterlab-settings"
        settings.write_text(json.dumps({"theme": THEMES[self.theme]}), encoding="utf-8")

    def resize(self, width: int, height: int = 900) -> None:
        """Give the page another size in CSS pixels."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(PAINTED)

    def screenshot(self, name: str, of: Locator | None = None) -> Path | None:
        """Write `name`.png of the page, or of one element, and return where; only where `shots` is a folder."""
        if self.shots is None:
            return None
        self.shots.mkdir(parents=True, exist_ok=True)
        path = self.shots / f"{name}.png"
        (of or self.page).screenshot(path=path, animations="disabled")
        return path

    def scroll_positions(self) -> Iterator[int]:
        """Scroll the notebook from top to bottom in page-sized steps, yielding each position in pixels."""
        top = 0
        while True:
            self.scroller.evaluate("(box, top) => { box.scrollTop = top }", top)
            self.page.evaluate(PAINTED)
            now, seen, whole = self.scroller.evaluate("b => [b.scrollTop, b.clientHeight, b.scrollHeight]")
            yield int(now)
            if now + seen >= whole - 2:
                return
            top = int(now) + int(seen) - 40

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not any(words in text for words in NOT_OURS):
            self.messages.append(f"{kind}: {text}")

    def _follow(self, address: str) -> None:
        if not address.startswith((self.server.url, "data:", "blob:")):
            self.elsewhere.append(address)
