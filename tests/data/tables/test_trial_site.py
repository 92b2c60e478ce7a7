"""A site that somebody puts on the map is a candidate of the study, to the last digit."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from siteplan.data import read_market, read_study
from siteplan.data.bundled import bundled_study
from siteplan.data.tables.trial_site import TrialSite, trial_candidates
from siteplan.evaluate.alone import alone
from siteplan.groundwork import Groundwork
from siteplan.market.options import as_given
from siteplan.pipeline import lay_beside, lay_groundwork
from tests.examples import thorough
from tests.markets import grid_market, study
from tests.template import write_template


def _laid(folder: Path) -> Groundwork:
    found = read_study(folder)
    return lay_groundwork(found, read_market(found))


def _as_in_the_file(folder: Path, site: TrialSite, rent: float) -> None:
    """Write the site as the last row of candidates.csv."""
    path = folder / "candidates.csv"
    names = next(csv.reader(path.read_text("utf-8").splitlines()))
    row = {
        "site_id": site.site_id, "name": site.name, "lon": site.lon, "lat": site.lat, "rent": rent,
        "formats": ";".join(site.formats), "footfall": site.footfall or "",
    }  # fmt: skip
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([row.get(name, "") for name in names])


@pytest.mark.parametrize("which", ["template", *(["bundled"] if thorough() else [])])
def test_its_figures_are_those_of_a_row_in_the_file(which: str, tmp_path: Path) -> None:
    if which == "template":
        folder, at, formats = write_template(tmp_path / "study"), (101.03, 41.03), ("mall",)
    else:
        folder, at, formats = (
            Path(shutil.copytree(bundled_study(), tmp_path / "study")),
            (113.3, 23.12),
            ("mall", "hub"),
        )
    before = _laid(folder)
    formats = tuple(name for name in before.study.formats if name in formats) or tuple(before.study.formats)[:1]
    site = TrialSite("X1", "mine", *at, formats, footfall=9000.0)
    rows = trial_candidates(before.study, before.market, [site]).checked()
    there = lay_beside(before, rows, forecast=True)
    _as_in_the_file(folder, site, float(rows["rent"].iloc[0]))
    asked = _laid(folder)
    assert list(there.options.index) == list(asked.options.index)
    assert (there.scorecard.table().fillna(-1) == asked.scorecard.table().fillna(-1)).all(axis=None)
    assert (there.forecast.options.fillna(-1) == asked.forecast.options.fillna(-1)).all(axis=None)
    for option in (f"X1:{formats[0]}", str(asked.options.index[0])):
        mine, theirs = alone(there, option), alone(asked, option)
        assert (mine.capture, mine.net_new) == (theirs.capture, theirs.net_new)
        assert mine.taken.own.equals(theirs.taken.own)
        assert mine.levels.equals(theirs.levels)


def test_a_rent_that_is_not_given_is_the_median_of_its_citys_candidates() -> None:
    market = grid_market(1)
    zone = market.zones.geometry.iloc[0]
    site = TrialSite("X1", "mine", zone.x, zone.y, ("mall",))
    rows = trial_candidates(study(), market, [site]).checked()
    assert rows.loc["X1", "city"] == "A"
    assert rows.loc["X1", "rent"] == np.median(as_given(market.candidates)["rent"])  # all lie in one city
    own = TrialSite("X2", "mine", zone.x, zone.y, ("mall",), rent=7.0)
    assert trial_candidates(study(), market, [own]).checked().loc["X2", "rent"] == 7.0


def test_all_that_is_wrong_with_it_is_told_at_once() -> None:
    market = grid_market(1)
    far = TrialSite("X1", "at sea", 0.0, 0.0, ("mall",))
    twice = TrialSite("C1", "of an id that is taken", *market.zones.geometry.iloc[0].coords[0], ("malls",))
    found = trial_candidates(study(), market, [far, twice])
    assert found.value is None
    said = " ".join(map(str, found.problems))
    for word in ("outside all zones", "that of a site of the study", '"malls" does not exist'):
        assert word in said


def test_the_users_own_minutes_say_nothing_of_it() -> None:
    market = grid_market(1)
    zone = market.zones.geometry.iloc[0]
    asked = study(travel={"source": "minutes"}, files={"zones": "z.csv", "candidates": "c.csv", "minutes": "m.csv"})

    own = replace(market, minutes=pd.DataFrame({"zone_id": ["Z0"], "site_id": ["C0"], "minutes": [5.0]}))
    found = trial_candidates(asked, own, [TrialSite("X1", "mine", zone.x, zone.y, ("mall",))])
    assert "say nothing of sites that are not in them" in str(found.problems[0])
