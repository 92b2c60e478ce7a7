"""What is being written lies beside its place until it is whole; what a killed run left there goes, or comes back."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

__all__ = ["part_beside", "put_in_place", "sweep"]

_YOUNG = 60.0  # seconds in which a process of that number is taken for the one that wrote
_DAY = 86_400.0
_AT_FDCWD, _EXCHANGE = -100, 2

if sys.platform == "win32":

    @contextmanager
    def _held(_path: Path) -> Iterator[None]:
        yield

    def _is_left(path: Path, _pid: int | None) -> bool:
        return _age(path) > _DAY  # nothing safer is known there
else:
    import fcntl

    @contextmanager
    def _held(path: Path) -> Iterator[None]:
        """Hold a lock that the system lets go however the process ends."""
        handle = os.open(path, os.O_RDONLY)
        try:
            _locked(handle)
            yield
        finally:
            os.close(handle)

    def _locked(handle: int) -> bool | None:
        """Return whether the lock could be had; None where the disk knows no locks."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True

    def _is_left(path: Path, pid: int | None) -> bool:
        """Return whether the run that wrote this is gone. The lock knows best, also in containers."""
        handle = os.open(path, os.O_RDONLY)
        try:
            free = _locked(handle)
        finally:
            os.close(handle)
        if free is None:
            return _age(path) > _DAY
        return free and (pid is None or not _lives(pid) or _age(path) > _YOUNG)

    def _lives(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:  # somebody else's
            return True
        return pid != os.getpid()


@contextmanager
def part_beside(target: Path, folder: bool = True) -> Iterator[Path]:
    """Give a new folder (or file) beside `target` to write to; whatever is left there in the end is removed.

    Its name says which process writes; a lock is held on it for as long as that lives.
    """
    made = _make_home(target)
    part = target.with_name(f".{target.name}-{os.getpid()}-{uuid4().hex[:8]}{'' if folder else target.suffix}")
    try:
        part.mkdir() if folder else part.touch()
        with _held(part):
            yield part
    finally:
        _remove(part)
        for home in made:
            _remove_if_empty(home)


def put_in_place(part: Path, target: Path) -> None:
    """Put a folder in the place of another: at every moment the one or the other is there, whole.

    What was there is `part` afterwards. Where the system cannot exchange, the old one is moved aside first: if the
    run is killed between the two steps, `sweep` brings it back.
    """
    if not target.exists():
        part.rename(target)
    elif not _exchanged(part, target):
        _swap(part, target)


def sweep(target: Path, ours: Callable[[Path], bool]) -> list[str]:
    """Remove what killed runs left beside `target`, and bring back what one had moved aside; return what was done.

    Only what `ours` knows is touched, and nothing that a living run writes.
    """
    done = []
    for part, pid in _parts(target):
        try:
            if not (_is_left(part, pid) and ours(part)):
                continue
            if part.name.endswith("-old") and not target.exists():
                part.rename(target)
                done.append(f"A run that was killed had moved the results of {target} aside; they are back.")
            else:
                _remove(part)
                done.append(f"Removed {part.name}, which a run that was killed had left beside {target}.")
        except OSError:  # another run was quicker, or it is not ours to remove
            continue
    return done


def _parts(target: Path) -> list[tuple[Path, int | None]]:
    """Return what bears the name of a part of `target`, and the process that it names."""
    name = re.compile(rf"\.{re.escape(target.name)}-(?:(\d+)-)?[0-9a-f]{{8}}(-old)?(?:{re.escape(target.suffix)})?")
    if not target.parent.is_dir():
        return []
    found = [(entry, name.fullmatch(entry.name)) for entry in target.parent.iterdir() if entry.name.startswith(".")]
    parts = [(entry, match) for entry, match in found if match and not entry.is_symlink()]
    # What was moved aside comes first: it may come back.
    parts.sort(key=lambda part: not part[0].name.endswith("-old"))
    return [(entry, int(match[1]) if match[1] else None) for entry, match in parts]


def _swap(part: Path, target: Path) -> None:
    old = part.with_name(f"{part.name}-old")
    target.rename(old)
    try:
        part.rename(target)
    except OSError:
        old.rename(target)
        raise
    old.rename(part)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two paths in one step; return whether this system and this disk can."""
    import ctypes  # noqa: PLC0415 - not needed where nothing is replaced

    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(libc, "renameat2"):  # Linux
        return bool(libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_EXCHANGE)) == 0)
    if hasattr(libc, "renamex_np"):  # macOS
        return bool(libc.renamex_np(*names, ctypes.c_uint(_EXCHANGE)) == 0)
    return False


def _make_home(target: Path) -> list[Path]:
    """Make the folders above `target` that are missing; return them, the deepest first."""
    missing = [folder for folder in target.parents if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:  # something lies in it
        return


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime
