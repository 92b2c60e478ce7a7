"""A fault of siteplan itself: the user gets one line, those who mend it a log."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from siteplan._version import __version__

__all__ = ["fault_line"]


def fault_line(error: BaseException) -> str:
    """Write what happened into a log and return the line that names it."""
    what = f"{type(error).__name__} in siteplan {__version__}"
    try:
        return f"A fault of siteplan ({what}); the log is in {_logged(error)}. Nothing is left half-written."
    except OSError:
        return f"A fault of siteplan ({what}); no log could be written. Nothing is left half-written."


def _logged(error: BaseException) -> Path:
    handle, name = tempfile.mkstemp(prefix="siteplan-fault-", suffix=".log")
    told = [
        f"siteplan {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        f"command: {sys.argv[1:]!r}",
        *traceback.format_exception(error),
    ]
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write("\n".join(told))
    return Path(name)
