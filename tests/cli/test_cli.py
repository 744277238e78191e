from __future__ import annotations

import argparse
import os
import runpy
import shutil
import signal
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import coursekit
from coursekit import cli
from coursekit.commands import learners
from coursekit.lab import launch
from coursekit.progress import Event, Log, read_history


def verbs():
    (action,) = (each for each in cli._parser()._actions if isinstance(each, argparse._SubParsersAction))
    return action.choices


@pytest.mark.parametrize("name", verbs())
def test_every_verb_has_help_and_an_example(name, capsys):
    with pytest.raises(SystemExit) as done:
        cli.main([name, "--help"])
    shown = capsys.readouterr().out
    assert done.value.code == 0
    assert verbs()[name].description.endswith(".")
    assert f"examples:\n  coursekit {name}" in shown


def test_the_verbs_are_those_of_the_handbook():
    known = ["lab", "progress", "review", "reset", "export", "import", "report", "grade"]
    known += ["export-bank", "grades", "site", "build", "check"]
    assert list(verbs()) == known


def test_without_a_verb_it_says_what_it_can_do(capsys):
    assert cli.main([]) == 0
    assert "start with:\n  coursekit lab" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("laab", "there is no verb 'laab'; did you mean: coursekit lab\n"),
        ("Progress", "did you mean: coursekit progress\n"),
        (".", "'.' is a folder, and a verb comes first; to open the course in it: coursekit lab .\n"),
        ("frobnicate", "there is no verb 'frobnicate'; they are lab, progress, "),
    ],
)
def test_a_word_that_is_no_verb_is_answered_with_what_was_meant(word, answer, capsys):
    with pytest.raises(SystemExit) as done:
        cli.main([word])
    assert done.value.code == 2
    assert answer in capsys.readouterr().err


def test_an_option_nobody_knows_is_answered_with_usage(capsys):
    with pytest.raises(SystemExit) as done:
        cli.main(["progress", "--fast"])
    assert done.value.code == 2
    assert "progress does not know --fast" in capsys.readouterr().err


def test_progress_shows_a_line_a_lesson(sample, workplace, capsys):
    sample()
    assert cli.main(["progress"]) == 0
    assert "90 · Doubling" in capsys.readouterr().out


