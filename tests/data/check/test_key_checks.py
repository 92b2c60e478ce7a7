"""Numbers by tier and by format must be there for all that occur: a gap would count as 0, and nobody would say so."""

from pathlib import Path

import numpy as np
import pytest

from siteplan.data import check_study
from siteplan.evaluate.filled_in import filled_in
from tests.data.folders import TOML, candidates, competitors, facilities, only, problems, write_study, zones


@pytest.mark.parametrize(
    "said",
    [
        "[demand]\nper_person = { '2' = 1.0 }",
        "[demand]\nnev_share = { '2' = 0.5 }",
        "[demand]\nonline_share = {'2' = 0.1}",
        "[demand]\nyear = 2026\ngrowth = {'2' = 0.1}",
        "[demand]\nyear = 2026\ngrowth = {'2028' = 0.0, '2029' = {'2' = 0.1 } }",
        "[demand]\nyear = 2026\n[[demand.subsidies]]\nname = 'a'\nuntil = 2026\neffect = {'2' = 1.1}",
    ],
)
def test_tiers_without_a_number_are_asked_about(tmp_path: Path, said: str) -> None:
    """People of tier 4 would buy nothing (or nothing online), which nobody has said."""
    found = only(problems(tmp_path, f"{TOML}\n{said}\n"))
    assert 'no number for the tier "4"' in str(found)
    number = 1 if "effect" in said else 0
    mended = said.replace("}", f", default = {number} }}", 1)
    assert not problems(tmp_path, f"{TOML}\n{mended}\n")


@pytest.mark.parametrize("effect", ["0.9", "{ '2' = 0.9, '4' = 1.1 }", "'much'", None])
def test_a_wrong_number_is_not_told_to_be_missing_too(tmp_path: Path, effect: str | None) -> None:
    """What is wrong with it is one thing to mend; that tiers have no number follows from it alone."""
    said = "[demand]\nyear = 2026\n[[demand.subsidies]]\nname = 'a'\nuntil = 2026\n"
    said += "" if effect is None else f"effect = {effect}\n"
    assert "effect" in str(only(problems(tmp_path, f"{TOML}\n{said}")))


@pytest.mark.parametrize("share", ["{ '2' = 1.5, '4' = 0.5 }", "{ '2026' = { '2' = -1, '4' = 0.5 } }"])
def test_a_wrong_share_of_one_tier_is_told_once(tmp_path: Path, share: str) -> None:
    """Taken out, the tier would have none; put in its place, 0 or 1 might leave nobody who buys."""
    assert "nev_share" in str(only(problems(tmp_path, f"{TOML}\n[demand]\nyear = 2026\nnev_share = {share}\n")))


def test_formats_that_charge_need_their_piles(tmp_path: Path) -> None:
    """A hub without a number would give no session at all."""
    hub = (
        '[formats.hub]\nfunctions = ["charging"]\nattractiveness = 0\narea_m2 = 10\n[charging]\npiles = { mall = 5 }\n'
    )
    assert '"hub", which charges' in str(only(problems(tmp_path, f"{TOML}\n{hub}")))


@pytest.mark.parametrize("said", ["per_person = 0", "nev_share = 0", "online_share = 1", "cars_per_1000_persons = 0"])
def test_demand_of_nobody_is_refused(tmp_path: Path, said: str) -> None:
    """No plan would be worth anything, and the search would end without one."""
    assert "nobody buys anything" in str(only(problems(tmp_path, f"{TOML}\n[demand]\n{said}\n")))


def test_households_of_nobody_are_refused(tmp_path: Path) -> None:
    found = only(
        problems(tmp_path, f"{TOML}\n[demand]\ncars_per_household = 0.5\n", zones=zones().assign(households=0))
    )
    assert "households" in str(found)


def test_demand_where_nobody_lives_is_demand(tmp_path: Path) -> None:
    """Offices and stations have no residents, and buyers all the same: 500 asked there are 500."""
    away = zones().assign(population=[0, 2000, 3000, 400, 500, 600], vehicle_demand=[500, 0, 0, 0, 0, 0])
    market = check_study(write_study(tmp_path, zones=away)).market
    assert market is not None
    assert market.zones["vehicle_demand"].sum() == 500


def test_no_owners_are_not_owners_unknown(tmp_path: Path) -> None:
    """0 is a number: a brand that is new here has none, and a share of all vehicles does not stand in."""
    found = check_study(write_study(tmp_path, zones=zones().assign(owners=0)))
    assert found.study is not None
    assert found.market is not None
    assert found.market.zones["owners"].sum() == 0
    assert not [line for line in filled_in(found.study, found.market) if line.column == "owners"]


def test_demand_under_two_names_is_refused_where_they_differ(tmp_path: Path) -> None:
    both = zones().assign(demand=5.0, vehicle_demand=7.0)
    assert "two names of one column" in str(only(problems(tmp_path, zones=both)))
    assert not problems(tmp_path, zones=both.assign(demand=7.0))


FACTOR = f"{TOML}\n[trade_area]\nexponents = {{ traffic = 1.0 }}\n"


@pytest.mark.parametrize("table", ["facilities", "competitors"])
def test_words_among_the_factors_of_others_are_refused(tmp_path: Path, table: str) -> None:
    """They have no power; candidates' words were refused, those of own sites and rivals ended the plan."""
    tables = {"facilities": facilities(), "competitors": competitors()}
    spoilt = tables[table].assign(traffic=["lots", *["5"] * (len(tables[table]) - 1)])
    found = only(problems(tmp_path, FACTOR, candidates=candidates().assign(traffic=5), **{table: spoilt}))
    assert (found.table, found.column, len(found.ids)) == (table, "traffic", 1)


def test_sites_without_a_factor_are_listed_and_its_column_is_used(tmp_path: Path) -> None:
    """One of six candidates, one of two own sites and one of three rivals give nothing."""
    tables = {"candidates": candidates(), "facilities": facilities(), "competitors": competitors()}
    given = {name: table.assign(traffic=[np.nan, *[5.0] * (len(table) - 1)]) for name, table in tables.items()}
    found = check_study(write_study(tmp_path, FACTOR, **given))
    assert found.study is not None
    assert found.market is not None
    lines = [line for line in filled_in(found.study, found.market) if line.column == "traffic"]
    assert [(line.table, line.rows, line.of) for line in lines] == [
        ("candidates", 1, 6),
        ("facilities", 1, 2),
        ("competitors", 1, 3),
    ]
    assert not [note for note in found.market.notes if note.column == "traffic"]


def test_profit_asks_for_a_margin_of_those_who_sell(tmp_path: Path) -> None:
    """A workshop's margin earns nothing by sales."""
    toml = TOML.replace("attractiveness = 0.0", "attractiveness = 1.0\nmargin = 5")
    found = only(problems(tmp_path, f'{toml}\n[plan]\nobjective = "profit"\n'))
    assert "no format that sells" in str(found)
