"""A scorecard's tables: its criteria, why a site has its score, how firm ranks are."""

from __future__ import annotations

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.groundwork import Groundwork
from siteplan.present.model_text.score_words import criterion_name, direction_name, normalise_name, score_notes
from siteplan.present.plan_text.sentences import percent
from siteplan.present.reports.report_parts import Column, Part, Table, others_in
from siteplan.present.text.names import format_name, shown
from siteplan.present.text.numbers import amount, exact, share
from siteplan.present.text.words import gettext_for
from siteplan.score import Scorecard

__all__ = ["criteria_table", "firm_text", "rank_range", "score_part", "why_table"]

MOST_SITES = 20  # that a report tells; files tell all


def value_text(value: float, unit: str, currency: str, language: str) -> str:
    """Write a criterion's value with its unit, money in the study's currency."""
    return amount(value, unit.replace("currency", currency), language)


def rank_range(low: float, high: float) -> str:
    """Write the ranks between which a site nearly always is: "1–5"."""
    return f"{exact(low)}–{exact(high)}" if low == low and low != high else exact(low)  # noqa: PLR0124 - not a number


def why_table(ground: Groundwork, site_id: str, format_: str | None, language: str) -> Table:
    """Return why a candidate, or its format, has its score: a row for each criterion, and their sum."""
    _ = gettext_for(language)
    parts = ground.scorecard.why(site_id, format_)
    currency = ground.study.study.currency
    columns = [
        Column(_("Criterion"), words=True),
        Column(_("Value")),
        Column(_("Percentile")),
        Column(_("in its tier")),
        Column(_("Points")),
        Column(_("Weight")),
        Column(_("Adds")),
    ]
    rows = [
        [
            criterion_name(str(name), language),
            value_text(row["value"], row["unit"], currency, language),
            exact(row["percentile"]),
            exact(row["percentile_tier"]),
            exact(row["points"], 1),
            share(row["weight"], language),
            exact(row["contribution"], 2),
        ]
        for name, row in parts.iterrows()
    ]
    total = [_("Score"), "", "", "", "", share(float(parts["weight"].sum()), language)]
    rows.append([*total, exact(float(parts["contribution"].sum()), 2)])
    return Table(why_caption(ground, site_id, format_, language), columns, rows, _percentile_note(language))


def why_caption(ground: Groundwork, site_id: str, format_: str | None, language: str) -> str:
    """Return a site's name, score, rank and how firm that is, in one line."""
    _ = gettext_for(language)
    card = ground.scorecard
    name = shown(ground.market.candidates.loc[[site_id]], "name", language).iloc[0]
    if format_ is not None:
        score = exact(card.by_format[format_][site_id], 1)
        kind = format_name(format_, language)
        return _("{name} ({id}) as {format}: score {score}").format(name=name, id=site_id, format=kind, score=score)
    score = exact(card.score[site_id], 1)
    if card.failed[site_id]:
        told = _("{name} ({id}): score {score}, not ranked: fails {gates}")
        return told.format(name=name, id=site_id, score=score, gates=card.failed[site_id])
    told = _("{name} ({id}): score {score}, rank {rank} of {n}")
    head = told.format(name=name, id=site_id, score=score, rank=exact(card.rank[site_id]), n=exact(card.rank.count()))
    return _("{told}; {firm}").format(told=head, firm=firm_text(card, site_id, language))


def firm_text(card: Scorecard, site_id: str, language: str) -> str:
    """Return how firm a rank is when the weights vary."""
    firm = card.robustness
    low, high, best = (float(firm[column][site_id]) for column in ("rank_low", "rank_high", "p_top"))
    return gettext_for(language)("rank {ranks} when weights vary, among the best {top} in {share} of cases").format(
        ranks=rank_range(low, high), top=card.spec.top, share=percent(best, language, 0)
    )


def criteria_table(card: Scorecard, currency: str, language: str) -> Table:
    """Return the criteria: weight, which way is better, between what values the points run."""
    _ = gettext_for(language)
    ideal = any(scale.direction == "ideal" for scale in card.scales.values())
    columns = [
        Column(_("Criterion"), words=True),
        Column(_("Weight")),
        Column(_("Better"), words=True),
        Column(_("Points"), words=True),
        Column(_("from")),
        Column(_("to")),
        *([Column(_("Ideal"))] if ideal else []),
    ]
    units = {str(name): str(unit) for name, unit in card.units().items()}
    rows = []
    for name, scale in card.scales.items():
        ends = [value_text(x, units[name], currency, language) for x in (scale.low, scale.high, scale.ideal)]
        ends = ends if ideal else ends[:-1]
        row = [criterion_name(name, language), share(float(card.weights[name]), language)]
        way, method = direction_name(scale.direction, language), normalise_name(scale.method, language)
        rows.append([*row, way, method, *ends])
    return Table(_("Criteria of the scores"), columns, rows)


def score_part(plan: Plan, language: str) -> Part:
    """Return the report's part on scores: how the sites that open stand, the criteria, what to know about them."""
    _ = gettext_for(language)
    card = plan.scorecard
    tables = [_opened(plan, language), criteria_table(card, plan.study.study.currency, language)]
    return Part(_("Scores"), score_notes(card, language), tables)


def _opened(plan: Plan, language: str) -> Table:
    """Return score and rank of the sites that open, and how firm the rank is."""
    _ = gettext_for(language)
    card, names = plan.scorecard, shown(plan.market.candidates, "name", language)
    columns = [
        Column(_("Site"), words=True),
        Column(_("Format"), words=True),
        Column(_("Score")),
        Column(_("as this format")),
        Column(_("Rank")),
        Column(_("when weights vary")),
        Column(_("Among the best {top}").format(top=card.spec.top)),
    ]
    told = plan.sites.nlargest(MOST_SITES, "score")
    rows = [_opened_row(card, str(names[site["site_id"]]), site, language) for _i, site in told.iterrows()]
    note = _("Weights vary around those set; rank: 5 % to 95 % of the draws, and the share of them among the best.")
    notes = [note, *others_in("sites.csv", len(plan.sites) - len(told), language)]
    return Table(_("Scores of the sites that open"), columns, rows, " ".join(notes))


def _opened_row(card: Scorecard, name: str, site: pd.Series, language: str) -> list[str]:
    firm = card.robustness.loc[site["site_id"]]
    offered = site["format"] in card.by_format
    as_format = float(card.by_format[site["format"]][site["site_id"]]) if offered else float("nan")
    return [
        name,
        format_name(site["format"], language),
        exact(card.score[site["site_id"]], 1),
        exact(as_format, 1),
        exact(site["rank"]),
        rank_range(firm["rank_low"], firm["rank_high"]),
        percent(firm["p_top"], language, 0),
    ]


def _percentile_note(language: str) -> str:
    return gettext_for(language)(
        "Percentile: how many per cent of the candidates have a lower value; half of the ties."
    )
