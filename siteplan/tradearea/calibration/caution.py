"""What a fit did or found that its user should know: warnings with their reasons."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator

__all__ = ["RANGES", "CalibrationWarning", "decay_notes", "say_all"]

# What is usual for sites that sell cars, in minutes of driving; assumed, no figure for such sites in China is published.
RANGES = {"exponential": (0.04, 0.12), "power": (1.0, 2.5)}


class CalibrationWarning(UserWarning):
    """A fit that is to be read with care; the text says why and what was done."""


def decay_notes(decay: str, rate: float, midpoint: float | None = None) -> Iterator[str]:
    """Yield what is unusual about a decay."""
    if rate <= 0:
        yield f"The fitted rate is {rate:.4g}: visits rise with minutes. Check the minutes, or add what draws from afar."
    elif decay in RANGES and not RANGES[decay][0] <= rate <= RANGES[decay][1]:
        low, high = RANGES[decay]
        yield (
            f"The fitted rate {rate:.4g} lies outside the usual range of {low:g} to {high:g} for a decay that is "
            f"{decay}. It is kept; check the unit of the minutes, and whether the flows are of the same kind of trip."
        )
    if midpoint is not None and midpoint <= 0:
        yield f"The fitted midpoint is {midpoint:.4g} minutes: within the minutes seen, the curve is an exponential."


def say_all(notes: Iterable[str]) -> tuple[str, ...]:
    """Warn of each note, and return them."""
    told = tuple(notes)
    for note in told:
        warnings.warn(note, CalibrationWarning, stacklevel=4)
    return told
