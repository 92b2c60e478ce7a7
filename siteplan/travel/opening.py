"""A study with its market, and with what its minutes show: the first step of every command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from siteplan.data import Findings, check_study
from siteplan.market import Market
from siteplan.study import Study
from siteplan.travel.reach import reach_notes, reach_problems
from siteplan.travel.relocation import relocation_problems

__all__ = ["open_study", "with_notes"]


def open_study(path: str | Path) -> Findings:
    """Return the study and market in a folder, or every problem of its files; of its minutes, if those are in order."""
    found = check_study(path)
    if found.study is None or found.market is None:
        return found
    if problems := (*reach_problems(found.study, found.market), *relocation_problems(found.study, found.market)):
        return Findings(None, None, problems)
    return replace(found, market=with_notes(found.study, found.market))


def with_notes(study: Study, market: Market) -> Market:
    """Return a market with notes on what its minutes show."""
    return replace(market, notes=(*market.notes, *reach_notes(study, market)))
