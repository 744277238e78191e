"""The table of learners, and the lists of what is noted and suspected about them, each sentence written once.

A row is a few dozen bytes of HTML, which a reader without scripts and a printer see as it is. A short script, known to
the page by its hash, makes it sortable and searchable and shows fifty rows at a time.
"""

from __future__ import annotations

from importlib.resources import files

from coursekit.formatting import format_day, format_percent
from coursekit.report.attention import needs_help
from coursekit.report.html_tables import escaped, head
from coursekit.report.learner_figures import LearnerFigures
from coursekit.report.learners import listed
from coursekit.report.model import ClassReport

SCRIPT = files("coursekit.report").joinpath("static/learners.js").read_text(encoding="utf-8")
_SECTIONS = (
    ("suspicions", "Suspicions", "Signs that what a log says is not this learner's own work. A wrong clock or an accident "
     "can look like it: ask first."),
    ("notes", "Notes", "What is odd about what was handed in."),
)  # fmt: skip


class Remarks:
    """The notes and suspicions of a class: each different sentence has a number, by which the learners' rows name it."""

    def __init__(self, report: ClassReport) -> None:
        self._said: dict[str, dict[str, list[str]]] = {}  # section → sentence → names of learners
        for section, *_ in _SECTIONS:
            found: dict[str, list[str]] = {}
            for learner in report.learners:
                for sentence in getattr(learner, section):
                    found.setdefault(sentence, []).append(learner.name)
            # Sentences of one kind differ by the number in front, if by any.
            self._said[section] = dict(sorted(found.items(), key=lambda each: each[0].lstrip("0123456789, ")))
        self._number = {
            (section, sentence): f"{section[0].upper()}{k}"
            for section, found in self._said.items()
            for k, sentence in enumerate(found, start=1)
        }

    def links(self) -> list[str]:
        """Return links to the lists, with the number of learners in each."""
        return [
            f'<a href="#{section}">{title} ({len(set().union(*self._said[section].values())):,})</a>'
            for section, title, _ in _SECTIONS
            if self._said[section]
        ]

    def of(self, learner: LearnerFigures) -> str:
        """Return links to what is said of a learner."""
        numbers = [
            self._number[section, one] for section, *_ in _SECTIONS for one in getattr(learner, section)
        ]
        return " ".join(f"<a href=#{each}>{each}</a>" for each in numbers)

    def sections(self) -> str:
        """Write the lists."""
        return "".join(
            f'<section id="{section}" class="left"><h2>{title}</h2><p class="note">{about}</p>'
            f"<ul>{self._entries(section)}</ul></section>"
            for section, title, about in _SECTIONS
            if self._said[section]
        )

    def _entries(self, section: str) -> str:
        numbers = {sentence: self._number[section, sentence] for sentence in self._said[section]}
        return "".join(
            f'<li id="{numbers[sentence]}"><b>{numbers[sentence]}</b> {escaped(sentence)}'
            f"<span class=sub>{escaped(listed(who))}</span></li>"
            for sentence, who in self._said[section].items()
        )


def learner_table(report: ClassReport, remarks: Remarks) -> str:
    """Write the table of all learners."""
    sizes = [sum(item.chapter is each for item in report.items) for each in report.chapters]
    helped = {each.learner.name: "; ".join(tag for tag, _ in each.reasons) for each in needs_help(report)}
    grouped = any(each.group for each in report.learners)
    graded = any(each.graded is not None for each in report.learners)
    heads = (
        *("learner", *(["group"] if grouped else []), *(str(each.number) for each in report.chapters)),
        *("all", "right first", "questions", "claimed", *(["graded"] if graded else [])),
        *("hours", "last seen", "needs help", "notes"),
    )
    rows = []
    for each in report.learners:
        seen = "?" if each.has_odd_clock else format_day(each.last)
        shares = [_percent(lesson.done, size) for lesson, size in zip(each.lessons, sizes, strict=True)]
        cells = [
            *([escaped(each.group)] if grouped else []),
            *(*shares, _percent(each.done, len(report.items)), format_percent(each.first_attempt_rate)),
            *(f"{each.recomputed:g}", f"{each.claimed:g}"),
            *(["–" if each.graded is None else f"{each.graded:g}"] if graded else []),
            *(f"{each.minutes / 60:.1f}", seen, helped.get(each.name, ""), remarks.of(each)),
        ]
        person = f"<span class=sub>{escaped(each.person)}</span>" if each.person else ""
        rows.append(f"<tr><th scope=row>{escaped(each.name)}{person}<td>{'<td>'.join(cells)}")
    first = 1 + grouped
    body = "\n".join(rows)
    return (
        '<p class="find" hidden><label>Search <input type="search" id="find"></label> <output id="shown"></output> '
        '<button type="button" id="every">Show all</button></p>'
        '<div class="scroll" role="region" aria-label="Table of learners" tabindex="0">'
        f'<table id="people" data-heat="{first} {first + len(report.chapters)}">{head(heads)}'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f}" if whole else "0"
