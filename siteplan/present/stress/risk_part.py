"""The register of risks: a file, a section of the report, a table of the app."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.stress.risks import Estimate, RiskLoss
from siteplan.present.reports.report_parts import Part
from siteplan.present.stress import stress_vocabulary as s
from siteplan.present.stress.range_names import label_of
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.numbers import amount, share
from siteplan.present.text.reader import Reader

__all__ = ["RISK_FILE", "risk_dicts", "risk_frame", "risk_parts", "risk_sentences", "risk_table"]

RISK_FILE = "risks.csv"
NBSP = "\u00a0"
COLUMNS = (s.RISK, s.IMPACT, s.LIKELY, s.LOSS, s.EXPECTED_LOSS, s.WON_LESS, s.OWNER)
FILE = [
    "rank", "risk", "impact", "probability", "probability_low", "probability_high", "loss", "loss_low", "loss_high",
    "expected_loss", "expected_low", "expected_high", "won_less", "estimates_of_probability",
    "estimates_of_loss", "owner", "response", "label", "source",
]  # fmt: skip


def risk_frame(plan: Plan) -> pd.DataFrame:
    """Return risks.csv: a row a risk, the largest expected loss first; impact names the outlook, "" for money."""
    rows = [_row(n, one) for n, one in enumerate(plan.risks, start=1)]
    return pd.DataFrame(rows, columns=FILE)


def risk_dicts(plan: Plan) -> list[dict[str, Any]]:
    """Return the rows of risks.csv for scripts."""
    return [{str(key): value for key, value in row.items()} for row in risk_frame(plan).to_dict("records")]


def risk_parts(plan: Plan, reader: Reader) -> list[Part]:
    """Return the section on risks; nothing where the study names none."""
    table = risk_table(plan, reader)
    title = reader.gettext("Risks")
    return [] if table is None else [Part(title, risk_sentences(plan, reader), [table], "risks")]


def risk_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return what is expected to be lost, and which risk is the largest; nothing without risks."""
    if not plan.risks:
        return []
    _, first = reader.gettext, plan.risks[0]
    text = _(
        "The largest of {n} risks is {name}: {expected} is expected to be lost by it, {loss} where it happens, with a "
        "probability of {chance}."
    )
    told = {"name": reader.told(first.risk), "n": len(plan.risks), "chance": share(first.probability.median, reader)}
    return [text.format(**told, expected=_money(first.expected.median, reader), loss=_money(first.loss.median, reader))]


def risk_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the register as people read it; None where the study names no risk."""
    if not plan.risks:
        return None
    _ = reader.gettext
    outlooks = reader.called(plan.study.outlooks)
    frame = pd.DataFrame([_cells(one, outlooks, reader) for one in plan.risks])
    modelled = frame["won_less"].notna().any()
    columns = [column for column in COLUMNS if modelled or column is not s.WON_LESS]
    note = _(
        "Medians of the estimates, with the least and the most in brackets. What an outlook costs is the plan's yearly "
        "profit as planned less that in the outlook, by the full model. Risks are told one by one: expected losses "
        "add up only where none comes with another."
    )
    below = s.RESPONSE if any(one.risk.response for one in plan.risks) else None
    caption = _("Risks by expected loss")
    return table_of(caption, frame, columns, reader, below=below, note=note).whole_in(RISK_FILE)


def _row(rank: int, one: RiskLoss) -> tuple[Any, ...]:
    risk = one.risk
    figures = [x for said in (one.probability, one.loss, one.expected) for x in (said.median, said.low, said.high)]
    words = (risk.owner, risk.response, label_of(risk.source), risk.source)
    return (rank, risk.name, risk.outlook, *figures, one.vehicles, *one.experts, *words)


def _cells(one: RiskLoss, outlooks: Mapping[str, str], reader: Reader) -> dict[str, Any]:
    _, risk = reader.gettext, one.risk
    chance = one.probability
    return {
        "risk": reader.told(risk),
        "impact": _("outlook: {name}").format(name=outlooks[risk.outlook]) if risk.outlook else _("estimated"),
        "likely": _spread(chance, share(chance.median, reader), share(chance.low, reader), share(chance.high, reader)),
        "loss_told": _spread(one.loss, *(amount(x, "", reader) for x in _three(one.loss))),
        "expected_loss": one.expected.median,
        "won_less": None if math.isnan(one.vehicles) else one.vehicles,
        "owner": reader.told(risk, "owner"),
        "response": reader.told(risk, "response"),
    }


def _three(said: Estimate) -> tuple[float, float, float]:
    return said.median, said.low, said.high


def _spread(said: Estimate, middle: str, low: str, high: str) -> str:
    whole = [text.replace(" ", NBSP) for text in (middle, low, high)]  # a number stays beside its unit
    return whole[0] if said.low == said.high else "{} ({} – {})".format(*whole)


def _money(x: float, reader: Reader) -> str:
    return amount(x, f"{reader.currency}/year", reader)
