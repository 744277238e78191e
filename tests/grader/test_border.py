"""What crosses the line between the judge and a learner's process, and what does not."""

from __future__ import annotations

import copy
import socket
import sys
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import msgspec
import numpy as np
import pytest
from border import remote

from coursekit.confined import ForkServer, Limits, forking, learner, sandbox, warm
from coursekit.confined.failures import rebuilt
from coursekit.confined.line import Line
from coursekit.confined.wire import Answer, Ask, Failure, Thing, WireError, decode, encode, pack, unpack
from coursekit.engine import Tensor, nn
from coursekit.errors import ArgumentError, ShapeError
from coursekit.grader.judge import _reason
from coursekit.grader.memory import RememberingExpect
from coursekit.grader.remote import Lost, Remote
from coursekit.quiz import Student, exercise, run_check, sealed
from coursekit.quiz.student import NotYet


class Rows(list):
    def __iter__(self):
        return iter(["a lie"])


class Word(str):
    __slots__ = ()

    def __str__(self):
        return "a lie"


class Measure(float):
    pass


class Pair(NamedTuple):
    a: int
    b: int


def refuse(value):
    raise AssertionError(value)


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        (None, None),
        (True, True),
        (-3, -3),
        (10**30, 10**30),
        (0.1, 0.1),
        (2 + 1j, 2 + 1j),
        ("naïve \udce9", "naïve ?"),
        ((1, [2.0, "x"], {"a": (3,), 4: None}), (1, [2.0, "x"], {"a": (3,), 4: None})),
        ({1, 2}, {1, 2}),
        (range(2, 9, 3), range(2, 9, 3)),
        (..., ...),
        (Rows([1, 2]), [1, 2]),
        (Word("plain"), "plain"),
        (Measure(2.5), 2.5),
        (Pair(1, 2), (1, 2)),
        (np.float32(0.5), np.float32(0.5)),
    ],
)
def test_plain_values_arrive_as_they_were_and_as_their_plain_kind(value, arrives):
    found = decode(encode(value, refuse), refuse)
    assert found == arrives
    assert type(found) is type(arrives)


def test_arrays_tensors_and_generators_arrive_as_they_were():
    for array in (
        np.arange(6).reshape(2, 3),
        np.array(1.5),
        np.array(["ab", "c"]),
        np.zeros((0, 3), bool),
        np.eye(3).T[::2],
    ):
        found = decode(encode(array, refuse), refuse)
        assert (found.dtype, found.shape, found.tolist()) == (array.dtype, array.shape, array.tolist())
    mixed = np.array([1, "x", None], dtype=object)
    assert decode(encode(mixed, refuse), refuse).tolist() == [1, "x", None]
    tensor = decode(encode(Tensor(np.ones(2), requires_grad=True), refuse), refuse)
    assert (tensor.data.tolist(), tensor.requires_grad) == ([1, 1], True)
    draws = np.random.default_rng(5)
    assert decode(encode(draws, refuse), refuse).random() == draws.random()


@pytest.mark.parametrize(
    "data",
    [
        [],
        [99],
        ["x"],
        {"a": 1},
        [4, "O8", [1], b"12345678"],
        [4, "<f8", [3], b"12345678"],
        [4, "<f8", [-1], b""],
        [6, "1" * 20_000],
        [12, 3],
        [1, *[0] * 500_000],
        [3, *range(6_000)],
    ],
)
def test_a_value_that_encode_does_not_make_is_refused(data):
    with pytest.raises(WireError):
        decode(data, refuse)


def test_a_message_is_refused_where_it_is_none_or_too_large():
    for packed in (b"", b"\xc1", msgspec.msgpack.encode([7, "x"]), b"\x91" * 10_000):
        with pytest.raises(WireError):
            unpack(packed)
    with pytest.raises(WireError, match="too large"):
        pack(Ask("x", given=bytes(33 << 20)))
    deep = []
    for _ in range(70):
        deep = [deep]
    assert (
        str(encode(deep, lambda value: Thing(1, "object", "list"))).count("[1, ") == 65
    )  # what is deeper stays there
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall((33 << 20).to_bytes(4, "little"))
        with pytest.raises(WireError, match="33 MB"):
            Line(theirs.fileno()).receive()