def test_review_shows_what_is_due(sample, workplace, capsys):
    sample()
    Log(workplace).append(Event(kind="answer", chapter="tiny", id="number", answer="64", outcome="wrong"))
    assert cli.main(["review"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[:2] == ["1 question is due.", "now   tiny.number   What is twice 8?"]
    assert "review.ipynb" in shown[2]


def test_what_goes_wrong_is_one_sentence_and_status_1(tmp_path, capsys):
    assert cli.main(["progress", str(tmp_path)]) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("coursekit: there is no course in")
    assert shown.count("\n") == 1


def test_reset_starts_a_chapter_again(sample, source, workplace, tmp_path, capsys):
    sample()
    shutil.copytree(source() / "lessons", tmp_path / "content" / "lessons")
    Log(workplace).append(Event(kind="hint", chapter="tiny", id="double"))
    assert cli.main(["reset", "tiny", str(workplace)]) == 0
    assert "tiny starts again" in capsys.readouterr().out
    assert read_history(workplace).events == ()


def test_export_packs_a_file_once(sample, workplace, capsys):
    sample()
    assert cli.main(["export", "mine.zip"]) == 0
    assert (workplace / "mine.zip").exists()
    assert cli.main(["export", "mine.zip"]) == 1
    assert "exists already" in capsys.readouterr().err


def test_lab_says_that_a_port_cannot_be_used(workplace, capsys):
    assert cli.main(["lab", "--port", "70000", "--no-browser", "--", "--ip=0.0.0.0"]) == 1
    assert "port 70000 does not exist" in capsys.readouterr().err


def test_lab_does_not_wait_for_a_grammar_that_nobody_needs():
    script = "import sys; from coursekit.cli import main; main(['lab', '--port', '0']); print('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "port 0 does not exist" in done.stderr
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("given", "unknown"),
    [(["--portt", "3"], "--portt"), (["mine", "other"], "other"), (["--allow-rot"], "--allow-rot")],
)
def test_lab_refuses_an_option_nobody_knows_before_it_makes_a_folder(workplace, given, unknown, capsys):
    with pytest.raises(SystemExit) as done:
        cli.main(["lab", *given])
    said = f"lab does not know {unknown}; options for JupyterLab are written --name=value"
    assert said in capsys.readouterr().err
    assert done.value.code == 2
    assert [path.name for path in workplace.iterdir()] == [".coursekit"]


@pytest.mark.parametrize("given", [["--debug", "--ip=0.0.0.0"], ["--", "--debug", "--ip=0.0.0.0"]])
def test_lab_hands_jupyterlabs_options_on(given, monkeypatch):
    seen = []
    monkeypatch.setattr(
        launch, "open_lab", lambda folder, **options: seen.append((folder, options["arguments"]))
    )
    assert cli.main(["lab", "mine", *given]) == 0
    assert cli.main(["lab", *given, "--no-browser"]) == 0
    assert seen[0] == (Path("mine"), given[-2:])
    assert seen[1][1] == ["--no-browser", *given[-2:]]
    assert seen[1][0].name == "neural-networks"


def test_lab_says_that_a_file_is_in_the_way(workplace, source, capsys, monkeypatch):
    monkeypatch.setattr(coursekit, "__file__", str(source() / "coursekit" / "__init__.py"))
    (workplace / "taken").write_text("a file")
    assert cli.main(["lab", "taken"]) == 1
    assert "is a file" in capsys.readouterr().err


def test_ctrl_c_ends_without_a_word(monkeypatch, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(learners, "table", interrupted)
    monkeypatch.setattr(learners, "learner_folder", str)
    assert cli.main(["progress"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "words",
    [[], ["--version"], *([name, "--help"] for name in verbs()), ["review"], ["report", "."]],
    ids=" ".join,
)
def test_where_nobody_reads_on_every_verb_ends_without_a_word(words, workplace, capfd, nobody_reads):
    Log(workplace).append(Event(kind="hint", chapter="neuron", id="boundary"))
    with redirect_stdout(nobody_reads):
        assert cli.main(words) == 128 + signal.SIGPIPE
    nobody_reads.close()  # as Python does when it ends
    assert capfd.readouterr().err == ""


def test_python_itself_has_no_word_to_add_either():
    reader, writer = os.pipe()
    os.close(reader)
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "coursekit", "--help"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environ, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file that is always full is Linux's")
def test_an_output_that_cannot_be_written_is_a_sentence(capsys):
    with Path("/dev/full").open("w") as full, redirect_stdout(full):
        assert cli.main(["progress", "--help"]) == 1
    assert capsys.readouterr().err.startswith("coursekit: the output cannot be written (No space left")


def test_an_error_that_is_not_the_outputs_is_not_taken_for_one(monkeypatch):
    def unheard_of(_):
        raise OSError("a fault of ours")

    monkeypatch.setattr(learners, "table", unheard_of)
    monkeypatch.setattr(learners, "learner_folder", str)
    with pytest.raises(OSError, match="a fault of ours"):
        cli.main(["progress"])


def test_a_command_without_an_output_does_its_work(workplace):
    Log(workplace).append(Event(kind="hint", chapter="neuron", id="boundary"))
    with redirect_stdout(None):  # as after `>&-`
        assert cli.main(["export", "mine.zip"]) == 0
        assert cli.main(["report", "mine.zip"]) == 0


def test_the_package_runs_as_a_command():
    command = [sys.executable, "-m", "coursekit", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"coursekit {coursekit.__version__}\n"


def test_the_command_hands_its_status_on(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["coursekit"])
    with pytest.raises(SystemExit) as done:
        runpy.run_module("coursekit", run_name="__main__")
    assert done.value.code == 0


def test_what_a_terminal_cannot_show_is_written_out(tmp_path):
    folder = tmp_path / "caf\udce9 → 网"
    (folder / ".coursekit").mkdir(parents=True)
    command = [sys.executable, "-m", "coursekit", "export", folder / "mine.zip", folder]
    plain = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(coursekit.__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **plain}, check=True)
    assert r"caf\udce9 \u2192 \u7f51/mine.zip: 0 notebooks" in done.stdout
