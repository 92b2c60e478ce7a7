"""The sales forecast of one option on the card of its site: number, interval, and the own sites most like it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from siteplan.forecast import Forecast
from siteplan.groundwork import Groundwork
from siteplan.present.model_text.forecast_words import forecast_sentences, trait_name
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain

__all__ = ["show_forecast"]


def show_forecast(ground: Groundwork, option: str, reader: Reader, anew: Callable[[], Forecast] | None = None) -> None:
    """Show what an option is expected to sell, or why that cannot be said; nothing where own sites give no sales.

    Of a site that a visitor put on the map nothing is known until it is asked for, `anew`: that takes a while.
    """
    _ = reader.gettext
    forecast = ground.forecast
    if not forecast.observed.given:
        return
    if forecast.refusal:
        st.caption(forecast_sentences(forecast, ground.study, reader)[0])
        return
    if option not in forecast.options.index:
        if anew is None or not st.button(_("Forecast its sales"), key="forecast-own"):
            return
        forecast = anew()
    row = forecast.options.loc[[option]].to_dict("records")[0]
    if row["lacking"] == "format":
        st.caption(_("No sales forecast: no own site of this format has annual sales."))
        return
    if row["lacking"] == "beyond":
        text = _("No sales forecast: this place is unlike every own site with annual sales, most of all in {trait}.")
        st.caption(text.format(trait=plain(trait_name(row["trait"], reader))))
    else:
        low, high = (amount(row[end], "", reader) for end in ("low", "high"))
        mark = f" [{_('synthetic')}]" if "facilities" in ground.study.synthetic_tables() else ""
        label = f"{v.FORECAST.title(reader)} {plain(mark)}".rstrip()
        st.metric(label, amount(row["forecast"], "", reader))
        st.caption(_("80 % interval: {low} to {high}").format(low=low, high=high))
    _show_analogues(ground, row["analogues"], reader)


def _show_analogues(ground: Groundwork, sites: tuple[str, ...], reader: Reader) -> None:
    _ = reader.gettext
    names = reader.shown(ground.market.facilities, "name")
    sales = ground.forecast.observed.sales
    listed = [f"{plain(names[site])} ({amount(float(sales[site]), '', reader)})" for site in sites]
    st.write(_("Most like these own sites (their sales): {sites}.").format(sites=_(", ").join(listed)))