def test_cells_run_and_their_names_are_asked_for(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    cells = (
        "def g_():\n    return 1",
        "%time\nimport numpy as np\nnp.exp, kept = abs, np.exp",
        "1 / 0",
        "f = lambda x: get_ipython().magic(x)",
        "raise Exception",
    )
    with remote(*cells) as there:
        assert there.stopped == {
            "3": "at your line 1, `1 / 0`: ZeroDivisionError: division by zero",
            "5": "at your line 1, `raise Exception`: Exception",
        }
        found = there.names(["f", "g"])
        assert list(found) == ["f"]
        assert Student(found).f(1) is None
        assert np.exp(0) == 1


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return Number(self.value + other.value)

    def __rsub__(self, other):
        return Number(other - self.value)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.value, dtype)

    def __float__(self):
        return float(self.value)

    def itself(self):
        return self


def test_classes_and_objects_stay_there_and_are_used_from_here():
    with remote(
        Number=Number, one=Number(1), thing=Fraction(1, 2), call=lambda x: Number(x), error=KeyError
    ) as there:
        names = there.names(["Number", "one", "thing", "call", "error"])
        total = names["Number"](2) + names["one"]
        assert total.value == 3
        assert total.itself() is total
        assert (5 - total).value == 2
        assert float(total) == 3
        assert np.asarray(total).tolist() == 3
        assert names["call"](7).value == 7
        assert type(names["thing"]).__name__ == "Fraction"
        assert names["Number"].__name__ == "Number"
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            _ = total.nothing
        with pytest.raises(AttributeError):
            _ = total._hidden
        with pytest.raises(TypeError, match="unsupported operand"):
            _ = names["one"] * names["one"]


class OwnError(ValueError):
    pass


class MuteError(Exception):
    def __str__(self):
        raise ValueError


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no"),
        KeyError("k"),
        OwnError("own"),
        ShapeError("shape"),
        np.linalg.LinAlgError("x"),
        UnicodeDecodeError("utf-8", b"x", 0, 1, "y"),
    ],
    ids=repr,
)
def test_errors_keep_their_kind_and_their_words(error):
    def fails():
        raise error

    kind = ValueError if type(error) is OwnError else type(error)
    with remote(fails=fails, error=error) as there:
        assert repr(there.names(["error"])["error"]).startswith(type(error).__name__)
        with pytest.raises(kind) as seen:
            there.names(["fails"])["fails"]()
    assert str(seen.value) == str(error)
    assert type(seen.value).__name__ == type(error).__name__


class Data:
    def __init__(self):
        self.seen = []

    def batch(self, n):
        self.seen.append(n)
        if n > 3:
            raise NotYet("too many")
        return np.arange(n)


def uses(data, function):
    for attempt in (lambda: data._hidden, lambda: data.other, lambda: function.__globals__["secret"]):
        try:
            attempt()
        except (AttributeError, KeyError):
            continue
        raise AssertionError("a way in")
    return function(data.batch(3)), function, data


def test_the_judges_functions_and_sealed_objects_can_be_used_there():
    data, closed = Data(), 2
    given = sealed(data, "data", "batch"), lambda x: x * closed
    with remote(uses=uses) as there:
        student = Student(there.names(["uses"]))
        doubled, function, back = student.uses(*given)
        assert doubled.tolist() == [0, 2, 4]
        assert function is given[1]
        assert back is given[0]
        assert data.seen == [3]
        with pytest.raises(ArgumentError, match="a check hands over Data, which cannot leave the judge"):
            student.uses(data, 1)


@pytest.mark.parametrize(
    ("use", "told"),
    [
        (lambda data: setattr(data, "batch", 1), "sets `data.batch`"),
        (lambda data: delattr(data, "batch"), "sets `data.batch`"),
        (copy.deepcopy, "copies `data`"),
        (lambda data: data.batch(9), "too many"),
    ],
)
def test_what_a_sealed_object_refuses_ends_the_check(use, told):
    with remote(use=use) as there, pytest.raises(NotYet, match=told):
        Student(there.names(["use"])).use(sealed(Data(), "data", "batch"))


def test_an_exception_that_cannot_speak_has_no_words():
    def fails():
        raise MuteError

    with remote(fails=fails) as there, pytest.raises(Exception, match=r"^$") as seen:
        there.names(["fails"])["fails"]()
    assert type(seen.value).__name__ == "MuteError"


def halved(x):
    return np.maximum(x, 0) / 2


