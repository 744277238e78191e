"""Parts of the command line that several verbs share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

COURSE: dict[str, Any] = {
    "type": Path,
    "metavar": "COURSE",
    "help": "the folder of another course than ours",
}


def verb(
    verbs: Any, name: str, run: Callable[[argparse.Namespace], int | None], *examples: str
) -> Callable[..., Any]:
    """A verb with its help and examples; returns what adds its arguments."""
    parser = verbs.add_parser(
        name,
        help=run.__doc__,
        description=run.__doc__,
        epilog="\n  ".join(["examples:", *examples]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    add: Callable[..., Any] = parser.add_argument
    return add
