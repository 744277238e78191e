"""Pictures with 1 docstring."""


def bars(n):  # pragma: no cover
    """So many bars, at most 99."""
    return f"{n:.2f} bars"


def _helper():  # pragma: no cover
    return None
