"""The learners of a class: sources that hold the same events belong to one learner, and each event counts once.

Every event has an identity of its own (its uid), so a folder and its zip, or two exports of one learner, are
recognized by the events they share and not by their names. A source is joined to the learner with whom it shares
at least half of its events. If it shares less (a class may start from one folder in which somebody had answered a
question or two), they stay two learners, and what they share counts for the one with more events.
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

Numbers = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Learner:
    """A learner of the class.

    Attributes:
        name: of the folder or zip; its whole path where two would have the same name.
        places: all the folders and zips that are this learner's.
    """

    name: str
    places: tuple[str, ...]


def find_learners(database: DuckDBPyConnection, sources: Sequence[Source]) -> list[Learner]:
    """Tell the learners apart, in the order of their names, and keep only one copy of each event.

    Makes the view `class_events`: the events with the number of their learner in the list.
    """
    database.execute("""CREATE TABLE copies AS SELECT uid, (row_number() OVER () - 1)::INT AS number
                        FROM events GROUP BY uid HAVING count(*) > 1""")
    order, owner = _owners(database, sources)
    own = {one: [sources[k] for k in order if owner[k] == one] for one in order if owner[one] == one}
    same = Counter(each[0].name for each in own.values())
    learners = {
        one: Learner(each[0].name if same[each[0].name] == 1 else each[0].place, tuple(s.place for s in each))
        for one, each in own.items()
    }
    ranked = sorted(learners, key=lambda one: (learners[one].name.casefold(), learners[one].name))
    number = {one: n for n, one in enumerate(ranked)}
    table = {
        "source": np.arange(len(sources)),
        "rank": np.argsort(np.asarray(order)),
        "learner": np.asarray([number[one] for one in owner]),
    }
    _keep_one(database, table)
    return [learners[one] for one in ranked]


def _owners(database: DuckDBPyConnection, sources: Sequence[Source]) -> tuple[list[int], list[int]]:
    """Return the numbers of the sources, those with most events first, and for each source the one it belongs to."""
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
    """Return for each source the numbers of those of its events that other logs hold too."""
    rows = database.execute(f"""SELECT DISTINCT (chunk >> {SHIFT})::INT AS source, number
                                FROM events JOIN copies USING (uid) ORDER BY source""").fetchnumpy()
    source: Any = np.asarray(rows["source"])
    number: Any = np.asarray(rows["number"])
    return [number[slice(*np.searchsorted(source, [k, k + 1]))] for k in range(n)]


def _sizes(database: DuckDBPyConnection, shared: list[Numbers]) -> list[int]:
    """Count the different events of each source."""
    single = f"""SELECT chunk >> {SHIFT}, count(*) FROM events ANTI JOIN copies USING (uid) GROUP BY 1"""
    alone = dict(database.execute(single).fetchall())
    return [alone.get(k, 0) + each.size for k, each in enumerate(shared)]


def _keep_one(database: DuckDBPyConnection, table: dict[str, Numbers]) -> None:
    database.register("table_of_sources", table)
    database.execute("CREATE TABLE sources AS SELECT * FROM table_of_sources")
    database.unregister("table_of_sources")
    # Of several copies, keep the one whose source claimed it first.
    database.execute(f"""
        DELETE FROM events WHERE rowid IN (
            SELECT events.rowid FROM events JOIN copies USING (uid) JOIN sources ON source = chunk >> {SHIFT}
            QUALIFY row_number() OVER (PARTITION BY uid ORDER BY rank, chunk, events.rowid) > 1)""")
    database.execute(f"""
        CREATE VIEW class_events AS
        SELECT learner, kind, item, outcome, misconception, answer, message, uid, moment
        FROM events JOIN sources ON source = chunk >> {SHIFT}""")
