"""Areas where no candidate may open: what lies in them is forbidden, and told by what."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Point, box

from siteplan.data import check_study, read_market, read_study
from siteplan.data.tables.exclusions import allowed_reading
from siteplan.data.tables.trial_site import TrialSite, trial_candidates
from siteplan.errors import StudyError
from siteplan.pipeline import make_plan
from siteplan.present.files.plan_json import plan_dict
from tests.markets import study as study_of
from tests.template import write_template

CRS = "EPSG:4326"


def _study(folder: Path, areas: gpd.GeoDataFrame | str, name: str = "exclusions.geojson") -> Path:
    """The template with a table of areas."""
    write_template(folder)
    if isinstance(areas, str):
        (folder / name).write_text(areas, "utf-8")
    else:
        areas.to_file(folder / name)
    text = (folder / "study.toml").read_text("utf-8")
    assert text.count("\nstations = {") == 1
    text = text.replace("\nstations = {", f'\nexclusions = "{name}"\nstations = {{')
    (folder / "study.toml").write_text(text, "utf-8")
    return folder


def _round(folder: Path, site: str) -> gpd.GeoDataFrame:
    """One area of some 200 m round a site, one far off."""
    at = read_market(read_study(write_template(folder))).candidates.geometry[site]
    near = box(at.x - 0.001, at.y - 0.001, at.x + 0.001, at.y + 0.001)
    return gpd.GeoDataFrame(
        {"name": ["Lake", ""], "reason": ["water", "park"]}, geometry=[near, box(0, 0, 1, 1)], crs=CRS
    )


def test_a_candidate_in_an_area_opens_in_no_plan_and_is_told_with_its_reason(tmp_path: Path) -> None:
    before = make_plan(*_read(write_template(tmp_path / "plain")))
    chosen = str(before.sites.loc[~before.sites["site_id"].isin(["M01"]), "site_id"].iloc[0])
    folder = _study(tmp_path / "study", _round(tmp_path / "other", chosen))
    study, market = _read(folder)
    assert market.candidates.loc[chosen, ["status", "barred_by"]].tolist() == ["forbidden", "Lake"]
    notes = [str(note) for note in market.notes if note.table == "exclusions"]
    assert any('area "Lake"' in note and chosen in note for note in notes)
    assert any("bar none" in note and "park" in note for note in notes)  # an area without a name goes by its reason
    plan = make_plan(study, market)
    assert chosen not in set(plan.sites["site_id"])
    told = json.loads(json.dumps(plan_dict(plan)))["barred"]
    assert {"site_id": chosen, "exclusion": "Lake", "reason": "water"} in told


def _read(folder: Path) -> tuple:  # type: ignore[type-arg]
    study = read_study(folder)
    return study, read_market(study)


def test_a_site_that_must_open_in_an_area_is_a_contradiction(tmp_path: Path) -> None:
    folder = _study(tmp_path / "study", _round(tmp_path / "other", "M01"))  # required by its status
    said = " ".join(map(str, check_study(folder).problems))
    assert "must open, and lie in an area where none may" in said
    assert '"Lake"' in said
    assert "M01" in said


@pytest.mark.parametrize("shape", [{"type": "Point", "coordinates": [101, 41]}, None])
def test_what_is_no_area_is_refused(shape: object, tmp_path: Path) -> None:
    feature = {"type": "Feature", "properties": {"reason": "x"}, "geometry": shape}
    areas = json.dumps({"type": "FeatureCollection", "features": [feature]})
    with pytest.raises(StudyError) as caught:
        _read(_study(tmp_path / "study", areas))
    assert all(problem.table == "exclusions" for problem in caught.value.problems)


def test_a_site_on_the_edge_is_inside_and_the_first_of_two_areas_counts() -> None:
    sites = gpd.GeoDataFrame(
        {"status": ["candidate"] * 3}, index=["A", "B", "C"], geometry=[Point(0, 0), Point(1, 1), Point(5, 5)], crs=CRS
    )
    areas = gpd.GeoDataFrame({"name": ["one", "two"], "reason": ["", ""]}, geometry=[box(0, 0, 2, 2)] * 2, crs=CRS)
    read = allowed_reading(study_of(), sites.rename_axis("site_id"), areas)
    found = read.checked()
    assert found["barred_by"].tolist() == ["one", "one", ""]
    assert found["status"].tolist() == ["forbidden", "forbidden", "candidate"]
    assert [note.ids for note in read.notes] == [("A", "B"), ("two",)]


def test_a_visitors_own_site_is_barred_too(tmp_path: Path) -> None:
    study, market = _read(_study(tmp_path / "study", _round(tmp_path / "other", "M02")))
    at = market.candidates.geometry["M02"]
    rows = trial_candidates(study, market, [TrialSite("X1", "mine", at.x, at.y, ("mall",))]).checked()
    assert rows.loc["X1", "barred_by"] == "Lake"
