"""What is kept of a large road graph is what reading it gives, and is never trusted further than that."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from siteplan.data.road_graph import roads_kept
from siteplan.data.road_graph.roads import Roads, read_roads
from siteplan.data.road_graph.roads_kept import kept_beside
from siteplan.errors import StudyError
from tests.data.road_graph.test_roads import line, save


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graph of 41 nodes, one of which no car can leave; every graph is large here."""
    monkeypatch.setattr(roads_kept, "KEEP_FROM_BYTES", 0)
    names = [chr(ord("a") + n) for n in range(26)] + [chr(ord("A") + n) for n in range(14)]
    dead_end = ("a", "Z", {"length": 900, "highway": "residential"})
    return save(tmp_path / "g.graphml", [*line("".join(names)), dead_end], "".join([*names, "Z"]))


def same(one: Roads, other: Roads) -> bool:
    a, b = one.network, other.network
    arrays = ((a.lon, b.lon), (a.lat, b.lat), (a.minutes.toarray(), b.minutes.toarray()), (a.classes, b.classes))
    return one.notes == other.notes and all(np.array_equal(x, y) for x, y in arrays)


def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on no graph may be read."""

    def read(_path: Path) -> None:
        raise AssertionError("read anew")

    monkeypatch.setattr("siteplan.data.road_graph.roads.read_graph", read)


def test_it_comes_back_with_its_notes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_roads(path)
    assert "left out" in str(first.notes)
    never(monkeypatch)
    assert same(read_roads(path), first)
    assert sorted(file.name for file in path.parent.iterdir()) == [".g.graphml.siteplan.npz", "g.graphml"]


def test_another_frame_graph_or_code_is_read_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_roads(path)
    assert not same(read_roads(path, "gcj02"), first)  # moved by 500 m
    assert same(read_roads(path), first)
    info = path.stat()
    path.write_text(path.read_text().replace(">900<", ">901<").replace("113.02<", "113.03<"))
    os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns))  # of the same size and time: only its bytes are others
    assert not same(read_roads(path), first)
    monkeypatch.setattr(roads_kept, "_code", lambda: "newer")
    never(monkeypatch)
    with pytest.raises(AssertionError):
        read_roads(path)


def _packed(kept: Path) -> None:
    with np.load(kept) as parts:
        np.savez_compressed(kept, **dict(parts))


def _changed(**wrong: np.ndarray) -> Callable[[Path], None]:
    def change(kept: Path) -> None:
        with np.load(kept) as parts:
            np.savez(kept, **(dict(parts) | wrong))

    return change


def _folder(kept: Path) -> None:
    kept.unlink()
    kept.mkdir()


def _one_bit(kept: Path) -> None:
    content = bytearray(kept.read_bytes())
    content[len(content) // 3] ^= 1
    kept.write_bytes(content)


SPOILT: dict[str, Callable[[Path], object]] = {
    "empty": lambda kept: kept.write_bytes(b""),
    "cut short": lambda kept: kept.write_bytes(kept.read_bytes()[:-200]),
    "one bit": _one_bit,
    "no archive": lambda kept: kept.write_text("hello"),
    "an archive of others": lambda kept: zipfile.ZipFile(kept, "w").close(),
    "packed": _packed,
    "a folder": _folder,
    "objects": _changed(lon=np.array([{}] * 40, dtype=object)),
    "classes of other edges": _changed(classes=np.zeros(3, np.uint8)),
    "places outside": _changed(indices=np.full(78, 4000, dtype=np.int32)),
    "places below 0": _changed(indices=np.full(78, -1, dtype=np.int32)),
    "no minutes": _changed(minutes=np.zeros(78)),
    "not finite": _changed(lat=np.full(40, np.nan)),
    "too short": _changed(lat=np.zeros(39)),
    "no json": _changed(about=np.zeros(3, dtype=np.uint8)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_spoilt_is_passed_over(path: Path, spoil: Callable[[Path], object]) -> None:
    first = read_roads(path)
    spoil(kept_beside(path))
    assert same(read_roads(path), first)
    assert same(read_roads(path), first)


def test_spoilt_is_written_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_roads(path)
    kept_beside(path).write_text("hello")
    read_roads(path)
    never(monkeypatch)
    assert same(read_roads(path), first)


@pytest.mark.parametrize("error", [PermissionError, KeyboardInterrupt])
def test_no_half_file_stays(path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    """A disk that takes no more says nothing, as nothing is lost; a stop stops. Neither leaves a file."""

    def fail(file: object, *_given: object) -> None:
        file.write(b"half")  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(roads_kept, "_write", fail)
    if error is KeyboardInterrupt:
        with pytest.raises(KeyboardInterrupt):
            read_roads(path)
    else:
        assert len(read_roads(path).network.lon) == 40
    assert [file.name for file in path.parent.iterdir()] == ["g.graphml"]


def test_what_a_killed_run_left_goes(path: Path) -> None:
    old, young = (kept_beside(path).with_name(f".g.graphml.siteplan.npz.{name}.part") for name in ("old", "young"))
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    read_roads(path)
    assert (old.exists(), young.exists()) == (False, True)


def test_a_small_graph_leaves_its_folder_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roads_kept, "KEEP_FROM_BYTES", 20_000_000)
    read_roads(path)
    assert [file.name for file in path.parent.iterdir()] == ["g.graphml"]


def test_a_graph_that_is_refused_is_not_kept(tmp_path: Path, path: Path) -> None:
    path.write_text("no graph")
    with pytest.raises(StudyError):
        read_roads(path)
    assert [file.name for file in tmp_path.iterdir()] == ["g.graphml"]
