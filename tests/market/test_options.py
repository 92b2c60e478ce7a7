"""One format at one site, with its costs."""

import numpy as np
import pandas as pd
import pytest

from siteplan.market.options import expand_options, facility_options
from siteplan.market.sales_caps import caps_of
from siteplan.study import Format
from siteplan.study.format_spec import COST_LINES
from tests.markets import sites
from tests.worlds import tiny_study

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


def test_what_stands_rents_all_its_area_and_what_opens_no_more_than_it_needs() -> None:
    """A mall of 200 m2 on 290: today's pays for 290, one that opens for 200; of 150 both pay for 150.

    Where no area is given it is the format's. The same holds of modules: one of 120 m2 stands on 290.
    """
    three = sites("X", [113.0] * 3, [22.0] * 3).assign(area_m2=[290.0, 150.0, np.nan], rent=10.0)
    for formats in (FORMATS, with_keys(modules={"S": {"area_m2": 120}})):
        stands = facility_options(three.assign(format="mall", tier="1"), RENTS, formats)
        assert stands["used_m2"].tolist()[:2] == [290, 150]
        assert stands["rent_cost"].tolist()[:2] == [290 * 3_650, 150 * 3_650]
    assert facility_options(three.assign(format="mall", tier="1"), RENTS, FORMATS)["used_m2"].iloc[2] == 200
    opens = expand_options(three.assign(formats=[("mall",)] * 3), FORMATS)
    assert opens["used_m2"].tolist() == [200, 150, 200]
    assert opens["rent_cost"].tolist() == [200 * 3_650, 150 * 3_650, 200 * 3_650]


def test_a_format_that_nobody_else_has_pays_the_median_of_its_tier() -> None:
    own = sites("F", [113.0], [22.0]).assign(format="mall", tier="3")
    options = facility_options(own, RENTS[RENTS["format"] == "dealer"], FORMATS)
    assert options.loc["F0", "opex"] == pytest.approx(200 * 3 * 365 + 10 * 100_000 + 50_000)


def test_a_candidate_without_rent_pays_as_others_like_it_and_0_is_a_rent() -> None:
    four = sites("C", [113.0] * 4, [22.0] * 4).assign(formats=[("mall",)] * 4, rent=[10.0, 20.0, np.nan, 0.0])
    opex = expand_options(four, FORMATS)["opex"] - 10 * 100_000 - 50_000
    assert opex.to_numpy() == pytest.approx(200 * 365 * np.array([10.0, 20.0, 10.0, 0.0]))


def with_keys(**keys: object) -> dict[str, Format]:
    return {"mall": Format.model_validate({**FORMATS["mall"].model_dump(exclude_unset=True), **keys})}


def test_capex_and_opex_are_the_makers_part_and_all_of_it_stands_beside() -> None:
    """200 m2 cost 500,000 and 200 x 4,000 to open; to run: 200 x 10 x 365 of rent, 1 m of wages and 50,000."""
    site = sites("C", [113.0], [22.0]).assign(area_m2=200.0, rent=10.0, formats=[("mall",)])
    paid = {"capex_paid_by": {"maker": 0.25, "dealer": 0.75}, "opex_paid_by": "dealer"}
    mall = expand_options(site, with_keys(**paid)).loc["C0:mall"]
    assert (mall["capex"], mall["cost"], mall["capex_all"]) == (325_000, 325_000, 1_300_000)
    assert (mall["opex"], mall["opex_all"]) == (0, 1_780_000)


def test_brands_that_share_a_site_share_the_makers_part() -> None:
    site = sites("C", [113.0], [22.0]).assign(area_m2=200.0, rent=10.0, formats=[("mall",)])
    mall = expand_options(site, with_keys(brands=4, opex_paid_by={"maker": 0.5, "partner": 0.5})).loc["C0:mall"]
    assert (mall["capex"], mall["opex"]) == (1_300_000 / 4, 1_780_000 / 8)


def test_lines_make_up_the_running_cost() -> None:
    """50 CNY/m2 of energy and 70,000 of marketing come to it: 200 x 50 + 70,000 = 80,000 more."""
    site = sites("C", [113.0], [22.0]).assign(area_m2=200.0, rent=10.0, formats=[("mall",)])
    mall = expand_options(site, with_keys(energy_per_m2=50, marketing=70_000, marketing_per_vehicle=9)).loc["C0:mall"]
    assert mall[list(COST_LINES)].tolist() == [730_000, 1_000_000, 50_000, 10_000, 70_000]
    assert mall["opex"] == mall["opex_all"] == 1_860_000


MODULES = {"S": {"area_m2": 120, "staff": 6, "capacity": 300}, "L": {"area_m2": 300, "capex_fixed": 700_000}}


def test_a_site_is_built_as_the_largest_module_that_it_holds() -> None:
    """119 m2 hold none; 299 and the unknown area of C2 (the format's 200 stand for it) hold S; 300 hold L.

    S costs 500,000 + 120 x 4,000 x (1 - 0.25) = 860,000 to open, L 700,000 + 300 x 3,000 = 1.6 m.
    """
    area = [119.0, 299.0, np.nan, 300.0]
    four = sites("C", [113.0] * 4, [22.0] * 4).assign(area_m2=area, rent=0.0, formats=[("mall",)] * 4)
    built = expand_options(four, with_keys(modules=MODULES, modular_saving=0.25, capacity=900))
    assert list(built.index) == ["C1:mall", "C2:mall", "C3:mall"]
    assert built["module"].tolist() == ["S", "S", "L"]
    assert built["used_m2"].tolist() == [120, 120, 300]
    assert built["capex"].tolist() == [860_000, 860_000, 1_600_000]
    assert built["opex"].tolist() == [650_000, 650_000, 1_050_000]  # 6 and 10 persons at 100,000, and 50,000
    study = tiny_study(rules=[])
    formats = with_keys(modules=MODULES, capacity=900)
    assert caps_of(study.model_copy(update={"formats": formats}), built).tolist() == [300, 300, 900]
