"""What the bundled study leaves to siteplan, recomputed from its raw files by other means, and listed whole."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from siteplan.data.bundled import bundled_study
from siteplan.data.tables.columns import TABLES
from siteplan.data.tables.filled_columns import STANDS_IN, filled_columns
from siteplan.data.tables.one_table import table_reading
from siteplan.evaluate.filled_in import filled_in
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.market.options import filled_rents
from siteplan.pipeline import hold_against_today
from siteplan.study import Study
from siteplan.study.demand_spec import Demand
from siteplan.study.review_spec import NetworkReview
from siteplan.tradearea import shares
from tests.examples import some
from tests.moving import moving_market
from tests.worlds import tiny_market, tiny_study

FOLDER = bundled_study()


@pytest.fixture(scope="module")
def toml() -> dict[str, Any]:
    raw = tomllib.loads((FOLDER / "study.toml").read_text("utf-8"))
    area = raw["trade_area"]  # a figure may stand beside its range
    return raw | {"trade_area": area | {key: part["value"] for key, part in area.items() if "range" in str(part)}}


@pytest.fixture(scope="module")
def study(province: Groundwork) -> Study:
    return province.study


@pytest.fixture(scope="module")
def ground(province: Groundwork) -> Groundwork:
    return province


def raw(table: str) -> pd.DataFrame:
    """A table as its file has it, tiers as text."""
    return pd.read_csv(FOLDER / f"{table}.csv", dtype={"tier": str})


def medians(formats: dict[str, Any]) -> pd.Series:
    """Median rent by format and tier, a candidate counted in each format that it names and has room for."""
    rows = raw("candidates")
    rows = rows.assign(format=rows["formats"].str.split(";")).explode("format")
    least = rows["format"].map({name: spec.get("min_area_m2", 0) for name, spec in formats.items()})
    fits = rows["area_m2"].isna() | (rows["area_m2"] >= least)
    return rows[fits].groupby(["format", "tier"])["rent"].median()


def test_own_sites_pay_the_rent_of_their_own_kind_and_tier(toml: dict[str, Any], ground: Groundwork) -> None:
    """Their table gives no rent: 213 m CNY a year with rents of malls for malls and of parks for parks.

    With one median a tier over malls, parks and chargers alike each new site looked cheap beside them.
    """
    formats, own = toml["formats"], raw("facilities")
    by_kind = medians(formats)
    spec = pd.DataFrame([formats[name] for name in own["format"]], index=own.index).fillna({"rent_share": 1.0})
    rent = np.array([by_kind[kind] for kind in zip(own["format"], own["tier"], strict=True)])
    rented = own["area_m2"].fillna(spec["area_m2"]) * spec["rent_share"]  # what each has, needed or not
    opex = rented * rent * 365 + spec["staff"] * spec["staff_cost"] + spec["opex_fixed"]
    assert ground.facilities["opex"].to_numpy() == pytest.approx(opex.to_numpy(), rel=1e-9)
    assert opex.sum() == pytest.approx(213e6, rel=0.005)


def test_foot_traffic_counts_for_nobody_since_own_sites_and_rivals_do_not_say_it(
    toml: dict[str, Any], ground: Groundwork
) -> None:
    """Own sites and rivals have no footfall: 60 malls by it, against others at 1, would win too much."""
    formats, area, travel = toml["formats"], toml["trade_area"], ground.travel
    malls = (ground.options["format"] == "mall").to_numpy() & (np.cumsum(ground.options["format"] == "mall") <= 60)

    def drawn(minutes: Any, attractiveness: np.ndarray) -> np.ndarray:
        pairs = minutes.tocoo()
        of_pair = attractiveness[pairs.col] * np.exp(-area["rate"] * pairs.data)
        return np.bincount(pairs.row, weights=of_pair, minlength=minutes.shape[0])

    def sells(names: pd.Series) -> np.ndarray:
        return np.array([formats[f]["attractiveness"] * ("sale" in formats[f]["functions"]) for f in names])

    to_malls = travel.candidates.to(ground.options["site_id"][malls]).minutes
    new = drawn(to_malls, np.full(60, formats["mall"]["attractiveness"]))
    own = drawn(travel.facilities.minutes, sells(raw("facilities")["format"]))
    rivals = drawn(travel.competitors.minutes, raw("competitors")["attractiveness"].to_numpy())
    demand = ground.model.demand.to_numpy()
    by_hand = demand @ ((new + own) / (new + own + rivals + area["outside"])) / demand.sum()
    assert demand @ shares(ground.model, malls).network / demand.sum() == pytest.approx(by_hand, rel=1e-9)
    said = [line for line in filled_in(ground.study, ground.market) if line.column == "footfall"]
    assert ("study.toml [trade_area.exponents]", "facilities, competitors") in [
        (line.table, line.values.get("tables")) for line in said
    ]


def test_charging_partners_sell_nothing_and_bring_sessions_and_leads(ground: Groundwork) -> None:
    partners = (ground.options["format"] == "charge_partner").to_numpy()
    assert partners.sum() > 100
    assert ground.model.options[:, np.flatnonzero(partners)].nnz == 0
    assert ground.charging is not None
    brought = ground.charging.options
    assert set(brought["format"]) == {"charge_partner"}
    assert (brought["sessions"] > 0).mean() > 0.9
    spec = ground.study.charging
    assert (brought["sessions"] <= brought["supply"] + 1e-9).all()  # never more than its chargers give
    assert brought["leads"].to_numpy() == pytest.approx(brought["sessions"] * 365 * spec.leads_per_session)


def test_own_sites_sell_by_the_model_what_they_sold(toml: dict[str, Any], ground: Groundwork) -> None:
    """By hand: 19,882 vehicles a year for 19,859, for the study is fitted to them.

    With an outside option of 12, as one may assume it, it would be 2.4 times as much: a plan that says nothing of
    that would be read as if volumes held.
    """
    formats, area, travel, own = toml["formats"], toml["trade_area"], ground.travel, raw("facilities")
    sells = [formats[f]["attractiveness"] * ("sale" in formats[f]["functions"]) for f in own["format"]]

    def drawn(minutes: Any, attractiveness: Any) -> np.ndarray:
        pairs = minutes.toarray()
        return np.where(pairs > 0, np.exp(-area["rate"] * pairs), 0.0) * np.asarray(attractiveness)

    of_own = drawn(travel.facilities.minutes, sells)
    of_rivals = drawn(travel.competitors.minutes, raw("competitors")["attractiveness"])
    theirs, demand = of_own.sum(axis=1) + of_rivals.sum(axis=1), ground.model.demand.to_numpy()
    modelled = demand @ (of_own / (theirs + area["outside"])[:, np.newaxis])
    assumed = demand @ (of_own / (theirs + 12.0)[:, np.newaxis])
    sold, held = own["annual_sales"].to_numpy(dtype=float), ground.forecast.today
    assert held.sites["modelled"].to_numpy() == pytest.approx(modelled[sold > 0], rel=1e-9)
    assert held.off == pytest.approx(modelled.sum() / sold.sum() - 1, rel=1e-9)
    assert held.off == pytest.approx(0.0012, abs=0.0005)
    assert not held.far_off
    assert 2.2 < assumed.sum() / sold.sum() < 2.6


def test_check_holds_the_model_against_today_as_the_plan_does(study: Study, ground: Groundwork) -> None:
    alone, planned = hold_against_today(study, ground.market), ground.forecast.today
    assert_frame_equal(alone.sites, planned.sites, rtol=1e-9)
    assert alone.held_out is not None
    assert planned.held_out is not None
    assert_frame_equal(alone.held_out.sites, planned.held_out.sites, rtol=1e-6)


@pytest.fixture(scope="module")
def tables(study: Study) -> dict[str, pd.DataFrame]:
    read = {name: table_reading(study, name).value for name in STANDS_IN}
    known = {name: frame for name, frame in read.items() if frame is not None}
    return known | {"zones": known["zones"].assign(province="Guangdong")}  # its files name none: it is all of one


OPTIONAL = [(name, column.name) for name in STANDS_IN for column in TABLES[name].columns if not column.required]


@pytest.mark.parametrize(("table", "column"), some(OPTIONAL, 16))
def test_each_optional_column_that_is_taken_away_is_listed(
    study: Study, ground: Groundwork, tables: dict[str, pd.DataFrame], table: str, column: str
) -> None:
    without = tables | {table: tables[table].drop(columns=column, errors="ignore")}
    if column == "rent":
        market = _without_rent(ground.market, table)
        found = [line for line in filled_rents(market, study.formats) if line.table == table]
        paid = sum(study.formats[f].rent_share > 0 for f in market.facilities["format"])
        assert sum(line.rows for line in found) >= (paid if table == "facilities" else 0.5 * len(without[table]))
    elif table == "facilities" and column in {"convert_to", "lease_end", "frozen"}:
        convertible = without | {table: without[table].assign(keep="free")}
        assert (table, column) in {(line.table, line.column) for line in filled_columns(convertible)}
        assert (table, column) not in {(line.table, line.column) for line in filled_columns(without)}  # all stay
    else:
        rows = [line.rows for line in filled_columns(without) if (line.table, line.column) == (table, column)]
        assert rows == [len(without[table])]


def test_sites_take_no_place_from_zones_that_have_none(tables: dict[str, pd.DataFrame]) -> None:
    """That zones name no province is one line, and not one more for each table of sites."""
    nowhere = tables | {"zones": tables["zones"].drop(columns="province")}
    assert [line.table for line in filled_columns(nowhere) if line.column == "province"] == ["zones"]


def _without_rent(market: Market, table: str) -> Market:
    return replace(market, **{table: getattr(market, table).assign(rent=np.nan)})


def test_settings_that_are_left_out_are_listed_with_their_values(ground: Groundwork) -> None:
    said = {(line.table, line.column): line.values.get("value") for line in filled_in(ground.study, ground.market)}
    assert said["study.toml [travel]", "urban_kmh"] == "25"
    assert said["study.toml [trade_area]", "rival_attractiveness"] == "1"
    assert ("study.toml [travel]", "max_minutes") not in said  # the study says it
    assert ("study.toml [demand]", "cars_per_1000_persons") not in said  # idle beside ownership_per_1000_persons
    assert ("study.toml [tiers.minutes]", "display") in said


def test_years_of_the_horizon_beyond_those_given_are_listed() -> None:
    """To 2030 demand grows as in 2028, the last year given."""
    growing = {"year": 2026, "growth": {"2027": 0.05, "2028": 0.02}}
    study = tiny_study(horizon_years=5).model_copy(update={"demand": Demand.model_validate(growing)})
    (said,) = [line for line in filled_in(study, tiny_market()) if line.column == "growth"]
    assert (said.table, said.rows, said.of) == ("study.toml [demand]", 2, 5)


def test_an_elasticity_of_income_is_no_setting_where_no_zone_says_its_income(ground: Groundwork) -> None:
    def said(study: Study, market: Market) -> set[str]:
        return {line.column for line in filled_in(study, market) if line.table == "study.toml [demand]"}

    market = ground.market
    demand = ground.study.demand.model_copy(update={"segments": (), "lines": ()})
    plain = demand.model_validate(demand.model_dump(exclude={"income_elasticity", "income_gini"}, exclude_unset=True))
    study = ground.study.model_copy(update={"demand": plain})
    assert "income_elasticity" in said(study, market)
    silent = replace(market, zones=market.zones.drop(columns="income"))
    assert "income_elasticity" not in said(study, silent)
    assert "income_gini" not in said(study, market)  # there are no segments by income


@pytest.mark.parametrize(
    ("keep", "told"),
    [
        ("keep", set()),
        ("closable", {"lease_penalty", "severance_months"}),
        ("relocatable", {"lease_penalty", "relocate_km", "severance_months"}),
    ],
)
def test_what_a_change_of_own_sites_goes_by_is_listed_where_any_may_change(keep: str, told: set[str]) -> None:
    """The study says owners_who_stay alone: how far a site may move matters only to one that may move."""
    study = tiny_study().model_copy(update={"review": NetworkReview(owners_who_stay=0.5)})
    lines = filled_in(study, moving_market(keep, "keep"))
    assert {line.column for line in lines if line.table == "study.toml [review]"} == told
