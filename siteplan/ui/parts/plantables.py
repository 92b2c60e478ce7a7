"""The tables of a plan: what opens, what each rule asked and got."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from siteplan.evaluate import Plan
from siteplan.market.sales_caps import has_caps
from siteplan.present.plan_text.changes import change_name, change_sentence
from siteplan.present.plan_text.explained_words import price_text
from siteplan.present.plan_text.rule_words import asked_text, next_unit_text, rule_detail, rule_name, rule_value
from siteplan.present.plan_text.volumes import why_sentences
from siteplan.present.tables.forecast_table import with_forecast
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.ui.markdown import plain
from siteplan.ui.widths import fitted

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

__all__ = ["changes_table", "rules_table", "show_changes", "show_rules", "show_sites", "site_columns", "sites_table"]

SENTENCE = 560  # pixels for a sentence, which wraps
NAMES = {"name": 170, "format": 100}  # pixels of names at most, which wrap
RULES = {"rule": 230, "asked": 130, "next": 150, "price": 170}
DETAIL = 420
PAGE = 1118  # pixels of a table on a screen of 1280
LINES = 66  # pixels of a row with up to three lines; in rows up to 64 Streamlit wraps nothing


def sites_table(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return a row for each new site, best net-new first; figures before texts, so that none runs out of sight."""
    sites = with_forecast(plan.sites, plan)
    forecast = {"forecast": sites["forecast"].to_numpy()} if "forecast" in sites else {}
    candidates = plan.market.candidates.loc[sites["site_id"]]
    return pd.DataFrame(
        {
            "name": reader.shown(candidates, "name").to_numpy(),
            "format": [reader.format_name(name) for name in sites["format"]],
            "capture": sites["capture"].to_numpy(),
            **_above(plan.study, sites),
            **forecast,
            "net_new": sites["net_new"].to_numpy(),
            "cannibalised": sites["cannibalised"].to_numpy(),
            "removal_value": sites["removal_value"].to_numpy(),
            "capex": sites["capex"].to_numpy(),
            "opex": sites["opex"].to_numpy(),
            "city": reader.shown(candidates, "city").to_numpy(),
            "why": why_sentences(plan, reader),
        },
        index=pd.Index(sites["site_id"], name="site_id"),
    )


def _above(study: Study, sites: pd.DataFrame) -> dict[str, Any]:
    """Return the column of demand above capacity, where the study caps what sites sell."""
    return {"above": sites["demand_above_capacity"].to_numpy()} if has_caps(study) else {}


