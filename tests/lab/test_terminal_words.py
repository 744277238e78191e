"""What the terminal shows while the course is open, said by a real Jupyter server that listens nowhere."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import signal
from contextlib import redirect_stdout

import pytest
from jupyter_server.serverapp import ServerApp

from coursekit.lab import launch, terminal

HOME = "--ServerApp.default_url=/lab/tree/home.ipynb"
ADDRESS = "http://localhost:8888/lab/tree/home.ipynb"


@pytest.fixture
def screen():
    return io.StringIO()


@pytest.fixture
def loggers(monkeypatch, screen):
    """Loggers of this test's own in place of the server's, which write to a screen."""
    names = ("terminal test", "terminal test of the lab")
    monkeypatch.setattr(terminal, "LOGGERS", names)
    made = [logging.getLogger(name) for name in names]
    for logger in made:
        logger.addHandler(logging.StreamHandler(screen))
        logger.propagate = False
    yield made
    for logger in made:
        for handler in [*logger.handlers]:
            logger.removeHandler(handler)
            handler.close()


@pytest.fixture
def server(tmp_path, loggers, monkeypatch):
    """`server(…)` → a server with these options, which has loaded the course's words."""
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for name in ("JUPYTER_TOKEN", "JUPYTER_CONFIG_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(terminal, "ROOT", False)  # whoever runs the tests
    (tmp_path / ".coursekit").mkdir()
    handlers = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}

    def loaded(*options):
        app = ServerApp()
        words = [f"--ServerApp.root_dir={tmp_path}", HOME, "--log-level=WARN", *options]
        app.initialize(words, find_extensions=False, new_httpserver=False)
        terminal._load_jupyter_server_extension(app)
        return app

    yield loaded
    for each, handler in handlers.items():
        signal.signal(each, handler)


@pytest.fixture
def opened(server, capsys):
    """`opened(…)` → what the screen shows once a server with these options has started."""

    async def started():
        for _ in range(5):
            await asyncio.sleep(0)

    def start(*options):
        app = server("--no-browser", *options)
        app.io_loop.add_callback(print, "now it listens")  # as Jupyter does, after its extensions are loaded
        app.io_loop.run_sync(started)
        return capsys.readouterr().out.partition("now it listens\n")

    return start


def test_the_server_loads_it():
    settings = json.loads((launch.CONFIG / "jupyter_server_config.json").read_text())["ServerApp"]
    assert settings["jpserver_extensions"][terminal.__name__] is True
    assert terminal._jupyter_server_extension_points() == [{"module": terminal.__name__}]


def test_saving_is_as_frequent_as_it_says():
    overrides = json.loads((launch.CONFIG / "labconfig" / "default_setting_overrides.json").read_text())
    seconds = overrides["@jupyterlab/docmanager-extension:plugin"]["autosaveInterval"]
    assert f"saved every {seconds} seconds" in terminal.start_message(ADDRESS, browser=True)


def test_once_the_server_listens_it_says_the_address_and_how_to_end(opened):
    before, _, said = opened()
    assert before == ""  # Jupyter's own notice stays away
    assert said.startswith("Open this address in your browser:")
    assert f"\n    {ADDRESS}?token=" in said
    assert "press Ctrl-C here" in said


def test_with_a_browser_it_says_that_the_course_opens_there():
    assert terminal.start_message(ADDRESS, browser=True).startswith("It opens in your browser.")


def test_a_token_that_the_reader_chose_is_not_shown(opened):
    said = opened("--IdentityProvider.token=sesame")[2]
    assert f"\n    {ADDRESS}\n" in said
    assert "token" not in said


def test_where_nobody_reads_the_address_the_server_ends(server, nobody_reads):
    loop = server("--no-browser").io_loop
    started = loop.time()
    patience = loop.call_later(30, loop.stop)
    with redirect_stdout(nobody_reads):
        loop.start()
    loop.remove_timeout(patience)
    assert loop.time() - started < 30
    with pytest.raises(BrokenPipeError):  # what was not written tells the command too
        nobody_reads.close()


def test_warnings_go_to_the_log_and_errors_show_a_line(opened, loggers, tmp_path, screen):
    opened()
    log = tmp_path / terminal.LOG
    loggers[0].warning("a default of Tornado's")
    loggers[1].error("GET failed\n  Traceback …")
    loggers[0].critical("Shutting down...")
    assert screen.getvalue() == f"JupyterLab: GET failed (more in {log})\nJupyterLab: Shutting down...\n"
    kept = log.read_text(encoding="utf-8")
    assert "WARNING terminal test: a default of Tornado's" in kept
    assert "Traceback" in kept


def test_whoever_asks_for_more_sees_all_of_it(opened, tmp_path):
    opened("--debug")
    assert not (tmp_path / terminal.LOG).exists()


def test_where_no_log_can_be_written_the_terminal_shows_everything(loggers, tmp_path, screen):
    terminal.log_to_file(tmp_path / "nowhere" / "jupyter.log")
    loggers[0].warning("as Jupyter says it")
    assert screen.getvalue() == "as Jupyter says it\n"


ALONE = ("--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=sesame")


@pytest.mark.parametrize(
    ("options", "root", "let"),
    [
        ((), True, True),
        (ALONE, True, True),
        (("--ServerApp.ip=::1", "--PasswordIdentityProvider.hashed_password=argon2:x"), True, True),
        (ALONE, False, False),
        (("--ServerApp.ip=0.0.0.0",), True, False),
        (("--ServerApp.ip=",), True, False),
        (("--IdentityProvider.token=",), True, False),
    ],
)
def test_root_is_let_where_only_this_machine_comes_in_and_with_a_key(server, options, root, let):
    app = server(*options)
    app.allow_root = False
    assert terminal.may_be_root(app, root=root) is let
    assert app.allow_root is let


def test_whoever_allowed_root_before_is_told_nothing(server):
    app = server("--allow-root", "--ServerApp.ip=0.0.0.0")
    assert not terminal.may_be_root(app, root=True)
    assert app.allow_root


@pytest.mark.parametrize(
    ("option", "key"),
    [
        ("--IdentityProvider.token=sesame", "token"),
        ("--PasswordIdentityProvider.hashed_password=argon2:x", "password"),
    ],
)
def test_root_is_told_in_a_line_how_far_the_course_can_be_reached(server, monkeypatch, capsys, option, key):
    monkeypatch.setattr(terminal, "ROOT", True)
    server(option)
    said = f"You are root: the course can be reached from this machine only, and with its {key} only.\n"
    assert capsys.readouterr().out == said
