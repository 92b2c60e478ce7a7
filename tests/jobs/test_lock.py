"""A lock lives exactly as long as its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from siteplan.jobs.lock import hold, is_held

HOLDER = """
import sys
from pathlib import Path
from siteplan.jobs.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_free_again_after_the_block(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with hold(file):
        assert is_held(file)
    assert not is_held(file)


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDER, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert is_held(file)
        process.kill()
        process.wait()
    assert not is_held(file)
