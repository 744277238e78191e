from __future__ import annotations

import io
import os
import unicodedata
import zipfile
from datetime import datetime

import pytest
from classroom import figures, hand_in, notes, right

from coursekit.errors import FolderError
from coursekit.lab.archive import export
from coursekit.progress.lines import encode_line
from coursekit.report import sources
from coursekit.report.sources import find_sources


def names(report):
    return [each.name for each in report.learners]


def found(*paths):
    """The names of the learners whose folders or zips are found."""
    return sorted(each.name for each in find_sources(paths, usual="neural-networks")[0])


def packed(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return path


def log(*events):
    return b"".join(map(encode_line, events))


MISSING = "missing: no progress in it (no folder .coursekit)"
UTF16 = (
    "damaged: a.jsonl: 2 lines are left out, the first of them line 1: not JSON (UTF-16; save it as UTF-8)"
)
HOME = ".coursekit/progress/a.jsonl"


def test_learners_are_called_by_what_lies_in_the_folder_that_was_named(room):
    hand_in(room / "ann" / "neural-networks", [right()])
    packed(room / "ben.zip", {HOME: log(right())})
    (room / "Cho_123_submission").mkdir()
    packed(room / "Cho_123_submission" / "mine.zip", {HOME: log(right())})
    assert found(room) == ["Cho_123_submission", "ann", "ben"]


def test_a_folder_or_zip_named_itself_is_one_learner(room):
    hand_in(room / "ann", [right()])
    zipped = packed(room / "ben.zip", {HOME: log(right())})
    assert found(room / "ann", zipped) == ["ann", "ben"]


def test_the_usual_name_of_a_folder_is_nobodys(room):
    folders = [room / name / "neural-networks" for name in ("ann", "ben")]
    for folder in folders:
        hand_in(folder, [right()])
    assert found(*folders) == ["ann", "ben"]


def test_learners_of_one_name_are_told_apart_by_their_paths(room):
    for name in ("ann", "ben"):
        hand_in(room / "group" / name, [right()])
    assert names(figures(room)) == [str(room / "group" / "ann"), str(room / "group" / "ben")]


def test_a_zip_of_a_whole_class_holds_several_learners(room):
    packed(room / "all.zip", {f"ann/{HOME}": log(right()), f"ben/x/{HOME}": log(right())})
    assert names(figures(room)) == ["ann", "ben"]


def test_what_coursekit_exports_is_read(room, tmp_path):
    hand_in(room / "ann", [right()])
    export(room / "ann.zip", room / "ann")
    (room / "ann" / ".coursekit").rename(tmp_path / "away")
    assert figures(room).events == 1


def unflagged(path):
    """Take away the flag of each name in a zip that says "this is UTF-8", as Finder leaves it out."""
    raw = bytearray(path.read_bytes())
    for sign, flags in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        place = raw.find(sign)
        while place >= 0:
            raw[place + flags] &= 0xF7
            place = raw.find(sign, place + 1)
    path.write_bytes(raw)


def test_what_finder_adds_to_a_zip_is_nobody(room):
    ghost = {
        f"__MACOSX/{HOME.replace('a.jsonl', '._a.jsonl')}": b"\0\5\x16\7",
        "__MACOSX/._lessons": b"",
        ".DS_Store": b"1",
    }
    packed(room / "ann.zip", {HOME: log(right()), **ghost, f"x/{HOME.replace('a.j', '._a.j')}": b"\0"})
    packed(
        room / "all.zip",
        {f"ben/{HOME}": log(right()), f"__MACOSX/ben/{HOME}": b"\0", f"cho/{HOME}": log(right())},
    )
    hand_in(room / "dan", [right()])
    hand_in(room / "dan", [], file="._a.jsonl", tail=b"\0\5\x16\7")
    hand_in(room / "__MACOSX" / "eve", [right()])
    report = figures(room)
    assert (names(report), report.events, notes(report)) == (["ann", "ben", "cho", "dan"], 4, {})


def test_backslashes_in_a_zip_are_folders(room):
    packed(room / "ann.zip", {HOME.replace("/", "\\"): log(right())})
    packed(
        room / "all.zip",
        {f"{name}\\{HOME}".replace("/", "\\"): log(right()) for name in ("ben", "cho")},
    )
    assert names(figures(room)) == ["ann", "ben", "cho"]


@pytest.mark.parametrize("utf8", [True, False])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_read_as_they_are_meant(room, utf8, form):
    people = [unicodedata.normalize(form, name) for name in ("Jörg", "Éva")]
    packed(room / "all.zip", {f"{name}/{HOME}": log(right()) for name in people})
    if not utf8:
        unflagged(room / "all.zip")
    hand_in(room / people[0], [right()])
    report = figures(room)
    assert {unicodedata.normalize("NFC", name).rpartition("/")[2] for name in names(report)} == {
        "Jörg",
        "Éva",
    }
    assert [each.partition(":")[0] for each in notes(report).values()] == [
        "another hand-in has the same name"
    ] * 2


def test_a_name_that_is_no_utf8_is_read_as_windows_meant_it(room):
    packed(room / "all.zip", {f"J@rg/{HOME}": log(right()), f"ben/{HOME}": log(right())})
    (room / "all.zip").write_bytes((room / "all.zip").read_bytes().replace(b"J@rg", b"J\x94rg"))
    assert found(room) == ["Jörg", "ben"]


def zipped(members):
    stream = io.BytesIO()
    packed(stream, members)
    return stream.getvalue()


def test_zips_in_the_zip_of_a_platform_are_learners(room):
    inside = {
        "w/Ann_1_file/ann.zip": zipped({HOME: log(right()), "exercises/90_tiny.ipynb": "{}"}),
        "w/Ben_2_file/submission.zip": zipped({f"neural-networks/{HOME}": log(right())}),
        "w/Cho_3_file/deep.zip": zipped({"deeper.zip": zipped({HOME: log(right())})}),
        "w/Dan_4_file/dan.zip": b"no zip",
        "w/Eve_5_file/eve.zip": zipped({"lessons/a.ipynb": "{}"}),
        "w/Flo_6_file/01_neuron.ipynb": "{}",
    }
    packed(room / "class.zip", inside)
    report = figures(room / "class.zip")
    assert names(report) == [
        f"{name}_file" for name in ("Ann_1", "Ben_2", "Cho_3", "Dan_4", "Eve_5", "Flo_6")
    ]
    assert report.events == 3
    assert notes(report) == {
        "Dan_4_file": "damaged: cannot be read (File is not a zip file)",
        "Eve_5_file": MISSING,
        "Flo_6_file": MISSING,
    }


def test_zips_that_lie_too_deep_are_named(room):
    data = {HOME: log(right())}
    for k in range(5):
        data = {f"{k}.zip": zipped(data)}
    packed(room / "ann.zip", data)
    hand_in(room / "ben", [right()])
    assert "it lies too deep" in notes(figures(room))["ann"]


def test_one_learner_and_the_zips_beside_their_progress_are_one(room):
    packed(room / "ann.zip", {HOME: log(*(both := [right()])), "old.zip": zipped({HOME: log(*both)})})
    report = figures(room)
    assert (names(report), report.events) == (["ann"], 1)


def test_everybody_who_handed_in_has_a_row(room):
    hand_in(room / "ann", [right()])
    hand_in(room / "ben", [])
    (room / "cho").mkdir()
    (room / "dan" / "exercises").mkdir(parents=True)
    (room / "eve.ipynb").write_text("{}")
    (room / "flo.rar").write_bytes(b"Rar!")
    (room / "gus.jsonl").write_bytes(log(right("look")))
    (room / "section" / "hal" / "lessons").mkdir(parents=True)
    (room / "grades.csv").write_text("mine")
    report = figures(room)
    assert notes(report) == {
        "ben": "empty: nothing was answered or tried",
        "cho": MISSING,
        "dan": MISSING,
        "eve": "missing: a .ipynb holds no progress that is read here; ask for what `coursekit export` makes",
        "flo": "missing: a .rar holds no progress that is read here; ask for what `coursekit export` makes",
        "section": MISSING,
    }
    assert names(report) == ["ann", "ben", "cho", "dan", "eve", "flo", "gus", "section"]
    assert report.events == 2


def test_a_learners_own_folder_is_one_learner_and_not_its_parts(room):
    hand_in(room / "ann", [right()])
    (room / "ann" / "lessons").mkdir()
    (room / "ann" / "more").mkdir()
    assert found(room / "ann") == ["ann"]
    assert found(room) == ["ann"]


def test_links_lead_to_learners_elsewhere_and_into_no_circle(room, tmp_path):
    hand_in(tmp_path / "home" / "ann", [right()])
    (tmp_path / "home" / "ann" / "class").symlink_to(room)
    (room / "ann").symlink_to(tmp_path / "home" / "ann")
    hand_in(room / "ben", [right()])
    (room / "ben" / "loop").symlink_to(room)
    (room / "ben" / "again").symlink_to(room / "ben")
    (room / "gone").symlink_to(tmp_path / "nowhere")
    (room / "self").symlink_to(room / "self")
    assert found(room) == ["ann", "ben"]


def test_a_log_in_another_encoding_is_named(room):
    hand_in(room / "ann", [right()], tail=b"")
    path = hand_in(room / "ben", [])
    path.write_bytes(log(right()).decode().encode("utf-16"))
    report = figures(room)
    assert (report.events, notes(report)["ben"]) == (1, UTF16)


def test_where_nobody_has_progress_one_of_them_is_named(room):
    (room / "ann").mkdir()
    with pytest.raises(
        FolderError, match=r"made by `coursekit export` \(of .*ann: missing: no progress in it"
    ):
        find_sources([room], usual="")


def test_nothing_to_read_is_a_sentence(room):
    (room / "notes.txt").write_text("no zip")
    with pytest.raises(FolderError, match=r"there is no progress in .*class; name the folders"):
        find_sources([room], usual="")
    with pytest.raises(FolderError, match=r"gone does not exist; name folders"):
        find_sources([room / "gone"], usual="")
    with pytest.raises(FolderError, match="is neither a folder nor a zip"):
        find_sources([room / "notes.txt"], usual="")


def test_a_place_named_twice_is_read_once(room):
    hand_in(room / "ann", [right()])
    assert found(room, room / "ann", room) == ["ann"]


def test_a_broken_zip_is_named_and_the_others_are_read(room):
    hand_in(room / "ann", [right()])
    (room / "ben.zip").write_bytes(b"PK\x03\x04 broken")
    packed(room / "cho.zip", {"lessons/a.ipynb": "{}"})
    report = figures(room)
    assert names(report) == ["ann", "ben", "cho"]
    assert notes(report) == {
        "ben": "damaged: cannot be read (File is not a zip file)",
        "cho": MISSING,
    }


def test_a_pipe_with_the_name_of_a_zip_is_named_and_not_waited_for(room):
    hand_in(room / "ann", [right()])
    os.mkfifo(room / "ben.zip")
    assert notes(figures(room)) == {"ben.zip": "damaged: cannot be read (no plain file)"}


def test_a_zip_damaged_in_the_middle_keeps_its_other_logs(room):
    path = packed(room / "ann.zip", {HOME: log(right()) * 50, ".coursekit/progress/b.jsonl": log(right())})
    raw = bytearray(path.read_bytes())
    raw[80:90] = bytes(10)
    path.write_bytes(raw)
    report = figures(room)
    assert [each.place for each in report.skipped] == [f"{path}/a.jsonl"]
    assert report.events == 1


def test_a_zip_that_breaks_off_while_it_is_read_is_named(room):
    path = packed(room / "ann.zip", {HOME: log(right())})
    (source,), skipped = find_sources([room], usual="")
    path.write_bytes(b"")
    assert list(source.log_files(skipped)) == []
    assert "cannot be read" in str(skipped[0])


def test_a_zip_bomb_is_stopped(room, monkeypatch):
    monkeypatch.setattr(sources, "UNPACKED", 10_000)
    members = {f".coursekit/progress/{k}.jsonl": log(right()) + b"0" * 100_000 for k in range(3)}
    packed(room / "ann.zip", members)
    (only,) = figures(room).skipped
    assert only.reason == "cannot be read (it unpacks to more than 10,000 bytes)"


def test_a_zip_with_too_many_logs_is_left_out(room, monkeypatch):
    monkeypatch.setattr(sources, "MEMBERS", 2)
    hand_in(room / "ben", [right()])
    packed(room / "ann.zip", {f".coursekit/progress/{k}.jsonl": log(right()) for k in range(3)})
    report = figures(room)
    assert (names(report), report.events) == (["ann", "ben"], 1)
    assert "more than 2 logs" in notes(report)["ann"]


def test_a_path_in_a_zip_that_climbs_out_writes_nothing_there(room, tmp_path):
    packed(room / "ann.zip", {f"../../evil/{HOME}": log(right()), f"/root-evil/{HOME}": log(right())})
    before = sorted(tmp_path.rglob("*"))
    assert figures(room).events == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_a_log_that_is_no_plain_file_is_named(room):
    place = hand_in(room / "ann", [right()]).parent
    (place / "folder.jsonl").mkdir()
    (place / "loop.jsonl").symlink_to(place / "loop.jsonl")
    reasons = {each.reason for each in figures(room).skipped}
    assert reasons == {"not a plain file"}


def test_a_log_that_cannot_be_read_is_named(room, monkeypatch):
    path = hand_in(room / "ann", [right()])
    hand_in(room / "ben", [right()])
    real = type(path).open

    def refused(self, *how, **more):
        if self == path:
            raise PermissionError(13, "Permission denied")
        return real(self, *how, **more)

    monkeypatch.setattr(type(path), "open", refused)
    assert [str(each) for each in figures(room).skipped] == [
        f"{path.parent.parent.parent}/a.jsonl: cannot be read (Permission denied)"
    ]


def test_a_folder_that_does_not_open_is_named(room, monkeypatch):
    hand_in(room / "ann", [right()])
    hand_in(room / "ben", [right()])
    real, closed = os.scandir, (str(room / "ben" / ".coursekit" / "progress"), str(room / "ann"))

    def scandir(path="."):
        if str(path) in closed:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    report = figures(room)
    assert notes(report) == {
        "ann": "damaged: cannot be read (Permission denied)",
        "ben": "damaged: ben: cannot be read (Permission denied)",
    }
    assert [str(each) for each in report.skipped] == [f"{room / 'ben'}: cannot be read (Permission denied)"]


def test_hidden_folders_are_not_searched(room):
    hand_in(room / "ann", [right()])
    hand_in(room / ".trash" / "ben", [right()])
    (room / ".hidden.zip").write_bytes(b"no zip")
    (only,), skipped = find_sources([room], usual="")
    assert (only.name, skipped) == ("ann", [])


def test_a_hostile_folder_name_is_only_a_name(room):
    hostile = ["<script>alert(1)<", "=cmd|' !A1", "ann\nben", "\x1b[31mred", "' OR 1=1 --", "x" * 200]
    for name in hostile:
        hand_in(room / name, [right()])
    if os.name == "posix":
        hand_in(room / os.fsdecode(b"latin-\xe9"), [right()])
        hostile.append(os.fsdecode(b"latin-\xe9"))
    assert sorted(names(figures(room))) == sorted(hostile)


def test_times_of_any_zone_are_one_clock(room):
    zoned = log(right()).replace(b"2026-03-01T09:00:00Z", b"2026-03-01T12:30:00+05:30")
    hand_in(room / "ann", [], tail=zoned)
    assert figures(room).last == datetime.fromisoformat("2026-03-01T07:00:00+00:00")
