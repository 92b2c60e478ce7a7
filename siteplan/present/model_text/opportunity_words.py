"""White space and look-alikes in words and tables, in the reader's language."""

from __future__ import annotations

import pandas as pd

from siteplan.groundwork import Groundwork
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.numbers import amount, exact, share
from siteplan.present.text.reader import Reader
from siteplan.score import Opportunities

__all__ = [
    "LOOK_ALIKES",
    "WHITE_SPACE",
    "best_sentence",
    "look_alike_table",
    "place_labels",
    "unmet_sentence",
    "white_space_table",
]

WHITE_SPACE = (v.PLACE, v.UNMET, v.UNMET_NEW, v.UNSERVED, v.OWN_SHARE, v.PEOPLE, v.CANDIDATES)
LOOK_ALIKES = (v.PLACE, v.LIKE, v.UNLIKE, v.UNMET, v.PEOPLE, v.CANDIDATES)


def unmet_sentence(opportunities: Opportunities, reader: Reader) -> str:
    """Return how demand splits up today."""
    _ = reader.gettext
    sums = opportunities.zones[["demand", "own", "rivals", "unserved"]].sum()
    parts = sums / sums["demand"] if sums["demand"] > 0 else sums * 0
    return _(
        "Of {demand}, own sites win {own} and the competitors in the files {rivals}; {unserved} are "
        "bought elsewhere or not at all."
    ).format(
        demand=amount(float(sums["demand"]), "vehicles/year", reader),
        **{name: share(float(parts[name]), reader) for name in ("own", "rivals", "unserved")},
    )


def best_sentence(opportunities: Opportunities, ground: Groundwork, reader: Reader) -> str:
    """Return which own sites the look-alikes are like."""
    _, _n = reader.gettext, reader.ngettext
    if not opportunities.best:
        return _("There are no own sites to compare with.")
    names = reader.shown(ground.market.facilities, "name")
    n = len(opportunities.best)
    text = (
        _n("The best own site by annual sales: {sites}.", "The best {n} own sites by annual sales: {sites}.", n)
        if opportunities.best_by == "sales"
        else _n("The best own site by capture: {sites}.", "The best {n} own sites by capture: {sites}.", n)
    )
    return text.format(n=exact(n), sites=_(", ").join(str(names[site]) for site in opportunities.best))


def place_labels(places: pd.DataFrame, ground: Groundwork, reader: Reader) -> list[str]:
    """Return county and city of each place; its zone's id where it has no name."""
    known = reader.place_names(ground.market.zones)
    labels = []
    for row in places[["city", "county", "zone_id"]].to_dict("records"):
        city, county = known[row["city"], row["county"]]
        named = [str(name) for name in dict.fromkeys((county, city)) if name]
        labels.append(" · ".join(named) if named else str(row["zone_id"]))
    return labels


def white_space_table(opportunities: Opportunities, ground: Groundwork, reader: Reader) -> Table:
    """Return the places with most unmet demand within reach."""
    caption = reader.gettext("White space, most unmet demand first")
    return table_of(caption, _ranked(opportunities.white_space, ground, reader), WHITE_SPACE, reader)


def look_alike_table(opportunities: Opportunities, ground: Groundwork, reader: Reader) -> Table:
    """Return the places most like the best own sites' trade areas."""
    places, names = opportunities.look_alikes, reader.shown(ground.market.facilities, "name")
    frame = _ranked(places, ground, reader).assign(like=[str(names[site]) for site in places["like"]])
    return table_of(reader.gettext("Look-alikes, nearest first"), frame, LOOK_ALIKES, reader)


def _ranked(places: pd.DataFrame, ground: Groundwork, reader: Reader) -> pd.DataFrame:
    labels = enumerate(place_labels(places, ground, reader), start=1)
    return places.assign(place=[f"{rank}  {label}" for rank, label in labels])
