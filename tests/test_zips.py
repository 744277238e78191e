from __future__ import annotations

import io
import stat
import zipfile

import pytest

from coursekit import zips
from coursekit.errors import FolderError
from coursekit.zips import read_zip


def zipped(*entries, method=zipfile.ZIP_STORED):
    """A zip of names, or of ZipInfos, each with some bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packed:
        for entry in entries:
            packed.writestr(entry, b"x" * 100)
    return stream.getvalue()


def link(name):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


GOOD = zipped("a.ipynb")
LOCKED = GOOD.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
    b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "is no zip", id="nothing"),
        pytest.param(b"<html>", "is no zip", id="a page"),
        pytest.param(GOOD[:-30], "is damaged", id="torn"),
        pytest.param(GOOD[:-1], "is damaged", id="nearly whole"),
        pytest.param(GOOD.replace(b"xxx", b"yyy"), "is damaged", id="other bytes"),
        pytest.param(GOOD.replace(b"a.ipynb", b"b.ipynb", 1), "is damaged", id="two names of one file"),
        pytest.param(LOCKED, "is locked with a password; unpack it", id="locked"),
        pytest.param(zipped("a", method=zipfile.ZIP_BZIP2), "is packed by method 12", id="bzip2"),
        pytest.param(zipped("../a"), r"holds the name '\.\./a', which leads out of it", id="above"),
        pytest.param(zipped("a/../../b"), "holds the name .*, which leads out of it", id="above, later"),
        pytest.param(
            zipped("..\\a"), "holds the name .*, which leads out of it", id="above, in Windows' way"
        ),
        pytest.param(zipped("/etc/a"), "holds the name .*, which leads out of it", id="absolute"),
        pytest.param(zipped("C:\\a"), "holds the name .*, which leads out of it", id="a drive"),
        pytest.param(zipped("C:a"), "holds the name .*, which leads out of it", id="relative to a drive"),
        pytest.param(
            zipped("\\\\server\\share\\a"), "holds the name .*, which leads out of it", id="a network share"
        ),
        pytest.param(zipped(link("a")), "holds 'a', which is a link or a device", id="a link"),
        pytest.param(zipped("a/b", "a\\b").replace(b"x" * 100, b"y" * 100, 1), "is damaged", id="spoiled"),
    ],
)
def test_a_zip_that_cannot_be_trusted_is_a_sentence(data, why):
    with pytest.raises(FolderError, match=f"^mine.zip {why}"):
        read_zip(data, "mine.zip", wanted=lambda path: True)


def test_one_name_with_two_contents_is_refused_and_with_one_is_one_file():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("a/b", "1")
        packed.writestr("a\\b", "2")
    with pytest.raises(FolderError, match="holds two files called 'a/b'"):
        read_zip(stream.getvalue(), "mine.zip", wanted=lambda path: True)
    assert list(map(str, read_zip(zipped("a/b", "a\\b"), "mine.zip", wanted=lambda path: True))) == ["a/b"]


@pytest.mark.parametrize(
    ("limit", "why"), [("UNPACKED", "unpacks to more than 0 MB"), ("MEMBERS", "holds more than 150 files")]
)
def test_a_bomb_is_not_unpacked(limit, why, monkeypatch):
    monkeypatch.setattr(zips, limit, 150)
    data = zipped(*(f"{n}.ipynb" for n in range(151)), method=zipfile.ZIP_DEFLATED)
    with pytest.raises(FolderError, match=f"mine.zip {why}"):
        read_zip(data, "mine.zip", wanted=lambda path: path.name < "2")


def test_what_nobody_wants_is_not_opened():
    data = zipped("a.ipynb", link("data"), "__MACOSX/a.ipynb", "._a.ipynb", "folder/")
    found = read_zip(data, "mine.zip", wanted=lambda path: path.suffix == ".ipynb")
    assert list(map(str, found)) == ["a.ipynb"]
