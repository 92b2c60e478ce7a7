"""Rules and statuses that speak of sites which are not there, and demand of nobody, are told before a plan is made."""

from __future__ import annotations

from pathlib import Path

import pytest

import siteplan as sp
from siteplan.pipeline import make_plan
from tests.data.folders import TOML, candidates, facilities, only, problems, write_study

NONE = "the rule applies to no site; none that may open passes its filters"


def asking(rule: str) -> str:
    return f"{TOML}\n[[plan.rules]]\n{rule}\n"


@pytest.mark.parametrize(
    "rule",
    [
        'kind = "count"\nat_most = 2\nformat = "service"',
        'kind = "budget"\nat_most = 9\nof = "opex"\nformat = "service"',
        'kind = "share"\nat_most = 0.5\nformat = "service"',
        'kind = "minimum_sales"\nat_least = 5\nownership = "partner"',
        'kind = "spacing"\nkm = 2\nformat = "service"',
    ],
)
def test_filters_that_no_site_passes(tmp_path: Path, rule: str) -> None:
    """No candidate may be a service site, and no format is a partner's."""
    only_malls = candidates().assign(formats="mall")
    assert only(problems(tmp_path, asking(rule), candidates=only_malls)).what == NONE


def test_a_filter_may_name_more_than_there_is(tmp_path: Path) -> None:
    """Of malls and service sites only malls can open: a count of both counts the malls."""
    rule = asking('kind = "count"\nat_most = 1\nformat = ["mall", "service"]')
    found = sp.check_study(write_study(tmp_path, rule, candidates=candidates().assign(formats="mall")))
    assert found.study is not None
    assert found.market is not None
    assert len(make_plan(found.study, found.market).sites) == 1


def test_a_rule_that_protects_none(tmp_path: Path) -> None:
    """Both own sites are malls."""
    rule = asking('kind = "cannibalisation"\nat_most = 0.1\nformat = "service"')
    assert "protects none of today's sites" in only(problems(tmp_path, rule, facilities=facilities())).what


def test_a_site_that_must_open_and_cannot(tmp_path: Path) -> None:
    """C2 has 10 m2, and a mall needs 50."""
    small = candidates().assign(area_m2=[900, 10, *[900] * 4], status=["candidate", "required", *["candidate"] * 4])
    toml = TOML.replace("area_m2 = 200", "area_m2 = 200\nmin_area_m2 = 50")
    assert only(problems(tmp_path, toml, candidates=small)).ids == ("C2",)


def test_demand_of_nobody(tmp_path: Path) -> None:
    """Everything is bought without visiting a site."""
    toml = TOML.replace("[formats.mall]", "[demand]\nonline_share = 1\n\n[formats.mall]")
    found = sp.check_study(write_study(tmp_path, toml))
    assert only(list(found.problems)).what == "with these numbers nobody buys anything at a site, in any zone"


@pytest.mark.parametrize("rule", ['kind = "minimum_sales"\nat_least = 10', 'kind = "capacity"\nat_most = 10'])
def test_a_rule_on_what_sites_sell_that_speaks_of_none_that_does(tmp_path: Path, rule: str) -> None:
    """Service sites sell nothing: a report would say that 0 is asked."""
    problem = only(problems(tmp_path, asking(f'{rule}\nformat = "service"')))
    assert problem.what == "the rule limits nothing; none of the sites that it applies to sells"


CAPPED = TOML.replace("[formats.mall]", "[formats.mall]\ncapacity = 50")


@pytest.mark.parametrize(
    ("toml", "rules"),
    [(CAPPED, ""), (TOML, '\n[[plan.rules]]\nkind = "capacity"\nformat = "mall"\nat_most = 50\n')],
)
def test_more_is_asked_of_a_site_than_it_can_sell(tmp_path: Path, toml: str, rules: str) -> None:
    """Malls sell 50 at most: none that has to sell 60 could ever open; 50 can be."""
    asked = toml + rules + '\n[[plan.rules]]\nkind = "minimum_sales"\nformat = "mall"\nat_least = {}\n'
    problem = only(problems(tmp_path / "more", asked.format(60)))
    assert problem.what == "60 is more than the capacity of the sites that the rule applies to; they could never open"
    assert (problem.column, bool(problem.ids)) == ("at_least", True)
    assert problems(tmp_path / "as much", asked.format(50)) == []


def test_a_capacity_speaks_of_own_sites_too(tmp_path: Path) -> None:
    """No candidate may be a mall, and a site of today is one."""
    rule = asking('kind = "capacity"\nat_most = 10\nformat = "mall"')
    assert problems(tmp_path, rule, candidates=candidates().assign(formats="service")) == []


def test_a_format_that_sells_nothing_has_no_capacity(tmp_path: Path) -> None:
    problem = only(problems(tmp_path, TOML.replace("[formats.service]", "[formats.service]\ncapacity = 50")))
    assert problem.what == "the format sells nothing, and has no use for a capacity"


@pytest.mark.parametrize(
    "toml",
    [
        TOML.replace("attractiveness = 1.0", "attractiveness = 0"),
        TOML.replace('["display", "sale"]', '["display"]').replace(
            "[formats.m", '[plan]\ncoverage = "service"\n[formats.m'
        ),
    ],
)
def test_a_share_of_the_market_is_not_asked_for_where_nothing_sells(tmp_path: Path, toml: str) -> None:
    assert "no format sells" in only(problems(tmp_path, toml)).what


@pytest.mark.parametrize(
    "trade_area",
    ["rate = 1000", 'decay = "power"\nrate = 100', 'decay = "logistic"\nrate = 1000\nmidpoint = 0.001'],
)
def test_a_decay_that_keeps_everybody_at_home_is_no_order(tmp_path: Path, trade_area: str) -> None:
    """No site would win anything, and the plan that opens none would be proven."""
    found = sp.check_study(write_study(tmp_path, f"{TOML}\n[trade_area]\n{trade_area}\n"))
    assert "nobody goes to any candidate" in only(list(found.problems)).what


def test_candidates_that_are_all_forbidden_leave_nothing_to_decide(tmp_path: Path) -> None:
    """By their status, by a rule, or by both."""
    status = candidates().assign(status="forbidden")
    assert "every candidate is forbidden" in only(problems(tmp_path, candidates=status)).what
    half = candidates().assign(status=["forbidden"] * 3 + ["candidate"] * 3)
    rule = asking('kind = "sites"\nforbidden = ["C4", "C5", "C6"]')
    assert "every candidate is forbidden" in only(problems(tmp_path, rule, candidates=half)).what
    assert problems(tmp_path, candidates=half) == []
    assert problems(tmp_path, candidates=status, facilities=facilities().assign(keep="closable")) == []
