"""What new sites are modelled to sell, beside what own sites give reason to believe."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from siteplan.evaluate import Plan
from siteplan.present.forecast_table import with_forecast
from siteplan.present.numbers import exact
from siteplan.present.sentences import why_sentence
from siteplan.present.words import gettext_for, ngettext_for

__all__ = ["volume_sentences", "volumes_dict", "why_sentences"]

DOUBTS = ("above_forecast", "above_best")


def volumes_dict(plan: Plan) -> dict[str, int]:
    """Return how many new sites are modelled to sell more than own sites give reason to believe, and of how many."""
    told = with_forecast(plan.sites[plan.sites["capture"] > 0], plan)
    known = {"new_sites_that_sell": len(told)}
    if "forecast" in told:
        known["with_forecast"] = int(told["forecast"].notna().sum())
    return known | {name: int(told[name].sum()) for name in DOUBTS if name in told}


def volume_sentences(plan: Plan, language: str) -> list[str]:
    """Return the same in words; nothing where own sites give no sales, or no new site sells."""
    counts = volumes_dict(plan)
    n = counts["new_sites_that_sell"]
    if not n or "above_best" not in counts:
        return []
    text = ngettext_for(language)(
        "Of {n} new site that sells the model has {above} sell more than the 80 % interval of the forecast allows "
        "({known} with a forecast), and {best} more than any own site of its format sold.",
        "Of {n} new sites that sell the model has {above} sell more than the 80 % interval of their forecast allows "
        "({known} with a forecast), and {best} more than any own site of their format sold.",
        n,
    )
    above, known = counts["above_forecast"], counts.get("with_forecast", 0)
    alone = ngettext_for(language)(
        "Of {n} new site that sells the model has {best} sell more than any own site of its format sold.",
        "Of {n} new sites that sell the model has {best} sell more than any own site of their format sold.",
        n,
    )
    text = text if known else alone
    return [text.format(n=n, above=above, known=known, best=counts["above_best"])]


def why_sentences(plan: Plan, language: str) -> list[str]:
    """Return why each new site opens, in their order, with the forecast beside what the model has it sell."""
    rows = with_forecast(plan.sites, plan).to_dict("records")
    told = [[why_sentence(plan, str(row["site_id"]), language), *_beside(row, language)] for row in rows]
    return [" ".join(sentences) for sentences in told]


def _beside(row: Mapping[Hashable, Any], language: str) -> list[str]:
    """Return the forecast of a site, and whether the model has it sell more; nothing where neither is known."""
    _ = gettext_for(language)
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
