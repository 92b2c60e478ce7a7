"""Plans side by side on disk and for scripts; every file or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from siteplan._version import __version__
from siteplan.present.compare.compared import Comparison
from siteplan.present.files.folder import whole_folder
from siteplan.present.files.plan_json import plain
from siteplan.present.files.spreadsheet import safe_csv

__all__ = ["compare_dict", "write_comparison"]


def write_comparison(found: Comparison, folder: str | Path) -> None:
    """Write compare.csv (figures and rules, a row each), compare_sites.csv and compare.json into a folder.

    Raises
    ------
    OutputError
        See write_plan.
    """
    text = json.dumps(compare_dict(found), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    with whole_folder(folder) as part:
        (part / "compare.json").write_text(text, "utf-8")
        (part / "compare.csv").write_bytes(safe_csv(_rows(found).round(6)))
        (part / "compare_sites.csv").write_bytes(safe_csv(found.sites.round(6)))


def compare_dict(found: Comparison) -> dict[str, Any]:
    """Return plans side by side as JSON knows it; see Comparison for what each figure means."""
    plans = [
        {
            "plan": n,
            "label": label,
            "folder": str(plan.saved.folder),
            "hash": plan.saved.hash,
            "status": plan.status,
            "gap": plain(plan.gap),
        }
        for n, label, plan in zip(found.numbers, found.labels, found.plans, strict=True)
    ]
    return {
        "study": {"name": found.plans[0].saved.name, "version": __version__},
        "plans": plans,
        "same_today": found.same_today,
        "asked": {key: plain(values) for key, values in found.asked.items()},
        "figures": _records(found.figures),
        "rules": _records(found.rules),
        "sites": _records(found.sites),
    }


def _rows(found: Comparison) -> pd.DataFrame:
    """Return figures, then what each plan has of each rule, under the same columns."""
    rules = found.rules.rename(columns={"key": "id"})
    achieved = rules[["id", "unit"]].assign(part="rule", of="")
    for n in found.numbers:
        achieved[f"plan_{n}"] = rules[f"achieved_{n}"]
        achieved[[f"asked_{n}", f"met_{n}"]] = rules[[f"asked_{n}", f"met_{n}"]]
        if n > 1:
            achieved[f"change_{n}"] = rules[f"achieved_{n}"] - rules["achieved_1"]
    return pd.concat([found.figures, achieved], ignore_index=True)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [plain(record) for record in table.astype(object).where(table.notna(), None).to_dict("records")]
