"""Who pays, who is paid and when: what contradicts itself is named, all at once."""

from __future__ import annotations

from typing import Any

import pytest

from siteplan.data.check.money_checks import money_notes, money_problems
from siteplan.data.study_toml.study_file import study_reading
from siteplan.study import Study
from tests.data.folders import TOML, only
from tests.worlds import tiny_study


def with_money(kind: str = "mall", finance: dict[str, Any] | None = None, **spec: Any) -> Study:
    """The two cities, with other keys of a format and of [finance]."""
    raw = tiny_study().model_dump(exclude_unset=True)
    raw["formats"][kind] |= spec
    return Study.model_validate({**raw, "finance": finance or {}})


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"capex_paid_by": {"maker": 0.5, "dealer": 0.4}}, "capex_paid_by", "sum to 0.9"),
    ({"opex_paid_by": {"maker": 0.7, "agent": 0.7}}, "opex_paid_by", "sum to 1.4"),
    ({"opex_paid_by": {"maker": 0.5, "brands": 0.5}, "brands": 2}, "opex_paid_by", "divided by 2 brands"),
    ({"payout_share": 0.05}, "payout_share", "no price is given"),
    ({"lead_months": 60}, "lead_months", "not less than the horizon, 5 years"),
    ({"ownership": "franchise"}, "under", "needs the agent format"),
    ({"ownership": "franchise", "under": "agent"}, "under", '"agent" is no other format'),
    ({"ownership": "franchise", "under": "mall"}, "under", '"mall" is no other format'),
    ({"modules": {"S": {"area_m2": 100}, "M": {"area_m2": 100}}}, "modules", "the same area"),
]


@pytest.mark.parametrize(("spec", "key", "what"), WRONG)
def test_money_that_contradicts_itself_is_named(spec: dict[str, Any], key: str, what: str) -> None:
    problem = only(list(money_problems(with_money(**spec))))
    assert (problem.table, problem.column) == ("study.toml [formats.mall]", key)
    assert what in problem.what
    assert problem.remedy


def test_a_format_that_sells_nothing_is_paid_nothing_for_vehicles() -> None:
    """It may have a guarantee, as an agent of a region has who sells nothing there."""
    for key, value in (("payout_share", 0.1), ("marketing_per_vehicle", 200)):
        study = with_money("service", {"price": 1e5}, **{key: value})
        assert only(list(money_problems(study))).column == key
    assert list(money_problems(with_money("service", payout_guarantee=1e5))) == []


def test_shares_are_right_to_six_digits() -> None:
    third = {"maker": 1 / 3, "dealer": 0.333333, "partner": 0.333334}
    assert list(money_problems(with_money(capex_paid_by=third, opex_paid_by="partner"))) == []


def test_growth_beyond_all_sense_is_named_with_what_it_comes_to() -> None:
    """3 % written as 3 is 4 times as much each year, 4^4 = 256 in the last of five."""
    assert list(money_problems(with_money(finance={"wage_growth": 3.0}))) == []
    raw = tiny_study(horizon_years=21).model_dump(exclude_unset=True)
    study = Study.model_validate({**raw, "finance": {"wage_growth": 3.0, "rent_growth": 0.03, "margin_growth": 1.0}})
    found = list(money_problems(study))
    assert [(problem.column, problem.table) for problem in found] == [
        ("wage_growth", "study.toml [finance]"), ("margin_growth", "study.toml [finance]")
    ]  # fmt: skip
    assert "1.1e+12 times" in found[0].what  # 4^20
    assert "1e+06 times" in found[1].what  # 2^20


SOURCES = [{"name": "own", "share": 0.6, "rate": 0.1}, {"name": "loan", "share": 0.4, "rate": 0.05}]


def test_the_mean_rate_of_all_sources_stands_for_the_rate() -> None:
    """0.6 x 10 % and 0.4 x 5 % are 8 %; the default of the plan is 8 %, too, so a third rate is tried as well."""
    assert with_money(finance={"sources": SOURCES}).plan.discount_rate == pytest.approx(0.08)
    dear = [SOURCES[0], {**SOURCES[1], "rate": 0.2}]
    study = with_money(finance={"sources": dear})
    assert study.plan.discount_rate == pytest.approx(0.14)
    assert list(money_problems(study)) == []


