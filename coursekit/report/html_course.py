"""The class on its way through the course, in HTML: funnel, lessons, weeks, gains, groups, and another class beside it."""

from __future__ import annotations

from collections.abc import Iterable

from coursekit.formatting import format_count, format_percent
from coursekit.report.attention import LessonProgress, groups, lesson_progress
from coursekit.report.comparison import Change, compare
from coursekit.report.gains import GainFigures, Gains
from coursekit.report.html_tables import bar, escaped, head, list_items, markdown_html
from coursekit.report.model import ClassReport
from coursekit.report.text import lesson_title, points_text


def stops(report: ClassReport) -> str:
    """Write how many get how far: a bar for each question and exercise, and a row for each lesson."""
    most = max(1, *(each.n for each in report.questions), *(each.n for each in report.exercises))
    lessons = "".join(
        f"<div><span>{_bars(report, chapter.slug, most)}</span><b>{chapter.number}</b></div>"
        for chapter in report.chapters
    )
    rows = "".join(_lesson(each) for each in lesson_progress(report))
    heads = ("lesson", "started", "half done", "finished", "minutes of those planned", "stopped here")
    return (
        '<section id="stops"><h2>Where they stop</h2><p class="note">Each bar is a question (dark) or an exercise '
        "(pale) of a lesson, in its order: how many answered or tried it.</p>"
        f'<div class="funnel" role="img" aria-label="Learners at each question and exercise; the table has the numbers">{lessons}</div>'
        f'<table class="plain">{head(heads)}<tbody>{rows}</tbody></table>'
        '<p class="note">Minutes: the median of those who have done half of the lesson or more, breaks left out. '
        "Stopped here: not seen for two weeks, and this lesson was the last they worked on.</p></section>"
    )


def _bars(report: ClassReport, slug: str, most: int) -> str:
    return "".join(
        f'<i{pale} style="--h:{100 * each.n / most:.0f}%" title="{each.item.name}: {each.n:,}"></i>'
        for pale, figures in (("", report.questions), (" class=pale", report.exercises))
        for each in figures
        if each.item.chapter.slug == slug
    )


def _lesson(each: LessonProgress) -> str:
    stop = (
        f'<span class="sub">most stopped after <code>{each.stop[0]}</code> ({each.stop[1]:,})</span>'
        if each.stop
        else ""
    )
    minutes = "–" if each.minutes is None else f"{each.minutes:.0f}"
    share = each.finished / each.started if each.started else None
    return (
        f"<tr><th scope=row>{escaped(lesson_title(each.chapter))}{bar(share)}{stop}</th><td>{each.started:,}</td>"
        f'<td>{each.half:,}</td><td>{each.finished:,}</td><td>{minutes}<span class="sub">of&nbsp;{each.chapter.minutes}</span></td>'
        f"<td>{each.stopped:,}</td></tr>"
    )


def weeks(report: ClassReport) -> str:
    """Write a row for each week; "" where there is but one."""
    if len(report.weeks) < 2:
        return ""
    most = max(each.learners for each in report.weeks)
    rows = "".join(
        f"<tr><th scope=row class=date>{each.monday}</th><td>{bar(each.learners / most)}</td><td>{each.learners:,}</td>"
        f"<td>{each.answers:,}</td><td>{format_percent(each.right_first / each.marked if each.marked else None)}</td></tr>"
        for each in report.weeks
    )
    heads = ("week of", "activity", "learners at work", "first answers", "right first")
    return f'<section id="weeks"><h2>Week by week</h2><table class="plain">{head(heads)}<tbody>{rows}</tbody></table></section>'


def gains(report: ClassReport) -> str:
    """Write what was gained where a question was asked twice; "" where none was."""
    parts = (
        _gains("From the guess before the lesson to its question in the lesson", report.from_guess),
        _gains("From the lesson to a later one that asks again", report.to_later),
    )
    about = (
        '<p class="note">Of the learners who answered both times. Points are percentage points; in brackets the 95 % '
        "interval, in which the gain of learners like these most likely lies.</p>"
    )
    return (
        f'<section id="gains"><h2>Before and after</h2>{about}{"".join(parts)}</section>'
        if any(parts)
        else ""
    )


def _gains(title: str, found: Gains) -> str:
    if not found.mean:
        return ""
    rows = "".join(map(_gain, found.questions))
    heads = ("question", "learners", "before", "after", "gain")
    return (
        f'<table class="plain"><caption>{title}: {points_text(found.mean)}</caption>{head(heads)}'
        f"<tbody>{rows}</tbody></table>"
    )


def _gain(each: GainFigures) -> str:
    kind = ' class="weak"' if each.gain.high < 0 else ""
    return (
        f'<tr><th scope=row><a href="#{each.item.name}"><code>{each.item.name}</code></a></th><td>{each.n:,}</td>'
        f"<td>{format_percent(each.before / each.n)}</td><td>{format_percent(each.after / each.n)}</td>"
        f"<td{kind}>{points_text(each.gain)}</td></tr>"
    )


def group_table(report: ClassReport) -> str:
    """Write a row for each group of the roster; "" where there are no two."""
    rows = "".join(
        f"<tr><th scope=row>{escaped(each.name) or 'in no group'}</th><td>{each.learners:,}</td><td>{each.helped:,}</td>"
        f"<td>{format_percent(each.done)}</td><td>{format_percent(each.right_first)}</td></tr>"
        for each in groups(report)
    )
    heads = ("group", "learners", "need help", "done (median)", "right first")
    return f'<table class="plain">{head(heads)}<tbody>{rows}</tbody></table>' if rows else ""


def compared(report: ClassReport) -> str:
    """Write what changed since another class; "" where there is none."""
    if not report.then:
        return ""
    found = compare(report, report.then)
    tables = (
        _changes("lesson", "Lessons: finished, of those who started", found.finished),
        _changes("lesson", "Lessons: right at the first attempt", found.right_first),
        _changes("question", "Questions that changed: right first", found.questions),
        _changes("misconception", "Misconceptions that changed: share of those asked", found.misconceptions),
    )
    return (
        f'<section id="compared"><h2>Beside the other class</h2><p class="note">{format_count(len(report.learners), "learner")} '
        f"now, {format_count(len(report.then.learners), 'learner')} then. Change in percentage points, with the 95 % interval. "
        "Questions and misconceptions are listed only where chance alone would give such a change once in a "
        f"thousand.</p>{''.join(tables)}</section>"
    )


def _changes(what: str, title: str, changes: Iterable[Change]) -> str:
    rows = "".join(
        f"<tr><th scope=row>{markdown_html(each.name)}</th><td>{_share(*each.now)}</td><td>{_share(*each.then)}</td>"
        f"<td>{points_text(each.difference) if each.difference else '–'}</td></tr>"
        for each in changes
    )
    heads = (what, "now", "then", "change")
    if not rows:
        return ""
    return f'<table class="plain"><caption>{title}</caption>{head(heads)}<tbody>{rows}</tbody></table>'


def _share(k: int, n: int) -> str:
    return f'{format_percent(k / n if n else None)}<span class="sub">of&nbsp;{n:,}</span>'


def absent(report: ClassReport) -> str:
    """Write the ids of those on the roster who handed in nothing; "" where there are none."""
    shown = list_items(map(escaped, report.absent))
    return (
        f'<section id="absent" class="left"><h2>On the roster, and nothing handed in</h2><ul>{shown}</ul></section>'
        if shown
        else ""
    )
