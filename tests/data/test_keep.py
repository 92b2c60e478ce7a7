"""The column `keep` at the door: its words, what may be converted to, and ids that mean one site."""

from __future__ import annotations

from pathlib import Path

from siteplan.data import check_study
from tests.data.folders import facilities, only, problems, write_study


def test_sites_stay_unless_their_column_says_otherwise(tmp_path: Path) -> None:
    bare = check_study(write_study(tmp_path / "bare")).market
    told = check_study(
        write_study(tmp_path / "told", facilities=facilities().assign(keep=["", "convertible"], convert_to="service"))
    ).market
    assert bare is not None
    assert told is not None
    assert bare.facilities["keep"].tolist() == ["keep", "keep"]
    assert told.facilities["keep"].tolist() == ["keep", "convertible"]
    assert told.facilities["convert_to"].tolist() == [("service",), ("service",)]


def test_an_unknown_word_names_the_nearest(tmp_path: Path) -> None:
    found = only(problems(tmp_path, facilities=facilities().assign(keep=["keep", "closeable"])))
    assert (found.table, found.column, tuple(found.ids)) == ("facilities", "keep", ("F2",))
    assert 'Did you mean "closable"?' in found.remedy


def test_an_unknown_format_to_convert_to_names_the_nearest(tmp_path: Path) -> None:
    found = only(problems(tmp_path, facilities=facilities().assign(keep="convertible", convert_to="servise")))
    assert (found.column, tuple(found.ids)) == ("convert_to", ("F1", "F2"))
    assert 'Did you mean "service"?' in found.remedy


def test_a_site_that_may_change_needs_an_id_that_no_candidate_has(tmp_path: Path) -> None:
    """A plan says "C1: closed"; of sites that stay it says nothing, and they may share ids."""
    shared = facilities().assign(site_id=["C1", "C2"], keep=["closable", "keep"])
    found = only(problems(tmp_path / "closable", facilities=shared))
    assert tuple(found.ids) == ("C1",)
    assert not problems(tmp_path / "keep", facilities=shared.assign(keep="keep"))
