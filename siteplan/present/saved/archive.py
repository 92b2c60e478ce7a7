"""plan_data.zip and its like: a plan, review or frontier itself as JSON and arrays, of which reports are made again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from siteplan._version import __version__
from siteplan.data.limits import MOST_PLAN_BYTES
from siteplan.errors import Problem, StudyError
from siteplan.evaluate import Frontiers, Plan
from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.present.saved.contents import QUESTION, Contents, contents_of
from siteplan.present.saved.decoded import Decoder
from siteplan.present.saved.encoded import Encoder

__all__ = ["FRONTIERS", "PLANS", "REVIEWS", "KeptPlan", "as_this_version", "kept", "kept_data", "kept_plan"]

_TREE, _ARRAYS = "plan.json", "arrays/{n}.npy"
_SAME_DATE = (1980, 1, 1, 0, 0, 0)  # of a file in a zip: the same plan gives the same bytes
_FAULTS = (ValueError, TypeError, LookupError, AttributeError, ImportError, OSError, zipfile.BadZipFile, RecursionError)
Result = TypeVar("Result", Plan, Reviewed, Frontiers)


@dataclass(frozen=True)
class Kind(Generic[Result]):
    """A kind of results that is kept: the command that makes it, the file that holds it, and its class."""

    command: str
    file: str
    made_of: type[Result]


PLANS = Kind("plan", "plan_data.zip", Plan)
REVIEWS = Kind("review", "review_data.zip", Reviewed)
FRONTIERS = Kind("frontier", "frontier_data.zip", Frontiers)


@dataclass(frozen=True)
class KeptPlan:
    """A plan read back from its folder.

    Attributes
    ----------
    made : seconds since 1970 at which its files were written
    language : in which they were written
    altered : files that are not as they were written, which nothing here reads
    version : of siteplan that wrote it
    """

    folder: Path
    plan: Plan
    made: int
    language: str
    altered: tuple[str, ...] = ()
    version: str = __version__


def kept_data(result: Plan | Reviewed | Frontiers) -> bytes:
    """Return a result without its roads and its own matrix of minutes, which no report reads."""
    encoder = Encoder()
    text = json.dumps(
        {"version": __version__, "plan": encoder.value(_lean(result))}, ensure_ascii=False, allow_nan=False
    )
    parts = {_TREE: text.encode()} | {_ARRAYS.format(n=n): _npy(array) for n, array in enumerate(encoder.arrays)}
    return _zipped(parts)


def kept_plan(folder: Path, needed: Sequence[str] = ()) -> KeptPlan:
    """Return the plan that a folder keeps; `needed` names what else of it is read.

    Raises
    ------
    StudyError
        There is none, another version wrote it, or what is read of it is missing or altered; all of it at once.
    """
    contents = contents_of(folder, [PLANS.command])
    altered = contents.altered
    plan = _read(contents, PLANS, altered, needed)
    return KeptPlan(folder, plan, contents.made, contents.language, altered, contents.version)


@contextmanager
def as_this_version(plans: Sequence[KeptPlan]) -> Iterator[None]:
    """Refuse plans of another version where they lack what this one tells of a plan: a column that came later, say.

    Raises
    ------
    StudyError
        Something was not there, and a plan is of another version.
    """
    try:
        yield
    except (LookupError, AttributeError, TypeError) as error:
        others = [plan for plan in plans if plan.version != __version__]
        if not others:
            raise
        contents = [contents_of(plan.folder, [PLANS.command]) for plan in others]
        raise StudyError([_of_another_version(one, PLANS) for one in contents]) from error


def kept(folder: Path, kinds: Sequence[Kind[Any]]) -> Any:
    """Return the result that a folder keeps, of one of these kinds.

    Raises
    ------
    StudyError
        As of kept_plan.
    """
    by_command = {kind.command: kind for kind in kinds}
    contents = contents_of(folder, [*by_command])
    return _read(contents, by_command[contents.command], contents.altered)


def _read(contents: Contents, kind: Kind[Result], altered: Sequence[str], needed: Sequence[str] = ()) -> Result:
    read = [kind.file, *needed, *({QUESTION} & set(contents.files))]
    contents.refuse_spoilt(read, altered)
    try:
        result = _decoded(contents.folder / kind.file)
    except _FAULTS as error:
        raise StudyError([_of_another_version(contents, kind)]) from error
    if not isinstance(result, kind.made_of):
        raise StudyError([_of_another_version(contents, kind)])
    found: Result = _in(contents.folder, result)
    return found


def _of_another_version(contents: Contents, kind: Kind[Result]) -> Problem:
    what = (
        f"siteplan {contents.version} wrote it; this is siteplan {__version__}, which keeps {kind.command}s another way"
    )
    return contents.problem(kind.file, what)


def _decoded(file: Path) -> Any:
    with zipfile.ZipFile(file) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_PLAN_BYTES:
            raise ValueError("larger than any plan")  # it would fill the memory
        said = json.loads(packed.read(_TREE))
        n_arrays = len(packed.namelist()) - 1
        arrays = [np.load(io.BytesIO(packed.read(_ARRAYS.format(n=n)))) for n in range(n_arrays)]
    return Decoder(arrays).value(said["plan"])


def _lean(result: Any) -> Any:
    if isinstance(result, Reviewed):
        return replace(result, plan=_lean(result.plan))
    if isinstance(result, Plan):
        return replace(result, market=replace(result.market, roads=None, minutes=None))
    return result


def _in(folder: Path, result: Any) -> Any:
    """Return a result whose study lies where the result does: nothing else of the disk is read for it."""
    if isinstance(result, Reviewed):
        return replace(result, plan=_in(folder, result.plan))
    return replace(result, study=result.study.model_copy(update={"folder": folder}))


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
