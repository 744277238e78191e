"""YAML as an author means it: no silent duplicates, no `no` that becomes False, 1e7 is a number."""

from __future__ import annotations

import re
from typing import Any

import yaml

from coursekit.errors import BankError

LONGEST = 1_000_000  # letters; all banks of the course together have a quarter of that
_DEEPEST = 50
_TOLD = 200
_ADVICE = {
    re.compile("mapping values are not allowed"): "a text with a colon and a space goes in quotes",
    re.compile("expected (?:key|<block end>|',' or)"):
        "a text goes in quotes if it begins with a brace, a bracket or a quote, or holds a colon and a space",
    re.compile("character.* cannot start any token"): "a text that begins with a backtick, % or @ goes in quotes",
    re.compile("xpected `(?!array|object)[^`]*`, got `object`"):
        "put it in quotes; a value that begins with a brace is read as a table",
}  # fmt: skip
"""Part of a parser's or decoder's message → what its author can do."""

# The C parser is ten times faster where PyYAML was built with it.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML 1.2's plain scalars instead of 1.1's, and every key once."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own name and place

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """Return the mapping of `node`; a key that stands there twice is refused."""
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be plain text", key.start_mark
                )
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{key.value}` stands there twice", key.start_mark
                )
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9_]*)$"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9_]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)


def read_yaml(text: str, *, source: str) -> Any:
    """Return the data in a YAML text, for msgspec to convert.

    Args:
        text: the file's content.
        source: the file's name, for the message.

    Raises:
        BankError: with file, line and reason.
    """
    if len(text) > LONGEST:
        raise BankError(f"{source}: {len(text):,} letters are too many; keep it below {LONGEST:,}.")
    try:
        _refuse_traps(text)
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        place, reason = _place_and_reason(text, error)
        raise BankError(f"{source}{place}: {explained(reason)}; mend the YAML there.") from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        reason = quotable(str(error).splitlines()[0] if str(error) else type(error).__name__)
        raise BankError(f"{source}: not YAML that can be read ({reason}); mend the file.") from None


def line_of(text: str, *path: str | int) -> int:
    """Return the line, counted from 1, where a part of a YAML text begins: `line_of(text, "questions", 3)`.

    Where there is no such part, it is the line of what is nearest above it.
    """
    node, line = yaml.compose(text, Loader=_Base), 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key, value) for key, value in node.value if key.value == step]
            if not pairs:
                break
            line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _place_and_reason(text: str, error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """Return where an author has to look, as ", line 3", and the parser's reason.

    A quote that isn't closed swallows lines up to the next one, and the parser stumbles only there.
    """
    mark: Any = error.problem_mark  # set in whatever PyYAML raises here
    reason = str(error.problem or error.context)
    is_grammar = isinstance(error, yaml.scanner.ScannerError | yaml.parser.ParserError)
    opened = _line_of_open_quote(text, mark) if is_grammar else None
    if opened is not None:
        said = (
            f"the quote that opens here is not closed where it should be; line {mark.line + 1} cannot be read"
        )
        return f", line {opened + 1}", f"{said} ({reason})"
    opening = error.context_mark
    if opening and "flow" in str(error.context) and opening.line != mark.line:
        return f", line {mark.line + 1}", f"{reason} (the bracket opens in line {opening.line + 1})"
    return f", line {mark.line + 1}", reason


def _line_of_open_quote(text: str, problem: Any) -> int | None:
    """Return the line, from 0, of the quoted text over several lines that ends just in front of a problem, if any."""
    last = None
    try:
        for token in yaml.scan(text, Loader=_Base):
            if (token.start_mark.line, token.start_mark.column) >= (problem.line, problem.column):
                break
            if isinstance(token, yaml.ScalarToken):
                if token.style in ("'", '"') and token.start_mark.line < token.end_mark.line:
                    last = token
                elif last and last.end_mark.line < problem.line:  # it was closed, and read on from there
                    last = None
    except yaml.MarkedYAMLError as error:
        if error.context_mark and "quoted scalar" in str(error.context):
            return int(error.context_mark.line)
    return last.start_mark.line if last else None


def quotable(text: str) -> str:
    """Return a text from a file as a message may quote it: on one line, and not endless."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return shown if len(shown) <= _TOLD else f"{shown[: _TOLD - 1]}…"


def explained(reason: str) -> str:
    """Return a parser's or decoder's message as `quotable` does, and what its author can do where that is known."""
    advice = [says for pattern, says in _ADVICE.items() if pattern.search(reason)]
    return "; ".join([quotable(reason), *advice])


def _refuse_traps(text: str) -> None:
    """Refuse what would overrun the C parser's stack, unfold into billions of items, or call a constructor."""
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        depth -= isinstance(event, yaml.CollectionEndEvent)
        problem = _trap(event, depth)
        if problem:
            mark: Any = event.start_mark  # of the C parser, which PyYAML's types forget
            raise yaml.composer.ComposerError(None, None, problem, mark)


def _trap(event: Any, depth: int) -> str:
    if depth > _DEEPEST:
        return f"more than {_DEEPEST} lists or fields inside each other"
    if isinstance(event, yaml.AliasEvent):
        return f"`*{event.anchor}` repeats what stands elsewhere, which is not read here; write it out"
    if getattr(event, "tag", None):
        return f"the tag `{event.tag}` is not read here; write the value alone"
    return ""
