"""A scorecard's tables: its criteria, why a site has its score, how firm ranks are."""

from __future__ import annotations

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.groundwork import Groundwork
from siteplan.present.model_text.score_words import criterion_name, direction_name, normalise_name, score_notes
from siteplan.present.plan_text.sentences import percent
from siteplan.present.reports.report_parts import Heading, Part, Table, others_in
from siteplan.present.text.numbers import amount, exact, share
from siteplan.present.text.reader import Reader
from siteplan.score import Scorecard

__all__ = ["criteria_table", "firm_text", "rank_range", "score_part", "why_table"]

MOST_SITES = 20  # that a report tells; files tell all


def value_text(value: float, unit: str, reader: Reader) -> str:
    """Write a criterion's value with its unit, money in the reader's currency."""
    return amount(value, unit.replace("currency", reader.currency), reader)


def rank_range(low: float, high: float) -> str:
    """Write the ranks between which a site nearly always is: "1–5"."""
    return f"{exact(low)}–{exact(high)}" if low == low and low != high else exact(low)  # noqa: PLR0124 - not a number


def why_table(ground: Groundwork, site_id: str, format_: str | None, reader: Reader) -> Table:
    """Return why a candidate, or its format, has its score: a row for each criterion, and their sum."""
    _ = reader.gettext
    parts = ground.scorecard.why(site_id, format_)
    columns = [
        Heading(_("Criterion"), words=True),
        Heading(_("Value")),
        Heading(_("Percentile")),
        Heading(_("in its tier")),
        Heading(_("Points")),
        Heading(_("Weight")),
        Heading(_("Adds")),
    ]
    rows = [
        [
            criterion_name(str(name), reader),
            value_text(row["value"], row["unit"], reader),
            exact(row["percentile"]),
            exact(row["percentile_tier"]),
            exact(row["points"], 1),
            share(row["weight"], reader),
            exact(row["contribution"], 2),
        ]
        for name, row in parts.iterrows()
    ]
    total = [_("Score"), "", "", "", "", share(float(parts["weight"].sum()), reader)]
    rows.append([*total, exact(float(parts["contribution"].sum()), 2)])
    return Table(why_caption(ground, site_id, format_, reader), columns, rows, _percentile_note(reader))


def why_caption(ground: Groundwork, site_id: str, format_: str | None, reader: Reader) -> str:
    """Return a site's name, score, rank and how firm that is, in one line."""
    _ = reader.gettext
    card = ground.scorecard
    name = reader.shown(ground.market.candidates.loc[[site_id]], "name").iloc[0]
    if format_ is not None:
        score = exact(card.by_format[format_][site_id], 1)
        kind = reader.format_name(format_)
        return _("{name} ({id}) as {format}: score {score}").format(name=name, id=site_id, format=kind, score=score)
    score = exact(card.score[site_id], 1)
    if card.failed[site_id]:
        told = _("{name} ({id}): score {score}, not ranked: fails {gates}")
        return told.format(name=name, id=site_id, score=score, gates=card.failed[site_id])
    told = _("{name} ({id}): score {score}, rank {rank} of {n}")
    head = told.format(name=name, id=site_id, score=score, rank=exact(card.rank[site_id]), n=exact(card.rank.count()))
    return _("{told}; {firm}").format(told=head, firm=firm_text(card, site_id, reader))


def firm_text(card: Scorecard, site_id: str, reader: Reader) -> str:
    """Return how firm a rank is when the weights vary."""
    firm = card.robustness
    low, high, best = (float(firm[column][site_id]) for column in ("rank_low", "rank_high", "p_top"))
    return reader.gettext("rank {ranks} when weights vary, among the best {top} in {share} of cases").format(
        ranks=rank_range(low, high), top=card.spec.top, share=percent(best, reader, 0)
    )


def criteria_table(card: Scorecard, reader: Reader) -> Table:
    """Return the criteria: weight, which way is better, between what values the points run."""
    _ = reader.gettext
    ideal = any(scale.direction == "ideal" for scale in card.scales.values())
    columns = [
        Heading(_("Criterion"), words=True),
        Heading(_("Weight")),
        Heading(_("Better"), words=True),
        Heading(_("Points"), words=True),
        Heading(_("from")),
        Heading(_("to")),
        *([Heading(_("Ideal"))] if ideal else []),
    ]
    units = {str(name): str(unit) for name, unit in card.units().items()}
    rows = []
    for name, scale in card.scales.items():
        ends = [value_text(x, units[name], reader) for x in (scale.low, scale.high, scale.ideal)]
        ends = ends if ideal else ends[:-1]
        row = [criterion_name(name, reader), share(float(card.weights[name]), reader)]
        way, method = direction_name(scale.direction, reader), normalise_name(scale.method, reader)
        rows.append([*row, way, method, *ends])
    return Table(_("Criteria of the scores"), columns, rows)


def score_part(plan: Plan, reader: Reader) -> Part:
    """Return the report's part on scores: how the sites that open stand, the criteria, what to know about them."""
    _ = reader.gettext
    card = plan.scorecard
    tables = [_opened(plan, reader), criteria_table(card, reader)]
    return Part(_("Scores"), score_notes(card, reader), tables)


def _opened(plan: Plan, reader: Reader) -> Table:
    """Return score and rank of the sites that open, and how firm the rank is."""
    _ = reader.gettext
    card, names = plan.scorecard, reader.shown(plan.market.candidates, "name")
    columns = [
        Heading(_("Site"), words=True),
        Heading(_("Format"), words=True),
        Heading(_("Score")),
        Heading(_("as this format")),
        Heading(_("Rank")),
        Heading(_("when weights vary")),
        Heading(_("Among the best {top}").format(top=card.spec.top)),
    ]
    told = plan.sites.nlargest(MOST_SITES, "score")
    rows = [_opened_row(card, str(names[site["site_id"]]), site, reader) for _i, site in told.iterrows()]
    note = _("Weights vary around those set; rank: 5 % to 95 % of the draws, and the share of them among the best.")
    notes = [note, *others_in("sites.csv", len(plan.sites) - len(told), reader)]
    return Table(_("Scores of the sites that open"), columns, rows, " ".join(notes))


def _opened_row(card: Scorecard, name: str, site: pd.Series, reader: Reader) -> list[str]:
    firm = card.robustness.loc[site["site_id"]]
    offered = site["format"] in card.by_format
    as_format = float(card.by_format[site["format"]][site["site_id"]]) if offered else float("nan")
    return [
        name,
        reader.format_name(site["format"]),
        exact(card.score[site["site_id"]], 1),
        exact(as_format, 1),
        exact(site["rank"]),
        rank_range(firm["rank_low"], firm["rank_high"]),
        percent(firm["p_top"], reader, 0),
    ]


def _percentile_note(reader: Reader) -> str:
    return reader.gettext("Percentile: how many per cent of the candidates have a lower value; half of the ties.")
