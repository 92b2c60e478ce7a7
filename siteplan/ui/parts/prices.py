"""What solving anew says of a plan, and its money: the sites nearest to opening, what rules cost, the business case."""

from __future__ import annotations

import streamlit as st

from siteplan.evaluate import Plan
from siteplan.present.board.doubt_words import doubt_part
from siteplan.present.board.payer_part import payer_part
from siteplan.present.board.service_part import service_parts
from siteplan.present.channel.actual_part import actual_parts
from siteplan.present.channel.perspective_part import perspective_part
from siteplan.present.plan_text.explained_words import together_sentences
from siteplan.present.plan_text.losses import loss_table
from siteplan.present.reports.business_part import business_part
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables.column import Table
from siteplan.present.tables.explained_tables import price_table, rejected_table
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.parts.grid import show_table

__all__ = ["show_money", "show_prices", "show_why_not"]


def show_why_not(plan: Plan, reader: Reader) -> None:
    """Show the rejected sites that are nearest to opening, and the new ones that lose money."""
    tables = [rejected_table(plan, reader), loss_table(plan, reader)]
    if tables[0] is None:
        st.info(reader.gettext("No candidate is left that could open."))
    show_table(tables[0])
    show_table(tables[1])  # said in a sentence above all tables


def show_money(plan: Plan, reader: Reader) -> None:
    """Show what the plan is worth, year by year, by cost line and by site, its scorecard, and sales so far."""
    _show_part(business_part(plan, reader))
    boards = (payer_part(plan, reader), *service_parts(plan, reader), doubt_part(plan, reader))
    for part in (*boards, perspective_part(plan, reader), *actual_parts(plan, reader)):
        st.markdown(f"## {plain(part.title)}")
        _show_part(part)


def _show_part(part: Part) -> None:
    """Show the sentences and tables of a part of the report."""
    for sentence in part.sentences:
        st.write(plain(sentence))
    for table in part.items:
        if isinstance(table, Table):
            show_table(table)


def show_prices(plan: Plan, reader: Reader) -> None:
    """Show what the rules cost."""
    for sentence in together_sentences(plan, reader):
        st.write(plain(sentence))
    show_table(price_table(plan, reader))
