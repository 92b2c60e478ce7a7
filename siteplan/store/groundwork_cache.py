"""The groundwork of a study and its zones on the map, made once for each state of its files."""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
import time
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

import siteplan
from siteplan.data import input_hash, read_market, read_study
from siteplan.evaluate.zones_today import zones_today
from siteplan.groundwork import Groundwork
from siteplan.pipeline import lay_groundwork
from siteplan.present.maps.merged_zones import Mosaic, screen_mosaic
from siteplan.score import Opportunities
from siteplan.store.confined import refuse_outside
from siteplan.store.private import private_folder
from siteplan.study import Study
from siteplan.travel import with_notes

__all__ = ["World", "code_stamp", "stamp", "world_of"]

KEPT = 4
HOUR = 3600.0
LIBRARIES = ("geopandas", "numpy", "pandas", "scipy", "shapely")


@dataclass(frozen=True)
class World:
    """All that the app knows of a study before anything is asked; `key` names the state of its files."""

    ground: Groundwork
    mosaic: Mosaic
    key: str
    opportunities: Opportunities
    today: pd.DataFrame


def world_of(path: Path) -> World:
    """Return the world of a study as its files are now: from the cache, else made and kept there.

    Raises
    ------
    StudyError
        The study or its tables are wrong, or lie where a served study may not look.
    """
    study = read_study(path)
    refuse_outside(study)
    kept = private_folder("groundwork") / f"{_key(study)}.pickle"
    return _load(kept) or _make(study, kept)


def stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Return names, sizes and times of a study's files: cheap, and another one once any of them changes."""
    study = path / "study.toml" if path.is_dir() else path
    there = [file for file in (study, *_named(study)) if file.is_file()]
    return tuple((str(file), (info := file.stat()).st_size, info.st_mtime_ns) for file in there)


def _named(study: Path) -> list[Path]:
    """Return the files that a study names, as far as it can be read."""
    try:
        raw = tomllib.loads(study.read_text("utf-8"))
        outlooks = raw.get("outlooks", [])
        files = [*raw.get("files", {}).values(), *(one.get(key) for one in outlooks for key in ("enter", "snapshot"))]
    except (OSError, ValueError, AttributeError, TypeError):
        return []
    paths = [entry.get("path") if isinstance(entry, dict) else entry for entry in files]
    return [study.parent / path for path in paths if isinstance(path, str)]


def _make(study: Study, kept: Path) -> World:
    ground = lay_groundwork(study, with_notes(study, read_market(study)))
    world = World(ground, screen_mosaic(ground.market.zones), kept.stem, ground.opportunities(), zones_today(ground))
    _store(world, kept)
    return world


def _load(kept: Path) -> World | None:
    try:
        with kept.open("rb") as file:
            world = pickle.load(file)  # noqa: S301 - written by _store, in a folder that nobody else may enter
    except (OSError, EOFError, pickle.PickleError, AttributeError, ImportError, TypeError, ValueError):
        return None  # never kept, or by an older version: it is laid anew
    return world if isinstance(world, World) else None


def _store(world: World, kept: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
        pickle.dump(world, file, protocol=pickle.HIGHEST_PROTOCOL)
    os.replace(file.name, kept)  # noqa: PTH105 - as one step, so that a reader sees all of it or none
    newest_first = sorted(kept.parent.glob("*.pickle"), key=lambda p: p.stat().st_mtime, reverse=True)
    left = [file for file in kept.parent.glob("tmp*") if time.time() - file.stat().st_mtime > HOUR]  # by a kill
    for old in (*newest_first[KEPT:], *left):
        old.unlink(missing_ok=True)


def _key(study: Study) -> str:
    """Return a name for the study's files, the code that read them and the libraries that hold them."""
    parts = [input_hash(study), str(study.folder.resolve()), code_stamp(), *(version(name) for name in LIBRARIES)]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def code_stamp() -> str:
    """Return the version of the code, and in a checkout when it was last changed."""
    modules = Path(siteplan.__file__).parent.rglob("*.py")
    return f"{siteplan.__version__} {max(module.stat().st_mtime_ns for module in modules)}"
