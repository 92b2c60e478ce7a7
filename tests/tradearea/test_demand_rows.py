"""The rows of a market: zones, or parts of zones."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from siteplan.tradearea.demand_rows import DemandRows

ZONES = pd.Index(["b", "a", "c"], name="zone_id")
PARTS = pd.MultiIndex.from_tuples(
    [(segment, "", zone) for segment in ("low", "high") for zone in ZONES], names=["segment", "line", "zone_id"]
)
WHOLE, SPLIT = DemandRows(ZONES), DemandRows(PARTS)


def test_a_row_knows_its_zone_segment_and_line() -> None:
    assert list(SPLIT.zone_ids) == list(WHOLE.zone_ids) == ["b", "a", "c"]
    assert SPLIT.zone.tolist() == [0, 1, 2, 0, 1, 2]
    assert SPLIT.segment.tolist() == ["low"] * 3 + ["high"] * 3
    assert SPLIT.line.tolist() == [""] * 6
    assert WHOLE.segment.tolist() == WHOLE.line.tolist() == [""] * 3
    assert SPLIT.of_segment("high").tolist() == [False] * 3 + [True] * 3
    assert SPLIT.of_segment("").all()


def test_people_stand_in_the_rows_of_the_first_part_and_places_in_all() -> None:
    """So that sums over rows count everybody once."""
    persons = np.array([5.0, 7.0, 2.0])
    assert SPLIT.once(persons).tolist() == [5, 7, 2, 0, 0, 0]
    assert SPLIT.once(persons, np.inf).tolist() == [5, 7, 2, np.inf, np.inf, np.inf]
    assert WHOLE.once(persons).tolist() == persons.tolist()
    near = csr_array([[1.0, 0.0], [0.0, 2.0], [0.0, 0.0]])
    assert SPLIT.matrix_once(near).toarray().tolist() == near.toarray().tolist() + [[0, 0]] * 3
    assert SPLIT.each(np.array([True, False, True])).tolist() == [True, False, True] * 2


def test_what_is_told_by_zone_is_summed_over_its_parts_and_shares_are_weighted_by_their_demand() -> None:
    """Zone b: 1 of 4 and 3 of 4 by hand; zone c asks for nothing, and its parts count alike."""
    demand = pd.Series([1.0, 2, 0, 3, 2, 0], index=PARTS)
    assert SPLIT.by_zone(demand).to_dict() == {"b": 4, "a": 4, "c": 0}
    weights = SPLIT.shares_of(demand).toarray()
    assert weights[0].tolist() == [0.25, 0, 0, 0.75, 0, 0]
    assert weights[2].tolist() == [0, 0, 0.5, 0, 0, 0.5]
    assert weights.sum(axis=1) == pytest.approx(1)
