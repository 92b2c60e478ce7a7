"""Plan against actual: a plan of known sales, sold so far by hand; and what the door refuses."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from siteplan.data import check_study
from siteplan.evaluate.channel.actual_sales import ActualSales, actual_sales
from siteplan.present.channel.actual_part import actual_dict, actual_parts, actual_table
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from tests.template import write_template
from tests.worlds import tiny_plan, tiny_study

made = cache(tiny_plan)


@cache
def a_year() -> dict[str, float]:
    """What the plan has each site sell a year."""
    return {str(row["site_id"]): float(row["sold"]) for row in made().business.sites.to_dict("records")}


def sold(rows: list[tuple[str, str, float]], study: Study | None = None) -> ActualSales:
    """What sites have sold, as parts of a twelfth of what the plan has them sell a year."""
    facts = [(site, month, part * a_year().get(site, 12.0) / 12) for site, month, part in rows]
    table = pd.DataFrame(facts, columns=["site_id", "month", "sales"])
    found = actual_sales(table, made().business, study or tiny_study())
    assert found is not None
    return found


def test_a_site_s_months_add_up_against_a_twelfth_of_its_year() -> None:
    """Half of January and all of February: three quarters so far, a quarter below, and an alert at a fifth."""
    found = sold([("F1", "2026-02", 1.0), ("F1", "2026-01", 0.5)])
    assert found.months["month"].tolist() == ["2026-01", "2026-02"]
    assert found.months["planned"].tolist() == pytest.approx([a_year()["F1"] / 12] * 2)
    assert found.months["deviation"].tolist() == pytest.approx([-0.5, 0.0])
    assert found.months["deviation_so_far"].tolist() == pytest.approx([-0.5, -0.25])
    assert found.sites["alert"].tolist() == ["below"]
    assert found.ratio == pytest.approx(0.75)
    assert found.log_error == pytest.approx(-np.log(0.75))


@pytest.mark.parametrize(("part", "alert"), [(0.79, "below"), (0.81, ""), (1.19, ""), (1.21, "above")])
def test_alerts_begin_beyond_the_threshold(part: float, alert: str) -> None:
    assert sold([("F1", "2026-01", part)]).sites["alert"].tolist() == [alert]


def test_a_new_site_is_held_against_its_ramp_up() -> None:
    """C1 opens with its first row: half in the first twelve months, all from the thirteenth on; F1 stands."""
    raw = tiny_study().model_dump(exclude_unset=True)
    raw["formats"]["mall"]["ramp_up"] = [0.5]
    rows = [("C1", "2026-11", 0.5), ("C1", "2027-10", 0.5), ("C1", "2027-11", 1.0), ("F1", "2026-11", 1.0)]
    found = sold(rows, Study.model_validate(raw))
    assert found.months["deviation"].tolist() == pytest.approx([0.0] * 4)


def test_months_between_others_that_no_row_tells_of_are_counted_and_said() -> None:
    """F1 lacks February and March between January and April; C1 has one month alone, and lacks none."""
    found = sold([("F1", "2026-01", 1.0), ("F1", "2026-04", 1.0), ("C1", "2026-09", 1.0)])
    assert found.missing == 2
    assert found.sites["planned_so_far"].tolist() == pytest.approx([a_year()["C1"] / 12, a_year()["F1"] / 6])
    plan = replace(made(), actuals=found)
    assert any("2 months between others" in text for text in actual_parts(plan, Reader("en"))[0].sentences)
    assert any("2 个月份" in text for text in actual_parts(plan, Reader("zh-Hans"))[0].sentences)
    assert sold([("F1", "2025-12", 1.0), ("F1", "2026-01", 1.0)]).missing == 0


def test_drift_is_the_growth_of_actual_by_planned() -> None:
    """1, 0.9, 0.81: a tenth less each month; two months tell nothing."""
    rows = [("F1", f"2026-0{n + 1}", 0.9**n) for n in range(3)]
    assert np.expm1(sold(rows).drift) == pytest.approx(-0.1)
    assert np.isnan(sold(rows[:2]).drift)


def test_a_site_that_the_plan_does_not_open_is_told_so() -> None:
    found = sold([("C2", "2026-01", 1.0)])
    assert found.sites["alert"].tolist() == ["not in the plan"]
    assert np.isnan(found.ratio)
    assert np.isnan(found.log_error)


def test_files_and_report_tell_it() -> None:
    found = sold([("F1", "2026-01", 0.5), ("C1", "2026-01", 1.0), ("C2", "2026-01", 1.0)])
    plan = replace(made(), actuals=found)
    assert len(actual_table(plan)) == 3
    told = actual_dict(plan)
    assert told is not None
    assert [site["alert"] for site in told["sites"]] == ["", "not in the plan", "below"]
    (part,) = actual_parts(plan, Reader("en"))
    assert "1 site is off by more than 20.0 %" in part.sentences[0]
    assert actual_parts(made(), Reader("en")) == []
    assert actual_dict(made()) is None
    assert actual_table(made()).empty


@pytest.mark.parametrize(
    ("rows", "column", "what"),
    [
        ("F9999,2026-01,5", "site_id", "neither facilities nor candidates"),
        ("{own},2026-13,5", "month", "this is no month"),
        ("{own},Jan 2026,5", "month", "this is no month"),
        ("{own},2026-01,-5", "sales", "negative"),
        ("{own},2026-01,5\n{own},2026-01,6", "site_id, month", "used by more than one row"),
        ("{own},2026-01,", "sales", "nothing is given"),
        ("{own},2015-01,0\n{own},2015-02,5", "month", "it sells in a month before it opened"),
    ],
)
def test_what_cannot_be_right_is_refused(rows: str, column: str, what: str, tmp_path: Path) -> None:
    folder = write_template(tmp_path / "study")
    own = pd.read_csv(folder / "facilities.csv")["site_id"][0]
    (folder / "actuals.csv").write_text(f"site_id,month,sales\n{rows.format(own=own)}\n", "utf-8")
    file = folder / "study.toml"
    file.write_text(file.read_text("utf-8").replace("[files]\n", '[files]\nactuals = "actuals.csv"\n', 1), "utf-8")
    (problem,) = check_study(folder).problems
    assert (problem.table, problem.column) == ("actuals", column)
    assert what in problem.what
