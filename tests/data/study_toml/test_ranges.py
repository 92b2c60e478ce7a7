"""Ranges beside figures of study.toml: what is read, what is refused, and that the figure is the same as without."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.data import read_study
from siteplan.data.study_toml.revise import revised_text
from siteplan.data.study_toml.study_file import study_reading
from tests.data.folders import TOML, write_study


def read(folder: Path, toml: str) -> list[str]:
    write_study(folder)
    (folder / "study.toml").write_text(toml, encoding="utf-8")
    return [str(problem) for problem in study_reading(folder).problems]


def test_a_figure_with_a_range_is_the_figure(tmp_path: Path) -> None:
    write_study(tmp_path)
    plain = "\n[trade_area]\nrate = 0.1\n[demand]\nnev_share = { default = 0.5, 1 = 0.6 }\n"
    (tmp_path / "study.toml").write_text(TOML + plain, encoding="utf-8")
    without = read_study(tmp_path)
    ranged = plain.replace("0.1\n", "{ value = 0.1, range = [0.05, 0.2] }\n").replace(
        "1 = 0.6", "1 = { value = 0.6, range = [0.5, 0.7] }"
    )
    (tmp_path / "study.toml").write_text(TOML + ranged, encoding="utf-8")
    study = read_study(tmp_path)
    assert study.model_copy(update={"figure_ranges": ()}) == without
    assert {limits.name: limits.ends for limits in study.figure_ranges} == {
        "trade_area.rate": (0.05, 0.2),
        "demand.nev_share.1": (0.5, 0.7),
    }
    for limits in study.figure_ranges:
        for end in limits.ends:
            assert study.at(limits.path, end).value_at(limits.path) == end
    other = study.at(("demand", "nev_share", "1"), 0.7)
    assert other.demand.nev_share[""] == {"default": 0.5, "1": 0.7}
    assert other.demand.model_fields_set == study.demand.model_fields_set  # what was not given stays a default


@pytest.mark.parametrize(
    ("section", "line", "what"),
    [
        ("trade_area", "rate = { range = [0.1, 0.2] }", "without its value"),
        ("trade_area", "rate = { value = 0.1, range = [0.2, 0.05] }", "not a pair of numbers"),
        ("trade_area", "rate = { value = 0.1, range = [0.1] }", "not a pair of numbers"),
        ("trade_area", 'rate = { value = 0.1, range = ["a", "b"] }', "not a pair of numbers"),
        ("trade_area", "rate = { value = 0.1, range = [true, 2] }", "not a pair of numbers"),
        ("trade_area", "rate = { value = 0.1, range = [nan, 2] }", "not a pair of numbers"),
        ("trade_area", "rate = { value = 0.1, range = 0.2 }", "not a pair of numbers"),
        ("trade_area", "rate = { value = 0.3, range = [0.05, 0.2] }", "outside its range"),
        ("trade_area", "rate = { value = 0.1, range = [0, 0.2] }", "an end of the range, 0.0 is not above 0"),
        ("trade_area", "outside = { value = 1, range = [-1, 2] }", "an end of the range, -1.0 is not 0 or more"),
        ("demand", "online_share = { value = 0.1, range = [0, 1.5] }", "an end of the range, 1.5 is not 1 or less"),
        ("trade_area", "decay = { value = 1, range = [0, 2] }", "1 is not allowed"),
        ("plan", "gap = { value = 0.01, range = [0.005, 0.02] }", "takes no range"),
        ("[demand.segments]", 'nev_factor = { value = 1, range = [0, 2] }\nname = "a"\nshare = 1', "takes no range"),
        ("travel", "detour = { value = 1.3, range = [1.2, 1.5] }", "takes no range"),
    ],
)
def test_what_is_no_range_is_refused_with_its_key(section: str, line: str, what: str, tmp_path: Path) -> None:
    problems = read(tmp_path, f"{TOML}\n[{section}]\n{line}\n")
    key, _rest = line.split(" ", maxsplit=1)
    assert any(key in problem for problem in problems)
    assert any(what in problem for problem in problems)


def test_a_formats_area_takes_no_range(tmp_path: Path) -> None:
    toml = TOML.replace("area_m2 = 200", "area_m2 = { value = 200, range = [100, 300] }")
    assert any("takes no range" in problem and "area_m2" in problem for problem in read(tmp_path, toml))
    margin = TOML.replace("area_m2 = 200", "area_m2 = 200\nmargin = { value = 1000, range = [500, 2000] }")
    assert read(tmp_path, margin) == []


def test_all_ranges_that_are_wrong_are_told_at_once(tmp_path: Path) -> None:
    toml = TOML + "\n[trade_area]\nrate = { range = [1, 2] }\noutside = { value = 9, range = [1, 2] }\n"
    assert len(read(tmp_path, toml)) == 2


def test_more_ranges_than_a_plan_can_go_through_are_refused(tmp_path: Path) -> None:
    tiers = "".join(f"nev_share.t{n} = {{ value = 0.5, range = [0.4, 0.6] }}\n" for n in range(31))
    assert any("31 figures have a range" in problem for problem in read(tmp_path, f"{TOML}\n[demand]\n{tiers}"))


def test_a_fitted_value_keeps_the_range_beside_it() -> None:
    text = "[trade_area]\nrate = { value = 0.1, range = [0.05, 0.2] } # [A]\n"
    after = revised_text(text, {"rate": 0.07}, {"rate": "[D] fitted"})
    assert after == "[trade_area]\nrate = { value = 0.07, range = [0.05, 0.2] } # [D] fitted\n"


FACTORS = {
    'of = "margin"\nlow = 1.1\nhigh = 1.2': "do not hold 1",
    'of = "marign"\nlow = 0.8\nhigh = 1.2': 'Did you mean "margin"',
    'of = "margin"\nlow = 0.8\nhigh = 1.2\nlabel = "A"': "this key does not exist",
    'of = "demand"\nlow = 0.8\nhigh = 1.2\nformat = "mall"': "is no figure of formats",
    'of = "margin"\nlow = 0.8\nhigh = 1.2\nformat = "mal"': 'Did you mean "mall"',
    'of = "ramp_up"\nlow = 0.8\nhigh = 1.2': "moves nothing",
    'of = "outside"\nlow = 0.8\nhigh = 1.2': "trade_area.outside has a range beside its value",
    'of = "demand"\nlow = 0\nhigh = 1.2': "0 times factor, an end of the range",
    'of = "capex"\nlow = 0.8\nhigh = 1.2\n[[ranges]]\nof = "capex"\nlow = 0.9\nhigh = 1.2': "has a range already, #1",
}


@pytest.mark.parametrize(("lines", "what"), FACTORS.items())
def test_a_factor_that_makes_no_sense_is_refused(lines: str, what: str, tmp_path: Path) -> None:
    priced = TOML.replace("area_m2 = 200", "area_m2 = 200\nmargin = 1000\ncapex_fixed = 1000")
    beside = "\n[trade_area]\noutside = { value = 0.5, range = [0.4, 0.6] }\n"
    assert read(tmp_path, f'{priced}{beside}[[ranges]]\nof = "staff_cost"\nlow = 1\nhigh = 1.1\nformat = "mall"\n') == [
        'study.toml [[ranges]] #1.of: no format that is meant has staff_cost, so that "staff_cost" moves nothing. '
        "Give it to a format, or leave the range out."
    ]
    found = read(tmp_path, f"{priced}{beside}[[ranges]]\n{lines}\n")
    assert len(found) == 1
    assert what in found[0]