def changes_table(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return a row for each of today's sites that might close or convert: what becomes of it."""
    sites = plan.facilities
    own = plan.market.facilities.loc[sites["site_id"]]
    return pd.DataFrame(
        {
            "name": reader.shown(own, "name").to_numpy(),
            "city": reader.shown(own, "city").to_numpy(),
            "change": [change_name(change, reader) for change in sites["change"]],
            "capture_today": sites["capture_today"].to_numpy(),
            "capture": sites["capture"].to_numpy(),
            **_above(plan.study, sites),
            "net_new": sites["net_new"].to_numpy(),
            "why": [change_sentence(plan, site, reader) for site in sites["site_id"]],
        },
        index=pd.Index(sites["site_id"], name="site_id"),
    )


def rules_table(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return a row for each rule: whether it is met, asked, achieved, what one more unit would bring, what it says."""
    rules = [{str(key): value for key, value in row.items()} for row in plan.rules.to_dict("records")]
    rows = [
        (
            "✓" if rule["met"] else "✗",
            rule_name(str(rule["rule_id"]), plan.study, reader),
            asked_text(rule, reader),
            rule_value(float(rule["achieved"]), str(rule["unit"]), reader),
            next_unit_text(rule, plan.study, reader),
            price_text(rule, plan.proof.goal, reader),
            rule_detail(str(rule["rule_id"]), plan.study, reader),
        )
        for rule in rules
    ]
    return pd.DataFrame(rows, columns=["met", "rule", "asked", "achieved", "next", "price", "words"])


def show_sites(table: pd.DataFrame, reader: Reader, step: float = 1) -> None:
    """Show what opens; `step` is the last digit of the goal's figures."""
    _ = reader.gettext
    if table.empty:
        st.info(_("The plan opens no site: today's network is as good as any under these rules."))
        return
    known = {name: column for name, column in site_columns(reader, step).items() if name in table}
    columns = _beyond_edge(fitted(table, known, NAMES))
    st.dataframe(table, hide_index=True, height=420, alt=_("New sites"), row_height=LINES, column_config=columns)
    st.caption(_("Money in {currency}.").format(currency=plain(reader.money_word())))


def _beyond_edge(columns: dict[str, Any]) -> dict[str, Any]:
    """Let the sentence begin beyond the right edge of a usual page: one that is cut has other figures in it."""
    taken = sum(column["width"] for name, column in columns.items() if name not in ("city", "why"))
    return columns | {"city": {**columns["city"], "width": max(columns["city"]["width"], PAGE - taken)}}


def site_columns(reader: Reader, step: float = 1) -> dict[str, ColumnConfig | None]:
    """Return the titles of sites_table."""
    _ = reader.gettext
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    above = _("Demand above capacity, vehicles/year: won, and lost")
    lost = _("What the plan's figure loses if the site closes and all else stays; re-evaluated, not solved anew.")
    return {
        "name": text(_("Site")),
        "format": text(_("Format")),
        "capture": number(_("Wins a year"), format="localized", step=1, help=_("Wins, vehicles/year")),
        "above": number(_("Above capacity"), help=above, format="localized", step=1),
        "forecast": number(_("Forecast"), help=_("Sales forecast, vehicles/year"), format="localized", step=1),
        "net_new": number(_("Net-new"), format="localized", step=1),
        "cannibalised": number(_("From own sites"), format="localized", step=1),
        "removal_value": number(_("Lost at once"), help=lost, format="localized", step=step),
        "capex": number(_("Investment"), format="localized", step=1),
        "opex": number(_("Cost a year"), format="localized", step=1),
        "city": text(_("City")),
        "why": text(_("Why"), width=SENTENCE),
    }


def show_changes(table: pd.DataFrame, reader: Reader) -> None:
    """Show what becomes of today's sites; nothing where all stay in any plan."""
    if table.empty:
        return
    _ = reader.gettext
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        table,
        hide_index=True,
        alt=_("Sites of today that may close or convert"),
        row_height=LINES,
        column_config=fitted(
            table,
            {
                "name": text(_("Site of today")),
                "city": text(_("City")),
                "change": text(_("With the plan")),
                "capture_today": number(_("Wins today, vehicles/year"), format="localized", step=1),
                "capture": number(_("Wins, vehicles/year"), format="localized", step=1),
                **({"above": number(_("Above capacity"), format="localized", step=1)} if "above" in table else {}),
                "net_new": number(_("Net-new"), format="localized", step=1),
                "why": text(_("Why"), width=SENTENCE),
            },
        ),
    )


def show_rules(table: pd.DataFrame, reader: Reader) -> None:
    """Show what each rule asked and got."""
    _ = reader.gettext
    if table.empty:
        st.info(_("No rule was asked."))
        return
    text = st.column_config.TextColumn
    st.dataframe(
        table,
        hide_index=True,
        alt=_("Rules"),
        row_height=LINES,
        column_config=fitted(
            table,
            {
                "met": text(_("Met")),
                "rule": text(_("Rule")),
                "asked": text(_("Asked")),
                "achieved": text(_("Achieved")),
                "next": text(_("One more unit brings")),
                "price": text(_("Without it the plan gains")),
                "words": text(_("In words"), width=DETAIL),
            },
            RULES,
        ),
    )
