"""A learner's code in a process of its own, and the messages that cross its border.

Nothing here, and nothing below, knows an answer: the checks and their references are on the other side. That is why
this room stands under `content`, which no file here may import.
"""

from coursekit.confined.forking import ForkServer, Limits
from coursekit.confined.line import Line
from coursekit.confined.sandbox import missing_for_confinement

__all__ = ["ForkServer", "Limits", "Line", "missing_for_confinement"]
