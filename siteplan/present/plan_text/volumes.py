"""What new sites are modelled to sell, beside what own sites give reason to believe."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.plan_text.explained_words import needed_sentence, removal_sentence
from siteplan.present.plan_text.sentences import opening_sentences
from siteplan.present.tables.forecast_table import RANGE_MARKS, with_forecast
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.study import Study

__all__ = ["range_marks", "volume_sentences", "volumes_dict", "why_sentences"]

DOUBTS = ("above_forecast", "above_best", *RANGE_MARKS)


def volumes_dict(plan: Plan) -> dict[str, int]:
    """Return how many new sites are modelled to sell more than own sites give reason to believe, and of how many.

    And how many less or more than is plausible of their format, where the study says what is.
    """
    told = with_forecast(plan.sites[plan.sites["capture"] > 0], plan)
    known = {"new_sites_that_sell": len(told)}
    if "forecast" in told:
        known["with_forecast"] = int(told["forecast"].notna().sum())
    return known | {name: int(told[name].sum()) for name in DOUBTS if name in told}


def volume_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return the same in words; nothing where neither is known, or no new site sells."""
    counts = volumes_dict(plan)
    if not counts["new_sites_that_sell"]:
        return []
    known = [_beside_own(counts, reader)] if "above_best" in counts else []
    return known + ([_beside_range(counts, reader)] if "below_range" in counts else [])


def _beside_own(counts: Mapping[str, int], reader: Reader) -> str:
    """Return how many are modelled to sell more than own sites give reason to believe."""
    n = counts["new_sites_that_sell"]
    text = reader.ngettext(
        "Of {n} new site that sells, the model puts {above} above the 80 % interval of its forecast "
        "({known} with a forecast), and {best} above what any own site of its format sold.",
        "Of {n} new sites that sell, the model puts {above} above the 80 % interval of their forecast "
        "({known} with a forecast), and {best} above what any own site of their format sold.",
        n,
    )
    above, known = counts["above_forecast"], counts.get("with_forecast", 0)
    alone = reader.ngettext(
        "Of {n} new site that sells, the model puts {best} above what any own site of its format sold.",
        "Of {n} new sites that sell, the model puts {best} above what any own site of their format sold.",
        n,
    )
    text = text if known else alone
    return text.format(n=n, above=above, known=known, best=counts["above_best"])


def _beside_range(counts: Mapping[str, int], reader: Reader) -> str:
    """Return how many are modelled to sell less or more than is plausible of their format."""
    n = counts["new_sites_that_sell"]
    text = reader.ngettext(
        "Of {n} new site that sells, the model puts {below} below the plausible sales of its format (▼), "
        "and {above} above them (▲).",
        "Of {n} new sites that sell, the model puts {below} below the plausible sales of their format "
        "(▼), and {above} above them (▲).",
        n,
    )
    return text.format(n=n, below=counts["below_range"], above=counts["above_range"])


def why_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return why each new site opens, in their order, with the forecast beside what the model has it sell."""
    rows = with_forecast(plan.sites, plan).to_dict("records")
    opening = opening_sentences(plan, plan.sites, reader)
    told = [
        [
            why,
            *_beside(row, reader),
            *_ranged(row, plan.study, reader),
            *needed_sentence(str(row["needed_for"]), plan.study, reader),
            *removal_sentence({str(key): value for key, value in row.items()}, plan.proof.goal, reader),
        ]
        for row, why in zip(rows, opening, strict=True)
    ]
    return [" ".join(sentences) for sentences in told]


def _beside(row: Mapping[Hashable, Any], reader: Reader) -> list[str]:
    """Return the forecast of a site, and whether the model has it sell more; nothing where neither is known."""
    _ = reader.gettext
    said, captured = [], row["capture"] > 0
    if captured and row.get("forecast", float("nan")) >= 0:
        low, high = exact(row["forecast_low"]), exact(row["forecast_high"])
        text = (
            _("▲ Forecast {forecast} ({low} to {high}).")
            if row["above_forecast"]
            else _("Forecast {forecast} ({low} to {high}).")
        )
        said.append(text.format(forecast=exact(row["forecast"]), low=low, high=high))
    if captured and row.get("above_best", False):
        said.append(_("▲ More than any own site of its format sold."))
    return said


def range_marks(sites: pd.DataFrame, reader: Reader) -> list[str]:
    """Return in a few words which of these sites, with their forecast, sell less or more than is plausible; else ""."""
    _ = reader.gettext
    few = {"below_range": _("▼ less than is plausible"), "above_range": _("▲ more than is plausible")}
    rows = sites.to_dict("records")
    return ["".join(text for mark, text in few.items() if row["capture"] > 0 and row.get(mark, False)) for row in rows]


def _ranged(row: Mapping[Hashable, Any], study: Study, reader: Reader) -> list[str]:
    """Return that a site is modelled to sell less or more than is plausible of its format; else nothing."""
    _ = reader.gettext
    texts = {
        "below_range": _("▼ Less than is plausible for its format ({low} to {high})."),
        "above_range": _("▲ More than is plausible for its format ({low} to {high})."),
    }
    ends = study.formats[str(row["format"])].sales_range
    told = [text for mark, text in texts.items() if row["capture"] > 0 and row.get(mark, False)]
    return [text.format(low=exact(ends[0]), high=exact(ends[1])) for text in told if ends]
