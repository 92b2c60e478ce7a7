"""The chain of demand as people read it: by tier, with the settings and labels behind each step."""

import pytest

from siteplan.present.tables.demand_tables import demand_tables, demand_totals, part_table, segment_tables
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.study.demand_spec import Demand
from siteplan.tradearea.demand import vehicle_demand
from tests.worlds import tiny_market, tiny_plan, tiny_study

STUDY = tiny_study().model_copy(
    update={
        "demand": Demand.model_validate(
            {
                "ownership_per_1000_persons": 200,
                "replacement_years": 10,
                "segments": [
                    {"name": "low", "income_to": 40_000},
                    {"name": "high", "income_from": 40_000, "outside": 2},
                ],
                "lines": [{"name": "all", "share": 1, "formats": "mall"}],
            }
        )
    }
)


def test_each_step_by_tier_sums_to_all_and_ends_at_the_demand() -> None:
    zones = tiny_market().zones
    chain, others = demand_tables(STUDY, zones, Reader("en"))
    assert chain.titles == ["Step", "Tier 1", "Tier 4", "All"]
    assert [row[0] for row in chain.rows] == [
        "People", "Cars they own", "New cars a year", "Of these, new-energy", "By what people earn",
        "By income segment", "Not bought online: what sites can win",
    ]  # fmt: skip
    persons = zones["population"].sum()
    assert chain.rows[1][-1] == amount(persons / 5, "", Reader("en"), 4)
    assert chain.rows[-1][-1] == amount(vehicle_demand(STUDY.demand, zones).sum(), "", Reader("en"), 4)
    assert chain.details[2] == "replacement_years 10; stock_growth 0 [A]"
    assert others.rows[0][-1] == amount(persons / 5 * 0.09, "", Reader("en"), 4)


def test_totals_of_cities_and_tiers_are_those_of_all() -> None:
    totals = demand_totals(STUDY, tiny_market().zones).set_index("level")
    for level in ("tier", "city"):
        assert totals.loc[level, "demand"].sum() == pytest.approx(totals.loc["all", "demand"])
        assert totals.loc[level, "charging_demand"].sum() == pytest.approx(totals.loc["all", "charging_demand"])


def test_segments_and_lines_are_told_as_assumed() -> None:
    segments, lines = segment_tables(STUDY, Reader("zh-Hans"))
    assert segments.rows[1][1] == "40,000 元/人/年以上"
    assert segments.rows[1][-1] == "× 2"
    assert lines.rows[0][1] == "100%"
    assert segment_tables(tiny_study(), Reader("en")) == []


def test_a_market_without_parts_has_no_table_of_them() -> None:
    assert part_table(tiny_plan(), Reader("en")) is None


def test_demand_by_year_stands_below_the_steps_where_it_changes() -> None:
    """Tier 1 grows by a tenth a year, tier 4 does not."""
    asked = tiny_study(horizon_years=2)
    growing = {"year": 2026, "growth": {"1": 0.1, "default": 0.0}}
    zones = tiny_market().zones
    moved = asked.model_copy(update={"demand": Demand.model_validate(growing)})
    by_tier = vehicle_demand(moved.demand, zones).groupby(zones["tier"]).sum()
    table = demand_tables(moved, zones, Reader("en"))[1]
    assert table.titles == ["Calendar year", "Tier 1", "Tier 4", "All"]
    assert [row[0] for row in table.rows] == ["2026", "2027"]
    assert [row[-1] for row in table.rows] == [
        amount(by_tier["1"] * grown + by_tier["4"], "", Reader("en"), 4) for grown in (1, 1.1)
    ]
    assert "those of the demand of 2026" in table.note
    assert len(demand_tables(asked, zones, Reader("en"))) == 2
