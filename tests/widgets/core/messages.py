"""The page's side of the messages, for tests: what a widget sends is kept in a list."""

from __future__ import annotations


def connected(widget):
    """The widget, and the list of what it sends to the page from now on: (message, buffers)."""
    sent = []
    widget.send = lambda message, buffers=None: sent.append((message, buffers))
    return widget, sent


def set_state(widget, *, full=False, advance=False, **values):
    message = {"type": "set_state", "values": values, "full": full, "advance": advance}
    widget._receive(widget, message, [])