def test_two_rates_and_shares_that_do_not_sum_are_named() -> None:
    raw = tiny_study(discount_rate=0.07).model_dump(exclude_unset=True)
    study = Study.model_validate({**raw, "finance": {"sources": [*SOURCES, {**SOURCES[1], "share": 0.2}]}})
    found = list(money_problems(study))
    assert [problem.column for problem in found] == ["sources", "sources", "discount_rate"]
    assert "sum to 1.2" in found[0].what
    assert '2 sources are called "loan"' in found[1].what
    assert "0.07 is given here" in found[2].what


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        ("rent_growth = -1", "rent_growth", "-1 is not above -1"),
        ("price = 0", "price", "0 is not above 0"),
        ("sources = [{ name = 'x', share = 60, rate = 0.1 }]", "share", "60 is not 1 or less"),
    ],
)
def test_a_figure_of_finance_out_of_its_range_is_named(text: str, key: str, what: str, tmp_path: Any) -> None:
    (tmp_path / "study.toml").write_text(f"{TOML}\n[finance]\n{text}\n", encoding="utf-8")
    problem = only([p for p in study_reading(tmp_path).problems if p.column.startswith(key)])
    assert what in problem.what


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        ("ramp_up = [0.5, 1.6]", "ramp_up #2", "1.6 is not 1.5 or less"),
        ("lead_months = 2.5", "lead_months", "not a whole number"),
        ("capex_paid_by = { bank = 1 }", "", '"bank" is not allowed'),
        ("brands = 0", "brands", "0 is not 1 or more"),
        ("ownership = 'partners'", "ownership", '"partners" is not allowed'),
        ("modules = { S = { area = 20 } }", "area", "this key does not exist"),
    ],
)
def test_a_figure_of_a_format_out_of_its_range_is_named(text: str, column: str, what: str, tmp_path: Any) -> None:
    hub = f"\n[formats.hub]\nfunctions = ['sale']\nattractiveness = 1\narea_m2 = 50\n{text}\n"
    (tmp_path / "study.toml").write_text(TOML + hub, encoding="utf-8")
    found = [p for p in study_reading(tmp_path).problems if "formats.hub" in p.table]
    assert any(what in p.what and column in p.column for p in found), found


def test_partners_who_pay_nothing_are_noted_unless_it_is_said() -> None:
    """In the two cities a partner runs charge_partner, and no key says who pays."""
    assert [note.table for note in money_notes(tiny_study())] == ["study.toml [formats.charge_partner]"]
    assert list(money_notes(with_money("charge_partner", opex_paid_by="maker"))) == []


def test_a_guarantee_that_sales_never_exceed_is_noted() -> None:
    """2 % of 100,000 on 300 vehicles at most are 600,000 a year."""
    payout = {"payout_share": 0.02, "capacity": 300, "finance": {"price": 100_000}}
    never, at_times = (with_money(payout_guarantee=guarantee, **payout) for guarantee in (6e5, 5.9e5))
    notes = [note for note in money_notes(never) if note.column == "payout_guarantee"]
    assert "600,000" in str(only(notes))
    assert "payout_guarantee" not in [note.column for note in money_notes(at_times)]


def test_a_figure_of_finance_may_have_a_range(tmp_path: Any) -> None:
    ranged = "\n[finance]\nrent_growth = { value = 0.03, range = [0, 0.1] }\n"
    (tmp_path / "study.toml").write_text(TOML + ranged, encoding="utf-8")
    read = study_reading(tmp_path)
    assert read.problems == ()
    assert read.value is not None
    assert [limits.name for limits in read.value.figure_ranges] == ["finance.rent_growth"]
    assert read.value.at(("finance", "rent_growth"), 0.1).finance.rent_growth == 0.1
