"""A small study of money: one format, and sites of it as options say them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from siteplan.study import Study
from siteplan.study.format_spec import COST_LINES

__all__ = ["money_study", "sites_of"]


def money_study(finance: dict[str, Any] | None = None, years: int = 3, rate: float = 0.1, **spec: Any) -> Study:
    """A study of one format: margin 1,000 a vehicle, three years, 10 %; `spec` has other keys of the format."""
    shop = {"functions": ["sale"], "attractiveness": 1, "area_m2": 100, "margin": 1_000, **spec}
    return Study.model_validate(
        {
            "study": {"name": "Money"},
            "files": {"zones": "z.csv", "candidates": "c.csv"},
            "formats": {"shop": shop},
            "finance": finance or {},
            "plan": {"horizon_years": years, "discount_rate": rate},
        }
    )


def sites_of(study: Study, *sold: float, capex: float = 0.0, new: bool = True, **lines: float) -> pd.DataFrame:
    """A site for each number of mature sales, with yearly cost lines that all pay together, and their capex."""
    spec, n = study.formats["shop"], len(sold)
    costs = {line: [float(lines.get(line, 0.0))] * n for line in COST_LINES}
    other = {name: [float(value)] * n for name, value in lines.items() if name not in COST_LINES}
    opex = sum(lines.get(line, 0.0) for line in COST_LINES)
    return pd.DataFrame(
        {
            "format": ["shop"] * n, "new": [new] * n, "sold": list(map(float, sold)), **costs, **other,
            "capex_all": [float(capex)] * n, "capex": [capex * spec.capex_part] * n,
            "opex_all": [opex] * n, "opex": [opex * spec.opex_part] * n,
        }
    )  # fmt: skip
