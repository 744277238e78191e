"""The Markdown of short texts such as questions, split once for both the browser and the saved notebook.

`code`, **bold**, *italic*, paragraphs and fenced blocks; everything else, HTML too, stays text. The
browser builds elements from the pieces and never parses markup, so no text can run anything.
"""

from __future__ import annotations

import re
from html import escape
from typing import TypeAlias

Span: TypeAlias = tuple[str, str]  # (tag, text); the tag is "", "code", "strong", "em" or "pre"
Block: TypeAlias = list[Span]  # one paragraph, or one fenced block as a single "pre"

_FENCE = re.compile(r"^```[^\n]*\n(.*?)\n?```[ \t]*$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\*\*(?=\S)(?P<strong>[^*]+?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(?P<em>[^*]+?)(?<=\S)\*(?![\w*])"
)


def blocks(text: str) -> list[Block]:
    """Split a text into paragraphs of spans."""
    found: list[Block] = []
    for k, piece in enumerate(_FENCE.split(text)):
        if k % 2:
            found.append([("pre", piece)])
        else:
            found += [_spans(" ".join(part.split())) for part in re.split(r"\n\s*\n", piece) if part.strip()]
    return found


def html(text: str) -> str:
    """Render a text as HTML without an outermost element; line breaks separate the paragraphs."""
    return "<br>".join("".join(_tagged(span) for span in block) for block in blocks(text))


def plain(text: str) -> str:
    """Render a text without its marks, on one line."""
    words = " ".join("".join(words for _, words in block) for block in blocks(text))
    return " ".join(words.split())


def _spans(line: str) -> Block:
    spans: Block = []
    end = 0
    for match in _INLINE.finditer(line):
        if match.start() > end:
            spans.append(("", line[end : match.start()]))
        spans.append((str(match.lastgroup), str(match[str(match.lastgroup)])))
        end = match.end()
    if end < len(line):
        spans.append(("", line[end:]))
    return spans


def _tagged(span: Span) -> str:
    tag, text = span
    if tag == "pre":  # not <pre>, which would end the paragraph it stands in
        return f'<code style="display: block; white-space: pre">{escape(text)}</code>'
    return f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text)
