"""A fit to own sales on disk: the revised study, parameters and sites as tables; every file or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from siteplan._version import __version__
from siteplan.data import input_hash
from siteplan.data.study_toml.revise import revised_text, study_text
from siteplan.forecast.fitted_sales import OUTSIDE, FittedSales
from siteplan.present.files.folder import whole_folder
from siteplan.present.files.plan_json import plain
from siteplan.present.files.spreadsheet import safe_csv
from siteplan.present.model_text.held_words import held_dict

__all__ = ["sales_fit_dict", "write_sales_fit"]

DIGITS = 4  # of what is written into the study: an interval is wider by far


def write_sales_fit(found: FittedSales, source: str | Path, folder: str | Path) -> None:
    """Write study.toml, fit.json, fit.csv (parameters) and sites.csv into a folder.

    Parameters
    ----------
    source : Path
        The study's folder or its study.toml: the revised one is this text with other values.

    Raises
    ------
    OutputError
        See write_plan.
    """
    revised = study_text(source)
    for section, key, value, remark in _changes(found):
        revised = revised_text(revised, {key: value}, {key: remark}, section)
    text = json.dumps(sales_fit_dict(found), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    with whole_folder(folder) as part:
        (part / "study.toml").write_text(revised, "utf-8", newline="\n")
        (part / "fit.json").write_text(text, "utf-8")
        (part / "fit.csv").write_bytes(safe_csv(_parameters(found).round(6)))
        (part / "sites.csv").write_bytes(safe_csv(_sites(found).round(3)))


def sales_fit_dict(found: FittedSales) -> dict[str, Any]:
    """Return the fit as JSON knows it."""
    return {
        "study": {"name": found.study.study.name, "hash": input_hash(found.study), "version": __version__},
        "parameters": plain(_parameters(found).to_dict("records")),
        "before": plain(held_dict(found.before)),
        "after": plain(held_dict(found.after)),
        "held_out": plain(held_dict(found.held_out)),
    }


def _parameters(found: FittedSales) -> pd.DataFrame:
    """Return a row for each fitted value: its place in study.toml, before, value, low and high."""
    places = [".".join((*section, key)) for section, key, _, _ in _changes(found)]
    if found.with_outside and len(found.study.trade_area.outside) > 1:
        places[list(found.parameters.index).index(OUTSIDE)] += f".{found.study.trade_area.outside_tier}"
    return found.parameters.reset_index(drop=True).assign(parameter=places)[
        ["parameter", "before", "value", "low", "high"]
    ]


def _changes(found: FittedSales) -> list[tuple[tuple[str, ...], str, Any, str]]:
    """Return section, key, value (by tier where the study gives it so) and comment of each fitted value."""
    changes = []
    for name, row in found.parameters.iterrows():
        place = (("trade_area",), "outside") if name == OUTSIDE else (("formats", str(name)), "attractiveness")
        value, low, high, before = (float(f"{row[key]:.{DIGITS}g}") for key in ("value", "low", "high", "before"))
        by_tier = found.fitted.trade_area.outside if name == OUTSIDE else {}
        tiers = {tier: float(f"{each:.{DIGITS}g}") for tier, each in by_tier.items()}
        remark = f"[D] fitted to own sales, 95 %: {low:g} to {high:g}; {before:g} before"
        changes.append((*place, tiers if len(tiers) > 1 else value, remark))
    return changes


def _sites(found: FittedSales) -> pd.DataFrame:
    """Return a row for each site with sales: sold, and as modelled before, after and without its block."""
    held = found.held_out.sites["modelled"].rename("held_out")
    after = found.after.sites["modelled"].rename("after")
    sites = found.before.sites.rename(columns={"modelled": "before"})[["format", "observed", "before"]]
    return sites.join(after).join(held).rename_axis("site_id").reset_index()
