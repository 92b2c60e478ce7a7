"""Columns that raise attractiveness must have a power: no number below 0, no 0 to be divided by."""

import numpy as np
import pandas as pd
import pytest

from siteplan.data.check.factor_checks import factor_problems
from tests.markets import study


@pytest.mark.parametrize("table", ["candidates", "facilities", "competitors"])
@pytest.mark.parametrize(
    ("exponent", "values", "ids"),
    [(0.5, [-1.0, 0.0, np.nan], ("A",)), (-0.5, [-1.0, 0.0, 2.0], ("A", "B")), (-0.5, [1.0, np.nan, 2.0], ())],
)
def test_numbers_without_a_power_are_named(table: str, exponent: float, values: list[float], ids: tuple[str]) -> None:
    sites = pd.DataFrame({"site_id": ["A", "B", "C"], "footfall": values})
    asked = study(trade_area={"exponents": {"footfall": exponent}})
    found = list(factor_problems(asked, {"candidates": sites.assign(footfall=1.0), table: sites}))
    assert tuple(site for problem in found for site in problem.ids) == ids
    assert {problem.table for problem in found} <= {table}
