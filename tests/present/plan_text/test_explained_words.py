"""What rules cost is said as far as it is known, and no further."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from siteplan.present.plan_text.explained_words import price_text, together_sentences
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan


@pytest.mark.parametrize(
    ("basis", "gap", "said"),
    [
        (
            "not decided",
            0.01,
            "Together these rules cost 120 vehicles/year at most",
        ),
        ("not decided", 0.9, "What these rules cost together was not decided in time"),
        ("costs nothing", 0.0, "These rules together cost nothing"),
        ("not re-solved", 0.0, "Not re-solved"),
    ],
)
def test_of_rules_that_are_not_decided_the_most_is_told_where_it_says_something(
    basis: str, gap: float, said: str
) -> None:
    """With a gap of nine tenths the bound is near what all demand is worth: that is no price."""
    plan = tiny_plan()
    ids = "; ".join(plan.rules["rule_id"].drop_duplicates().head(2))
    row = {"rule_ids": ids, "area": "rural", "price_basis": basis, "price_to": 120.0, "price_gap": gap}
    (sentence,) = together_sentences(replace(plan, together=pd.DataFrame([row])), Reader("en"))
    assert sentence.startswith(said)
    assert "{" not in sentence
    line = price_text({"price_basis": basis, "price_to": 120.0, "price_gap": gap}, plan.proof.goal, Reader("en"))
    assert ("120" in line) == ((gap < 0.5 and basis == "not decided") or basis == "costs nothing")
