"""Sales so far against a plan in phases: by the network of each period, from the month in which a site opens on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate.channel.actual_sales import ActualSales
from siteplan.evaluate.explain.explained_plan import explained_plan
from siteplan.evaluate.plan import Plan
from siteplan.formulate.network import Network
from siteplan.groundwork import Groundwork
from siteplan.pipeline import choose
from siteplan.present.channel.actual_part import actual_dict, actual_parts
from siteplan.present.text.reader import Reader
from tests.formulate.phases.test_phased_plan import laid, phased
from tests.formulate.phases.test_replanned import anew

ROWS = [
    ("F1", "2026-12", 10.0), ("F1", "2027-01", 10.0), ("F1", "2027-08", 10.0),
    ("C1", "2027-05", 4.0), ("C1", "2027-08", 8.0), ("C9", "2027-08", 1.0),
]  # fmt: skip


@pytest.fixture(scope="module")
def asked() -> Groundwork:
    """C1 opens as a mall in p0, C2 in p1, half a year on; a mall sells half in its first year."""
    ground = laid(("keep", "keep"), 0, False, False)
    formats = {name: spec.model_copy(update={"ramp_up": (0.5,)}) for name, spec in ground.study.formats.items()}
    actuals = pd.DataFrame(ROWS, columns=["site_id", "month", "sales"])
    ground = phased(replace(ground, market=replace(ground.market, actuals=actuals)), (3e6, 3e6, 3e6))
    ground = ground.asking(ground.study.model_copy(update={"formats": formats}))
    sites = [
        {"site": "C1", "format": "mall", "phase": "p0", "opens": "2027Q1"},
        {"site": "C2", "format": "mall", "phase": "p1", "opens": "2027Q3"},
    ]
    return anew(ground, "p2", sites)


@pytest.fixture(scope="module")
def plan(asked: Groundwork) -> Plan:
    return explained_plan(choose(asked))


def told(plan: Plan) -> ActualSales:
    assert plan.actuals is not None
    return plan.actuals


def wins(ground: Groundwork, site: str, *opened: str) -> float:
    """Vehicles a month of a site beside these new ones under the full model, once it is mature."""
    is_open = ground.options.index.isin([f"{name}:mall" for name in opened])
    rows = Network(ground, is_open | ground.stands).sites.set_index("site_id")
    return float(rows["sold"][site]) / 12


def test_each_month_is_held_against_the_network_of_its_period(asked: Groundwork, plan: Plan) -> None:
    """Before the start F1 is alone, then beside C1, then beside both; C1 sells half of that, in its first year."""
    months = told(plan).months.set_index(["site_id", "month"])
    assert months["planned"][("F1", "2026-12")] == pytest.approx(wins(asked, "F1"))
    assert months["planned"][("F1", "2027-01")] == pytest.approx(wins(asked, "F1", "C1"))
    assert months["planned"][("F1", "2027-08")] == pytest.approx(wins(asked, "F1", "C1", "C2"))
    assert months["planned"][("C1", "2027-05")] == pytest.approx(0.5 * wins(asked, "C1", "C1"))
    assert np.isnan(months["planned"][("C9", "2027-08")])
    assert months["period"].loc["F1"].tolist() == ["", "2027Q1", "2027Q3"]


def test_sums_by_site_and_period(plan: Plan) -> None:
    sums = told(plan).periods.set_index(["site_id", "period"])
    assert sums["actual"].to_dict() == {
        ("C1", "2027Q1"): 4.0, ("C1", "2027Q3"): 8.0, ("C9", "2027Q3"): 1.0, ("F1", "2027Q1"): 10.0,
        ("F1", "2027Q3"): 10.0,
    }  # fmt: skip
    assert (sums["deviation"] + 1).mul(sums["planned"]).dropna().tolist() == pytest.approx([4.0, 8.0, 10.0, 10.0])


def test_what_opened_late_outside_or_silently_is_told(plan: Plan) -> None:
    """C1 was to open in January and first sold in May; C2 was to open in July, and no row tells of it."""
    found = told(plan)
    assert found.late.to_dict("records") == [{"site_id": "C1", "opens": "2027Q1", "first": "2027-05"}]
    assert found.silent == ("C2",)
    (part,) = actual_parts(plan, Reader("en"))
    said = " ".join(part.sentences)
    assert "Opened later than planned: North mall (first sales 2027-05, planned 2027Q1)." in said
    assert "not in the plan, which counts nothing of them: C9." in said
    assert "no row tells of them though others are told: South mall." in said
    assert len(part.items) == 2
    assert "开业晚于计划" in " ".join(actual_parts(plan, Reader("zh-Hans"))[0].sentences)
    record = actual_dict(plan)
    assert record is not None
    assert record["silent"] == ["C2"]
    assert len(record["periods"]) == 5
