"""The map's script: its functions by Node where there is one, its length, and that it writes no text as markup."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from siteplan.present import livemap

SCRIPT = Path(livemap.__file__).parent / "script"
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="there is no Node here")
def test_its_functions_do_what_they_say() -> None:
    test = Path(__file__).with_name("script.test.mjs")
    ended = subprocess.run([str(NODE), "--test", str(test)], check=False, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-1000:]


def test_it_is_short_and_writes_no_markup() -> None:
    texts = {file.name: file.read_text("utf-8") for file in SCRIPT.glob("*.js")}
    lines = [line for text in texts.values() for line in text.splitlines() if line.strip() and not _is_comment(line)]
    assert len(lines) <= 500
    for name, text in texts.items():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function", text), name


def _is_comment(line: str) -> bool:
    return line.strip().startswith("//")
