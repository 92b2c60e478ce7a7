"""What stands for a site on a printed map: a shape a format, or, where formats are many, a shape for what sites do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from siteplan.present.maps.drawn.scene_style import QUIET
from siteplan.present.maps.map_sites import format_shapes
from siteplan.present.maps.scene.map_scene import Scene, SceneSite
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.present.web import Shape
from siteplan.study import Format

__all__ = ["SiteSigns", "site_signs"]

_MOST = 5  # formats of a map that each have a shape of their own: of more nobody keeps the shapes in mind
_MOST_SIGNS = 6  # shapes in colours of a map: of more, sites that stay as they are share one
_GROUPS: Mapping[str, tuple[Shape, str]] = {
    "sale": ("circle", N_("sales site")),
    "service": ("square", N_("service site")),
    "charging": ("triangle", N_("charging site")),
    "": ("hexagon", N_("other site")),
}


@dataclass(frozen=True)
class SiteSigns:
    """By format its shape and what a legend calls it; `grouped`: by what it does; `staying`: the name of all that stay.

    `staying` is "" where sites that stay have their formats' shapes, too.
    """

    shapes: Mapping[str, Shape]
    names: Mapping[str, str]
    grouped: bool = False
    staying: str = ""

    def of(self, site: SceneSite) -> tuple[Shape, str]:
        """Return a site's shape, and what it is called."""
        if site.state in QUIET and self.staying:
            return "circle", self.staying
        return self.shapes[site.format], self.names[site.format]


def site_signs(scene: Scene, reader: Reader, formats: Mapping[str, Format] | None = None) -> SiteSigns:
    """Return the signs of a scene's sites; those of many `formats` by the first that each does: sell, serve, charge."""
    shapes = dict(format_shapes(scene.formats))
    names = {name: reader.format_name(name) for name in scene.formats}
    grouped = formats is not None and len({site.format for site in scene.sites}) > _MOST
    if formats is not None and grouped:
        does = {name: _first_done(spec) for name, spec in formats.items()}
        shapes = {name: _GROUPS[group][0] for name, group in does.items()}
        names = {name: reader.gettext(_GROUPS[group][1]) for name, group in does.items()}
    many = len({(site.state, shapes[site.format]) for site in scene.sites}) > _MOST_SIGNS
    return SiteSigns(shapes, names, grouped, reader.gettext("own site") if many else "")


def _first_done(spec: Format) -> str:
    return next((function for function in _GROUPS if function in spec.functions), "")
