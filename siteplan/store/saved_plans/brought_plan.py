"""A plan's folder of the command line, brought into the list as a ZIP: hostile until it is proven whole."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from shapely.errors import GEOSException

from siteplan.errors import Problem, StudyError
from siteplan.present.files.export import write_plan
from siteplan.present.maps.scene.scene_json import scene_json
from siteplan.present.saved.archive import PLANS, KeptPlan, as_this_version, kept_plan
from siteplan.present.saved.contents import CONTENTS, contents_of, noted_anew
from siteplan.present.saved.kept_map import SCENE, kept_map
from siteplan.store.private import private_folder
from siteplan.store.saved_plans.listed_plan import ListedPlan, Person
from siteplan.store.saved_plans.plan_archive import without_paths
from siteplan.store.saved_plans.saved_list import NewPlan, keep_plan

__all__ = ["bring_plan"]

MOST_ZIP_BYTES = 200_000_000  # of the archive; a province's plan has 10 MB
MOST_BYTES = 800_000_000  # of all its files, unpacked
MOST_FILES = 200
_BLOCK = 1 << 20
_MAKE = "Make one with `siteplan plan STUDY --out FOLDER` and pack that folder."
_WHERE = "ZIP"
_FAULTS = (
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
    ArithmeticError,
    MemoryError,
    RecursionError,
    GEOSException,
)


def bring_plan(packed: IO[bytes], name: str, study: str, person: Person) -> ListedPlan:
    """Keep the plan of a packed folder as a draft; `study` is the name of the study that the list is of.

    All files are written anew of what the plan itself holds: what somebody else wrote into them reaches no visitor.

    Raises
    ------
    StudyError
        It is no ZIP of such a folder, too large, altered, of another study, or of a version that this one cannot read.
    SavedPlansError
        The disk is full, or the list cannot be reached.
    """
    with _unpacked(packed) as folder:
        try:
            return _brought(folder, name, study, person)
        except StudyError as error:
            raise without_paths(error, folder) from error
        except _FAULTS as error:  # whole by its hashes, and yet no plan: somebody wrote both
            raise StudyError([Problem(_WHERE, "it does not hold a plan as siteplan writes it", _MAKE)]) from error


def _brought(folder: Path, name: str, study: str, person: Person) -> ListedPlan:
    _refuse_inner_bomb(folder / PLANS.file)
    kept = kept_plan(folder, [SCENE])
    _refuse_altered(kept)
    if kept.plan.study.study.name != study:
        what = f"it is a plan of the study {kept.plan.study.study.name!r}, and this is {study!r}"
        raise StudyError([Problem(_WHERE, what, "Open the app on that study, and bring the plan there.")])
    clean = folder / ".clean"
    with as_this_version([kept]):
        _write_anew(kept, clean)
        return keep_plan(NewPlan(kept.plan, clean, name or kept.plan.study.study.name, kept.language), person)


def _refuse_inner_bomb(file: Path) -> None:
    """Refuse a plan that is larger unpacked than a whole folder may be; what is no archive is told where it is read."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as inner:
            if sum(entry.file_size for entry in inner.infolist()) > MOST_BYTES:
                _refuse_size()


def _write_anew(kept: KeptPlan, folder: Path) -> None:
    """Write a plan's files anew; its map is kept, for a kept plan has no roads to draw it of."""
    write_plan(kept.plan, folder, kept.language, kept.made)
    (folder / SCENE).write_text(scene_json(kept_map(kept)), "utf-8")
    noted_anew(folder, [SCENE])


def _refuse_altered(kept: KeptPlan) -> None:
    if kept.altered:
        what = "files were altered or are missing since siteplan wrote the folder"
        raise StudyError([Problem(_WHERE, what, _MAKE, ids=kept.altered)])


@contextmanager
def _unpacked(packed: IO[bytes]) -> Iterator[Path]:
    """Give a folder with the files of a ZIP, as far as they are a plan's."""
    folder = Path(tempfile.mkdtemp(prefix=".", dir=private_folder("opened")))
    try:
        if packed.seek(0, os.SEEK_END) > MOST_ZIP_BYTES:
            _refuse_size()
        with zipfile.ZipFile(packed) as archive:
            entries = _flat(archive)
            left = MOST_BYTES
            for name, entry in entries.items():
                left -= _write(archive, entry, folder / name, left)
        _refuse_unlisted(folder)
        yield folder
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of the disk
        raise StudyError([Problem(_WHERE, "it is no ZIP that can be read", _MAKE)]) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _flat(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the files by name: of the archive, or of the one folder in it."""
    files = [entry for entry in archive.infolist() if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")]
    if len(files) > MOST_FILES or sum(entry.file_size for entry in files) > MOST_BYTES:
        _refuse_size()
    homes = {entry.filename.rpartition("/")[0] for entry in files}
    found = {entry.filename.rpartition("/")[2]: entry for entry in files}
    if len(homes) > 1 or len(found) < len(files) or any("/" in home or "\\" in home for home in homes):
        raise StudyError([Problem(_WHERE, "it holds more than the files of one folder", _MAKE)])
    found.pop(".DS_Store", None)
    if bad := [name for name in found if Path(name).name != name or "\\" in name or name.startswith(".")]:
        raise StudyError([Problem(_WHERE, "it holds files that are none of a plan's", _MAKE, ids=bad)])
    return found


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, most: int) -> int:
    """Write a file, whatever size its entry claims: a bomb lies."""
    size = 0
    with archive.open(entry) as source, target.open("wb") as file:
        while block := source.read(_BLOCK):
            size += len(block)
            if size > most:
                _refuse_size()
            file.write(block)
    return size


def _refuse_size() -> None:
    what = f"unpacked it is larger than any plan: {MOST_BYTES / 1e6:,.0f} MB and {MOST_FILES} files are the most"
    raise StudyError([Problem(_WHERE, what, _MAKE)])


def _refuse_unlisted(folder: Path) -> None:
    known = {CONTENTS, *contents_of(folder, ["plan"]).files}
    if bad := sorted(path.name for path in folder.iterdir() if path.name not in known):
        raise StudyError([Problem(_WHERE, "it holds files that are none of a plan's", _MAKE, ids=bad)])
