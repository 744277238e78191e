from __future__ import annotations

from coursekit.content import current_course
from coursekit.lab.overview import lessons, table
from coursekit.progress import Event, Log, read_history


def did(folder, *events):
    log = Log(folder)
    for kind, name, outcome in events:
        log.append(Event(kind=kind, chapter="tiny", id=name, outcome=outcome))


def tiny(folder):
    (lesson,) = lessons(read_history(folder), current_course())
    return lesson


def test_answers_and_attempts_are_counted(sample, workplace):
    sample()
    assert tiny(workplace).exercises_line == "0 of 1 exercises solved"
    assert not tiny(workplace).done
    did(workplace, ("answer", "pick", "right"), ("answer", "all", "wrong"), ("attempt", "double", "correct"))
    did(workplace, ("answer", "look", "unmarked"))
    assert tiny(workplace).questions_line == "2 of 6 questions answered, 1 right"
    assert tiny(workplace).exercises_line == "1 of 1 exercises solved"


def test_what_the_course_asks_no_more_does_not_count(sample, workplace):
    sample()
    did(workplace, ("answer", "dropped", "wrong"), ("attempt", "dropped", "correct"))
    assert (tiny(workplace).answered, tiny(workplace).solved, tiny(workplace).review) == (0, 0, ())


def test_everything_right_is_done(sample, workplace):
    sample()
    names = ("pick", "all", "number", "steps", "words", "look")
    did(workplace, *(("answer", name, "right") for name in names), ("attempt", "double", "correct"))
    assert tiny(workplace).done


def test_questions_last_answered_wrong_are_due_oldest_first(sample, workplace):
    sample()
    did(workplace, ("answer", "number", "wrong"), ("answer", "pick", "wrong"), ("answer", "all", "right"))
    assert tiny(workplace).review == ("What is twice 8?", "What is doubling?")


def test_the_table_has_a_line_a_lesson_then_what_is_due_and_damaged(sample, workplace):
    sample(questions_yaml=(SHORT.replace("PROMPT", "long " * 30)))
    did(workplace, ("answer", "pick", "wrong"))
    (file,) = (workplace / ".coursekit" / "progress").iterdir()
    file.write_bytes(file.read_bytes() + b"torn\n")
    lines = table(workplace).splitlines()
    assert "90 · Doubling" in table(workplace)
    assert lines[-2].startswith("due for review: long long")
    assert lines[-2].endswith("long…")
    assert f"{file.name}, line 2" in lines[-1]


SHORT = """\
chapter: tiny
misconceptions:
  squares: {text: Doubling is squaring., lesson: tiny}
questions:
  - id: pick
    kind: single
    prompt: PROMPT
    objective: know it
    hint: Think of pairs.
    options:
      - {id: square, text: Squaring, feedback: That is a square., misconception: squares}
      - {id: twice, text: Adding to itself, feedback: Yes., right: true}
"""
