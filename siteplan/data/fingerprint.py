"""One number for a question and all its data, to tell whether two plans had the same inputs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from siteplan.study import Study
from siteplan.study.section import TRANSLATED

__all__ = ["input_hash"]

BLOCK = 1 << 20
WORDS = {f"{key}_{tag}" for key in ("name", "owner", "response") for tag in TRANSLATED}  # the same question, told anew
ALONGSIDE = {".shp": (".dbf", ".prj", ".shx", ".cpg")}  # what belongs to a file but lies beside it


def input_hash(study: Study) -> str:
    """Return the SHA-256 (hex) of what the study asks and of the bytes of its files.

    Comments and layout of study.toml do not count, nor the language of its answers or how long they are explained; a
    plan changed after reading does.
    """
    digest = hashlib.sha256(_canonical(study).encode())
    for table in sorted(study.entries()):
        for file in _parts(study.path(table)):
            digest.update(f"\0{table}{file.suffix}\0".encode())
            _add(digest, file)
    return digest.hexdigest()


def _canonical(study: Study) -> str:
    each = {"__all__": WORDS}
    plan = {"explain_limit": True, "re_solve_ranges": True, "phases": each}
    told: dict[str, Any] = {"study": {"language", *WORDS}, "plan": plan, "outlooks": each, "risks": each}
    asked = study.model_dump(mode="json", exclude={**told, "sources": True})
    return json.dumps(asked, sort_keys=True, ensure_ascii=True)


def _parts(path: Path) -> list[Path]:
    beside = [path.with_suffix(suffix) for suffix in ALONGSIDE.get(path.suffix.lower(), ())]
    return [file for file in (path, *beside) if file.is_file()]


def _add(digest: hashlib._Hash, file: Path) -> None:
    with file.open("rb") as content:
        while block := content.read(BLOCK):
            digest.update(block)
