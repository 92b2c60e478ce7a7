"""One format at one site, with its costs."""

import numpy as np
import pandas as pd
import pytest

from siteplan.market.options import expand_options, facility_options
from siteplan.study import Format
from tests.markets import sites

FORMATS = {
    "mall": Format(
        functions=("sale",), attractiveness=1, area_m2=200, min_area_m2=100, capex_fixed=500_000, capex_per_m2=4_000,
        staff=10, staff_cost=100_000, opex_fixed=50_000,
    ),
    "charge_partner": Format(functions=("charging",), attractiveness=0.2, area_m2=60, rent_share=0.0),
}  # fmt: skip


def test_costs_by_hand() -> None:
    site = sites("C", [113.0], [22.0]).assign(area_m2=150.0, rent=10.0, formats=[("mall", "charge_partner")])
    options = expand_options(site, FORMATS)
    mall = options.loc["C0:mall"]
    assert mall["capex"] == 500_000 + 150 * 4_000  # the site is smaller than the format asks
    assert mall["opex"] == 150 * 10 * 365 + 10 * 100_000 + 50_000
    assert options.loc["C0:charge_partner", "opex"] == 0  # the partner pays the rent


def test_a_format_needs_its_least_area_and_an_unknown_area_fits_all() -> None:
    three = sites("C", [113.0] * 3, [22.0] * 3).assign(area_m2=[99.0, 100.0, np.nan], formats=[("mall",)] * 3)
    assert list(expand_options(three, FORMATS).index) == ["C1:mall", "C2:mall"]


def test_an_option_names_its_candidate() -> None:
    two = sites("C", [113.0] * 2, [22.0] * 2).assign(formats=[("mall", "charge_partner"), ("charge_partner",)])
    assert expand_options(two, FORMATS)["site_id"].tolist() == ["C0", "C0", "C1"]


RENTS = pd.DataFrame(
    [("mall", "1", 20.0), ("mall", "1", 40.0), ("mall", "2", 9.0), ("dealer", "3", 2.0), ("dealer", "3", 4.0)],
    columns=["format", "tier", "rent"],
)


@pytest.mark.parametrize(
    ("tier", "rent"),
    [
        ("1", 30.0),  # the median of the two malls there, whatever others pay
        ("2", 9.0),
        ("3", 20.0),  # no mall there: the median of all malls, not of the dealers there
    ],
)
def test_an_own_site_without_rent_pays_the_median_of_its_format_and_tier_else_of_its_format(
    tier: str, rent: float
) -> None:
    own = sites("F", [113.0], [22.0]).assign(format="mall", tier=tier)
    options = facility_options(own, RENTS, FORMATS)
    assert options.loc["F0", "opex"] == pytest.approx(200 * rent * 365 + 10 * 100_000 + 50_000)


def test_a_format_that_nobody_else_has_pays_the_median_of_its_tier() -> None:
    own = sites("F", [113.0], [22.0]).assign(format="mall", tier="3")
    options = facility_options(own, RENTS[RENTS["format"] == "dealer"], FORMATS)
    assert options.loc["F0", "opex"] == pytest.approx(200 * 3 * 365 + 10 * 100_000 + 50_000)


def test_a_candidate_without_rent_pays_as_others_like_it_and_0_is_a_rent() -> None:
    four = sites("C", [113.0] * 4, [22.0] * 4).assign(formats=[("mall",)] * 4, rent=[10.0, 20.0, np.nan, 0.0])
    opex = expand_options(four, FORMATS)["opex"] - 10 * 100_000 - 50_000
    assert opex.to_numpy() == pytest.approx(200 * 365 * np.array([10.0, 20.0, 10.0, 0.0]))
