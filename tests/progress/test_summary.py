from loglines import START, line, write

from coursekit.progress import Summary, read_history


def summary(folder, *lines):
    write(folder, "a.jsonl", *lines)
    return read_history(folder).summary("neuron")


def test_a_chapter_nobody_opened_is_empty(tmp_path):
    assert summary(tmp_path) == Summary(chapter="neuron", questions={}, exercises={})


def test_tries_are_counted_and_the_first_and_last_kept(tmp_path):
    found = summary(
        tmp_path,
        line("a", outcome="wrong", misconception="m"),
        line("b", outcome="unreadable"),
        line("c", outcome="right"),
        line("d", outcome="wrong", misconception="n"),
    ).questions["one"]
    assert (found.tries, found.first, found.latest) == (3, "wrong", "wrong")
    assert (found.done, found.misconception) == (True, "n")


def test_questions_and_exercises_are_counted_apart(tmp_path):
    found = summary(
        tmp_path,
        line("a", outcome="noted"),
        line("b", id="two", outcome="partly"),
        line("c", kind="attempt", outcome="correct"),
        line("d", kind="attempt", id="two", outcome="not attempted"),
        line("e", kind="attempt", id="three", outcome="crashed"),
        line("f", chapter="layers"),
    )
    assert (found.questions_done, found.exercises_done) == (1, 1)
    assert (list(found.questions), list(found.exercises)) == (["one", "two"], ["one", "three"])
    assert found.to_review == ["two"]


def test_help_is_recorded_with_its_times(tmp_path):
    found = summary(
        tmp_path,
        line("a", kind="opened", id=""),
        line("b", kind="hint"),
        line("c", kind="hint"),
        line("d", kind="solution"),
        line("e", kind="solution", minute=2),
    )
    assert (found.hints, found.solutions) == (("one", "one"), ("one",))
    assert (found.started, (found.last - found.started).seconds) == (START, 120)


def test_an_answer_without_an_outcome_is_a_try(tmp_path):
    assert summary(tmp_path, line("a", outcome=None)).questions["one"].tries == 1
