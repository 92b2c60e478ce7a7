"""What a study says of its demand: every contradiction is told, with its remedy."""

from pathlib import Path

import pytest

from siteplan.data.check.demand_checks import demand_problems
from tests.data.folders import TOML, problems
from tests.markets import study

POOR, RICH = {"name": "poor", "income_to": 50_000}, {"name": "rich", "income_from": 50_000}

AIDED = {"name": "aid", "until": "2026Q1", "effect": 1.1}

HALVES = [{"name": "a", "share": {"1": 0.4, "default": 0.5}}, {"name": "b", "share": {"1": 0.6, "default": 0.5}}]
SUBSIDY = "[[demand.subsidies]]\nname = 'aid'\nuntil = {}\neffect = {}"
LINES = [{"name": "x", "share": {"rich": 0.2, "default": 1.0}}, {"name": "y", "share": {"rich": 0.8}}]


def said(**demand: object) -> list[str]:
    return [problem.what for problem in demand_problems(study(demand=demand, plan={"horizon_years": 8}))]


@pytest.mark.parametrize(
    "demand",
    [
        {},
        {"cars_per_1000_persons": 16, "replacement_years": 10},
        {"ownership_per_1000_persons": {"1": 250, "default": 200}, "stock_growth": 0.03},
        {"year": 2026, "nev_share": {"2024": {"1": 0.5, "default": 0.4}, "2028": 0.7}, "online_share": 0.1},
        {"year": 2026, "growth": {"2027": {"1": 0.02, "default": -0.1}, "2035": 0}, "subsidies": [AIDED]},
        {"segments": [POOR, RICH]},
        {"segments": HALVES},
        {"segments": [POOR, RICH], "lines": LINES},
        {"lines": [{"name": "x", "share": 0.3333}, {"name": "y", "share": 0.6667, "formats": "mall"}]},
    ],
)  # fmt: skip
def test_what_is_in_order(demand: dict) -> None:
    assert said(**demand) == []


