"""Frontiers on disk: points as a table and for scripts, charts as a page; every file of them or none."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pandas as pd

from siteplan._version import __version__
from siteplan.evaluate import Curve, Frontiers
from siteplan.present.files.folder import whole_folder
from siteplan.present.files.plan_json import plain
from siteplan.present.files.spreadsheet import safe_csv
from siteplan.present.phases.at_once import at_once_dict
from siteplan.present.reports.frontier_html import frontiers_html
from siteplan.present.saved.archive import FRONTIERS, kept_data
from siteplan.present.saved.contents import QUESTION, write_contents
from siteplan.present.text.reader import Reader
from siteplan.study.rules import rule_labels

__all__ = ["frontiers_dict", "write_frontiers"]

STEP_UNITS = {"budget": "million of currency", "coverage": "percentage point"}


def write_frontiers(found: Frontiers, folder: str | Path, language: str | None = None) -> None:
    """Write frontier.csv, .json and .html, and the frontiers themselves, into a folder, in the study's language.

    Raises
    ------
    OutputError
        See write_plan.
    """
    reader, made = Reader.of(found.study, language), int(time.time())
    with whole_folder(folder) as part:
        text = json.dumps(frontiers_dict(found), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        (part / "frontier.json").write_text(text, "utf-8")
        (part / "frontier.csv").write_bytes(safe_csv(_table(found).round(6)))
        (part / "frontier.html").write_text(frontiers_html(found, reader), "utf-8")
        (part / FRONTIERS.file).write_bytes(kept_data(found))
        write_contents(part, FRONTIERS.command, found.study.folder / QUESTION, reader, made)


def frontiers_dict(found: Frontiers) -> dict[str, Any]:
    """Return the curves as JSON knows them; see evaluate.frontiers.Curve for what the points hold."""
    reader = Reader.of(found.study, "en")
    return {
        "study": {"name": found.study.study.name, "hash": found.input_hash, "version": __version__},
        "goal": {
            "name": found.goal.name,
            "unit": reader.column_unit(found.goal.unit),
            "less_is_better": found.goal.least,
        },
        "phases_as_one": at_once_dict(found.phases),
        "cancelled": found.cancelled,
        "exact": not found.approximations,
        "approximations": list(found.approximations),
        "curves": {curve.name: _curve(curve, reader) for curve in found.curves},
    }


def _curve(curve: Curve, reader: Reader) -> dict[str, Any]:
    limit_unit = curve.study.study.currency if curve.name == "budget" else "share"
    return {
        "rule_id": curve.rule,
        "rule": rule_labels(curve.study.plan.rules).get(curve.rule, curve.rule),
        "asked": plain(curve.asked),
        "limit_unit": limit_unit,
        "unit": reader.column_unit(curve.goal.unit),
        "less_is_better": curve.goal.least,
        "marginal_per": STEP_UNITS[curve.name],
        "today": plain(curve.today),
        "points": [plain(point) for point in curve.points.to_dict("records")],
    }


def _table(found: Frontiers) -> pd.DataFrame:
    """Return the points of all curves, each with its curve and the unit of value and bound."""
    reader = Reader.of(found.study, "en")
    tables = [curve.points.assign(curve=curve.name, unit=reader.column_unit(curve.goal.unit)) for curve in found.curves]
    whole = pd.concat(tables, ignore_index=True)
    return whole[["curve", "limit", "unit", *[c for c in whole if c not in ("curve", "limit", "unit")]]]
