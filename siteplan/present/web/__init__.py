"""Web pages that ask nothing of the internet and run nothing that hides in a name.

Import this package before the first folium map: it makes folium's text literal for the whole process.
Every text that comes from a file or a user goes through `esc` on its way into a map or a page.
"""

from siteplan.present.web.assets import VENDOR
from siteplan.present.web.escape import esc, opaque_id, writable
from siteplan.present.web.extent import Extent
from siteplan.present.web.glyph import SHAPES, Badge, Shape, glyph
from siteplan.present.web.legend import Entry, LegendSection, map_key, ramp
from siteplan.present.web.literal import make_text_literal
from siteplan.present.web.offline import MapParts, map_parts, render_offline
from siteplan.present.web.packed import PackedGeoJson, Unpacking, packed_shapes
from siteplan.present.web.page import page
from siteplan.present.web.stepper import Step, Stepper

__all__ = [
    "SHAPES",
    "VENDOR",
    "Badge",
    "Entry",
    "Extent",
    "LegendSection",
    "MapParts",
    "PackedGeoJson",
    "Shape",
    "Step",
    "Stepper",
    "Unpacking",
    "esc",
    "glyph",
    "make_text_literal",
    "map_key",
    "map_parts",
    "opaque_id",
    "packed_shapes",
    "page",
    "ramp",
    "render_offline",
    "writable",
]

make_text_literal()
