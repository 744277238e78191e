from __future__ import annotations

import asyncio
import io
import json
import logging
from contextlib import redirect_stdout
from types import SimpleNamespace

import pytest
from tornado.ioloop import IOLoop

from coursekit.lab import launch, terminal

ADDRESS = "http://localhost:8888/lab/tree/home.ipynb"


@pytest.fixture
def screen():
    return io.StringIO()


@pytest.fixture
def loggers(monkeypatch, screen):
    """Loggers of this test's own in place of the server's, which write to a screen."""
    names = ("start_message test", "start_message test of the lab")
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


AT_ONCE = SimpleNamespace(add_callback=lambda call, *words, **more: call(*words, **more))


@pytest.fixture
def server(tmp_path, loggers):
    """`server(…)` → a server with these settings, which has loaded the start_message."""
    (tmp_path / ".coursekit").mkdir()

    def loaded(*, generated=True, browser=False, log_level=logging.WARNING, io_loop=AT_ONCE):
        keys = SimpleNamespace(token_generated=generated, token="secret")
        app = SimpleNamespace(
            identity_provider=keys, io_loop=io_loop, open_browser=browser, log_level=log_level
        )
        app.display_url = f"{ADDRESS}?token=...\n    http://127.0.0.1:8888/lab"
        app.root_dir, app.stopped = str(tmp_path), False
        app.stop = lambda: setattr(app, "stopped", True)
        terminal._load_jupyter_server_extension(app)
        assert not keys.token_generated  # Jupyter's own notice stays away
        return app

    return loaded


@pytest.fixture
def opened(server, capsys):
    """`opened(…)` → what the screen shows once a server with these settings has started."""

    def start(**settings):
        server(**settings)
        return capsys.readouterr().out

    return start


def test_the_server_loads_it():
    settings = json.loads((launch.CONFIG / "jupyter_server_config.json").read_text())["ServerApp"]
    assert settings["jpserver_extensions"] == {terminal.__name__: True}
    assert terminal._jupyter_server_extension_points() == [{"module": terminal.__name__}]


def test_saving_is_as_frequent_as_it_says(opened):
    overrides = json.loads((launch.CONFIG / "labconfig" / "default_setting_overrides.json").read_text())
    seconds = overrides["@jupyterlab/docmanager-extension:plugin"]["autosaveInterval"]
    assert f"saved every {seconds} seconds" in opened()


def test_it_says_the_address_and_how_to_end(opened):
    said = opened()
    assert said.startswith("Open this address in your browser:")
    assert f"\n    {ADDRESS}?token=secret\n" in said
    assert "press Ctrl-C here" in said


def test_with_a_browser_it_says_that_the_course_opens_there(opened):
    assert opened(browser=True).startswith("It opens in your browser.")


def test_a_token_that_the_reader_chose_is_not_shown(opened):
    said = opened(generated=False)
    assert f"\n    {ADDRESS}\n" in said
    assert "token" not in said


def test_the_address_is_not_shown_before_somebody_listens_there(server, capsys):
    async def start():
        loop = IOLoop.current()
        server(io_loop=loop)
        loop.add_callback(print, "now it listens")  # as Jupyter does, after its extensions are loaded
        for _ in range(5):
            await asyncio.sleep(0)

    asyncio.run(start())
    assert capsys.readouterr().out.startswith("now it listens\nOpen this address")


def test_where_nobody_reads_the_address_the_server_ends(server, nobody_reads):
    with redirect_stdout(nobody_reads):
        assert server().stopped
    with pytest.raises(BrokenPipeError):  # what was not written tells the command too
        nobody_reads.close()


def test_warnings_go_to_the_log_and_errors_show_a_line(opened, loggers, tmp_path, screen):
    opened()
    log = tmp_path / terminal.LOG
    loggers[0].warning("a default of Tornado's")
    loggers[1].error("GET failed\n  Traceback …")
    assert screen.getvalue() == f"JupyterLab: GET failed (more in {log})\n"
    kept = log.read_text(encoding="utf-8")
    assert "WARNING start_message test: a default of Tornado's" in kept
    assert "Traceback" in kept


def test_the_end_is_a_line_without_a_pointer(opened, loggers, screen):
    opened()
    loggers[0].critical("Shutting down...")
    assert screen.getvalue() == "JupyterLab: Shutting down...\n"


def test_whoever_asks_for_more_sees_all_of_it(opened, tmp_path):
    opened(log_level=logging.DEBUG)
    assert not (tmp_path / terminal.LOG).exists()


def test_where_no_log_can_be_written_the_terminal_shows_everything(loggers, tmp_path, screen):
    terminal.log_to_file(tmp_path / "nowhere" / "jupyter.log")
    loggers[0].warning("as Jupyter says it")
    assert screen.getvalue() == "as Jupyter says it\n"
