"""State dicts in a file that runs no code when it is opened: NumPy's .npz, or .safetensors, which PyTorch opens too."""

from __future__ import annotations

import json
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, DTypeError, FolderError
from coursekit.files import draft_of

SAFETENSORS = ".safetensors"
FORMATS = (".npz", SAFETENSORS)

_UNREADABLE = object()
_LAYOUT = "__plan__"  # the array that says where the others belong


def save(obj: Any, f: str | Path) -> Path:
    """Write arrays, tensors, numbers, text, and dicts and lists of these.

    An interruption leaves an older file of the name complete.

    A name that ends in .safetensors makes a file that other libraries open: in PyTorch, the same model takes
    `safetensors.torch.load_file(f)` in its `load_state_dict` and gives the same outputs. It holds arrays by name
    and nothing else.

    Args:
        obj: model.state_dict(), optimizer.state_dict(), or a dict of such things.
        f: the file's name; .npz is added where the ending is missing.

    Returns:
        The file's path.

    Raises:
        DTypeError: something else, a function or a whole model for example.
        FolderError: the file cannot be written.
        ArgumentError: .safetensors is asked for where the package is missing, as in the browser.
    """
    path = Path(f)
    if path.suffix == SAFETENSORS:
        content = safetensors().save(arrays_by_name(obj))
    else:
        path = path if path.suffix == ".npz" else path.with_name(path.name + ".npz")
        content = zipped(obj)
    try:
        with draft_of(path) as draft:
            draft.write_bytes(content)
    except OSError as error:
        raise FolderError(f"cannot write {path}: {error.strerror}; does the folder exist?") from None
    return path


def load(f: str | Path) -> Any:
    """Read what `save` wrote, with tensors as arrays, or any file of arrays by name that ends in .safetensors.

    Never runs code from the file.

    Raises:
        FolderError: there is no such file, or one that was not written so.
        ArgumentError: a .safetensors file where the package is missing, as in the browser.
    """
    path = Path(f)
    path = path if path.exists() or path.suffix in FORMATS else path.with_name(path.name + ".npz")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FolderError(f"cannot read {path}: {error.strerror}") from None
    found = from_safetensors(content) if path.suffix == SAFETENSORS else from_npz(content)
    if found is _UNREADABLE:
        raise FolderError(f"{path} was not written by save(), or was cut short; save it again")
    return found


def zipped(obj: Any) -> bytes:
    """The content of an .npz file."""
    arrays: dict[str, Array] = {}
    layout = json.dumps(pack(obj, arrays))
    file = BytesIO()
    np.savez(file, allow_pickle=False, **{_LAYOUT: np.array(layout)}, **arrays)
    return file.getvalue()


def safetensors() -> Any:
    """The module `safetensors.numpy`, imported when it is needed: Python in the browser has none.

    Raises:
        ArgumentError: it is not installed.
    """
    try:
        return import_module("safetensors.numpy")
    except ImportError:
        raise ArgumentError(
            "files that end in .safetensors need the package safetensors, which is missing here "
            "(in the browser it does not exist); save to .npz, or `pip install safetensors`"
        ) from None


def arrays_by_name(obj: Any) -> dict[str, Array]:
    """The arrays of a state dict.

    Raises:
        DTypeError: something in it is no array of numbers, or has no name.
    """
    arrays: dict[str, Array] = {}
    layout = pack(obj, arrays)
    pairs = layout.get("dict") if isinstance(layout, dict) else None
    if pairs is None or not all(
        isinstance(k, str) and isinstance(v, dict) and "array" in v for k, v in pairs
    ):
        raise DTypeError(
            "a .safetensors file holds arrays by name and nothing else; save model.state_dict(), or choose .npz"
        )
    return {name: np.asarray(arrays[place["array"]], order="C") for name, place in pairs}


def from_safetensors(content: bytes) -> Any:
    """The arrays by name in such a file."""
    module = safetensors()
    try:
        return module.load(content)
    except import_module("safetensors").SafetensorError:
        return _UNREADABLE


def from_npz(content: bytes) -> Any:
    """What `zipped` made a file of."""
    from zipfile import BadZipFile  # noqa: PLC0415 - np.load needs it too, but only now

    try:
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            return unpack(json.loads(str(arrays[_LAYOUT])), arrays)
    except (KeyError, ValueError, EOFError, BadZipFile):
        return _UNREADABLE


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
