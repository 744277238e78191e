"""State dicts in a file: NumPy's .npz, which holds arrays and text and runs no code when it is opened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.tensor import Tensor
from coursekit.errors import DTypeError, FolderError
from coursekit.files import draft_of

_LAYOUT = "__plan__"  # the array that says where the others belong


def save(obj: Any, f: str | Path) -> Path:
    """Write arrays, tensors, numbers, text, and dicts and lists of these.

    An interruption leaves an older file of the name complete.

    Args:
        obj: model.state_dict(), optimizer.state_dict(), or a dict of such things.
        f: the file's name; .npz is added where the ending is missing.

    Returns:
        The file's path.

    Raises:
        DTypeError: something else, a function or a whole model for example.
        FolderError: the file cannot be written.
    """
    path = Path(f)
    path = path if path.suffix == ".npz" else path.with_name(path.name + ".npz")
    arrays: dict[str, Array] = {}
    layout = json.dumps(pack(obj, arrays))
    try:
        with draft_of(path) as draft, draft.open("wb") as file:
            np.savez(file, allow_pickle=False, **{_LAYOUT: np.array(layout)}, **arrays)
    except OSError as error:
        raise FolderError(f"cannot write {path}: {error.strerror}; does the folder exist?") from None
    return path


def load(f: str | Path) -> Any:
    """Read what `save` wrote, with tensors as arrays. Never runs code from the file.

    Raises:
        FolderError: there is no such file, or it was not written by `save`.
    """
    from zipfile import BadZipFile  # noqa: PLC0415 - np.load needs it too, but only now

    path = Path(f)
    path = path if path.exists() or path.suffix == ".npz" else path.with_name(path.name + ".npz")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return unpack(json.loads(str(arrays[_LAYOUT])), arrays)
    except OSError as error:
        raise FolderError(f"cannot read {path}: {error.strerror or error}") from None
    except (KeyError, ValueError, EOFError, BadZipFile):
        raise FolderError(f"{path} was not written by save(), or was cut short; save it again") from None


def pack(obj: Any, arrays: dict[str, Array]) -> Any:
    """The object as JSON, its arrays replaced by {"array": name} and added to `arrays`."""
    if isinstance(obj, Tensor | np.ndarray | np.generic):
        name = f"a{len(arrays)}"
        arrays[name] = np.asarray(obj)
        if arrays[name].dtype.kind not in "fiub":
            raise DTypeError(
                f"cannot save an array of {arrays[name].dtype}; only numbers and booleans are saved"
            )
        return {"array": name}
    if isinstance(obj, dict):
        return {"dict": [[pack(k, arrays), pack(v, arrays)] for k, v in obj.items()]}
    if isinstance(obj, list | tuple):
        return {type(obj).__name__: [pack(item, arrays) for item in obj]}
    if obj is None or isinstance(obj, bool | int | float | str):
        return obj
    raise DTypeError(
        f"cannot save a {type(obj).__name__}; save the model's state_dict() and numbers beside it"
    )


def unpack(layout: Any, arrays: Any) -> Any:
    """The reverse of `pack`."""
    if not isinstance(layout, dict):
        return layout
    ((kind, content),) = layout.items()
    if kind == "array":
        return arrays[content]
    if kind == "dict":
        return {unpack(k, arrays): unpack(v, arrays) for k, v in content}
    items = [unpack(item, arrays) for item in content]
    return tuple(items) if kind == "tuple" else items
