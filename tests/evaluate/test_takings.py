"""What any set of new sites takes, and from whom."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import siteplan as sp
from siteplan.errors import ProblemError
from siteplan.evaluate.takings import by_brand, opened_beside, with_rivals_together
from siteplan.pipeline import lay_groundwork
from siteplan.tradearea import shares
from tests.markets import grid_market, study
from tests.moving import moving_ground
from tests.worlds import tiny_ground, tiny_plan


@settings(max_examples=25)
@given(st.integers(0, 99), st.sets(st.integers(0, 5), max_size=4))
def test_of_any_set_columns_sum_to_captures_and_rows_to_losses(seed: int, which: set[int]) -> None:
    ground = lay_groundwork(study(), grid_market(seed))
    labels = [f"C{i}:mall" for i in sorted(which)]
    taken = sp.transfers_of(ground, labels)
    is_open = np.asarray(ground.options.index.isin(labels))
    demand = ground.model.demand.to_numpy()
    before, after = shares(ground.model, np.zeros_like(is_open)), shares(ground.model, is_open)
    assert taken.sum().to_numpy() == pytest.approx((demand @ after.options)[is_open], abs=1e-9)
    rows = taken.sum(axis=1)
    assert rows["own"].to_numpy() == pytest.approx(demand @ (before.own - after.own), abs=1e-9)
    assert rows["rival"].to_numpy() == pytest.approx(demand @ (before.rivals - after.rivals), abs=1e-9)
    assert rows["outside"].to_numpy() == pytest.approx([demand @ (before.outside - after.outside)], abs=1e-9)
    assert list(taken.columns) == [f"C{i}" for i in sorted(which)]


def test_each_row_is_named_as_the_market_names_it() -> None:
    taken = sp.transfers_of(tiny_ground(), ["C1:mall", "C3:dealer"])
    kinds = ["own"] * 2 + ["rival"] * 3 + ["outside"]
    assert list(taken.index) == list(zip(kinds, ["F1", "F2", "R1", "R2", "R3", ""], strict=True))


def test_a_plan_keeps_what_is_taken_from_each_rival() -> None:
    plan = tiny_plan()
    assert list(plan.rival_transfers.index) == ["R1", "R2", "R3"]
    assert plan.rival_transfers.sum().to_numpy() == pytest.approx(plan.transfers.loc["rivals"].to_numpy(), abs=1e-9)
    asked = sp.transfers_of(tiny_ground(), ["C1:mall", "C3:dealer", "C6:dealer"])
    assert with_rivals_together(asked)[plan.transfers.columns].to_numpy() == pytest.approx(plan.transfers.to_numpy())


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
