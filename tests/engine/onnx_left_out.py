"""Why a case of ONNX's is not put to the engine."""

from __future__ import annotations

__all__ = ["LeftOut"]


class LeftOut(Exception):  # noqa: N818 - it is no error
    """The case needs what this sentence says and the engine does not have."""
