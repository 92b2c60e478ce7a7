"""The command line within the process of a test: all that its user meets, without the seconds that a start takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Said(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """What it said on both streams."""
        return self.out + self.err


Run = Callable[..., Said]
"""The fixture `run`: words as a shell would give them, numbers and paths as they are."""
