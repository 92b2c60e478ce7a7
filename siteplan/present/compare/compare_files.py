"""Plans side by side on disk and for scripts; every file or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from siteplan._version import __version__
from siteplan.present.compare.compare_part import compare_page
from siteplan.present.compare.compared import Comparison
from siteplan.present.compare.difference_map import difference_scenes
from siteplan.present.files.folder import whole_folder
from siteplan.present.files.plan_json import plain
from siteplan.present.files.spreadsheet import safe_csv

__all__ = ["compare_dict", "sites_csv", "write_comparison"]


def write_comparison(found: Comparison, folder: str | Path) -> None:
    """Write a comparison into a folder.

    compare.html, the page; compare.csv (figures and rules, a row each), compare_sites.csv and compare.json.

    Raises
    ------
    OutputError
        See write_plan.
    StudyError
        The first plan's map is none that this version knows.
    """
    text = json.dumps(compare_dict(found), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    page = compare_page(found, difference_scenes(found))
    with whole_folder(folder) as part:
        (part / "compare.html").write_text(page, "utf-8")
        (part / "compare.json").write_text(text, "utf-8")
        (part / "compare.csv").write_bytes(safe_csv(_rows(found).round(6)))
        (part / "compare_sites.csv").write_bytes(sites_csv(found))


def sites_csv(found: Comparison) -> bytes:
    """Return every site that stands in any of the plans, as CSV."""
    return safe_csv(found.sites.round(6))


def compare_dict(found: Comparison) -> dict[str, Any]:
    """Return plans side by side as JSON knows it; see Comparison for what each figure means."""
    plans = [
        {
            "plan": n,
            "label": label,
            "folder": str(kept.folder),
            "hash": kept.plan.input_hash,
            "status": kept.plan.proof.status,
            "gap": plain(kept.plan.proof.gap),
        }
        for (n, label), kept in zip(found.named, found.plans, strict=True)
    ]
    return {
        "study": {"name": found.plans[0].plan.study.study.name, "version": __version__},
        "plans": plans,
        "same_today": found.same_today,
        "asked": {key: plain(values) for key, values in found.asked.items()},
        "figures": _records(found.figures),
        "rules": _records(_rules(found)),
        "sites": _records(found.sites),
    }


def _rows(found: Comparison) -> pd.DataFrame:
    """Return figures, then what each plan has of each rule, under the same columns."""
    rules = _rules(found).rename(columns={"key": "id"})
    achieved = rules[["id", "unit"]].assign(part="rule", of="")
    for n in found.numbers:
        achieved[f"plan_{n}"] = rules[f"achieved_{n}"]
        achieved[[f"asked_{n}", f"met_{n}"]] = rules[[f"asked_{n}", f"met_{n}"]]
        if n > 1:
            achieved[f"change_{n}"] = rules[f"achieved_{n}"] - rules["achieved_1"]
    return pd.concat([found.figures, achieved], ignore_index=True)


def _rules(found: Comparison) -> pd.DataFrame:
    """Return the rules with units as files name them."""
    return found.rules.assign(unit=found.rules["unit"].map(found.reader.column_unit))


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    rounded = table.round(6)
    return [plain(record) for record in rounded.astype(object).where(rounded.notna(), None).to_dict("records")]
