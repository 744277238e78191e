"""The learners of a class: everybody who handed in is one, and what several of them hold is said, not settled.

Every event has an identity of its own (its uid). Two hand-ins are one learner's if they are called the same and
share at least half of the smaller one's events: a folder and its zip, an earlier export, work on two machines that
began as one. Under different names they stay two learners, however much they share (a copied folder, a folder in
which somebody had answered a question or two before it was handed out): each keeps all of it, a note says so, and for
the class it counts once.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from coursekit.formatting import format_count
from coursekit.report.database import SHIFT
from coursekit.report.sources import Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Numbers = npt.NDArray[np.integer[Any]]
_NAMED = 3  # other learners in a note


@dataclass(frozen=True)
class Learner:
    """A learner of the class.

    Attributes:
        name: of the folder or zip; its whole path where two would have the same name.
        places: all the folders and zips that are this learner's.
        notebooks: names of the notebooks that were handed in.
        notes: what is odd about what was handed in, one sentence each.
        shared: with whom it shares events, as a sentence; empty where with nobody.
        true_name: the name that marks and roster know; `name` itself unless the report is anonymous.
    """

    name: str
    places: tuple[str, ...]
    notebooks: frozenset[str]
    notes: tuple[str, ...]
    shared: str
    true_name: str


def find_learners(
    database: DuckDBPyConnection,
    sources: Sequence[Source],
    notes: Mapping[int, Sequence[str]],
    *,
    anonymous: bool = False,
) -> list[Learner]:
    """Tell the learners apart, in the order of their names; each event stays once for each of them.

    Makes the view `class_events`: the events with the number of their learner in the list. `own` is true where the
    event counts for the class: once, for the learner with most events of those who hold it.

    Args:
        database: the events.
        sources: what was handed in.
        notes: what is to be said of a source's logs, by its number.
        anonymous: True if learners get numbers in a random order for names, and places are not told.
    """
    database.execute("""CREATE TABLE copies AS SELECT uid, (row_number() OVER () - 1)::INT AS number
                        FROM events GROUP BY uid HAVING count(*) > 1""")
    shared = _shared(database, len(sources))
    sizes = _sizes(database, shared)
    order = sorted(range(len(sources)), key=lambda k: (-sizes[k], sources[k].place))
    owner = _owners(sources, order, shared, sizes)
    members = {one: [k for k in order if owner[k] == one] for one in order if owner[one] == one}
    true = _names({one: sources[one] for one in members})
    named = _numbered(members) if anonymous else true
    if anonymous:
        # What is damaged may be told with names of files, which hold names of people.
        sources = [
            replace(each, place=f"hand-in {k}", problem=each.problem.partition(":")[0])
            for k, each in enumerate(sources, start=1)
        ]
        notes = {k: [each.partition(":")[0] for each in said] for k, said in notes.items()}
    ranked = sorted(members, key=lambda one: (named[one].casefold(), named[one]))
    number = {one: n for n, one in enumerate(ranked)}
    _keep_one_each(database, order, [number[one] for one in owner])
    counted = dict(database.execute("SELECT learner, count(*) FROM class_events GROUP BY learner").fetchall())
    totals = {one: counted.get(number[one], 0) for one in members}
    same = _of_shared({one: [shared[k] for k in mine] for one, mine in members.items()}, totals, named)
    return [
        Learner(
            name=named[one],
            places=tuple(sources[k].place for k in members[one]),
            notebooks=frozenset().union(*(sources[k].notebooks for k in members[one])),
            notes=(
                *_of_sources([(sources[k], notes.get(k, ())) for k in members[one]], totals[one]),
                *_of_name(one, members, sources),
            ),
            shared=same.get(one, ""),
            true_name=true[one],
        )
        for one in ranked
    ]


def _owners(
    sources: Sequence[Source], order: Iterable[int], shared: Sequence[Numbers], sizes: Sequence[int]
) -> list[int]:
    """Return for each source the one that it belongs to: itself, or a larger one of the same learner."""
    owner = list(range(len(sources)))
    called: dict[tuple[str, str], list[int]] = defaultdict(list)
    for k in order:
        mine = called[sources[k].name.casefold(), sources[k].own.casefold()]
        for other in mine:
            common = np.intersect1d(shared[k], shared[other], assume_unique=True).size
            if 2 * common >= sizes[k]:  # also where there is nothing in it
                owner[k] = other
                break
        else:
            mine.append(k)
    return owner


def _names(firsts: Mapping[int, Source]) -> dict[int, str]:
    same = Counter(each.name for each in firsts.values())
    return {one: each.name if same[each.name] == 1 else each.place for one, each in firsts.items()}


def _numbered(members: Collection[int]) -> dict[int, str]:
    """Name learners by numbers in a random order, from which nobody can tell them."""
    wide = len(str(len(members)))
    shuffled = secrets.SystemRandom().sample(sorted(members), len(members))
    return {one: f"learner {k:0{wide}}" for k, one in enumerate(shuffled, start=1)}


def _of_sources(mine: Sequence[tuple[Source, Sequence[str]]], events: int) -> list[str]:
    """Say what is odd about the folders and zips of a learner."""
    found = (
        [] if len(mine) == 1 else [f"joined from {len(mine)} places: {', '.join(s.place for s, _ in mine)}"]
    )
    for source, said in mine:
        where = "" if len(mine) == 1 else f" ({Path(source.place).name})"
        found += [f"{each}{where}" for each in ([source.problem] if source.problem else said)]
    if not events and not found:
        found = ["empty: nothing was answered or tried"]
    return found


def _of_shared(
    held: Mapping[int, Sequence[Numbers]], totals: Mapping[int, int], named: Mapping[int, str]
) -> dict[int, str]:
    """Say of learners with whom they share events.

    Args:
        held: for each learner, those of its events that other logs hold too.
        totals: the number of events of each learner.
        named: the learners' names.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    for one, parts in held.items():
        for number in np.unique(np.concatenate(parts)).tolist():
            holders[number].append(one)
    groups = Counter(tuple(several) for several in holders.values() if len(several) > 1)
    sharing = sorted({one for several in groups for one in several})
    place = {one: k for k, one in enumerate(sharing)}
    common = np.zeros((len(sharing), len(sharing)), np.int32)
    for several, n in groups.items():
        rows = [place[one] for one in several]
        common[np.ix_(rows, rows)] += n
    np.fill_diagonal(common, 0)
    found = {}
    for one, row in zip(sharing, common, strict=True):
        most, all_of_it = int(row.max()), totals[one]
        others = [sharing[k] for k in np.flatnonzero(row == most)]
        twins = [other for other in others if most == all_of_it == totals[other]]
        if twins:
            found[one] = f"the same answers as {listed(named[other] for other in twins)}"
        else:
            names = listed(named[other] for other in others)
            found[one] = f"shares {most:,} of its {format_count(all_of_it, 'event')} with {names}"
    return found


