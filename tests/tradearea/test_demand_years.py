"""Vehicles a year in other years than the study's own."""

from __future__ import annotations

import geopandas as gpd
import pytest

from siteplan.study.demand_spec import Demand
from siteplan.tradearea.demand import vehicle_demand
from siteplan.tradearea.demand_years import demand_in, horizon, years_held
from tests.markets import study, zones


def town(**columns: object) -> gpd.GeoDataFrame:
    """100,000 people in tier 1 and as many in tier 4: 1,000 new-energy vehicles a year each."""
    return zones([113, 113], [22, 22], [100_000] * 2).assign(tier=["1", "4"], **columns)


def spec(**keys: object) -> Demand:
    return Demand.model_validate({"year": 2026, "cars_per_1000_persons": 20, "nev_share": 0.5, **keys})


def in_years(demand: Demand, *years: float) -> list[list[float]]:
    return [demand_in(demand, town(), year).tolist() for year in years]


def test_growth_of_each_year_multiplies_by_tier() -> None:
    """10 % a year in tier 1: 1,000, 1,100, 1,210, and 1,000 / 1.1 the year before; tier 4 loses a tenth a year."""
    growing = spec(growth={"1": 0.1, "default": -0.1})
    expected = [[1000 / 1.1, 1000 / 0.9], [1000, 1000], [1100, 900], [1210, 810]]
    for found, right in zip(in_years(growing, 2025, 2026, 2027, 2028), expected, strict=True):
        assert found == pytest.approx(right, rel=1e-12)


def test_growth_by_year_is_that_of_the_later_year_on_the_line_between_and_held_beyond() -> None:
    """4 % from 2026 to 2027, 2 % from 2028 to 2029, so 3 % between them, and 2 % ever after."""
    growing = spec(growth={"2027": 0.04, "2029": 0.02})
    expected = [1040, 1040 * 1.03, 1040 * 1.03 * 1.02, 1040 * 1.03 * 1.02**2]
    assert [row[0] for row in in_years(growing, 2027, 2028, 2029, 2030)] == pytest.approx(expected, rel=1e-12)


def test_part_of_a_year_grows_by_that_part_of_its_rate() -> None:
    """From a calendar year to the twelve months that begin a quarter later, a quarter of 21 % compounds."""
    growing = spec(growth={"2027": 0.21, "2028": 0.0})
    assert in_years(growing, 2026.25, 2026.5, 2027.75) == [
        pytest.approx([1000 * 1.21**0.25] * 2), pytest.approx([1100] * 2), pytest.approx([1210] * 2)
    ]  # fmt: skip


def test_what_a_subsidy_adds_is_gone_when_it_ends() -> None:
    """1,000 were asked with it: a quarter more than without. To June 2027 it runs for half of that year: 1.125 / 1.25.

    Of the twelve months from April 2027 on it runs for three: (1 + 0.25 x 0.25) / 1.25.
    """
    supported = spec(subsidies=[{"name": "trade-in", "until": "2027Q2", "effect": {"1": 1.25, "default": 1.0}}])
    found = in_years(supported, 2024, 2026, 2027, 2027.25, 2028, 2040)
    assert [row[0] for row in found] == pytest.approx([1000, 1000, 900, 850, 800, 800], rel=1e-12)
    assert [row[1] for row in found] == [1000] * 6


def test_subsidies_that_end_within_the_own_year_are_half_in_its_demand() -> None:
    """1,000 with one that ran to June and doubled demand: 1.5 times what it is without. The other ends with 2027."""
    ending = [{"name": "a", "until": "2026Q2", "effect": 2}, {"name": "b", "until": 2027, "effect": 1.25}]
    found = in_years(spec(subsidies=ending), 2026, 2027, 2028)
    assert [row[0] for row in found] == pytest.approx([1000, 1000 / 1.5, 1000 / 1.5 / 1.25], rel=1e-12)


def test_shares_by_year_growth_and_subsidies_multiply() -> None:
    """2028: 0.7 / 0.5 as many new-energy, 0.9 bought at sites, 1.1 x 1.1 by growth, without the 1.25 of the subsidy."""
    moving = spec(
        nev_share={"2026": 0.5, "2028": 0.7}, online_share={"2026": 0.0, "2027": 0.1}, growth=0.1,
        subsidies=[{"name": "x", "until": 2026, "effect": 1.25}],
    )  # fmt: skip
    assert demand_in(moving, town(), 2028).tolist() == pytest.approx([1000 * 1.4 * 0.9 * 1.21 / 1.25] * 2, rel=1e-12)
    assert demand_in(moving, town(), 2026).tolist() == vehicle_demand(moving, town()).tolist()


def test_demand_that_zones_give_grows_too() -> None:
    given = town(vehicle_demand=[700.0, 50.0])
    assert demand_in(spec(growth=0.5), given, 2028).tolist() == pytest.approx([700 * 2.25, 50 * 2.25])


@pytest.mark.parametrize("demand", [Demand(), spec(), spec(nev_share={"default": 0.4}, growth=0.0)])
def test_where_nothing_is_said_by_year_all_years_are_alike(demand: Demand) -> None:
    assert not demand.moving
    assert demand_in(demand, town(), 2050).tolist() == vehicle_demand(demand, town()).tolist()


def test_growth_from_no_year_is_an_error() -> None:
    """Checked studies say their year; a Demand made in Python must, too."""
    with pytest.raises(ValueError, match="growth: say of which year the demand is"):
        demand_in(Demand(growth={"": {"default": 0.1}}), town(), 2027)


def test_years_beyond_those_given_are_counted() -> None:
    """2026 to 2030: nev_share is given to 2028, so two are held; growth of 2027, 2030 is, that of 2026 is unasked."""
    asked = study(plan={"horizon_years": 5}, demand={
        "year": 2026, "nev_share": {"2024": 0.4, "2028": 0.6}, "growth": {"2028": 0.1, "2029": 0.0},
        "online_share": {"2026": 0.0, "2030": 0.1},
    })  # fmt: skip
    assert list(horizon(asked)) == [2026, 2027, 2028, 2029, 2030]
    assert years_held(asked.demand, town(), horizon(asked)) == {"nev_share": 2, "growth": 2}
    assert years_held(asked.demand, town(vehicle_demand=1.0), horizon(asked)) == {"growth": 2}
    assert not years_held(Demand(), town(), horizon(study()))