def test_a_function_that_needs_only_numpy_is_copied_and_others_are_asked():
    with remote(use=lambda f, x: (f.__globals__ is halved.__globals__, f(x))) as there:
        student = Student(there.names(["use"]))
        assert student.use(halved, 3.0) == (False, 1.5)
        assert not there.shared
        for function in (lambda x: halved(x), lambda x: sum([x / n for n in (2,)]), np.square):
            assert student.use(function, 1.0)[1] == function(1.0)
            assert there.shared


def test_dates_stay_where_they_are():
    kept = encode(
        np.array(["2026-01-01"], "datetime64[D]"), lambda value: Thing(1, "object", type(value).__name__)
    )
    assert kept[1].name == "ndarray"


def test_a_process_without_memory_gives_no_answer():
    def greedy():
        raise MemoryError

    there = learner._Learner(None)
    there._things[1] = greedy
    with pytest.raises(MemoryError):
        there._answer(Ask("call", 1, "greedy", encode(([((), {})], False), refuse)))
    with pytest.raises(MemoryError):
        there._answer(Ask("make", 1, "greedy", encode(((), {}), refuse)))


def test_a_process_ends_with_its_line():
    ours, theirs = socket.socketpair()
    with theirs:
        ours.close()
        assert learner.serve(theirs.fileno()) is None


def value_of(plain):
    return Answer(msgspec.Raw(msgspec.msgpack.encode(plain)))


@pytest.mark.parametrize(
    ("reply", "use"),
    [
        (value_of([1, 3]), lambda there, _: there.run({})),
        (value_of([2, "f", [2]]), lambda there, _: there.run({})),
        (Answer(failure=Failure()), lambda there, _: there.run({})),
        (value_of([2, "g", 1]), lambda there, _: there.names(["f"])),
        (value_of([1, 3]), lambda _, thing: thing()),
        (value_of([1, [0, 3]]), lambda _, thing: thing()),
        (value_of([1, 3]), lambda _, thing: thing.parameters_behind(1)),
        (value_of([1, [0, 1, "x"]]), lambda _, thing: thing.parameters_behind(1)),
        (b"\xc1", lambda there, _: there.repeat(b"")),
    ],
)
def test_an_answer_of_another_kind_than_was_asked_for_is_nonsense(reply, use):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        there = Remote(SimpleNamespace(line=ours), 5)
        thing = there._meet(Thing(1, "function", "f", can=["call"]))
        packed = reply if isinstance(reply, bytes) else pack(reply)
        theirs.sendall(len(packed).to_bytes(4, "little") + packed)
        with pytest.raises(Lost):
            use(there, thing)
        assert there.lost == "nonsense"


def test_a_network_is_counted_there():
    layer = nn.Linear(2, 3)
    with remote(net=layer) as there:
        net = there.names(["net"])["net"]
        assert sorted(net.parameters_behind(Tensor(np.ones((1, 2)))).values()) == [3, 6]
    with remote(net=Listed()) as there:
        net = there.names(["net"])["net"]
        assert list(net.parameters_behind(Tensor(np.ones((1, 2)))).values()) == [4]


@pytest.mark.parametrize(
    ("reply", "lost"),
    [
        (b"\x01\x00\x00\x00\xc1", "nonsense"),
        (b"\xff\xff\xff\xff", "nonsense"),
        (b"", "ended"),
        (b"\x01", "ended"),
        (None, "time"),
        (Answer(msgspec.Raw(msgspec.msgpack.encode([13, 5]))), "nonsense"),
        (Answer(msgspec.Raw(b"\x01")), "nonsense"),
        (Ask("call", 7), "nonsense"),
    ],
)
def test_a_line_that_brings_nonsense_is_of_no_more_use(reply, lost):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        if isinstance(reply, (Ask, Answer)):
            packed = pack(reply)
            reply = len(packed).to_bytes(4, "little") + packed
        if reply is not None:
            theirs.sendall(reply)
            theirs.shutdown(socket.SHUT_WR)
        there = Remote(type("Child", (), {"line": ours})(), 0.2)
        for _ in range(2):
            with pytest.raises(Lost):
                there.names(["f"])
        assert there.lost == lost


def test_a_line_that_nobody_reads_has_ended():
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours:
        there = Remote(SimpleNamespace(line=ours), 5)
        with pytest.raises(Lost):
            there.names(["f"])
        assert there.lost == "ended"


