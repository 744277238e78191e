"""Facts about learners that no log holds: the roster of the class, and the grader's marks of their exercises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from coursekit.formatting import format_count
from coursekit.report.learner_figures import LearnerFigures
from coursekit.report.learners import listed
from coursekit.roster import Enrolled

Points = Mapping[tuple[str, str], float]
"""Points by learner and full id of an exercise."""

_NOT_ENROLLED = "not on the roster, which knows nobody of this id, address or name"


def with_roster(
    people: Sequence[LearnerFigures], names: Sequence[str], roster: Mapping[str, Enrolled]
) -> tuple[list[LearnerFigures], list[str]]:
    """Return the learners with name, address and group, and the ids of those who handed in nothing.

    Args:
        people: the learners.
        names: what each one's folder or zip is called, which is an id, an address or a name of the roster.
        roster: the people of the class by id.
    """
    known: dict[str, Enrolled] = {}
    for kind in ("name", "mail", "id"):  # where one's id is another's name, the id counts
        known |= {getattr(one, kind).casefold(): one for one in roster.values()}
    found, met = [], set()
    for each, name in zip(people, names, strict=True):
        one = known.get(name.casefold())
        if one:
            met.add(one.id)
            found.append(replace(each, person=one.name, mail=one.mail, group=one.group))
        else:
            found.append(replace(each, notes=(*each.notes, _NOT_ENROLLED)))
    return found, [each for each in roster if each not in met]


def with_marks(
    people: Sequence[LearnerFigures],
    names: Sequence[str],
    solved: Sequence[AbstractSet[str]],
    marks: Points,
) -> tuple[list[LearnerFigures], list[str]]:
    """Return the learners with the points of their marks, and those who have marks and handed in no progress.

    Args:
        people: the learners.
        names: what each one's folder or zip is called.
        solved: for each the full ids of the exercises that the log says are solved.
        marks: points that `coursekit grade` gave, without those of exercises that were missing in what was handed in.
    """
    graded: dict[str, dict[str, float]] = {}
    for (learner, exercise), points in marks.items():
        graded.setdefault(learner.casefold(), {})[exercise] = points
    found = []
    for each, name, claims in zip(people, names, solved, strict=True):
        mine = graded.pop(name.casefold(), None)
        if mine is None:
            found.append(replace(each, notes=(*each.notes, "the grader has marked nothing of this learner")))
            continue
        refuted = sorted(exercise for exercise in claims if exercise in mine and mine[exercise] <= 0)
        said = (
            [
                f"{format_count(len(refuted), 'exercise')} claimed that the grader gives no point: {listed(refuted)}"
            ]
            if refuted
            else []
        )
        found.append(replace(each, graded=sum(mine.values()), suspicions=(*each.suspicions, *said)))
    return found, sorted(graded)
