"""contents.json: what lies in a folder of results, each file with its hash, and which of them are not as written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from siteplan._version import __version__
from siteplan.errors import Problem, StudyError
from siteplan.present.text.reader import Reader

__all__ = ["CONTENTS", "QUESTION", "Contents", "contents_of", "noted_anew", "write_contents"]

CONTENTS, QUESTION = "contents.json", "study.toml"
_FAULTS = (ValueError, TypeError, LookupError, AttributeError, RecursionError, OSError)


@dataclass(frozen=True)
class Contents:
    """What a folder of results holds, as it was written by a command of siteplan.

    Attributes
    ----------
    command : what makes such a folder: "plan", "review", "frontier"
    made : seconds since 1970 at which its files were written
    language : in which they were written
    files : hashes, by name
    version : of siteplan that wrote them
    """

    folder: Path
    command: str
    made: int
    language: str
    files: Mapping[str, str]
    version: str

    @property
    def altered(self) -> tuple[str, ...]:
        """Files that are not as they were written, or gone."""
        return tuple(name for name, digest in self.files.items() if not _is_whole(self.folder / name, digest))

    def refuse_spoilt(self, read: Sequence[str], altered: Sequence[str]) -> None:
        """Refuse a folder in which one of the files that are read is missing or altered; all of them at once.

        Raises
        ------
        StudyError
            Any is.
        """
        spoilt = [name for name in read if name in altered or name not in self.files]
        if spoilt:
            raise StudyError([self.problem(name, self._what(name)) for name in spoilt])

    def problem(self, name: str, what: str) -> Problem:
        """Return what is wrong with a file, and the command that makes it anew."""
        remedy = f"Make the {self.command} again: siteplan {self.command} STUDY --out {self.folder}"
        return Problem(str(self.folder / name), what, remedy)

    def _what(self, name: str) -> str:
        there = (self.folder / name).exists()
        return "it was altered since the folder was written" if there else "it is missing"


def write_contents(folder: Path, command: str, question: Path, reader: Reader, made: int) -> None:
    """Write down what lies in a folder of results, once all is there; the question goes with it, as it was written."""
    if question.is_file():
        (folder / QUESTION).write_bytes(question.read_bytes())
    files = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    _write(folder, {
        "siteplan": __version__,
        "command": command,
        "made": datetime.fromtimestamp(made, UTC).isoformat(),
        "language": reader.language,
        "files": files,
    })  # fmt: skip


def contents_of(folder: Path, commands: Sequence[str]) -> Contents:
    """Return what a folder holds that one of these commands of siteplan wrote.

    Raises
    ------
    StudyError
        It is not such a folder, or what says so is damaged.
    """
    file = folder / CONTENTS
    either = " or ".join(commands)
    by_name = f"Name a folder that {' or '.join(f'`siteplan {command}`' for command in commands)} wrote."
    try:
        record = _read(file)
    except FileNotFoundError as error:
        raise StudyError([Problem(str(file), f"there is no {either} here that can be read back", by_name)]) from error
    except _FAULTS as error:
        again = f"Make it again: siteplan {commands[0]} STUDY --out {folder}"
        raise StudyError([Problem(str(file), "it is not as siteplan writes it", again)]) from error
    if record["command"] not in commands:
        what = f"`siteplan {record['command']}` wrote this folder, so there is no {either} in it"
        raise StudyError([Problem(str(file), what, by_name)])
    made = int(datetime.fromisoformat(record["made"]).timestamp())
    return Contents(folder, record["command"], made, record["language"], record["files"], str(record["siteplan"]))


def noted_anew(folder: Path, names: Iterable[str]) -> None:
    """Write down that files of a folder are others now, made of the same results."""
    record = _read(folder / CONTENTS)
    record["files"] |= {name: _digest(folder / name) for name in names}
    _write(folder, record)


def _read(file: Path) -> dict[str, Any]:
    record = json.loads(file.read_text("utf-8"))
    datetime.fromisoformat(record["made"])
    Reader(record["language"])
    if any(Path(name).name != name for name in record["files"]):
        raise ValueError("a name that leads out of the folder")  # it would be read, and a device never ends
    return {"command": "plan", "siteplan": "?", **record}


def _write(folder: Path, record: Mapping[str, Any]) -> None:
    (folder / CONTENTS).write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def _is_whole(path: Path, digest: str) -> bool:
    try:
        return _digest(path) == digest
    except OSError:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
