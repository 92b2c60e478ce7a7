"""A study fitted to its own sales: what is written, and what it is worth on sites held out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from siteplan.errors import StudyError
from siteplan.market import Market
from siteplan.pipeline import fit_to_sales, hold_against_today, lay_groundwork
from siteplan.present.model_text.sales_fit_words import lines
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from tests.markets import grid_market, sites, study

N = 24


def town(sales: np.ndarray | None = None) -> Market:
    """A town of 24 own sites; without sales they sell what the study's own model says."""
    r = np.random.default_rng(5)
    own = sites("F", 113 + r.random(N) * 0.3, 22 + r.random(N) * 0.3)
    own = own.assign(annual_sales=np.arange(N) + 1.0 if sales is None else sales, opened="2020-01-01", keep="keep")
    own["convert_to"] = [()] * N
    return replace(grid_market(2), facilities=own)


def as_modelled(asked: Study) -> np.ndarray:
    return hold_against_today(asked, town()).sites["modelled"].to_numpy()


def test_a_study_that_is_right_stays_and_a_wrong_outside_option_is_put_right() -> None:
    right = study()
    sold = as_modelled(right)
    area = right.trade_area.model_copy(update={"outside": right.trade_area.outside_times(3)})
    found = fit_to_sales(right.model_copy(update={"trade_area": area}), town(sold))
    assert found.with_outside
    assert found.fitted.trade_area.largest_outside == pytest.approx(right.trade_area.largest_outside, rel=1e-3)
    assert found.after.off == pytest.approx(0, abs=1e-4)
    assert found.before.far_off
    assert found.held_out.tells_places
    assert hold_against_today(found.fitted, town(sold)).off == pytest.approx(found.after.off, abs=1e-9)


def test_outside_options_by_tier_are_put_right_and_keep_their_ratio() -> None:
    """Tier 3 has twice as much elsewhere as tier 1: three times both is found to be too much by a factor of three."""
    right = study(trade_area={"outside": {"1": 0.5, "3": 1.0}})
    sold = as_modelled(right)
    area = right.trade_area.model_copy(update={"outside": right.trade_area.outside_times(3)})
    found = fit_to_sales(right.model_copy(update={"trade_area": area}), town(sold))
    assert found.fitted.trade_area.outside == pytest.approx({"1": 0.5, "3": 1.0}, rel=1e-3)
    assert found.parameters.loc["", ["before", "value"]].tolist() == pytest.approx([3.0, 1.0], rel=1e-3)
    assert lines(found, Reader("en"))[0].startswith("outside option of Tier 3 (the largest; the other tiers in proport")


def test_of_sales_that_are_noise_alone_the_mean_tells_as_much() -> None:
    """Sales drawn at random around one number, without regard to place."""
    asked = study()
    noise = np.random.default_rng(11).lognormal(0, 0.25, N) * as_modelled(asked).mean()
    assert not fit_to_sales(asked, town(noise)).held_out.tells_places


def test_each_site_is_held_out_once() -> None:
    asked = study()
    found = fit_to_sales(asked, town(as_modelled(asked)))
    assert set(found.held_out.sites.index) == set(found.after.sites.index)
    assert found.held_out.off == pytest.approx(0, abs=1e-3)  # whatever block is left out, the same truth is found


def test_few_sites_are_refused() -> None:
    sales = pd.Series(as_modelled(study()))
    with pytest.raises(StudyError, match="7 own sites have usable annual sales, and 8 are needed"):
        fit_to_sales(study(), town(sales.where(sales.index < 7).to_numpy()))


def test_sales_of_a_format_that_sells_nothing_are_held_against_no_model() -> None:
    """Half the own sites are service sites with sales of their workshops: the others' figures stay as without them."""
    asked = study()
    idle = asked.formats["mall"].model_copy(update={"functions": ("service",)})
    asked = asked.model_copy(update={"formats": {**asked.formats, "service": idle}})
    market = town(as_modelled(asked) * 2)
    half = market.facilities.assign(format=["mall", "service"] * (N // 2))
    held = hold_against_today(asked, replace(market, facilities=half))
    assert set(held.sites.index) == set(half.index[half["format"] == "mall"])
    assert_frame_equal(held.sites, lay_groundwork(asked, replace(market, facilities=half)).forecast.today.sites)
    fitted = fit_to_sales(asked, replace(market, facilities=half))
    assert "service" not in fitted.parameters.index


def test_an_own_site_that_nobody_reaches_spoils_no_fit() -> None:
    """Its model sells nothing whatever the factors: it adds nothing to the fit, and no warning of a division by 0."""
    asked = study()
    market = town(as_modelled(asked))
    far = market.facilities.copy()
    far.loc[far.index[0], "geometry"] = shapely.Point(116, 25)
    found = fit_to_sales(asked, replace(market, facilities=far))
    assert np.isfinite(found.parameters.to_numpy()).all()


def test_sites_at_one_place_are_refused() -> None:
    """None of them can be held out, and what the fit is worth elsewhere could not be said."""
    market = town(as_modelled(study()))
    here = market.facilities.assign(geometry=market.facilities.geometry.iloc[0])
    with pytest.raises(StudyError, match="are at one place"):
        fit_to_sales(study(), replace(market, facilities=here))


def test_a_plan_knows_how_the_model_does_on_sites_held_out() -> None:
    """As `calibrate --to sales` has it, whether own sites may change or not; nothing where there are too few."""
    asked = study()
    market = town(as_modelled(asked))
    told = fit_to_sales(asked, market).held_out.sites
    own = market.facilities
    half = replace(market, facilities=own.assign(keep=["closable", "keep"] * (N // 2)))
    for known in (market, half):
        held = lay_groundwork(asked, known).forecast.today.held_out
        assert held is not None
        assert_frame_equal(held.sites, told, rtol=1e-6)
    few = replace(market, facilities=own.iloc[:7])
    assert hold_against_today(asked, few).held_out is None
