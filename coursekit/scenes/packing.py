"""A scene on its way to the browser: a small dictionary and one buffer with all the arrays.

A mark that the browser already has is not sent again, so a drag that moves one line costs one line.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any, NamedTuple

import numpy as np

from coursekit.scenes.scene import Mark, Panel, Scene

__all__ = ["Packed", "pack"]


class Packed(NamedTuple):
    """What travels, and what the browser knows once it has arrived.

    `meta` is JSON-ready; a mark in it is null where the browser keeps the one it has. Arrays stand
    as [offset in bytes, length] into `buffer`: float32, or uint8 for heat maps.
    """

    meta: dict[str, Any]
    buffer: bytes
    known: tuple[tuple[bytes, ...], ...]


@functools.cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(entry.name for entry in dataclasses.fields(kind))


_PANEL = [entry.name for entry in dataclasses.fields(Panel)]


def _describe(mark: Mark) -> tuple[dict[str, Any], list[tuple[str, np.ndarray[Any, Any]]]]:
    """A mark's plain properties and its arrays."""
    kind: Any = type(mark)
    plain: dict[str, Any] = {"kind": kind.__name__}
    arrays = []
    for name in _fields(kind):
        value = getattr(mark, name)
        if isinstance(value, np.ndarray):
            arrays.append((name, value))
        else:
            plain[name] = value
    return plain, arrays


def _frame(panel: Panel) -> dict[str, Any]:
    """A panel without its marks."""
    return {name: getattr(panel, name) for name in _PANEL if name != "marks"}


def pack(scene: Scene, known: tuple[tuple[bytes, ...], ...] = ()) -> Packed:
    """The scene for the browser, given what the last `Packed` said it knows already.

    Args:
        scene: what to show.
        known: `Packed.known` of the frame that the browser shows now; empty sends everything.
    """
    buffer = bytearray()
    panels, seen = [], []
    for k, panel in enumerate(scene.panels):
        before = known[k] if k < len(known) else ()
        marks: list[dict[str, Any] | None] = []
        prints = []
        for j, mark in enumerate(panel.marks):
            plain, arrays = _describe(mark)
            shapes = [array.shape for _, array in arrays]
            fingerprint = b"".join(
                [repr((plain, shapes)).encode(), *(array.tobytes() for _, array in arrays)]
            )
            prints.append(fingerprint)
            if j < len(before) and before[j] == fingerprint:
                marks.append(None)
                continue
            for name, array in arrays:
                plain[name] = [len(buffer), *array.shape]
                buffer += array.tobytes()
                buffer += bytes(-len(buffer) % 4)  # a Float32Array must start on a multiple of four
            marks.append(plain)
        seen.append(tuple(prints))
        panels.append({**_frame(panel), "marks": marks})
    meta = {"aspect": scene.aspect, "words": scene.words, "panels": panels}
    return Packed(meta, bytes(buffer), tuple(seen))
