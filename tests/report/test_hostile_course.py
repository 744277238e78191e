from __future__ import annotations

from hostilechapter import EVIL, Page, write_hostile

from coursekit import cli
from coursekit.progress import Event, Log


def test_markup_in_a_course_or_a_log_is_text_in_the_report(tmp_path, monkeypatch, capsys):
    write_hostile(tmp_path / "content")
    monkeypatch.setenv("COURSEKIT_COURSE", str(tmp_path / "content"))
    mine = tmp_path / "class" / "<img src=x onerror=window.ran=1>"
    (mine / ".coursekit").mkdir(parents=True)
    for name, answer in (("pick", "square"), ("number", "64"), ("words", {"text": EVIL}), ("all", EVIL)):
        Log(mine).append(
            Event(
                kind="answer",
                chapter="tiny",
                id=name,
                answer=answer,
                outcome="wrong",
                misconception="squares",
            )
        )
    Log(mine).append(Event(kind="attempt", chapter="tiny", id="double", outcome="not yet", message=EVIL))
    assert cli.main(["report", str(tmp_path / "class"), "--html", str(tmp_path / "report.html")]) == 0
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert page.runs == ["style", "script"]
    assert page.text.count("<img src=x onerror=") >= 5
    assert capsys.readouterr().err == ""
