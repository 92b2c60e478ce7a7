"""How much a run tries: as many examples as a test asks for, ten times as many in the profile `thorough`."""

from collections.abc import Iterable
from typing import TypeVar

from hypothesis import settings

Case = TypeVar("Case")
ORDINARY = 100
"""Of how many examples a number that a test asks for is meant; a thorough run tries ten times as many."""
SAMPLE = 50
"""What an ordinary run tries where a test asks for nothing, the same ones each time."""


def thorough() -> bool:
    """Whether every one is tried where an ordinary run tries a few: more examples, moments, files; the province."""
    return settings().max_examples > ORDINARY


def examples(number: int, sample: int | None = None) -> settings:
    """Settings for a test that tries this many examples, or as many times more as the profile that is active.

    Where each takes long an ordinary run tries a `sample` of them.
    """
    ordinary = number if sample is None else sample
    return settings(max_examples=number * settings().max_examples // ORDINARY if thorough() else ordinary)


def some(cases: Iterable[Case], sample: int) -> list[Case]:
    """Return every case for a thorough run, for an ordinary one the same few each time, evenly spread."""
    every = list(cases)
    return every if thorough() else [every[k * len(every) // sample] for k in range(sample)]
