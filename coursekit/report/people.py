"""Who is who: sources that hold the same events belong to one learner, and each event counts once.

Every event has an identity of its own (its uid), so a folder and its zip, or two exports of one learner, are
told by what they share and not by their names. A source is joined to the learner with whom it shares at least
half of its events. Less than that is no identity (a class may start from one folder in which somebody had
answered a question or two): then they stay two learners, and what they share counts for the one with more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from coursekit.report.database import SHIFT
from coursekit.report.sources import Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Person", "people"]

Numbers = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Person:
    """A learner.

    Attributes:
        name: of the folder or zip; with its whole path where two would be called the same.
        places: all the sources that are this learner's.
    """

    name: str
    places: tuple[str, ...]


def people(database: DuckDBPyConnection, sources: Sequence[Source]) -> list[Person]:
    """Tell the learners apart, and leave of each event that was met twice only one.

    Makes the view `acts`: the events with the number of their learner.
    """
    database.execute("""CREATE TABLE copies AS SELECT uid, (row_number() OVER () - 1)::INT AS number
                        FROM events GROUP BY uid HAVING count(*) > 1""")
    order, owner = _joined(database, sources)
    first = [k for k in order if owner[k] == k]
    found = [_person([sources[k] for k in order if owner[k] == one]) for one in first]
    names = _told_apart(found)
    place = sorted(range(len(first)), key=lambda k: (names[k].casefold(), names[k]))
    number = {first[k]: n for n, k in enumerate(place)}
    table = {
        "source": np.arange(len(sources)),
        "rank": np.argsort(np.asarray(order)),
        "learner": np.asarray([number[owner[k]] for k in range(len(sources))]),
    }
    _keep_one(database, table)
    return [Person(names[k], found[k].places) for k in place]


def _joined(database: DuckDBPyConnection, sources: Sequence[Source]) -> tuple[list[int], list[int]]:
    """The sources, those with most events first, and for each the one that it belongs to."""
    shared = _shared(database, len(sources))
    sizes = _sizes(database, shared)
    order = sorted(range(len(sources)), key=lambda k: (-sizes[k], sources[k].place))
    owner = list(range(len(sources)))
    claimed = np.full(1 + max((int(each.max()) for each in shared if each.size), default=-1), -1)
    for k in order:
        known = claimed[shared[k]]
        known = known[known >= 0]
        if known.size:
            best = int(np.bincount(known).argmax())
            if 2 * np.count_nonzero(known == best) >= sizes[k]:
                owner[k] = best
        fresh = shared[k][claimed[shared[k]] < 0]
        claimed[fresh] = owner[k]
    return order, owner


def _shared(database: DuckDBPyConnection, n: int) -> list[Numbers]:
    """For each source the numbers of those of its events that stand somewhere else too."""
    rows = database.execute(f"""SELECT DISTINCT (piece >> {SHIFT})::INT AS source, number
                                FROM events JOIN copies USING (uid) ORDER BY source""").fetchnumpy()
    source: Any = np.asarray(rows["source"])
    number: Any = np.asarray(rows["number"])
    return [number[slice(*np.searchsorted(source, [k, k + 1]))] for k in range(n)]


def _sizes(database: DuckDBPyConnection, shared: list[Numbers]) -> list[int]:
    """How many different events each source holds."""
    single = f"""SELECT piece >> {SHIFT}, count(*) FROM events ANTI JOIN copies USING (uid) GROUP BY 1"""
    alone = dict(database.execute(single).fetchall())
    return [alone.get(k, 0) + each.size for k, each in enumerate(shared)]


def _person(own: list[Source]) -> Person:
    return Person(own[0].name, tuple(each.place for each in own))


def _told_apart(found: list[Person]) -> list[str]:
    count = Counter(person.name for person in found)
    return [person.name if count[person.name] == 1 else person.places[0] for person in found]


def _keep_one(database: DuckDBPyConnection, table: dict[str, Numbers]) -> None:
    database.register("table_of_sources", table)
    database.execute("CREATE TABLE sources AS SELECT * FROM table_of_sources")
    database.unregister("table_of_sources")
    # Of several copies that one is kept whose source claimed it first.
    database.execute(f"""
        DELETE FROM events WHERE rowid IN (
            SELECT events.rowid FROM events JOIN copies USING (uid) JOIN sources ON source = piece >> {SHIFT}
            QUALIFY row_number() OVER (PARTITION BY uid ORDER BY rank, piece, events.rowid) > 1)""")
    database.execute(f"""
        CREATE VIEW acts AS
        SELECT learner, kind, item, outcome, misconception, answer, message, uid, moment
        FROM events JOIN sources ON source = piece >> {SHIFT}""")
