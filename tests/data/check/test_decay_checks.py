"""What a format says of how people drive to it must be of some use, and possible."""

from pathlib import Path

import pytest

import siteplan as sp
from tests.data.folders import TOML, only, problems, write_study

MALL, SERVICE = "[formats.mall]", "[formats.service]"
MORE = "minutes are more than travel.max_minutes, which is 90"


def told(folder: Path, said: str, of: str = MALL, area: str = "") -> tuple[str, str, str]:
    """Return the table, the words and the key of the one problem of a format that says this, and an area that."""
    problem = only(problems(folder, TOML.replace(of, f"{of}\n{said}") + f"\n[trade_area]\n{area}\n"))
    assert problem.remedy
    return problem.table.removeprefix("study.toml "), problem.what, problem.column


@pytest.mark.parametrize(
    ("said", "where", "what"),
    [
        ("rate = 0", "[formats.mall.rate]", "0 is not above 0"),
        ("rate = -0.1", "[formats.mall.rate]", "-0.1 is not above 0"),
        ('rate = { "2" = 0.1 }', "[formats.mall.rate]", 'no number for the tier "4"'),
        ('rate = { "2" = 0.1, "4" = 0.1, "9" = 0.1 }', "[formats.mall.rate]", 'no zone has the tier "9"'),
        ("midpoint = 20", MALL, "the decay of [trade_area] is exponential, which has no midpoint"),
        ("max_minutes = 91", MALL, f"91 {MORE}"),
        ("max_minutes = { value = 50, range = [40, 95] }", MALL, f"95 {MORE}"),
    ],
)
def test_a_curve_that_cannot_be_is_refused_where_it_stands(tmp_path: Path, said: str, where: str, what: str) -> None:
    assert told(tmp_path, said)[:2] == (where, what)


@pytest.mark.parametrize(("said", "within"), [("rate = 1000", ""), ("max_minutes = 0.001", " within 0.001 minutes")])
def test_a_format_to_which_nobody_goes_is_no_order(tmp_path: Path, said: str, within: str) -> None:
    """Beside a dealer that goes by the trade area, and is in order."""
    dealer = TOML[TOML.index(MALL) : TOML.index(SERVICE)].replace("mall", "dealer")
    toml = TOML.replace(MALL, f"{dealer}\n{MALL}\n{said}")
    problem = only(list(sp.check_study(write_study(tmp_path, toml)).problems))
    assert problem.table == f"study.toml {MALL}"
    assert problem.what.endswith(f"nobody goes to any candidate{within}")


def test_a_format_that_sells_nothing_has_no_curve(tmp_path: Path) -> None:
    found = told(tmp_path, "rate = 0.05\nmax_minutes = 60", SERVICE)
    assert found == (SERVICE, "how far people drive to buy at a format that sells nothing", "rate, max_minutes")


def test_a_curve_decides_who_attends_what_sells_nothing(tmp_path: Path) -> None:
    asked = TOML.replace(SERVICE, f"{SERVICE}\nrate = 0.05")
    assert not problems(tmp_path, f'{asked}\n[plan]\nobjective = "attendance"\ncoverage = "service"\n')


def test_outside_options_are_of_tiers_that_there_are(tmp_path: Path) -> None:
    assert told(tmp_path / "lacking", "", area='outside = { "2" = 1 }')[1] == 'no number for the tier "4"'
    assert told(tmp_path / "unknown", "", area='outside = { "3" = 1, default = 2 }')[1] == 'no zone has the tier "3"'
    order = '[tiers]\norder = ["2", "4"]\n'
    named = told(tmp_path / "order", "", area=f'outside = {{ "3" = 1, default = 2 }}\n{order}')
    assert named[:2] == ("[trade_area.outside]", 'the tier "3" does not exist')


def test_a_curve_with_a_midpoint_may_have_its_own(tmp_path: Path) -> None:
    said = TOML.replace(MALL, f'{MALL}\nmidpoint = {{ "2" = 20, default = 35 }}')
    assert not problems(tmp_path, f'{said}\n[trade_area]\ndecay = "logistic"\nrate = 0.2\n')
