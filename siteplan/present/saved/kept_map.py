"""The map that a kept plan's folder holds."""

from __future__ import annotations

from siteplan.errors import Problem, StudyError
from siteplan.present.files.saved import AGAIN
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.maps.scene.scene_json import read_scene
from siteplan.present.saved.archive import KeptPlan

__all__ = ["SCENE", "kept_map"]

SCENE = "map.json"


def kept_map(kept: KeptPlan) -> Scene:
    """Return the map of a kept plan.

    Raises
    ------
    StudyError
        It is none that this version knows.
    """
    file = kept.folder / SCENE
    try:
        return read_scene(file.read_text("utf-8"))
    except ValueError as error:
        remedy = AGAIN.format(folder=kept.folder)
        raise StudyError([Problem(str(file), "it is not a map as siteplan writes it", remedy)]) from error
