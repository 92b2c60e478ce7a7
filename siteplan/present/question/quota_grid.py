"""New sites by tier and format as a grid: "2-5" in a cell is two to five, "≥3" at least three, "≤4" at most four."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from siteplan.present.question.asked_question import Quota

__all__ = ["quota_cell", "quota_grid", "quotas_in"]

DASHES = re.compile("[–—−~～至]")
EXACT, FROM = re.compile(r"=?\s*(\d+)"), re.compile(r"(?:>=|≥)\s*(\d+)|(\d+)\s*\+")
UP_TO, BETWEEN = re.compile(r"(?:<=|≤|-)\s*(\d+)"), re.compile(r"(\d+)\s*-\s*(\d+)")


def quota_grid(quotas: Mapping[tuple[str, str], Quota], tiers: Sequence[str], formats: Sequence[str]) -> pd.DataFrame:
    """Return a row a tier, a column a format, "" for all of them, each cell as it is read."""
    cells = {name: [quota_cell(quotas.get((tier, name), (None, None))) for tier in tiers] for name in formats}
    return pd.DataFrame(cells, index=pd.Index(tiers, name="tier"), dtype=object)


def quota_cell(quota: Quota) -> str:
    """Return a cell: "" where nothing is asked."""
    least, most = quota
    if least is None:
        return "" if most is None else f"≤{most}"
    if most is None:
        return f"≥{least}"
    return str(least) if least == most else f"{least}-{most}"


def quotas_in(grid: pd.DataFrame) -> tuple[dict[tuple[str, str], Quota], list[tuple[str, str, str]]]:
    """Return what the cells ask, and those that nobody can read: tier, format and what stands there."""
    found: dict[tuple[str, str], Quota] = {}
    unread: list[tuple[str, str, str]] = []
    for tier, row in grid.iterrows():
        for name, cell in row.items():
            if (text := "" if pd.isna(cell) else str(cell).strip()) == "":
                continue
            quota = _read(text)
            if quota is None:
                unread.append((str(tier), str(name), text))
            else:
                found[str(tier), str(name)] = quota
    return found, unread


def _read(text: str) -> Quota | None:
    plain = DASHES.sub("-", text).replace("，", "").strip()
    if found := EXACT.fullmatch(plain):
        return int(found[1]), int(found[1])
    if found := FROM.fullmatch(plain):
        return int(found[1] or found[2]), None
    if found := UP_TO.fullmatch(plain):
        return None, int(found[1])
    if found := BETWEEN.fullmatch(plain):
        return int(found[1]), int(found[2])
    return None
