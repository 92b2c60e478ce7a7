"""Whom new sites take their sales from, told."""

import numpy as np
import pandas as pd
import pytest

from siteplan.present.plan_text.transfer_words import losing_most, taking_rows, transfer_table
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan


def test_the_file_lists_every_pair_and_sums_to_the_captures() -> None:
    plan = tiny_plan()
    table = transfer_table(plan)
    assert list(table.columns) == ["kind", "from", "to", "vehicles", "name", "brand"]
    sums = table.groupby("to")["vehicles"].sum()
    wins = plan.sites.set_index("site_id")["capture"]
    assert sums.to_numpy() == pytest.approx(wins[sums.index].to_numpy(), abs=1e-9)
    assert set(table.loc[table["kind"] == "rival", "from"]) <= {"R1", "R2", "R3"}
    assert table.loc[table["kind"] == "outside", "from"].unique().tolist() == [""]
    assert table.loc[table["from"] == "R1", ["name", "brand"]].iloc[0].tolist() == ["Rival one", "A"]


def test_those_who_lose_most_come_first_and_those_who_lose_next_to_nothing_are_not_named() -> None:
    market = tiny_plan().market
    own, rivals = pd.Series({"F1": 0.02, "F2": 0.1}), pd.Series({"R1": 0.2, "R2": 0.004, "R3": 0.3})
    assert losing_most(own, rivals, market, Reader("en")) == ("Old dealer 10.0 %, Old mall 2.0 %", "C 30.0 %, A 20.0 %")
    assert losing_most(own * 0, rivals * 0, market, Reader("en")) == ("", "")


def test_the_report_tells_for_each_site_from_whom() -> None:
    plan = tiny_plan()
    table = taking_rows(plan, Reader("en"))
    assert table is not None
    assert len(table.rows) == len(plan.sites)
    wins = [float(row[1].replace(",", "")) for row in table.rows]
    assert wins == pytest.approx(np.round(plan.sites["capture"].to_numpy()))


def test_of_many_sites_the_report_tells_the_largest_and_where_the_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siteplan.present.plan_text.transfer_words.MOST_SITES", 1)
    plan = tiny_plan()
    table = taking_rows(plan, Reader("en"))
    assert table is not None
    assert float(table.rows[0][1].replace(",", "")) == pytest.approx(plan.sites["capture"].max(), abs=0.5)
    assert len(table.rows) == len(table.details) == 1
    left = len(plan.sites) - 1
    assert table.note.endswith(f"{left} more site{'s are' if left > 1 else ' is'} in transfers.csv.")
