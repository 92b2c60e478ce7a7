"""What columns of a file of candidates, and the coordinates it may be in, are called on the page."""

from __future__ import annotations

from siteplan.present.text.reader import Reader
from siteplan.study import Coordinates

__all__ = ["column_names", "coordinate_names"]


def column_names(reader: Reader) -> dict[str, str]:
    """Return the columns that a visitor may point out, as read."""
    _ = reader.gettext
    return {
        "site_id": _("Id of the site"), "lon": _("Longitude"), "lat": _("Latitude"), "name": _("Name"),
        "formats": _("Formats"), "rent": _("Rent, {currency}/m²/day").format(currency=reader.money_word()),
        "area_m2": _("Area, m²"), "footfall": _("Foot traffic, visits/day"), "city": _("City"),
        "county": _("County"), "tier": _("Tier"), "status": _("Status"),
    }  # fmt: skip


def coordinate_names(reader: Reader) -> dict[Coordinates, str]:
    """Return the kinds of degrees that a file may be in, as read."""
    _ = reader.gettext
    return {"wgs84": _("WGS-84 (GPS)"), "gcj02": _("GCJ-02 (Amap, Tencent)"), "bd09": _("BD-09 (Baidu)")}
