"""Controls: the parts of a widget's state that the reader can change.

Each is a traitlets trait with a label; the browser shows it as a native, labelled input.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import traitlets

from coursekit.errors import ArgumentError

_order = itertools.count()


class Control:
    """The base of all controls: a label, and their place in the order of definition."""

    kind: str
    label: str

    def _label(self, label: str) -> None:
        self.label = label
        self.order = next(_order)

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the input."""
        return {"kind": self.kind, "label": self.label}


class Slider(Control, traitlets.TraitType[float, float]):
    """A number from `low` to `high`, moved in steps of `step`; `unit` is shown after the value."""

    kind = "slider"

    def __init__(
        self, default: float, low: float, high: float, *, label: str, step: float = 0.1, unit: str = ""
    ) -> None:
        super().__init__(float(default))
        self._label(label)
        self.low, self.high, self.step, self.unit = low, high, step, unit

    def validate(self, obj: Any, value: Any) -> float:
        """Return a number in range as a float; raise ArgumentError for anything else."""
        number = _number(self.name, value)
        if not self.low <= number <= self.high:
            raise ArgumentError(f"{self.name} must lie between {self.low} and {self.high}; it is {value!r}")
        return number

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the input."""
        return {**super().spec(), "min": self.low, "max": self.high, "step": self.step, "unit": self.unit}

    def place(self, value: float) -> int:
        """The number of the step nearest to a value, from 0."""
        return round((value - self.low) / self.step)

    def steps(self) -> list[float]:
        """The values at all places, from `low` to `high`."""
        return [self.low + k * self.step for k in range(self.place(self.high) + 1)]


class Number(Control, traitlets.TraitType[float, float]):
    """Any number, typed by the reader."""

    kind = "number"

    def __init__(self, default: float, *, label: str, unit: str = "") -> None:
        super().__init__(float(default))
        self._label(label)
        self.unit = unit

    def validate(self, obj: Any, value: Any) -> float:
        """Return any finite number as a float; raise ArgumentError for anything else."""
        return _number(self.name, value)

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the input."""
        return {**super().spec(), "unit": self.unit}


class Choice(Control, traitlets.TraitType[Any, Any]):
    """One of a few values, shown as radio buttons; starts at `default`, or at the first."""

    kind = "choice"

    def __init__(self, *options: Any, label: str, default: Any = None) -> None:
        super().__init__(options[0] if default is None else default)
        self._label(label)
        self.options = options

    def validate(self, obj: Any, value: Any) -> Any:
        """Return one of the options; raise ArgumentError for anything else."""
        if value not in self.options:
            names = ", ".join(map(repr, self.options))
            raise ArgumentError(f"{self.name} must be one of {names}; it is {value!r}")
        return value

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the input."""
        return {**super().spec(), "options": list(self.options)}


class Toggle(Control, traitlets.TraitType[bool, bool]):
    """On or off, shown as a check box."""

    kind = "toggle"

    def __init__(self, *, label: str, on: bool = False) -> None:
        super().__init__(on)
        self._label(label)

    def validate(self, obj: Any, value: Any) -> bool:
        """Return True or False; raise ArgumentError for anything else."""
        if not isinstance(value, bool):
            raise ArgumentError(f"{self.name} must be True or False; it is {value!r}")
        return value


class Stepper(Control, traitlets.TraitType[int, int]):
    """A step from 0 to `last`, moved by two buttons: `label` goes on, "Back" goes back."""

    kind = "stepper"

    def __init__(self, last: int, *, label: str) -> None:
        super().__init__(0)
        self._label(label)
        self.last = last

    def validate(self, obj: Any, value: Any) -> int:
        """Return a whole number from 0 to `last`; raise ArgumentError for anything else."""
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= self.last:
            raise ArgumentError(f"{self.name} must be a whole number from 0 to {self.last}; it is {value!r}")
        return value

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the input."""
        return {**super().spec(), "min": 0, "max": self.last, "step": 1}

    def place(self, value: int) -> int:
        """The number of a step is the step itself."""
        return value


class Path(Control, traitlets.TraitType[Any, Any]):
    """Options in the order in which the reader pressed their buttons; "Undo" takes the last one back."""

    kind = "path"

    def __init__(self, *options: Any, label: str, longest: int) -> None:
        super().__init__(())
        self._label(label)
        self.options, self.longest = options, longest

    def validate(self, obj: Any, value: Any) -> tuple[Any, ...]:
        """Return a tuple of at most `longest` options; raise ArgumentError for anything else."""
        if not isinstance(value, list | tuple) or not all(each in self.options for each in value):
            names = ", ".join(map(repr, self.options))
            raise ArgumentError(f"{self.name} must be a list of some of {names}; it is {value!r}")
        if len(value) > self.longest:
            raise ArgumentError(f"{self.name} has room for {self.longest} entries; it has {len(value)}")
        return tuple(value)

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the input."""
        return {**super().spec(), "options": list(self.options), "max": self.longest}


class Word(Control, traitlets.TraitType[str, str]):
    """A word that the reader types, of at most `longest` of the given letters."""

    kind = "word"

    def __init__(self, default: str, *, label: str, letters: str, longest: int) -> None:
        super().__init__(default)
        self._label(label)
        self.letters, self.longest = letters, longest

    def validate(self, obj: Any, value: Any) -> str:
        """Return a word of these letters; raise ArgumentError for anything else."""
        if not isinstance(value, str) or not set(value) <= set(self.letters):
            raise ArgumentError(f"{self.name} may hold the letters {self.letters} only; it is {value!r}")
        if len(value) > self.longest:
            raise ArgumentError(f"{self.name} has room for {self.longest} letters; it is {value!r}")
        return value

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the input."""
        return {**super().spec(), "letters": self.letters, "max": self.longest}


def _number(name: str | None, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ArgumentError(f"{name} must be a number; it is {value!r}")
    return number
