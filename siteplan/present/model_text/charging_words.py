"""What a planner should know of the figures of charging, in words."""

from __future__ import annotations

from siteplan.charging.charging_market import ChargingMarket
from siteplan.present.text.reader import Reader

__all__ = ["charging_notes"]

_SHOWN = 5


def charging_notes(charging: ChargingMarket | None, reader: Reader) -> list[str]:
    """Return a line on stations that serve nobody, by id, and on demand that is not there."""
    if charging is None:
        return []
    _, _n = reader.gettext, reader.ngettext
    notes = []
    if not charging.zones["demand"].sum() > 0:
        notes.append(_("No zone has any demand for charging: check [demand], or give charging_demand in zones."))
    lost = [str(site) for site in charging.stations.index[~charging.stations["reached"]]]
    if lost:
        n = len(lost)
        shown = _(", ").join(lost[:_SHOWN]) + (" …" if n > _SHOWN else "")
        said = _n(
            "{n} station is out of reach of every zone and serves nobody here: {ids}",
            "{n} stations are out of reach of every zone and serve nobody here: {ids}",
            n,
        )
        notes.append(said.format(n=n, ids=shown))
    return notes
