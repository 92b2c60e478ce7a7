"""A file that is locked for as long as its process lives, however the process ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["hold", "is_held"]

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes], wait: bool) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes], wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock; the system lets it go when the process ends, even if it is killed."""
    with path.open("ab") as file:
        _lock(file, wait=True)
        yield


def is_held(path: Path) -> bool:
    """Return whether a living process holds the lock."""
    try:
        with path.open("ab") as file:
            _lock(file, wait=False)
    except OSError:
        return True
    return False
