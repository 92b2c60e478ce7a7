"""The card of one candidate: why it scores as it does, and what it would bring alone."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.evaluate.alone import Alone, alone
from siteplan.groundwork import Groundwork
from siteplan.present.names import format_name, shown, tier_name
from siteplan.present.numbers import amount, exact, share
from siteplan.present.words import gettext_for
from siteplan.ui.criteria import parts_table, show_parts
from siteplan.ui.forecast_card import show_forecast
from siteplan.ui.text import plain

__all__ = ["show"]

MOST_TAKEN = 3


def show(ground: Groundwork, site_id: str | None, language: str) -> Alone | None:
    """Show a candidate; return what its chosen format brings, for the map."""
    _ = gettext_for(language)
    if site_id is None or site_id not in ground.market.candidates.index:
        st.markdown(f"##### {_('No site selected')}")
        st.write(_("Click a candidate on the map or a row of the table: its score, trade area and sales appear here."))
        return None
    _show_head(ground, site_id, language)
    show_parts(parts_table(ground.scorecard, site_id, language), language)
    return _show_formats(ground, site_id, language)


def _show_head(ground: Groundwork, site_id: str, language: str) -> None:
    site = ground.market.candidates.loc[[site_id]]
    name, city, county = (shown(site, column, language).iloc[0] for column in ("name", "city", "county"))
    tier = tier_name(ground.study, site["tier"].iloc[0], language)
    places = [*dict.fromkeys((city, county)), tier, site_id]
    st.markdown(f"##### {plain(name)}")
    where = plain(" · ".join(str(place) for place in places if place))
    st.markdown(f":gray[{where}]  \n{_score_line(ground, site_id, language)}")


def _score_line(ground: Groundwork, site_id: str, language: str) -> str:
    _ = gettext_for(language)
    card = ground.scorecard
    score = exact(card.score[site_id])
    if card.failed[site_id]:
        return _("**Score {score}**, not ranked: fails {gates}").format(score=score, gates=plain(card.failed[site_id]))
    return _("**Score {score}**, rank {rank} of {n}").format(
        score=score, rank=exact(card.rank[site_id]), n=exact(int(card.rank.count()))
    )


def _show_formats(ground: Groundwork, site_id: str, language: str) -> Alone | None:
    """Let the visitor choose one of the site's formats; show what it alone brings."""
    _ = gettext_for(language)
    options = ground.options.query("site_id == @site_id")
    if options.empty:
        st.write(_("No format fits this site."))
        return None
    option = st.segmented_control(
        _("Alone, beside today's network"),
        list(options.index),
        format_func=lambda o: plain(format_name(str(options.at[o, "format"]), language)),
        default=options.index[0],
        required=True,
        key=f"option-{site_id}",
    )
    found = alone(ground, str(option))
    _show_alone(ground, found, language)
    show_forecast(ground, str(option), language)
    return found


def _show_alone(ground: Groundwork, found: Alone, language: str) -> None:
    _ = gettext_for(language)
    if found.capture <= 0:
        st.write(_("This format sells no vehicles; it opens for the service it gives."))
        return
    wins, net = st.columns(2)
    wins.metric(_("Wins, vehicles/year"), amount(found.capture, "", language))
    net.metric(_("Net-new"), amount(found.net_new, "", language))
    st.write(_taken(ground, found, language))
    st.dataframe(_trade_area(found, language), hide_index=True, width="stretch", alt=_("Trade area in numbers"))


def _taken(ground: Groundwork, found: Alone, language: str) -> str:
    """Return from whom the option takes: rivals, own sites and which of them lose most, other ways to buy."""
    _ = gettext_for(language)
    parts, names = found.taken / found.capture, shown(ground.market.facilities, "name", language)
    own = parts.iloc[:-2]
    most = own[own > 0].nlargest(MOST_TAKEN)
    losing = _(", ").join(f"{plain(names[str(site)])} {share(part, language)}" for site, part in most.items())
    said = _("Takes {rivals} from rivals, {own} from own sites; the rest from other ways to buy.").format(
        rivals=share(parts["rivals"], language), own=share(float(own.sum()), language)
    )
    return f"{said} {_('Losing most: {sites}.').format(sites=losing)}" if losing else said


def _trade_area(found: Alone, language: str) -> pd.DataFrame:
    _ = gettext_for(language)
    area = found.trade_area
    return pd.DataFrame(
        {
            _("Trade area"): [share(level, language) for level in area.index],
            _("Zones"): [exact(n) for n in area["zones"]],
            _("People"): [amount(n, "", language) for n in area["population"]],
            _("Wins"): [amount(n, "", language) for n in area["capture"]],
        }
    )