def _of_name(one: int, members: Mapping[int, Sequence[int]], sources: Sequence[Source]) -> list[str]:
    """Say where another hand-in has the same name, and nothing else in common."""
    mine = sources[one]
    others = [
        sources[other].place
        for other in members
        if other != one and (sources[other].name, sources[other].own) == (mine.name, mine.own)
    ]
    return [f"another hand-in has the same name: {listed(others)}"] if others else []


def listed(names: Iterable[str]) -> str:
    """Name a few, and count the others."""
    every = sorted(names)
    more = len(every) - _NAMED
    return ", ".join(every[:_NAMED]) + (f" and {more} more" if more > 0 else "")


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


def _keep_one_each(database: DuckDBPyConnection, order: Sequence[int], learner: Sequence[int]) -> None:
    """Keep one copy of an event for each learner, and mark all but one of them as not the class's own."""
    table = {
        "source": np.arange(len(learner)),
        "rank": np.argsort(np.asarray(order)),
        "learner": np.asarray(learner),
    }
    database.register("table_of_sources", table)
    database.execute("CREATE TABLE sources AS SELECT * FROM table_of_sources")
    database.unregister("table_of_sources")
    copies = f"""SELECT events.rowid FROM events JOIN copies USING (uid) JOIN sources ON source = chunk >> {SHIFT}
                 QUALIFY row_number() OVER (PARTITION BY uid{{}} ORDER BY rank, chunk, events.rowid) > 1"""
    database.execute(f"DELETE FROM events WHERE rowid IN ({copies.format(', learner')})")
    database.execute(f"UPDATE events SET own = false WHERE rowid IN ({copies.format('')})")
    database.execute(f"""
        CREATE VIEW class_events AS
        SELECT learner, kind, item, outcome, answer, message, uid, moment, seen, elsewhere, unknown, again, own
        FROM events JOIN sources ON source = chunk >> {SHIFT}""")
