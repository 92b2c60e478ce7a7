"""A scorecard's tables: its criteria, why a site has its score, how firm ranks are."""

from __future__ import annotations

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.groundwork import Groundwork
from siteplan.present.charts.network.score_chart import best_score_chart
from siteplan.present.model_text.score_words import criterion_name, direction_name, normalise_name, score_notes
from siteplan.present.plan_text.sentences import percent
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, frame_of, others_in, table_of
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.numbers import amount, exact
from siteplan.present.text.reader import Reader
from siteplan.score import Scorecard

__all__ = ["criteria_table", "criterion_title", "firm_text", "rank_range", "score_part", "score_parts", "why_table"]

MOST_SITES = 20  # that a report tells; files tell all
PARTS = (v.CRITERION, v.VALUE, v.PERCENTILE, v.PERCENTILE_TIER, v.POINTS, v.WEIGHT, v.CONTRIBUTION)
CRITERIA = (v.CRITERION, v.WEIGHT, v.DIRECTION, v.METHOD, v.LOW, v.HIGH, v.IDEAL)


def value_text(value: float, unit: str, reader: Reader) -> str:
    """Write a criterion's value with its unit, money in the reader's currency."""
    return amount(value, unit.replace("currency", reader.currency), reader)


def criterion_title(name: str, unit: str, reader: Reader) -> str:
    """Write a criterion with the unit of its values, as headings have theirs."""
    word = reader.unit_word(unit.replace("currency", reader.currency))
    label = criterion_name(name, reader)
    return reader.gettext("{heading}, {unit}").format(heading=label, unit=word) if word else label


def rank_range(low: float, high: float) -> str:
    """Write the ranks between which a site nearly always is: "1–5"."""
    return f"{exact(low)}–{exact(high)}" if low == low and low != high else exact(low)  # noqa: PLR0124 - not a number


def why_table(ground: Groundwork, site_id: str, format_: str | None, reader: Reader) -> Table:
    """Return why a candidate, or its format, has its score: a row for each criterion, and their sum."""
    parts = score_parts(ground.scorecard, site_id, format_, reader)
    total = {"criterion": reader.gettext("Score"), "criterion_value": None, **parts[["weight", "contribution"]].sum()}
    frame = pd.concat([parts, pd.DataFrame([total])], ignore_index=True)
    return table_of(why_caption(ground, site_id, format_, reader), frame, PARTS, reader)


def score_parts(card: Scorecard, site_id: str, format_: str | None, reader: Reader) -> pd.DataFrame:
    """Return a row for each criterion of a score: `Scorecard.why` as it is read."""
    why = card.why(site_id, format_)
    values = [value_text(row["value"], row["unit"], reader) for _name, row in why.iterrows()]
    return why.assign(criterion=[criterion_name(str(name), reader) for name in why.index], criterion_value=values)


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
    head = told.format(name=name, id=site_id, score=score, rank=exact(card.rank[site_id]), n=exact(card.n_ranked))
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
    units = {str(name): str(unit) for name, unit in card.units().items()}
    rows = [
        (
            criterion_name(name, reader),
            float(card.weights[name]),
            direction_name(scale.direction, reader),
            normalise_name(scale.method, reader),
            *(value_text(x, units[name], reader) for x in (scale.low, scale.high, scale.ideal)),
        )
        for name, scale in card.scales.items()
    ]
    ideal = any(scale.direction == "ideal" for scale in card.scales.values())
    columns = CRITERIA if ideal else CRITERIA[:-1]
    return table_of(reader.gettext("Criteria of the scores"), frame_of(CRITERIA, rows), columns, reader)


def score_part(plan: Plan, reader: Reader) -> Part:
    """Return the report's part on scores: how the sites that open stand, the criteria, what to know about them."""
    _ = reader.gettext
    card = plan.scorecard
    best = best_score_chart(plan, reader)
    tables = [_opened(plan, reader), criteria_table(card, reader)]
    charts = [] if best is None else [best]
    return Part(_("Scores"), score_notes(card, reader), [*charts, *tables], "scores")


def _opened(plan: Plan, reader: Reader) -> Table:
    """Return score and rank of the sites that open, and how firm the rank is."""
    card = plan.scorecard
    best = plan.sites.nlargest(MOST_SITES, "score")
    firm = card.robustness.loc[best["site_id"]]
    frame = read_sites(best, plan.market.candidates, plan.market.zones, reader).assign(
        score=card.score.loc[best["site_id"]].to_numpy(),
        score_as_format=[_as_format(card, site, str(name)) for site, name in best[["site_id", "format"]].to_numpy()],
        ranks=[rank_range(low, high) for low, high in firm[["rank_low", "rank_high"]].to_numpy()],
        p_top=firm["p_top"].to_numpy(),
    )
    columns = (v.SITE, v.FORMAT, v.SCORE, v.SCORE_AS_FORMAT, v.RANK, v.RANKS, v.P_TOP.where(top=card.spec.top))
    note = " ".join(others_in("sites.csv", len(plan.sites) - len(best), reader))
    table = table_of(reader.gettext("Scores of the sites that open"), frame, columns, reader, note=note)
    return table.whole_in("sites.csv")


def _as_format(card: Scorecard, site_id: str, format_: str) -> float:
    return float(card.by_format[format_][site_id]) if format_ in card.by_format else float("nan")
