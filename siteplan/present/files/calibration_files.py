"""A calibration on disk: the revised study, parameters and residuals as tables, the report; every file or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from siteplan._version import __version__
from siteplan.data import input_hash
from siteplan.data.study_toml.revise import revised_text, study_text
from siteplan.present.files.folder import whole_folder
from siteplan.present.files.plan_json import plain
from siteplan.present.files.spreadsheet import safe_csv
from siteplan.present.reports.calibration_html import calibration_html
from siteplan.present.text.reader import Reader
from siteplan.study.decays import DECAYS
from siteplan.tradearea.calibration import Calibration
from siteplan.tradearea.calibration.residuals import pairs_with_residuals
from siteplan.tradearea.format_decay import own_curves

__all__ = ["calibration_dict", "write_calibration"]

_DIGITS = 6  # of what is written into the study
OWN_RATE = "[D] in its ratio to the rate of [trade_area], which is fitted to flows"


def write_calibration(found: Calibration, source: str | Path, folder: str | Path, language: str | None = None) -> None:
    """Write study.toml, fit.json, fit.csv, decays.csv, tiers.csv, residuals.csv and fit.html into a folder.

    Parameters
    ----------
    source : Path
        The study's folder or its study.toml: the revised one is this text with other values in [trade_area], and
        with rates of formats' own in proportion to it.

    Raises
    ------
    OutputError
        See write_plan.
    """
    revised = revised_text(study_text(source), _changes(found), _remarks(found))
    for name, rate in _own_rates(found).items():
        revised = revised_text(revised, {"rate": rate}, {"rate": OWN_RATE}, ("formats", name))
    text = json.dumps(calibration_dict(found), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    tables = {
        "fit.csv": found.model.summary().reset_index(),
        "decays.csv": found.tested.means.rename_axis("decay").reset_index(),
        "tiers.csv": found.tiers.fits,
        "residuals.csv": _residuals(found),
    }
    page = calibration_html(found, Reader.of(found.study, language))
    with whole_folder(folder) as part:
        (part / "study.toml").write_text(revised, "utf-8", newline="\n")
        (part / "fit.json").write_text(text, "utf-8")
        for name, table in tables.items():
            (part / name).write_bytes(safe_csv(table.round(8)))
        (part / "fit.html").write_text(page, "utf-8")


def calibration_dict(found: Calibration) -> dict[str, Any]:
    """Return the calibration as JSON knows it."""
    model = found.model
    scalars = {
        "log_likelihood": model.log_likelihood_,
        "log_likelihood_equal_shares": model.null_log_likelihood_,
        "pseudo_r2": model.pseudo_r2_,
        "dispersion": model.dispersion_,
        "converged": model.converged_,
    }
    sizes = {"visits": float(found.pairs["visits"].sum()), "pairs": len(found.pairs)}
    return {
        "study": {"name": found.study.study.name, "hash": input_hash(found.study), "version": __version__},
        "decay": found.decay,
        "parameters": plain(model.summary().to_dict("index")),
        "trade_area": plain(_changes(found)),
        "format_rates": plain(_own_rates(found)),
        **plain(scalars),
        **plain(sizes),
        "zones": int(found.pairs["zone_id"].nunique()),
        "sites": int(found.pairs["site_id"].nunique()),
        "held_out": plain(found.tested.means.to_dict()),
        "tiers_differ": plain(found.tiers.differ.to_dict()),
        "notes": [str(note) for note in found.notes],
    }


def _changes(found: Calibration) -> dict[str, Any]:
    """Return what is fitted, as keys of [trade_area]."""
    area = found.area
    changes: dict[str, Any] = {"decay": area.decay, "rate": _written(area.rate)}
    if DECAYS[area.decay].bends:
        changes["midpoint"] = _written(area.midpoint)
    fitted = {name: _written(x) for name, x in area.exponents.items() if name in found.model.params_}
    return {**changes, **({"exponents": fitted} if fitted else {})}


def _own_rates(found: Calibration) -> dict[str, Any]:
    """Return the rates of formats that have their own, a number or by tier, as keys of [formats.NAME]."""
    own = {name: spec.rate for name, spec in found.formats.items() if spec.rate is not None}
    rates = {name: {tier: _written(x) for tier, x in by.items()} for name, by in own.items()}
    return {name: by["default"] if [*by] == ["default"] else by for name, by in rates.items()}


def _remarks(found: Calibration) -> dict[str, str]:
    """Return the comment beside each key: how sure it is, and what stood there before."""
    intervals, before = found.model.conf_int(), found.study.trade_area
    was = "as before" if before.decay == found.decay else f'"{before.decay}" before'
    remarks = {"decay": f"[D] best on zones held out of the fit to flows; {was}"}
    if own_curves(found.study):
        remarks = {"decay": "[A] as before: rates of formats' own are of this decay"}
    for name in ("rate", "midpoint"):
        if name in intervals.index:
            low, high = intervals.loc[name]
            was = f"; {getattr(before, name):g} before" if before.decay == found.decay else ""
            remarks[name] = f"[D] fitted to flows, 95 %: {low:.4g} to {high:.4g}{was}"
    told = (f"{n} {low:.3g} to {high:.3g}" for n, (low, high) in intervals.T.items() if n in before.exponents)
    return {**remarks, "exponents": f"[D] fitted to flows, 95 %: {', '.join(told)}"}


def _written(x: float) -> float:
    return float(f"{x:.{_DIGITS}g}")


def _residuals(found: Calibration) -> pd.DataFrame:
    columns = ["zone_id", "site_id", "tier", "minutes", "visits", "share", "expected", "residual"]
    return pairs_with_residuals(found.pairs)[columns]
