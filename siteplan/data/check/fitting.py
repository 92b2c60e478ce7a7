"""Which candidates are too small for every format that they name: nothing can open there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from siteplan.errors import N_, Note, Problem
from siteplan.study import Study

__all__ = ["fitting_notes", "fitting_problems"]

Tables = Mapping[str, pd.DataFrame]


def fitting_problems(study: Study, tables: Tables) -> Iterator[Problem]:
    """Find tables in which every candidate is too small, so that a plan could open nothing at all."""
    small = _too_small(study, tables)
    if len(small) and small.all():
        least = min(spec.least_area_m2 for spec in study.formats.values())
        remedy = f"Correct the areas, or lower min_area_m2 in [formats]; the least is {least:g}."
        ids = tuple(tables["candidates"].loc[small, "site_id"])
        yield Problem("candidates", "no format fits any candidate; all are too small", remedy, "area_m2", ids)


def fitting_notes(study: Study, tables: Tables) -> Iterator[Note]:
    """Yield a note on the candidates that are too small, and one on own sites whose sales no model can tell."""
    yield from _sales_of_none(study, tables)
    small = _too_small(study, tables)
    if small.any():
        text = N_("too small for every format allowed there, so nothing can open ({n:,})")
        ids = tuple(tables["candidates"].loc[small, "site_id"])
        yield Note("candidates", text, "area_m2", ids, {"n": len(ids)})


def _sales_of_none(study: Study, tables: Tables) -> Iterator[Note]:
    own = tables.get("facilities")
    if own is None or not {"site_id", "format", "annual_sales"} <= set(own):
        return
    idle = {name for name, spec in study.formats.items() if not spec.sells}
    rows = own["format"].isin(idle) & (own["annual_sales"] > 0)
    if rows.any():
        text = N_("the format sells nothing, so these sales are not compared with the model ({n:,})")
        yield Note("facilities", text, "annual_sales", tuple(own.loc[rows, "site_id"]), {"n": int(rows.sum())})


def _too_small(study: Study, tables: Tables) -> pd.Series:
    candidates = tables.get("candidates")
    if candidates is None or not {"site_id", "area_m2"} <= set(candidates) or not study.formats:
        return pd.Series(dtype=bool)
    least = {name: spec.least_area_m2 for name, spec in study.formats.items()}
    every = pd.Series([tuple(least)] * len(candidates), index=candidates.index)
    named = candidates.get("formats", every)
    needed = named.map(lambda names: min((least.get(name, 0.0) for name in names), default=0.0)).astype(float)
    too_small: pd.Series = candidates["area_m2"].lt(np.asarray(needed)).astype(bool)  # an area not given is none
    return too_small
