from __future__ import annotations

import pytest

from coursekit.errors import FolderError
from coursekit.roster import Enrolled, read_roster


@pytest.mark.parametrize(
    "content",
    [
        b'id,mail,group,name\nada,ada@uni.example,Tuesday,"Lovelace, Ada"\n\nben,,,\n',
        "\ufeffName;ID;Seat;Group;Mail\r\nLovelace, Ada; ada;7;Tuesday;ada@uni.example\r\n;ben\r\n".encode(),
    ],
    ids=["plain", "as a spreadsheet writes it"],
)
def test_a_roster_gives_each_person_by_id(tmp_path, content):
    (tmp_path / "roster.csv").write_bytes(content)
    ada = Enrolled(id="ada", mail="ada@uni.example", group="Tuesday", name="Lovelace, Ada")
    assert read_roster(tmp_path / "roster.csv") == {"ada": ada, "ben": Enrolled(id="ben")}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "has no column id"),
        (b"name,mail\nAda,ada@uni.example\n", "has no column id"),
        ("id,name\nada,Zoë\n".encode("latin-1"), "is not UTF-8"),
        (b"id,mail\n,ada@uni.example\n", "line 2 has no id"),
        (b"id,mail\nada,\nada,\n", "line 3: the id 'ada' stands there a second time"),
        (b"id,name\nada,Lovelace, Ada\n", "line 2 has 3 fields for 2 columns"),
    ],
)
def test_a_roster_that_cannot_be_used_is_answered_with_one_sentence(tmp_path, content, said):
    path = tmp_path / "roster.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FolderError, match=said):
        read_roster(path)
