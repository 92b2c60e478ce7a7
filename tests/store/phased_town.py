"""The small town with three phases: two malls may open in the first, one in each of the others."""

from __future__ import annotations

from pathlib import Path

from tests.data.folders import TOML, write_study

__all__ = ["write_town"]

PHASES = """
[plan]
horizon_years = 3
explain_limit = 0
[[plan.phases]]
name = "Trial"
start = "2027Q1"
budget = 2_000_000
[[plan.phases]]
name = "Growth"
start = "2027Q3"
budget = 1_000_000
[[plan.phases]]
name = "Rest"
start = "2028Q1"
budget = 1_000_000
"""


def write_town(folder: Path) -> Path:
    """Write the study; a mall costs a million."""
    write_study(folder)
    text = TOML.split("[[plan.rules]]")[0].replace("area_m2 = 200", "area_m2 = 200\ncapex_fixed = 1_000_000")
    (folder / "study.toml").write_text(text + PHASES, "utf-8")
    return folder