@pytest.mark.parametrize(
    ("demand", "what"),
    [
        (
            {"cars_per_1000_persons": 16, "cars_per_household": 0.5},
            "cars_per_1000_persons and cars_per_household each say how much people buy",
        ),
        ({"nev_share": {"2024": 0.5, "2026": 0.6}}, "nev_share is given by year"),
        ({"year": 2025, "online_share": {"2026": 0.1, "2024": 0.0}}, "the years 2026, 2024 are out of order"),
        ({"year": 2030, "nev_share": {"2024": 0.5, "2026": 0.6}}, "2030 is outside the years given, 2024 to 2026"),
        ({"year": 2024, "nev_share": {"2024": 0.5, "1": 0.6}}, '"1" is not a year, and the others here are years'),
        ({"growth": 0.03}, "growth is given, and no year from which demand grows"),
        ({"growth": {"2027": 0.03}}, "growth is given by year"),
        ({"year": 2026, "growth": {"2027": 0.03, "t": 0.1}}, '"t" is not a year, and the others here are years'),
        ({"year": 2026, "growth": 9.0}, "growth of 9 a year makes 1e+07 times as much of the demand in 8 years"),
        ({"subsidies": [AIDED]}, "subsidies end in a year, and no year is said of the demand"),
        ({"year": 2026, "subsidies": [AIDED, AIDED]}, '2 subsidies are called "aid"'),
        ({"year": 2027, "subsidies": [AIDED]}, '"aid" ends with 2026Q1, before 2027, the year of the demand'),
        (
            {"year": 2027, "subsidies": [{**AIDED, "until": 2026}]},
            '"aid" ends with 2026, before 2027, the year of the demand',
        ),
        ({"segments": [POOR, POOR]}, '2 segments are called "poor"'),
        ({"segments": [{"name": "a", "share": 0.3}, {"name": "b", "share": 0.6}]}, "the shares of people sum to 0.9"),
        (
            {"segments": [{"name": "a", "share": {"1": 0.3, "default": 1.0}}]},
            'the shares of people of tier "1" sum to 0.3',
        ),
        (
            {"segments": [{"name": "a", "share": 0.5}, RICH]},
            "some segments have a share of people, others a range of incomes",
        ),
        (
            {"segments": [POOR, {**RICH, "income_from": 60_000}]},
            "no segment contains the incomes from 50,000 to 60,000",
        ),
        (
            {"segments": [POOR, {**RICH, "income_from": 40_000}]},
            "two segments contain the incomes from 40,000 to 50,000",
        ),
        ({"segments": [POOR]}, "no segment contains the incomes from 50,000"),
        (
            {"segments": [{"name": "a", "income_from": 9, "income_to": 8}]},
            'the incomes of "a" end at 8, before they begin',
        ),
        (
            {"nev_share": 0.6, "segments": [POOR, {**RICH, "nev_factor": 2}]},
            'nev_factor 2 of "rich" makes more than all its cars new-energy',
        ),
        ({"segments": [POOR, {**RICH, "attractiveness": {"flagshp": 2}}]}, 'the format "flagshp" does not exist'),
        ({"lines": [{"name": "x", "share": 0.4}]}, "the shares sum to 0.4"),
        ({"segments": [POOR, RICH], "lines": [{"name": "x", "share": {"poor": 1}}]}, 'the shares of "rich" sum to 0'),
        ({"lines": [{"name": "x", "share": {"ritch": 0.5, "default": 1.0}}]}, 'the segment "ritch" does not exist'),
        ({"lines": [{"name": "x", "share": 1, "formats": ["mal"]}]}, 'the format "mal" does not exist'),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_told(demand: dict, what: str) -> None:
    assert what in said(**demand)
    assert all(problem.remedy for problem in demand_problems(study(demand=demand, plan={"horizon_years": 8})))


def test_a_rule_on_a_segment_that_is_not_there_is_told() -> None:
    rule = {"kind": "coverage", "function": "sale", "at_least": 0.5, "segment": "ritch"}
    asked = study(demand={"segments": [POOR, RICH]}, plan={"rules": [rule]})
    (problem,) = demand_problems(asked)
    assert problem.what == 'the segment "ritch" does not exist'
    assert "rich" in problem.remedy


@pytest.mark.parametrize(
    ("toml", "column", "what"),
    [
        ("nev_share = 1.2", "default", "1.2 is not 1 or less"),
        ('nev_share = { "2024" = { "2" = -1 } }', "2", "-1 is not 0 or more"),
        ("public_charging_share = 60", "public_charging_share", "60 is not 1 or less"),
        ("year = 2026\ngrowth = -1", "default", "-1 is not above -1"),
        ("year = 2026\n" + SUBSIDY.format("2027", "0.9"), "default", "0.9 is not 1 or more"),
        ("year = 2026\n" + SUBSIDY.format("'2027Q5'", "1.1"), "until", '"2027Q5" is not valid'),
        ("year = 2026\n" + SUBSIDY.format("true", "1.1"), "until", "true is not text"),
        ("income_gini = 0", "income_gini", "0 is not above 0"),
        ("[[demand.segments]]\nname = 'a'\nnev_factr = 2", "nev_factr", "this key does not exist"),
        ("[[demand.lines]]\nname = 'a'", "share", "this is missing"),
        ("[[demand.segments]]\nname = 'a'", "income", "segments are by income, and no zone says its income"),
        (
            "cars_per_household = 0.5", "households",
            "cars_per_household is given, and these have no number of households",
        ),
    ],
)  # fmt: skip
def test_shares_keys_and_columns_are_checked_at_the_door(toml: str, column: str, what: str, tmp_path: Path) -> None:
    found = problems(tmp_path, TOML + "\n[demand]\n" + toml + "\n")
    assert (column, what) in [(problem.column, problem.what) for problem in found]
