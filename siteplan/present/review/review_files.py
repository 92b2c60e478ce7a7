"""A review on disk: a row a site, every choice of it, who wins what, for scripts, and a page; every file or none."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pandas as pd

from siteplan._version import __version__
from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.present.files.folder import whole_folder
from siteplan.present.files.plan_json import plain
from siteplan.present.files.spreadsheet import safe_csv
from siteplan.present.phases.at_once import at_once_dict
from siteplan.present.reports.map_pages import plan_page
from siteplan.present.review.review_html import review_html
from siteplan.present.review.review_words import close_text, decision_name, reason_text, review_counts
from siteplan.present.saved.archive import REVIEWS, kept_data
from siteplan.present.saved.contents import QUESTION, write_contents
from siteplan.present.text.reader import Reader

__all__ = ["review_dict", "write_review"]


def write_review(found: Reviewed, folder: str | Path, language: str | None = None) -> None:
    """Write review.csv, review_choices.csv, review_transfers.csv, review.json, a page, a map, and the review itself.

    Raises
    ------
    OutputError
        See write_plan.
    """
    reader, made = Reader.of(found.plan.study, language), int(time.time())
    with whole_folder(folder) as part:
        text = json.dumps(review_dict(found), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        (part / "review.json").write_text(text, "utf-8")
        (part / "review.csv").write_bytes(safe_csv(_site_rows(found, reader).round(6)))
        (part / "review_choices.csv").write_bytes(safe_csv(found.alternatives.choices.round(6)))
        (part / "review_transfers.csv").write_bytes(safe_csv(found.alternatives.transfers.round(6)))
        (part / "review.html").write_text(review_html(found, reader), "utf-8")
        (part / "review_map.html").write_text(plan_page(found.plan, reader), "utf-8")
        (part / REVIEWS.file).write_bytes(kept_data(found))
        write_contents(part, REVIEWS.command, found.plan.study.folder / QUESTION, reader, made)


def review_dict(found: Reviewed) -> dict[str, Any]:
    """Return a review as JSON knows it; see Reviewed and Alternatives for what each figure means."""
    plan = found.plan
    opened = plan.sites[["site_id", "format", "capture", "net_new", "capex", "opex", "npv"]]
    return {
        "study": {"name": plan.study.study.name, "hash": plan.input_hash, "version": __version__},
        "status": plan.proof.status,
        "objective": plain(plan.proof.objective),
        "bound": plain(plan.proof.bound),
        "gap": plain(plan.proof.gap),
        "goal": plan.proof.goal.name,
        "question": plan.study.review.model_dump(mode="json"),
        "phases_as_one": at_once_dict(found.phases),
        "counts": review_counts(found),
        "npv": plain(plan.business.worth["company"].npv),
        "sites": _records(_flat(found)),
        "choices": _records(found.alternatives.choices),
        "transfers": _records(found.alternatives.transfers),
        "opened": _records(pd.DataFrame(opened)),
        "rules": _records(plan.rules),
    }


def _flat(found: Reviewed) -> pd.DataFrame:
    """Return the sites without geometry, with places in degrees and days as text."""
    sites, points = found.sites, found.sites.geometry
    lease = pd.to_datetime(sites["lease_end"]).dt.strftime("%Y-%m-%d").fillna("")
    flat = pd.DataFrame(sites.drop(columns="geometry")).assign(lease_end=lease)
    return flat.assign(lon=points.x.round(6).to_numpy(), lat=points.y.round(6).to_numpy())


def _site_rows(found: Reviewed, reader: Reader) -> pd.DataFrame:
    """Return the rows of review.csv: all figures of a site, and what becomes of it in words."""
    rows = [site for _, site in found.sites.iterrows()]
    said = [f"{decision_name(site, reader)}. {reason_text(site, reader)} {close_text(site, reader)}" for site in rows]
    return _flat(found).assign(why=[text.strip() for text in said])


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [plain(record) for record in table.astype(object).where(table.notna(), None).to_dict("records")]
