"""The end of a worker, with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

__all__ = ["end_group"]


def end_group(pid: int) -> None:
    """End a living worker with all it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(pid)], check=False, capture_output=True)  # noqa: S603, S607
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:  # it ended by itself
        return
