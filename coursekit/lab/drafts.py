"""Whose the answers are that a card keeps in the browser until they are checked.

One browser may see several learners: another folder at the same address, or other users of a hub. Each folder has an
id of its own in `.coursekit/drafts.json`, and a card keeps what is typed under that id.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from coursekit.errors import FolderError
from coursekit.files import write_whole
from coursekit.progress import History, find_folder, present_folder


def draft_owner(name: str, history: History) -> str:
    """Return the name of the drafts of a question, such as "1f3a… .0": the folder's id, and how often it was reset.

    Empty where no id can be kept: the browser then keeps no draft.
    """
    resets = sum(
        event.kind == "reset" and event.name in {name, name.partition(".")[0]} for event in history.everything
    )
    with suppress(FolderError, OSError):
        return f"{folder_id(find_folder(present_folder(), os.environ))}.{resets}"
    return ""


def folder_id(folder: Path) -> str:
    """Return the id of a learner's folder, made with its first card; a moved folder keeps it, a copy gets another.

    Raises:
        OSError: it cannot be kept.
    """
    file = folder / ".coursekit" / "drafts.json"
    known = _read(file)
    file.parent.mkdir(exist_ok=True)
    here = {
        "user": _digest(os.environ.get("JUPYTERHUB_USER", "")),
        "path": _digest(str(folder.resolve())),
        "inode": file.parent.stat().st_ino,
    }
    same = [key for key in here if known.get(key) == here[key]]
    is_known = "user" in same and len(same) > 1 and isinstance(known.get("id"), str)
    new = {"id": known["id"] if is_known else secrets.token_hex(8), **here}
    if new != known:
        write_whole(file, json.dumps(new))
    return str(new["id"])


def _read(file: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
