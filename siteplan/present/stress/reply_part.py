"""Rivals in the report and the app: who wins what, before and with the plan, and what a rival's reply takes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.stress.replies import BrandReply
from siteplan.present.plan_text.sentences import gap_text, site_count
from siteplan.present.reports.report_parts import Part
from siteplan.present.stress import stress_vocabulary as s
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.numbers import amount, share
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = ["reply_sentences", "rival_part", "rival_tables"]

MOST_CITIES = 10
KINDS: Mapping[str, str] = {
    "own": N_("Own network"),
    "outside": N_("Bought elsewhere or not"),
    "above": N_("Above own capacity, lost"),
}


def rival_part(plan: Plan, reader: Reader) -> Part:
    """Return the section on rivals and their replies."""
    title = reader.gettext("Rivals and their reply")
    return Part(title, reply_sentences(plan, reader), rival_tables(plan, reader), "rivals")


def reply_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return what each brand would open, what it wins by that and what it takes from us; or that none was asked."""
    if not plan.replies:
        return [reader.gettext("The study names no rival that replies to the plan ([[replies]]).")]
    return [sentence for reply in plan.replies for sentence in _sentences(plan, reply, reader)]


def rival_tables(plan: Plan, reader: Reader) -> list[Table]:
    """Return who wins what, then by city what each reply takes."""
    return [
        _share_table(plan, reader),
        *(_city_table(plan, reply, reader) for reply in plan.replies if len(reply.sites)),
    ]


def _sentences(plan: Plan, reply: BrandReply, reader: Reader) -> list[str]:
    _, brand = reader.gettext, _shown(plan, reader).get(reply.spec.brand, reply.spec.brand)
    if not len(reply.sites):
        return [_("{brand} finds no place for a reply to the plan that would win it anything.").format(brand=brand)]
    text = _(
        "{brand} replies best with {sites}: it wins {gain} more, {from_us} of it from us, which is {part} of what the "
        "plan wins."
    )
    told = text.format(
        brand=brand,
        sites=site_count(len(reply.sites), reader),
        gain=amount(reply.wins - reply.wins_before, "vehicles/year", reader),
        from_us=amount(reply.from_us, "vehicles/year", reader),
        part=share(reply.from_us / plan.kpis.capture if plan.kpis.capture else 0.0, reader),
    )
    return [told, _proven(reply, reader)]


def _proven(reply: BrandReply, reader: Reader) -> str:
    """Return what is proven of a reply."""
    _, gap = reader.gettext, gap_text(max(reply.gap, 0.0), reader)
    if gap == gap_text(0.0, reader):
        return _("It is proven that no reply within its means wins it more.")
    return _("No reply within its means wins it more than {gap} beyond that.").format(gap=gap)


def _share_table(plan: Plan, reader: Reader) -> Table:
    """Return our network, each brand and the rest, with their shares after each reply beside."""
    _, shown = reader.gettext, _shown(plan, reader)
    frame = plan.market_shares.copy()
    keys = list(zip(frame["kind"], frame["brand"], strict=True))
    frame["who_wins"] = [_called(kind, brand, shown, reader) for kind, brand in keys]
    frame["rival_sites"] = frame["sites"].where(frame["kind"] == "rival")
    frame["share_there"] = frame["share"]
    columns = [s.WHO_WINS, s.RIVAL_SITES, s.WON_BEFORE, s.WON, v.SHARE_TODAY, s.SHARE_THERE]
    if len(plan.replies) == 1:
        (reply,) = plan.replies
        after = reply.shares.set_index(["kind", "brand"])["share"]
        frame["share_replied"] = [after.get(key) for key in keys]
        columns.append(s.SHARE_REPLIED.where(brand=shown.get(reply.spec.brand, reply.spec.brand)))
    return table_of(_("Who wins what of the market"), frame, columns, reader).whole_in("rivals.csv", len(frame))


def _city_table(plan: Plan, reply: BrandReply, reader: Reader) -> Table:
    """Return the cities in which we lose most by a reply."""
    _, brand = reader.gettext, _shown(plan, reader).get(reply.spec.brand, reply.spec.brand)
    most = reply.cities.head(MOST_CITIES)
    frame = most.assign(
        city=reader.cities(most["city"], plan.market.zones), rival_gain=most["gain"], reply_sites=most["sites"]
    )
    columns = (v.CITY, s.REPLY_SITES.where(brand=brand), s.RIVAL_GAIN.where(brand=brand), s.FROM_US)
    note = _("Cities are those where people live. The reply is the rival's best beside this plan; we do not answer it.")
    caption = _("What the reply of {brand} takes, by city").format(brand=brand)
    return table_of(caption, frame, columns, reader, note=note).whole_in("replies.csv", MOST_CITIES)


def _called(kind: str, brand: str, shown: Mapping[str, str], reader: Reader) -> str:
    if kind != "rival":
        return reader.gettext(KINDS[kind])
    return shown.get(brand, brand) or reader.gettext("rivals without a brand")


def _shown(plan: Plan, reader: Reader) -> Mapping[str, str]:
    """Return the brands of rivals as the reader reads them."""
    rivals = plan.market.competitors
    if "brand" not in rivals:
        return {}
    known: pd.DataFrame = rivals[rivals["brand"].notna()]
    return dict(zip(known["brand"].astype(str), reader.shown(known, "brand"), strict=True))
