"""The files that answer a board: who pays, places for owners, every site of the network, what to doubt."""

from __future__ import annotations

from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.board.doubt_words import doubt_table
from siteplan.present.board.network_table import network_table
from siteplan.present.text.reader import Reader

__all__ = ["board_dict", "board_tables"]


def board_tables(plan: Plan, reader: Reader) -> dict[str, pd.DataFrame]:
    """Return the tables by the names of their files."""
    return {
        "who_pays.csv": plan.payers,
        "service_room.csv": plan.service.cities,
        "network.csv": network_table(plan),
        "doubts.csv": doubt_table(plan, reader),
    }


def board_dict(plan: Plan) -> dict[str, Any]:
    """Return who pays, places for owners and doubts as plain numbers and text."""
    tables = {"who_pays": plan.payers, "service_room": plan.service.cities}
    tables["doubts"] = doubt_table(plan, Reader.of(plan.study, "en"))
    return {name: table.to_dict("records") for name, table in tables.items()}
