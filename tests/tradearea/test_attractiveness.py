"""How much a site draws: by format, by factors relative to others of its format; nothing where nothing is sold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from siteplan.market.options import expand_options
from siteplan.study import TradeArea
from siteplan.tradearea.attractiveness import filled_factors, references, rival_attractiveness, site_attractiveness
from tests.markets import market, sites, study, zones

AREA = TradeArea(exponents={"footfall": 1.0})
ONE_ZONE = zones([113.0], [22.0], [1])


def drawn(candidates: pd.DataFrame, **tables: pd.DataFrame) -> pd.Series:
    """Return what each option draws, by option."""
    spec, world = study(), market(ONE_ZONE, candidates, **tables)
    options = expand_options(world.candidates, spec.formats)
    reference, _ = references(AREA, world, options)
    return pd.Series(site_attractiveness(AREA, spec.formats, options, reference), options.index)


def three(**columns: object) -> pd.DataFrame:
    return sites("C", [113.0] * 3, [22.0] * 3).assign(formats=[("mall",)] * 3, **columns)


def test_a_factor_of_0_is_a_value_and_a_missing_one_is_the_median() -> None:
    """Of 0, 10 and 40 visits the median above 0 is 25: factors 0, 0.4 and 1.6."""
    assert drawn(three(footfall=[0.0, 10.0, 40.0])).tolist() == pytest.approx([0.0, 0.4, 1.6])
    assert drawn(three(footfall=[np.nan, 10.0, 40.0])).tolist() == pytest.approx([1.0, 0.4, 1.6])


def test_a_factor_is_relative_to_sites_of_the_same_format() -> None:
    """A mall of 3,000 visits among malls of 3,000 draws as a mall does, however few pass a dealer park."""
    asked = study()
    mixed = three(footfall=[3000.0, 3000.0, 30.0]).assign(formats=[("mall",), ("mall",), ("service",)])
    options = expand_options(market(ONE_ZONE, mixed).candidates, asked.formats)
    reference, _ = references(AREA, market(ONE_ZONE, mixed), options)
    assert reference["footfall"].to_dict() == {"mall": 3000.0, "service": 30.0}
    assert drawn(mixed).tolist() == pytest.approx([1.0, 1.0, 0.0])  # a workshop sells nothing


@pytest.mark.parametrize("table", ["facilities", "competitors"])
def test_where_own_sites_or_rivals_do_not_say_it_both_sides_count_1_and_it_is_said(table: str) -> None:
    other = sites("X", [113.0], [22.0])
    found = drawn(three(footfall=[0.0, 10.0, 40.0]), **{table: other})
    assert found.tolist() == [1.0, 1.0, 1.0]
    world = market(ONE_ZONE, three(footfall=[0.0, 10.0, 40.0]), **{table: other})
    (said,) = filled_factors(study(trade_area=AREA), world)
    assert (said.column, said.values["tables"]) == ("footfall", table)


def test_rivals_are_relative_to_their_class_and_their_own_figure_comes_first() -> None:
    rivals = sites("R", [113.0] * 3, [22.0] * 3).assign(
        footfall=[100.0, 400.0, 400.0], attractiveness=[np.nan, np.nan, 9.0]
    )
    rivals["class"] = ["small", "big", "big"]
    world = market(ONE_ZONE, three(footfall=10.0), competitors=rivals)
    _, of_rivals = references(AREA, world, expand_options(world.candidates, study().formats))
    area = AREA.model_copy(update={"rival_attractiveness": {"small": 0.5, "default": 2.0}})
    assert rival_attractiveness(area, world.competitors, of_rivals).tolist() == pytest.approx([0.5, 2.0, 9.0])
