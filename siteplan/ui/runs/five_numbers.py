"""Five numbers of a network beside those of another."""

from __future__ import annotations

import streamlit as st

from siteplan.evaluate.kpis import Kpis
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.numbers import amount, change, difference, share_change
from siteplan.present.text.reader import Reader

__all__ = ["show_five"]


def show_five(now: Kpis, before: Kpis, versus: str, reader: Reader, *, all_changes: bool = False) -> None:
    """Show share, net-new, rural coverage, investment, cost; how far from `before`, all where that is a plan."""
    currency = reader.currency
    with st.container(horizontal=True):
        _metric(*v.SHARE_OF_MARKET.fact(now.share, reader), share_change(now.share - before.share, reader), versus)
        more = change(difference(now.net_new, before.net_new), "", reader) if all_changes else None
        _metric(v.NET_NEW.title(reader), amount(now.net_new, "", reader), more, versus)
        rural = difference(now.coverage.rural, before.coverage.rural)
        _metric(*v.COVERAGE_RURAL.fact(now.coverage.rural, reader), share_change(rural, reader), versus)
        spent = change(difference(now.capex, before.capex), currency, reader) if all_changes else None
        _metric(*v.CAPEX.fact(now.capex, reader), spent, versus, colour="inverse")
        dearer = change(difference(now.cost_per_vehicle, before.cost_per_vehicle), currency, reader)
        cost = amount(now.cost_per_vehicle, currency, reader)
        _metric(v.COST_PER_VEHICLE.label(reader), cost, dearer, versus, colour="inverse")


def _metric(label: str, value: str, delta: str | None, description: str, colour: str = "normal") -> None:
    down = delta is not None and delta.startswith("−")
    still = delta is not None and not any(digit in delta for digit in "123456789")  # an arrow would say it rose
    st.metric(
        label, value,
        delta.replace("−", "-", 1) if delta and down else delta,
        delta_color="off" if still else "inverse" if colour == "inverse" else "normal",
        delta_arrow="off" if still else "auto",
        delta_description=description if delta else None,
        border=True,
        height="stretch",
    )  # fmt: skip
