"""The card of one candidate: why it scores as it does, and what it would bring alone."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.data.tables.exclusions import BARRED
from siteplan.evaluate.alone import Alone, alone
from siteplan.groundwork import Groundwork
from siteplan.present.candidates.near_and_taken import rivals_near, taken_from
from siteplan.present.plan_text.transfer_words import losing_most
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.score_tables import firm_text
from siteplan.present.text.numbers import amount, exact, share
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.travel.between import nearest_sites
from siteplan.ui import own_sites
from siteplan.ui.explore import trial_card
from siteplan.ui.markdown import plain
from siteplan.ui.parts import marking
from siteplan.ui.parts import site_area as areas
from siteplan.ui.parts.forecast_card import show_forecast
from siteplan.ui.parts.grid import show_plain
from siteplan.ui.parts.score_criteria import parts_table, show_notes, show_parts
from siteplan.ui.parts.site_area import Area

__all__ = ["show"]

NEAREST = 5  # competitors


def show(world: World, site_id: str | None, reader: Reader) -> Area | None:
    """Show a candidate; return the area of its chosen format, for the map. `world` is the study's own."""
    study, world, _ = world, own_sites.extended(world), reader.gettext
    ground = world.ground
    if site_id is None or site_id not in ground.market.candidates.index:
        st.markdown(f"## {_('No site selected')}")
        st.write(_("Click a candidate on the map or a row of the table: its score, trade area and sales appear here."))
        return None
    _show_head(ground, site_id, reader)
    if own_sites.is_own(site_id):
        trial_card.show(site_id, study, reader)
    marking.show(site_id, reader)
    show_parts(parts_table(ground, site_id, reader), reader)
    show_notes(ground, reader)
    return _show_formats(study, site_id, reader)


def _show_head(ground: Groundwork, site_id: str, reader: Reader) -> None:
    site = ground.market.candidates.loc[[site_id]]
    name, city, county = (reader.shown(site, column).iloc[0] for column in ("name", "city", "county"))
    tier = reader.tier_name(site["tier"].iloc[0])
    places = [*dict.fromkeys((city, county)), tier, site_id]
    st.markdown(f"## {plain(name)}")
    where = plain(" · ".join(str(place) for place in places if place))
    st.markdown(f":gray[{where}]  \n{_score_line(ground, site_id, reader)}")
    if area := site.get(BARRED, pd.Series([""])).iloc[0]:
        st.warning(reader.gettext("No site may open here: it lies in the area “{area}”.").format(area=plain(area)))


def _score_line(ground: Groundwork, site_id: str, reader: Reader) -> str:
    _ = reader.gettext
    card = ground.scorecard
    score = exact(card.score[site_id])
    if card.failed[site_id]:
        return _("**Score {score}**, not ranked: fails {gates}").format(score=score, gates=plain(card.failed[site_id]))
    line = _("**Score {score}**, rank {rank} of {n}").format(
        score=score, rank=exact(card.rank[site_id]), n=exact(card.n_ranked)
    )
    return "  \n".join([line, f":gray[{firm_text(card, site_id, reader)}]", *_as_formats(ground, site_id, reader)])


def _as_formats(ground: Groundwork, site_id: str, reader: Reader) -> list[str]:
    """Return the score as each format, where formats have weights of their own."""
    if not ground.study.score.formats:
        return []
    _ = reader.gettext
    by_format = ground.scorecard.by_format
    scores = {str(name): float(by_format[name][site_id]) for name in ground.market.candidates["formats"][site_id]}
    one = _("as {format} {score}")
    told = (one.format(format=plain(reader.format_name(name)), score=exact(x)) for name, x in scores.items())
    return [_("; ").join(told)]


def _show_formats(world: World, site_id: str, reader: Reader) -> Area | None:
    """Let the visitor choose one of the site's formats; show what it alone brings."""
    _, study, world = reader.gettext, world, own_sites.extended(world)
    ground = world.ground
    options = ground.options.query("site_id == @site_id")
    if options.empty:
        st.write(_("No format fits this site."))
        return None
    option = st.segmented_control(
        _("Alone, beside today's network"),
        list(options.index),
        format_func=lambda o: plain(reader.format_name(str(options.at[o, "format"]))),
        default=options.index[0],
        required=True,
        key=f"option-{site_id}",
    )
    found = _alone(ground, world.key, str(option))
    _show_alone(ground, found, reader)
    show_forecast(ground, str(option), reader, lambda: own_sites.extended(study, forecast=True).ground.forecast)
    area = areas.show(world, study.key, str(option), reader)
    _show_losers(ground, found, reader)
    _show_rivals(ground, site_id, reader)
    return area


@st.cache_resource(max_entries=256, show_spinner=False)
def _alone(_ground: Groundwork, key: str, option: str) -> Alone:  # noqa: ARG001 - part of the cache's key
    return alone(_ground, option)


def _show_losers(ground: Groundwork, found: Alone, reader: Reader) -> None:
    if found.taken.capture.iloc[0] > 0:
        losers = taken_from(found.taken, ground.market, reader)
        show_plain(losers.frame, losers.columns, reader, losers.caption)


def _show_rivals(ground: Groundwork, site_id: str, reader: Reader) -> None:
    market = ground.market
    if len(market.competitors):
        near = nearest_sites(market.candidates.loc[[site_id]], market.competitors, NEAREST)
        rivals = rivals_near(near, market, reader)
        show_plain(rivals.frame, rivals.columns, reader, rivals.caption)


def _show_alone(ground: Groundwork, found: Alone, reader: Reader) -> None:
    _ = reader.gettext
    if found.capture <= 0:
        st.write(_("This format sells no vehicles; it opens for the services it offers."))
        return
    wins, net = st.columns(2)
    wins.metric(v.CAPTURE.title(reader), amount(found.capture, "", reader))
    net.metric(v.NET_NEW.label(reader), amount(found.net_new, "", reader))
    if found.demand_above_capacity > 0:
        above = amount(found.demand_above_capacity, "vehicles/year", reader)
        st.write(_("It attracts {above} above its capacity, which are lost.").format(above=above))
    st.write(_taken(ground, found, reader))


def _taken(ground: Groundwork, found: Alone, reader: Reader) -> str:
    """Return from whom the option takes: rivals, own sites and which of them lose most, other ways to buy."""
    _ = reader.gettext
    taken, wins = found.taken, float(found.taken.capture.iloc[0])
    own, brands = losing_most(taken.own.iloc[:, 0] / wins, taken.rivals.iloc[:, 0] / wins, ground.market, reader)
    said = [
        _("Takes {rivals} from competitors, {own} from own sites; the rest from other ways to buy.").format(
            rivals=share(taken.from_rivals.iloc[0] / wins, reader), own=share(taken.from_own.iloc[0] / wins, reader)
        ),
        _("Own sites losing most: {sites}.").format(sites=plain(own)) if own else "",
        _("Competing brands: {brands}.").format(brands=plain(brands)) if brands else "",
    ]
    return " ".join(text for text in said if text)