def test_an_interruption_over_there_is_told_like_one_here():
    def double(x):
        raise KeyboardInterrupt

    @exercise("double", needs=("double",))
    def check_double(s, rng, expect):
        expect.agrees(s.double, [{"x": 1.0}], lambda x: 2 * x)

    with remote(double=double) as there:
        result = run_check(check_double, there.names(["double"]), seed=1)
    assert result.outcome == "crashed"
    assert "`double` was interrupted" in result.message


class Listed:
    """A network that is none of the engine's, and lists its parameters."""

    def parameters(self):
        return [Tensor(np.ones(4))]

    def __call__(self, x):
        return x


@pytest.mark.parametrize(
    ("lost", "status", "outcome"),
    [
        ("time", -9, "time"),
        ("ended", -24, "time"),
        ("ended", 77, "memory"),
        ("ended", -11, "crash"),
        ("ended", 3, "stopped"),
        ("nonsense", -9, "stopped"),
    ],
)
def test_the_end_of_a_process_has_a_reason(lost, status, outcome):
    assert _reason(lost, status) == outcome


def test_inputs_that_depend_on_the_learner_are_compared_each_time():
    calls = []
    with remote(f=lambda x: calls.append(x) or x, n=2) as there:
        for _ in range(2):
            student = Student(there.names(["f", "n"]))
            cases = [{"x": student.n}]
            RememberingExpect("tiny.f", 1).agrees(student.f, cases, lambda x: x)
        assert len(calls) == 4
        for _ in range(2):
            student = Student(there.names(["f", "n"]))
            RememberingExpect("tiny.f", 1).agrees(student.f, [{"x": 1.0}], lambda x: x)
        assert len(calls) == 8


def test_answers_lie_in_no_place_that_learners_may_read():
    readable = [*warm.readable()]
    for name in ("content", "lab", "grader", "report", "authoring"):
        place = warm._HOME / name
        assert not any(place.is_relative_to(each) or each.is_relative_to(place) for each in readable), name
    assert warm._HOME / "engine" in readable


@pytest.mark.parametrize(
    ("system", "machine", "told"),
    [("darwin", "arm64", "no Landlock"), ("linux", "riscv64", "riscv64 are not listed")],
)
def test_a_system_without_walls_says_what_it_lacks(monkeypatch, system, machine, told):
    monkeypatch.setattr(sandbox.sys, "platform", system)
    monkeypatch.setattr(sandbox.platform, "machine", lambda: machine)
    assert told in sandbox.missing_for_confinement()


def test_a_kernel_without_landlock_says_so(monkeypatch, confinement):
    monkeypatch.setattr(sandbox, "_landlock_version", lambda: 0)
    assert "the kernel has no Landlock" in sandbox.missing_for_confinement()
    with pytest.raises(OSError, match="the kernel refuses to confine a process"):
        sandbox._checked(-1)


@pytest.mark.parametrize("machine", [*sandbox._MACHINES.values()])
def test_the_filter_lets_each_listed_call_pass_and_ends_with_a_refusal(machine):
    program = sandbox._program(*machine)
    assert len(program) % 8 == 0
    assert program.endswith(sandbox._step(sandbox._RETURN, sandbox._ERROR | 1))


def test_a_warm_parent_that_does_not_start_says_why(monkeypatch):
    monkeypatch.setattr(forking.sys, "executable", "/bin/false")
    with pytest.raises(OSError, match="the warm parent did not start"):
        ForkServer()


def test_a_warm_parent_without_walls_lets_everything_through(tmp_path):
    server = ForkServer(confined=False)
    try:
        with server.child(Limits()) as child:
            there = Remote(child, 20)
            stopped = there.run(
                {
                    1: f"import os\nif os.fork() == 0:\n    os.setsid()\n    import time\n    time.sleep(600)\nf = open({str(tmp_path)!r} + '/x', 'w').close()"
                }
            )
            assert stopped == {}
        assert child.end() == -9
        pid = server._process.pid
        assert Path(f"/proc/{pid}/task/{pid}/children").read_text() == ""  # the daemon has ended too
        assert (tmp_path / "x").exists()
    finally:
        server.close()
    ours, theirs = socket.socketpair()
    with ours:
        theirs.close()
        with pytest.raises(OSError, match="the warm parent has ended"):
            forking._number(ours)


def test_an_unknown_exception_is_an_exception():
    assert type(rebuilt(Failure())) is Exception
    assert str(rebuilt(Failure(kinds=["Odd"], words="w"))) == "w"
    assert str(rebuilt(Failure(not_yet="say it"))) == "say it"
