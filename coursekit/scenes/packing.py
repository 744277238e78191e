"""Packing of a scene for the browser: a small dictionary and one buffer with all the arrays.

A mark that the browser already has is not sent again, so a drag that moves one line costs one line.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from coursekit.scenes.scene import Mark, Panel, Scene

Fingerprints: TypeAlias = tuple[tuple[bytes, ...], ...]  # of the marks, panel by panel


class Packed(NamedTuple):
    """The message of a scene, and the fingerprints of the marks that the browser has once it arrived.

    `meta` is JSON-ready; a mark in it is null where the browser keeps the one it has. Arrays stand
    as [offset in bytes, length] into `buffer`: float32, or uint8 for heat maps.
    """

    meta: dict[str, Any]
    buffer: bytes
    fingerprints: Fingerprints


@functools.cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(entry.name for entry in dataclasses.fields(kind))


_PANEL = [entry.name for entry in dataclasses.fields(Panel)]


def _describe(mark: Mark) -> tuple[dict[str, Any], list[tuple[str, np.ndarray[Any, Any]]]]:
    """Split a mark into its plain properties and its arrays."""
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


def _without_marks(panel: Panel) -> dict[str, Any]:
    return {name: getattr(panel, name) for name in _PANEL if name != "marks"}


def pack(scene: Scene, sent: Fingerprints = ()) -> Packed:
    """Pack a scene for the browser, without the marks it already has.

    Args:
        scene: the picture.
        sent: `Packed.fingerprints` of the scene that the browser shows now; empty sends every mark.
    """
    buffer = bytearray()
    panels, fingerprints = [], []
    for k, panel in enumerate(scene.panels):
        before = sent[k] if k < len(sent) else ()
        marks: list[dict[str, Any] | None] = []
        seen = []
        for j, mark in enumerate(panel.marks):
            plain, arrays = _describe(mark)
            shapes = [array.shape for _, array in arrays]
            fingerprint = b"".join(
                [repr((plain, shapes)).encode(), *(array.tobytes() for _, array in arrays)]
            )
            seen.append(fingerprint)
            if j < len(before) and before[j] == fingerprint:
                marks.append(None)
                continue
            for name, array in arrays:
                plain[name] = [len(buffer), *array.shape]
                buffer += array.tobytes()
                buffer += bytes(-len(buffer) % 4)  # a Float32Array must start on a multiple of four
            marks.append(plain)
        fingerprints.append(tuple(seen))
        panels.append({**_without_marks(panel), "marks": marks})
    meta = {"aspect": scene.aspect, "words": scene.words, "panels": panels}
    return Packed(meta, bytes(buffer), tuple(fingerprints))
