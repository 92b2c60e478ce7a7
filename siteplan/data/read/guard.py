"""Whatever a library makes of a broken file becomes one problem in plain words."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from siteplan.data.limits import LONGEST_SHOWN
from siteplan.errors import Problem, SiteplanError, StudyError

__all__ = ["guarded", "is_file", "is_folder", "refuse", "setting", "short"]

TALKATIVE = ("pyogrio", "pyogrio._io", "osmnx", "shapely.geos", "pyproj", "fiona")  # they log with paths of the machine
ANEW = "Open it in the program it came from and save it again."


@contextmanager
def guarded(table: str, what: str, remedy: str = ANEW) -> Iterator[None]:
    """Turn any exception of a library into a Problem of this table, and keep its warnings and logs to itself.

    Raises
    ------
    StudyError
        `what` and the first line of the library's own words.
    """
    loggers = [logging.getLogger(name) for name in TALKATIVE]
    before = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except SiteplanError:
        raise
    except (Exception, RecursionError, MemoryError) as error:  # a library raises whatever a file provokes
        raise StudyError([Problem(table, f"{what} ({first_line(error)})", remedy)]) from error
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def first_line(error: BaseException) -> str:
    """Return what an exception says, in one line that is not too long."""
    said = (str(error).strip().splitlines() or [""])[0]
    return short(said, 3 * LONGEST_SHOWN) or type(error).__name__


def refuse(table: str, what: str, remedy: str, column: str = "", ids: tuple[str, ...] = ()) -> NoReturn:
    """Raise one problem."""
    raise StudyError([Problem(table, what, remedy, column, ids)])


def setting(table: str, path: Path, key: str, value: str) -> str:
    """Return how a key of a file is written in study.toml."""
    return f'in [files] of study.toml, {table} = {{ path = "{path.name}", {key} = "{value}" }}'


def short(text: object, longest: int = LONGEST_SHOWN) -> str:
    """Return a value cut to what a message can repeat."""
    whole = str(text)
    return whole if len(whole) <= longest else f"{whole[:longest]}..."


def is_file(path: Path) -> bool:
    """Return whether there is such a file; a path that no system could hold is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Return whether there is such a folder."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
