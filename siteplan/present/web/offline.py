"""A folium map as one file, or as parts of a report, that makes no request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink

from siteplan.present.web.assets import SCRIPTS, STYLES, UNUSED, default_icons, script, style
from siteplan.present.web.escape import esc
from siteplan.present.web.page import page

__all__ = ["MapParts", "map_parts", "render_offline"]

_FULL_PAGE = "html, body, main { width: 100%; height: 100%; margin: 0; }"
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True)
class MapParts:
    """A rendered map to be put into a page: its element, its styles and, in order, its scripts."""

    body: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]


def render_offline(folium_map: folium.Map, title: str, language: str) -> str:
    """Write the map as one page that fills the window and makes no request.

    Raises
    ------
    ValueError
        If a plugin's script or style is not among the vendored files.
    """
    parts = map_parts(folium_map)
    body = f'<main aria-label="{esc(title)}">{parts.body}</main>'
    return page(title, language, body, (_FULL_PAGE, *parts.styles), parts.scripts)


def map_parts(folium_map: folium.Map, named: str = "") -> MapParts:
    """Render a map for a page of one's own; the element around `body` must have a height.

    Several maps of one page are `named` apart: the same map has the same text each time.

    Raises
    ------
    ValueError
        If a plugin's script or style is not among the vendored files.
    """
    figure = folium_map.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("the map stands in no figure")
    for child in list(figure._children.values()):
        child.render()  # fills the figure's header, html and script
    # Without the map's own header: it styles a whole page, and a report has a style of its own.
    header = {name: e for name, e in figure.header._children.items() if name != folium_map.get_name()}
    numbered = _numbered(figure, named)
    styles = (*_linked_styles(header), _box(folium_map), *_inline_styles(header.values()))
    scripts = (_switches(folium_map), *_linked_scripts(header), figure.script.render())
    return MapParts(numbered(figure.html.render()), tuple(map(numbered, styles)), tuple(map(numbered, scripts)))


def _numbered(figure: Figure, named: str) -> Callable[[str], str]:
    """Return what writes numbers in place of the random names of a map's elements: the same map is the same text."""
    names = {element._id: f"{named}{n}" for n, element in enumerate(_elements(figure))}
    random = re.compile("|".join(names))
    return lambda text: random.sub(lambda found: names[found[0]], text)


def _elements(element: Element) -> Iterator[Element]:
    """Return an element and all within it, each once, in the order in which they were added."""
    parts = [element] if not isinstance(element, Figure) else [element, element.header, element.html, element.script]
    yield from parts
    for part in parts:
        for child in part._children.values():
            yield from _elements(child)


def _linked_scripts(header: Mapping[str, Element]) -> Iterator[str]:
    for name in _wanted(header, JavascriptLink):
        if name not in SCRIPTS:
            raise ValueError(f"the script {name!r} is not vendored")
        if name == "icon_path":
            continue  # tells where images are served; here they are part of the file
        yield script(name)
        if name == "leaflet":
            yield default_icons()


def _linked_styles(header: Mapping[str, Element]) -> Iterator[str]:
    for name in _wanted(header, CssLink):
        if name not in STYLES:
            raise ValueError(f"the style {name!r} is not vendored")
        yield style(name)


def _wanted(header: Mapping[str, Element], kind: type[Element]) -> Iterator[str]:
    return (name for name, link in header.items() if isinstance(link, kind) and name not in UNUSED)


def _inline_styles(header: Iterable[Element]) -> Iterator[str]:
    for element in header:
        if not isinstance(element, JavascriptLink | CssLink):
            yield from _STYLE.findall(element.render())


def _box(folium_map: folium.Map) -> str:
    sides = {side: "".join(map(str, getattr(folium_map, side))) for side in ("width", "height", "left", "top")}
    rules = "; ".join(f"{side}: {size}" for side, size in sides.items())
    return (
        f"#{folium_map.get_name()} {{ position: {folium_map.position}; {rules} }} "
        f".leaflet-container {{ font-size: {folium_map.font_size} }}"
    )


def _switches(folium_map: folium.Map) -> str:
    switches = folium_map.global_switches
    return f"L_NO_TOUCH = {str(switches.no_touch).lower()}; L_DISABLE_3D = {str(switches.disable_3d).lower()};"
