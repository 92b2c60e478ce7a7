"""Modules: the size that a format is built in at each site, and what of it differs by that."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.study import Format

__all__ = ["as_built"]

DIFFERS = ("capex_fixed", "staff", "opex_fixed", "capacity")


def _modules(rows: pd.DataFrame, formats: Mapping[str, Format]) -> NDArray[np.object_]:
    """Return the name of the module that each row (format, area_m2) is built as (n_rows,), "" where it has none.

    It is the largest that the area holds; where no area is given, that of the format stands for it. One of today's
    sites that is too small for any is the smallest.
    """
    kinds, areas = rows["format"].to_numpy(dtype=object), _areas(rows)
    names = np.full(len(rows), "", dtype=object)
    for kind in dict.fromkeys(kinds):
        modules = formats[kind].modules
        if modules:
            here = kinds == kind
            by_size = sorted(modules, key=lambda name: modules[name].area_m2)
            sizes = [modules[name].area_m2 for name in by_size]
            held = np.where(np.isnan(areas[here]), formats[kind].area_m2, areas[here])
            number = np.maximum(np.searchsorted(sizes, held, side="right") - 1, 0)
            names[here] = np.array(by_size, dtype=object)[number]
    return names


def as_built(rows: pd.DataFrame, formats: Mapping[str, Format]) -> pd.DataFrame:
    """Return module, used_m2, capex_fixed, staff, opex_fixed and capacity of each row (format, area_m2) as it is built.

    What stands uses all the area that it gives. What opens uses that of its module or format; without modules less
    where the site is smaller: of a larger one it rents no more than it needs. Capacity is infinite where there is none.
    Rows whose `new` says no stand, and all of a table that does not say.
    """
    kinds, modules = rows["format"].to_numpy(dtype=object), _modules(rows, formats)
    whole = {name: np.empty(len(rows)) for name in (*DIFFERS, "used_m2")}
    for kind, name in dict.fromkeys(zip(kinds, modules, strict=True)):
        here = (kinds == kind) & (modules == name)
        for key, value in _figures(formats[kind], name).items():
            whole[key][here] = value
    usual, given = whole["used_m2"], _areas(rows)
    opens = rows["new"].to_numpy(dtype=bool) if "new" in rows else np.zeros(len(rows), dtype=bool)
    fitted = np.where(modules == "", np.fmin(given, usual), usual)
    used = np.where(opens | np.isnan(given), fitted, given)
    return pd.DataFrame({**whole, "used_m2": used, "module": modules}, index=rows.index)


def _figures(spec: Format, module: str) -> dict[str, float]:
    """Return what a format is like as it is built: the module's own figures, else the format's."""
    part = spec.modules[module] if module else spec
    figures = {name: getattr(part, name) for name in DIFFERS}
    figures = {name: getattr(spec, name) if value is None else value for name, value in figures.items()}
    return {**figures, "capacity": figures["capacity"] or np.inf, "used_m2": part.area_m2}


def _areas(rows: pd.DataFrame) -> NDArray[np.float64]:
    """Return the area of each row, NaN where none is given."""
    if "area_m2" not in rows:
        return np.full(len(rows), np.nan)
    return pd.to_numeric(rows["area_m2"]).to_numpy(dtype=float, na_value=np.nan)
