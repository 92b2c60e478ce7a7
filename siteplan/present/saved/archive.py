"""plan_data.zip: the plan itself, beside contents.json, which says what lies in the folder, whole and unaltered."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siteplan._version import __version__
from siteplan.data.limits import MOST_PLAN_BYTES
from siteplan.errors import Problem, StudyError
from siteplan.evaluate import Plan
from siteplan.present.files.saved import AGAIN
from siteplan.present.saved.decoded import Decoder
from siteplan.present.saved.encoded import Encoder
from siteplan.present.text.reader import Reader

__all__ = ["PLAN_DATA", "QUESTION", "KeptPlan", "kept_plan", "noted_anew", "plan_data", "write_contents"]

PLAN_DATA, CONTENTS, QUESTION = "plan_data.zip", "contents.json", "study.toml"
_TREE, _ARRAYS = "plan.json", "arrays/{n}.npy"
_SAME_DATE = (1980, 1, 1, 0, 0, 0)  # of a file in a zip: the same plan gives the same bytes
_FAULTS = (ValueError, TypeError, LookupError, AttributeError, ImportError, OSError, zipfile.BadZipFile, RecursionError)


@dataclass(frozen=True)
class KeptPlan:
    """A plan read back from its folder.

    Attributes
    ----------
    made : seconds since 1970 at which its files were written
    language : in which they were written
    altered : files that are not as they were written, which nothing here reads
    """

    folder: Path
    plan: Plan
    made: int
    language: str
    altered: tuple[str, ...] = ()


def plan_data(plan: Plan) -> bytes:
    """Return a plan without its roads and its own matrix of minutes, which no report reads."""
    market = replace(plan.market, roads=None, minutes=None)
    encoder = Encoder()
    tree = encoder.value(replace(plan, market=market))
    text = json.dumps({"version": __version__, "plan": tree}, ensure_ascii=False, allow_nan=False)
    parts = {_TREE: text.encode()} | {_ARRAYS.format(n=n): _npy(array) for n, array in enumerate(encoder.arrays)}
    return _zipped(parts)


def write_contents(folder: Path, question: Path, reader: Reader, made: int) -> None:
    """Write down what lies in a folder of results, once all is there; the question goes with it, as it was written."""
    if question.is_file():
        (folder / QUESTION).write_bytes(question.read_bytes())
    files = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    _write_record(
        folder,
        {
            "siteplan": __version__,
            "made": datetime.fromtimestamp(made, UTC).isoformat(),
            "language": reader.language,
            "files": files,
        },
    )


def kept_plan(folder: Path, needed: Sequence[str] = ()) -> KeptPlan:
    """Return the plan that a folder keeps; `needed` names what else of it is read.

    Raises
    ------
    StudyError
        There is none, another version wrote it, or what is read of it is missing or altered; all of it at once.
    """
    record = _contents(folder)
    files = record["files"]
    altered = [name for name in files if not _is_whole(folder / name, files[name])]
    read = [PLAN_DATA, QUESTION, *needed]
    problems = [_spoilt(folder, name) for name in read if name in altered or (name in needed and name not in files)]
    if PLAN_DATA not in files or problems:
        raise StudyError(problems or [_spoilt(folder, PLAN_DATA)])
    plan = _decoded(folder)
    study = plan.study.model_copy(update={"folder": folder})
    made = int(datetime.fromisoformat(record["made"]).timestamp())
    return KeptPlan(folder, replace(plan, study=study), made, record["language"], tuple(altered))


def noted_anew(folder: Path, names: Iterable[str]) -> None:
    """Write down that files of a folder are others now, made of the same plan."""
    record = _contents(folder)
    record["files"] |= {name: _digest(folder / name) for name in names}
    _write_record(folder, record)


def _decoded(folder: Path) -> Plan:
    try:
        with zipfile.ZipFile(folder / PLAN_DATA) as packed:
            _refuse_huge(packed)
            said = json.loads(packed.read(_TREE))
            n_arrays = len(packed.namelist()) - 1
            arrays = [np.load(io.BytesIO(packed.read(_ARRAYS.format(n=n)))) for n in range(n_arrays)]
        plan = Decoder(arrays).value(said["plan"])
    except _FAULTS as error:
        raise StudyError([_of_another_version(folder)]) from error
    if not isinstance(plan, Plan):
        raise StudyError([_of_another_version(folder)])
    return plan


def _refuse_huge(packed: zipfile.ZipFile) -> None:
    """Refuse what would fill the memory before it is unpacked."""
    if sum(entry.file_size for entry in packed.infolist()) > MOST_PLAN_BYTES:
        raise ValueError("larger than any plan")


def _contents(folder: Path) -> dict[str, Any]:
    file = folder / CONTENTS
    try:
        record = json.loads(file.read_text("utf-8"))
        datetime.fromisoformat(record["made"])
        Reader(record["language"])
        if any(Path(name).name != name for name in record["files"]):
            raise ValueError("a name that leads out of the folder")  # it would be read, and a device never ends
    except FileNotFoundError as error:
        what = "there is no plan here that can be read back"
        raise StudyError([Problem(str(file), what, "Name a folder that `siteplan plan` wrote.")]) from error
    except _FAULTS as error:
        raise StudyError([_problem(folder, CONTENTS, "it is not as siteplan writes it")]) from error
    return dict(record)


def _spoilt(folder: Path, name: str) -> Problem:
    there = (folder / name).exists()
    return _problem(folder, name, "it was altered since the plan was made" if there else "it is missing")


def _of_another_version(folder: Path) -> Problem:
    wrote = _contents(folder).get("siteplan")
    what = f"siteplan {wrote} wrote it; this is siteplan {__version__}, which keeps plans another way"
    return _problem(folder, PLAN_DATA, what)


def _problem(folder: Path, name: str, what: str) -> Problem:
    return Problem(str(folder / name), what, AGAIN.format(folder=folder))


def _write_record(folder: Path, record: Mapping[str, Any]) -> None:
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


def _npy(array: NDArray[Any]) -> bytes:
    written = io.BytesIO()
    np.save(written, array, allow_pickle=False)
    return written.getvalue()


def _zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as target:
        for name, content in parts.items():
            target.writestr(zipfile.ZipInfo(name, _SAME_DATE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
