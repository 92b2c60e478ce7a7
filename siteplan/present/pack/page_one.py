"""Page one: the decision asked, what we get with its range, what it costs, who is covered, why, what could go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np
import pandas as pd
from babel.dates import format_date

from siteplan.evaluate import Plan
from siteplan.present.charts.chart_dumbbell import dumbbell_chart
from siteplan.present.pack import figures as f
from siteplan.present.pack.arguments import reasons_of, risks_of
from siteplan.present.pack.content import Headline, KeyFigure, PageOne
from siteplan.present.pack.pack_vocabulary import CAPEX_EACH, GAIN_SHARE
from siteplan.present.plan_text.changes import change_clauses
from siteplan.present.plan_text.sentences import proof_sentence, site_count
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.numbers import NO_NUMBER, amount
from siteplan.present.text.provenance import sources_line, stamp, synthetic_line
from siteplan.present.text.reader import Reader

__all__ = ["bare_text", "day_text", "page_one_of"]

CHANGES = ("capex", "net_new")  # figures whose today is 0 by what they are


def page_one_of(plan: Plan, figures: Mapping[str, KeyFigure], made: int, reader: Reader) -> PageOne:
    """Return page one of a plan whose files were written at `made`, seconds since 1970."""
    _ = reader.gettext
    return PageOne(
        running=reader.study_name(plan.study),
        status=_(" · ").join([_("Draft for decision"), day_text(made, reader), stamp(reader)]),
        asked=_("Decision asked"),
        title=_title(plan, figures, reader),
        sentences=[*_gets(figures, reader), proof_sentence(plan.proof, reader)],
        headlines=_headlines(plan, figures, reader),
        coverage=dumbbell_chart(plan, reader),
        reasons_title=_("Why this plan"),
        reasons=reasons_of(plan, figures, reader),
        risks_title=_("What could go wrong"),
        risks=risks_of(plan, figures, reader),
        table=_bought(plan, reader),
        sources=_("Source: {sources}").format(sources=sources_line(plan.study, reader)),
        foot=_foot(plan, reader),
        sign=[_("Approved by"), _("Position"), _("Date")],
    )


def day_text(made: int, reader: Reader) -> str:
    """Return a day as the reader's language writes it: "28 November 2026"."""
    locale = "en_GB" if reader.language == "en" else reader.language.replace("-", "_")
    return format_date(datetime.fromtimestamp(made, UTC), "long", locale=locale)


def _title(plan: Plan, figures: Mapping[str, KeyFigure], reader: Reader) -> str:
    _ = reader.gettext
    opens = [] if plan.sites.empty else [_("open {sites}").format(sites=site_count(len(plan.sites), reader))]
    changes = [*opens, *change_clauses(plan, reader)]
    if not changes:
        return _("Keep the network as it is")
    if not plan.kpis.capex > 0:
        return _("Approve: {changes}").format(changes=_(", ").join(changes))
    return _("Approve {capex}: {changes}").format(capex=figures["capex"].text, changes=_(", ").join(changes))


def _gets(figures: Mapping[str, KeyFigure], reader: Reader) -> list[str]:
    """Return the share today and with the plan, and from what to what it may be."""
    _ = reader.gettext
    names = ("share.today", "share", "share.low", "share.high")
    known = {name: figures[name].text for name in names if name in figures}
    if "share.low" not in known:
        said = _(
            "Market share goes from {today} to {plan}; no assumption of the study has a range, so nobody can say how "
            "sure that is."
        )
        return [said.format(today=known.get("share.today", NO_NUMBER), plan=known.get("share", NO_NUMBER))]
    said = _("Market share goes from {today} to {plan}, between {low} and {high} as the study's assumptions go.")
    low, high = known["share.low"], known["share.high"]
    return [said.format(today=known["share.today"], plan=known["share"], low=low, high=high)]


def _headlines(plan: Plan, figures: Mapping[str, KeyFigure], reader: Reader) -> list[Headline]:
    """Return additional sales, share, people reached, investment and what it adds to running cost."""
    rural = "coverage_rural" if bool(plan.zones["rural"].any()) else "coverage"
    names = ("net_new", "share", rural, "capex", f.ADDED_OPEX)
    return [_headline(plan, figures[name], figures, reader) for name in names if name in figures]


def _headline(plan: Plan, figure: KeyFigure, figures: Mapping[str, KeyFigure], reader: Reader) -> Headline:
    _ = reader.gettext
    today = figures.get(f"{figure.id}.today")
    against = [] if today is None or figure.id in CHANGES else [_("today {x}").format(x=_bare(today, reader))]
    if figure.id == "capex":
        against = [site_count(len(plan.sites), reader)]
    ends = [figures[name] for name in (f"{figure.id}.low", f"{figure.id}.high") if name in figures]
    shown, name = bare_text(figure, reader)
    if len(ends) < 2:
        return Headline(figure, shown, name, against)
    text = _("{low} to {high}").format(low=_bare(ends[0], reader), high=_bare(ends[1], reader))
    return Headline(figure, shown, name, against, (ends[0], figure, ends[1]), text)


def bare_text(figure: KeyFigure, reader: Reader) -> tuple[str, str]:
    """Return a figure as it stands large, and its name with the unit that is not in it."""
    return _bare(figure, reader), _named(figure, reader)


def _bare(figure: KeyFigure, reader: Reader) -> str:
    """Return a figure as it stands large: money with its currency, all else with its unit in the name below."""
    is_money = figure.unit.startswith(reader.currency)
    digits = 2 if figure.unit == "years" else 3
    return amount(figure.value, reader.currency if is_money else "", reader, digits) if figure.unit else figure.text


def _named(figure: KeyFigure, reader: Reader) -> str:
    if not figure.unit or figure.unit == reader.currency:
        return figure.name
    return reader.gettext("{heading}, {unit}").format(heading=figure.name, unit=reader.unit_word(figure.unit))


def _bought(plan: Plan, reader: Reader) -> Table:
    """Return what the money buys, by format and in all."""
    _ = reader.gettext
    by_format = plan.sites.groupby("format", sort=False).agg(
        sites=("site_id", "size"), capex=("capex", "sum"), net_new=("net_new", "sum")
    )
    by_format = by_format.sort_values("net_new", ascending=False, kind="stable")
    rows = pd.concat([by_format, by_format.sum().to_frame(_("In all")).T])
    gain, gained = float(by_format["net_new"].sum()), rows["net_new"].to_numpy(float)
    each = np.divide(rows["capex"].to_numpy(float), gained, out=np.full(len(rows), np.nan), where=gained > 0)
    frame = rows.assign(
        format=[*map(reader.format_name, map(str, by_format.index)), _("In all")],
        gain_share=gained / gain if gain > 0 else np.nan,
        capex_each=each,
    )
    columns = (v.FORMAT, v.SITES, v.CAPEX, v.NET_NEW, GAIN_SHARE, CAPEX_EACH)
    return table_of(_("What the money buys"), frame, columns, reader)


def _foot(plan: Plan, reader: Reader) -> str:
    """Return where figures are explained, and what is synthetic."""
    _, made = reader.gettext, synthetic_line(plan.study, reader)
    told = _("Synthetic data: {tables}").format(tables=made) if made else _("No synthetic data")
    return _(" · ").join([_("Each figure: the dictionary at the end"), told])
