"""The vendored scripts, styles and images that stand in for folium's content delivery networks."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["SCRIPTS", "STYLES", "UNUSED", "VENDOR", "default_icons", "script", "style"]

VENDOR = Path(__file__).parents[1] / "vendor"

# folium's name for a link -> the file that takes its place.
SCRIPTS: Mapping[str, str] = {
    "leaflet": "leaflet/leaflet.js",
    "icon_path": "icon_path.js",
    "jquery": "jquery/jquery.min.js",
    "markerclusterjs": "leaflet.markercluster/leaflet.markercluster.js",
}
STYLES: Mapping[str, str] = {
    "leaflet_css": "leaflet/leaflet.css",
    "markerclustercss": "leaflet.markercluster/MarkerCluster.css",
    "markerclusterdefaultcss": "leaflet.markercluster/MarkerCluster.Default.css",
}
# What folium loads for folium.Icon, which is not used here.
UNUSED = frozenset(
    {
        "bootstrap",
        "awesome_markers",
        "bootstrap_css",
        "glyphicons_css",
        "awesome_markers_font_css",
        "awesome_markers_css",
        "awesome_rotate_css",
    }
)

_URL = re.compile(r"url\(([^)#]+\.png)\)")
_SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S+")


@cache
def script(name: str) -> str:
    """Read a vendored script, without the pointer that makes a debugger ask for its source map."""
    return _SOURCE_MAP.sub("", (VENDOR / SCRIPTS[name]).read_text("utf-8"))


@cache
def style(name: str) -> str:
    """Read a vendored stylesheet, its images as data URIs."""
    file = VENDOR / STYLES[name]
    return _URL.sub(lambda m: f"url({_data_uri(file.parent / m[1])})", file.read_text("utf-8"))


@cache
def default_icons() -> str:
    """Write the script that gives Leaflet's own marker its images as data URIs."""
    images = {"iconUrl": "marker-icon", "iconRetinaUrl": "marker-icon-2x", "shadowUrl": "marker-shadow"}
    folder = VENDOR / "leaflet/images"
    uris = {option: _data_uri(folder / f"{image}.png") for option, image in images.items()}
    # Leaflet puts imagePath before each of them, and an empty one makes it search for a folder.
    return (
        f"L.Icon.Default.mergeOptions({json.dumps(uris)});"
        "L.Icon.Default.prototype._getIconUrl = L.Icon.prototype._getIconUrl;"
    )


def _data_uri(image: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(image.read_bytes()).decode()}"
