"""The files that answer a board: who pays, places for owners, every site of the network."""

from __future__ import annotations

from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.board.network_table import network_table
from siteplan.present.text.reader import Reader

__all__ = ["board_dict", "board_tables"]


def board_tables(plan: Plan, reader: Reader) -> dict[str, pd.DataFrame]:  # noqa: ARG001  doubts have a cause in words
    """Return the tables by the names of their files."""
    return {"who_pays.csv": plan.payers, "service_room.csv": plan.service.cities, "network.csv": network_table(plan)}


def board_dict(plan: Plan) -> dict[str, Any]:
    """Return who pays and places for owners as plain numbers and text."""
    return {"who_pays": plan.payers.to_dict("records"), "service_room": plan.service.cities.to_dict("records")}
