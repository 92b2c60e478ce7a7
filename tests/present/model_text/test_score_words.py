"""What a scorecard's reader is told, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from siteplan.groundwork import Groundwork
from siteplan.pipeline import lay_groundwork
from siteplan.present.model_text.score_words import criterion_name, score_notes
from siteplan.present.text.reader import Reader
from siteplan.score import Surroundings, score_candidates
from siteplan.study.score_specs import Score
from tests.worlds import tiny_ground, tiny_market, tiny_study

GROUND = tiny_ground()


def scored(own: pd.DataFrame | None = None, **spec: Any) -> Groundwork:
    """Return the two cities scored so, with other own sites if given."""
    ground, asked = GROUND, Score.model_validate(spec)
    reach = (ground.market, ground.travel, ground.model, 15.0)
    around, seen = Surroundings.of_candidates(*reach), Surroundings.of_facilities(*reach)
    if own is not None:
        first = seen.travel.to(pd.Index([seen.travel.site_ids[0]] * len(own)))
        seen = replace(seen, sites=own, travel=replace(first, site_ids=own.index))
    return replace(ground, scorecard=score_candidates(asked, around, seen))


def notes(language: str = "en", own: pd.DataFrame | None = None, **spec: Any) -> list[str]:
    return score_notes(scored(own, **spec).scorecard, Reader(language))


def own_sites(effect: float, n: int = 30) -> pd.DataFrame:
    """Own malls whose sales rise with foot traffic by this effect, over all its range."""
    rng = np.random.default_rng(2)
    visits = rng.uniform(0, 30_000, n)
    sales = np.exp(5 + effect * visits / 30_000 + rng.normal(0, 0.1, n))
    index = pd.Index([f"F{k}" for k in range(n)], name="site_id", dtype=object)
    return pd.DataFrame({"footfall": visits, "annual_sales": sales, "format": "mall"}, index=index)


def test_criteria_that_go_together_are_named_with_their_weight() -> None:
    # Where people earn more, rents are higher: the dear west, the cheap east.
    (told,) = notes(weights={"rent": 1, "income": 1, "footfall": 2})
    assert told.startswith(
        "Rent and income are closely correlated (rank correlation 0.85), one raising and one lowering the score: 50.0 %"
    )
    (told,) = notes(weights={"rent": 1, "income": 1, "footfall": 2}, directions={"rent": "higher"})
    assert "(rank correlation 0.85): 50.0 % of the weight counts nearly the same thing twice" in told
    assert "相互抵消" in notes("zh-Hans", weights={"rent": 1, "income": 1})[0]


def test_weights_that_are_given_and_differ_need_no_word() -> None:
    assert notes(weights={"footfall": 1}) == []


@pytest.mark.parametrize(("weighting", "said"), [("entropy", "(entropy)"), ("critic", "(CRITIC)")])
def test_weights_from_spread_say_so(weighting: str, said: str) -> None:
    assert said in notes(weights={"footfall": 1, "rent": 1}, weighting=weighting)[-1]


def test_comparisons_that_contradict_each_other_name_the_worst_pair() -> None:
    names = ["footfall", "rent", "population"]
    circle = {"criteria": names, "matrix": [[1, 3, "1/3"], ["1/3", 1, 3], [3, "1/3", 1]]}
    told = notes(weighting="ahp", ahp=circle)[-1]
    assert "consistency ratio 1.15, above 0.1" in told
    assert "Foot traffic against rent: given 3.00, implied by the others 1.00".lower() in told.lower()
    agreed = {"criteria": names, "matrix": [[1, 2, 4], ["1/2", 1, 2], ["1/4", "1/2", 1]]}
    assert "agree well enough: consistency ratio 0.00" in notes(weighting="ahp", ahp=agreed)[-1]


def test_fitted_weights_say_how_good_they_are() -> None:
    spec = {"weights": {"footfall": 1, "rent": 1}, "weighting": "fitted", "bounds": {"footfall": (0, 30_000)}}
    assert any("sales of 30 own sites; R² of sites left out 0.9" in told for told in notes(own=own_sites(2.0), **spec))
    assert any("with the weight given: rent" in told for told in notes(own=own_sites(2.0), **spec))
    assert any("could not be fitted" in told and "at least 15" in told for told in notes(**spec))
    useless = notes(own=own_sites(0.01, 60), **spec)
    assert any("no better than the mean" in told or "could not be fitted" in told for told in useless)


def test_a_fitted_direction_says_how_sure_it_is() -> None:
    spec = {"weights": {"footfall": 1}, "directions": {"footfall": "fitted"}}
    (sure,) = notes(own=own_sites(-2.0), **spec)
    assert sure.startswith("Foot traffic: less is better, fitted; one standard deviation more changes sales by −")
    (unsure,) = notes(own=own_sites(0.0), **spec)
    assert "sales do not show which direction is better" in unsure
    assert "as usual, more counts as better" in unsure
    (unknown,) = notes(**spec)
    assert "too little is known" in unknown


def test_what_nobody_knows_is_named() -> None:
    ground = replace(GROUND.market, candidates=GROUND.market.candidates.assign(parking=np.nan))
    study = tiny_study().model_copy(update={"score": Score(weights={"parking": 1, "rent": 1})})
    card = lay_groundwork(study, ground).scorecard
    assert score_notes(card, Reader("en")) == [
        "Unknown for every candidate, so left out: parking; the other weights grow in proportion."
    ]


def test_a_criterion_of_the_planners_own_is_shown_as_written() -> None:
    assert criterion_name("parking", Reader("zh-Hans")) == "parking"
    assert criterion_name("rent", Reader("zh-Hans")) == "租金"
    assert len(tiny_market().candidates) == 9
