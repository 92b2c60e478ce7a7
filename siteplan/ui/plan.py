"""x."""
from __future__ import annotations
from siteplan.ui.groundstore import World
def show(world: World, language: str) -> None:
    """Show."""
