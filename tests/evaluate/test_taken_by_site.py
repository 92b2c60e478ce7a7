"""What any set of new sites takes, and from whom."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import siteplan as sp
from siteplan.errors import ProblemError
from siteplan.evaluate.taken_by_site import by_brand, opened_beside
from siteplan.pipeline import lay_groundwork
from siteplan.tradearea import shares
from tests.examples import examples
from tests.markets import grid_market, study
from tests.moving import moving_ground
from tests.worlds import tiny_ground, tiny_plan


@examples(25, sample=4)
@given(st.integers(0, 99), st.sets(st.integers(0, 5), max_size=4))
def test_of_any_set_columns_sum_to_captures_and_rows_to_losses(seed: int, which: set[int]) -> None:
    ground = lay_groundwork(study(), grid_market(seed))
    labels = [f"C{i}:mall" for i in sorted(which)]
    taken = sp.transfers_of(ground, labels)
    is_open = np.asarray(ground.options.index.isin(labels))
    demand = ground.model.demand.to_numpy()
    before, after = shares(ground.model, np.zeros_like(is_open)), shares(ground.model, is_open)
    assert taken.capture.to_numpy() == pytest.approx((demand @ after.options)[is_open], abs=1e-9)
    assert taken.own.sum(axis=1).to_numpy() == pytest.approx(demand @ (before.own - after.own), abs=1e-9)
    assert taken.rivals.sum(axis=1).to_numpy() == pytest.approx(demand @ (before.rivals - after.rivals), abs=1e-9)
    assert taken.outside.sum() == pytest.approx(demand @ (before.outside - after.outside), abs=1e-9)
    assert list(taken.sites) == [f"C{i}" for i in sorted(which)]


def test_each_row_is_named_as_the_market_names_it() -> None:
    taken = sp.transfers_of(tiny_ground(), ["C1:mall", "C3:dealer"])
    assert list(taken.own.index) == ["F1", "F2"]
    assert list(taken.rivals.index) == ["R1", "R2", "R3"]
    for table in (taken.own, taken.rivals):
        assert list(table.columns) == list(taken.sites) == ["C1", "C3"]


def test_a_plan_keeps_what_is_taken_from_each_rival() -> None:
    plan = tiny_plan()
    assert list(plan.transfers.rivals.index) == ["R1", "R2", "R3"]
    asked = sp.transfers_of(tiny_ground(), ["C1:mall", "C3:dealer", "C6:dealer"]).of(plan.transfers.sites)
    assert asked.rivals.to_numpy() == pytest.approx(plan.transfers.rivals.to_numpy())
    assert asked.capture.to_numpy() == pytest.approx(plan.transfers.capture.to_numpy())


def test_a_site_of_today_that_is_named_converts_and_the_others_stay() -> None:
    ground = moving_ground("convertible", "convertible")
    is_open = opened_beside(ground, ["F1:dealer", "C1:mall"])
    assert list(ground.options.index[is_open]) == ["C1:mall", "F1:dealer", "F2:dealer"]


def test_what_is_asked_wrongly_is_refused_all_at_once() -> None:
    with pytest.raises(ProblemError) as error:
        sp.transfers_of(tiny_ground(), ["C1:mal", "C3:dealer", "C3:service"])
    assert str(error.value).splitlines() == [
        'options: there are no such options [C1:mal]. An option is written site_id:format. Did you mean "C1:mall"?',
        "options: two formats are named for one site [C3]. Name one of them: a site opens in one format.",
    ]


def test_brands_gather_their_rivals_and_a_rival_without_a_brand_stands_for_itself() -> None:
    rivals = pd.DataFrame({"brand": ["A", "", "A", None]}, index=["R1", "R2", "R3", "R4"])
    taken = pd.Series([1.0, 2.0, 4.0, 8.0], rivals.index)
    assert by_brand(taken, rivals).to_dict() == {"A": 5.0, "R2": 2.0, "R4": 8.0}


def test_a_brand_called_as_a_rival_without_one_is_not_that_rival() -> None:
    rivals = pd.DataFrame({"brand": ["R2", ""]}, index=["R1", "R2"])
    assert sorted(by_brand(pd.Series([1.0, 2.0], rivals.index), rivals).tolist()) == [1.0, 2.0]
