"""A study is read once for each state of its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.store import groundwork_cache as groundstore
from siteplan.store.groundwork_cache import stamp, world_of


def test_the_second_time_the_study_comes_from_the_cache(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = world_of(template)
    monkeypatch.setattr(groundstore, "read_market", lambda _: pytest.fail("read again"))
    again = world_of(template)
    assert again.ground.options.equals(first.ground.options)
    assert again.mosaic.areas.geom_equals(first.mosaic.areas).all()


def test_a_changed_file_makes_another_world_and_another_stamp(template: Path) -> None:
    before, world = stamp(template), world_of(template)
    table = template / "candidates.csv"
    table.write_text("\n".join(table.read_text("utf-8").splitlines()[:-1]) + "\n", "utf-8")
    assert stamp(template) != before
    assert len(world_of(template).ground.market.candidates) == len(world.ground.market.candidates) - 1


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", b"\x80\x04K\x01."], ids=["empty", "no pickle", "a number"])
def test_a_spoilt_cache_is_made_anew(template: Path, cache: Path, rubbish: bytes) -> None:
    world_of(template)
    (kept,) = (cache / "groundwork").iterdir()
    kept.write_bytes(rubbish)
    assert len(world_of(template).ground.options) > 0
    assert kept.stat().st_size > len(rubbish)


def test_old_worlds_are_forgotten(template: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groundstore, "KEPT", 1)
    world_of(template)
    study = template / "study.toml"
    study.write_text(study.read_text("utf-8") + "\n# another state\n", "utf-8")
    world_of(template)
    assert len(list((cache / "groundwork").iterdir())) == 1


@pytest.mark.parametrize("text", ["[files", "files = 3", "[files]\nzones = 3\n", ""])
def test_a_study_that_cannot_be_read_still_has_a_stamp(tmp_path: Path, text: str) -> None:
    study = tmp_path / "study.toml"
    study.write_text(text, "utf-8")
    (tmp_path / "something else").write_text("x", "utf-8")
    assert [Path(name).name for name, _size, _time in stamp(tmp_path)] == ["study.toml"]
    assert stamp(study) == stamp(tmp_path)
    assert stamp(tmp_path / "nowhere") == ()


def test_a_table_that_comes_back_changes_the_stamp(template: Path) -> None:
    table = template / "facilities.csv"
    text = table.read_text("utf-8")
    table.unlink()
    without = stamp(template)
    table.write_text(text, "utf-8")
    assert len(stamp(template)) == len(without) + 1
