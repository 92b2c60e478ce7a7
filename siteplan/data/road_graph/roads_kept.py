"""What a large road graph came to, kept beside its file: reading it again takes a fraction of a second.

The kept file is only a copy of what reading the graph gives, under the hash of the graph's bytes and of the code that
read them. One that is broken, of another graph or of another version is passed over and written anew; where none can
be written, nothing is different but the time.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from glob import escape
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.errors import Note
from siteplan.market import RoadNetwork

__all__ = ["kept_beside", "kept_or_read"]

KEEP_FROM_BYTES = 20_000_000  # a smaller graph is read in about a second: not worth a file in a user's folder
LIBRARIES = ("numpy", "scipy", "pandas", "pyproj", "osmnx", "networkx")
Network = tuple[RoadNetwork, tuple[Note, ...]]
HOUR = 3600.0


def kept_beside(path: Path) -> Path:
    """Return where the network of a graph is kept."""
    return path.with_name(f".{path.name}.siteplan.npz")


def kept_or_read(path: Path, frame: str, read: Callable[[], Network]) -> Network:
    """Return the network that is kept of a large graph, else read it and keep it."""
    if path.stat().st_size < KEEP_FROM_BYTES:
        return read()
    kept = kept_beside(path)
    try:
        key = _key(path, frame)
    except OSError:
        return read()  # and let that say what is wrong
    if (known := _load(kept, key, path.stat().st_size)) is not None:
        return known
    network, notes = read()
    if _key(path, frame) == key:  # nobody changed it meanwhile
        _store(kept, key, network, notes)
    return network, notes


def _key(path: Path, frame: str) -> str:
    """Return a hash of the graph's bytes and of all else that its network depends on."""
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    parts = (content, path.suffix.lower(), frame, _code(), *(version(name) for name in LIBRARIES))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _code() -> str:
    """Return a hash of the modules that read a graph."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for module in sorted([*here.glob("*.py"), *(here.parent / "read").glob("*.py")]):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def _load(kept: Path, key: str, most_bytes: int) -> Network | None:
    try:
        if not kept.is_file() or kept.stat().st_size > most_bytes:
            return None
        with kept.open("rb") as file:
            _refuse_packed(file)
            file.seek(0)
            with np.load(file, allow_pickle=False) as parts:
                about = json.loads(parts["about"].tobytes())
                return _network(parts, about) if about["key"] == key else None
    except Exception:
        return None


def _refuse_packed(file: IO[bytes]) -> None:
    """Refuse an archive that says more than its size: what is kept is written as it is."""
    with zipfile.ZipFile(file) as archive:
        if any(part.compress_type != zipfile.ZIP_STORED for part in archive.infolist()):
            raise ValueError("packed")


def _network(parts: Any, about: dict[str, Any]) -> Network:
    lon, lat = _numbers(parts["lon"]), _numbers(parts["lat"])
    data, indices, indptr = _numbers(parts["minutes"]), _places(parts["indices"]), _places(parts["indptr"])
    minutes = csr_array((data, indices, indptr), shape=(len(lon), len(lon)))
    minutes.check_format(full_check=True)
    classes = np.asarray(parts["classes"])
    if len(lat) != len(lon) or (data <= 0).any() or classes.dtype != np.uint8 or classes.shape != data.shape:
        raise ValueError("no network")
    notes = [Note(**{**note, "ids": tuple(note["ids"])}) for note in about["notes"]]
    return RoadNetwork(lon, lat, minutes, classes), tuple(notes)


def _numbers(part: Any) -> NDArray[np.float64]:
    if part.dtype != np.float64 or part.ndim != 1 or not np.isfinite(part).all():
        raise ValueError("no numbers")
    return np.asarray(part)


def _places(part: Any) -> NDArray[np.signedinteger[Any]]:
    if part.dtype not in (np.int32, np.int64) or part.ndim != 1:
        raise ValueError("no places")
    return np.asarray(part)


def _store(kept: Path, key: str, network: RoadNetwork, notes: tuple[Note, ...]) -> None:
    """Write the network, whole or not at all; a folder that cannot be written to is left as it is."""
    about = json.dumps({"key": key, "notes": [_plain(note) for note in notes]}).encode()
    part = kept.with_name(f"{kept.name}.{uuid4().hex}.part")
    with suppress(OSError):  # read-only, full, or no such names there
        try:
            with part.open("xb") as file:
                _write(file, about, network)
            os.replace(part, kept)  # noqa: PTH105 - as one step, so that a reader sees all of it or none
        finally:
            part.unlink(missing_ok=True)
            _sweep(kept)


def _write(file: IO[bytes], about: bytes, network: RoadNetwork) -> None:
    minutes = network.minutes
    np.savez(
        file,
        about=np.frombuffer(about, np.uint8),
        lon=network.lon,
        lat=network.lat,
        minutes=minutes.data,
        indices=minutes.indices,
        indptr=minutes.indptr,
        classes=np.zeros(0, np.uint8) if network.classes is None else network.classes,
    )


def _sweep(kept: Path) -> None:
    """Remove what runs that were killed left."""
    for part in kept.parent.glob(f"{escape(kept.name)}.*.part"):
        if time.time() - part.stat().st_mtime > HOUR:
            part.unlink(missing_ok=True)


def _plain(note: Note) -> dict[str, Any]:
    return {**vars(note), "ids": list(note.ids), "values": dict(note.values)}
