"""Own sites that may move: against every network there is, and against a move made by hand in the tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.evaluate.review.alternatives import Today
from siteplan.formulate.network import Network
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.site_problem import site_problem
from siteplan.market import Market
from siteplan.pipeline import choose, lay_groundwork, make_review
from siteplan.present.files.export import write_scores
from siteplan.study.review_spec import NetworkReview
from siteplan.travel.relocation import relocation_problems, with_relocations
from tests.evaluate.review.test_reviewed import every_network, leased, reviewing
from tests.examples import examples
from tests.test_facilities import GAP


@examples(20, sample=2)
@given(
    first=st.sampled_from(["keep", "relocatable", "free"]), closing=st.sampled_from([0.0, 2e6]),
    stay=st.sampled_from([0.0, 0.5, 1.0]), goal=st.sampled_from(["profit", "cost", "market_share"]),
)  # fmt: skip
def test_the_network_is_the_best_of_all_there_are(first: str, closing: float, stay: float, goal: str) -> None:
    """A move is an opening like any other, at a place that nobody else takes; and none of these sites is given up."""
    study = reviewing(closing, owners_who_stay=stay, relocate_km=25)
    study = study.model_copy(update={"plan": study.plan.model_copy(update={"objective": goal})})
    of = lay_groundwork(study, leased(first, "relocatable"))
    problem, selection, aim = site_problem(of), choose(of).selection, objective_of(of)
    plans = every_network(of)
    values = np.array([problem.value(plan) for plan in plans])
    assert selection.objective == pytest.approx(values.max(), rel=2 * GAP)
    assert (selection.open.to_numpy() == plans).all(axis=1).any()
    some = slice(None, None, max(1, len(plans) // 10))
    counted = [aim.goal.maximised(aim.value(Network(of, plan))) for plan in plans[some]]
    assert values[some] == pytest.approx(counted, rel=1e-9)


def by_hand(market: Market, site: str, place: str) -> Market:
    """The tables of a network in which the site stands at the place, at its rent, on what a site as it needs of it."""
    own, there = market.facilities.copy(), market.candidates.loc[place]
    used = min(there["area_m2"], reviewing().formats[str(own.loc[site, "format"])].area_m2)
    own.loc[site, ["area_m2", "rent"]] = [used, there["rent"]]
    own.loc[site, "geometry"] = there.geometry
    own.loc[site, "lease_end"] = pd.NaT
    return replace(market, facilities=gpd.GeoDataFrame(own.assign(keep="keep"), crs=market.facilities.crs))


def test_a_move_is_what_another_place_in_the_table_gives() -> None:
    """All come who would come to a mall there: the network sells, costs and earns the same a year."""
    of = lay_groundwork(reviewing(3e6, relocate_km=25), leased("relocatable", "keep"))
    moved = Today(of).alternatives().of("F1").set_index("to_site")
    assert len(moved)
    place = str(moved.index[0])
    after = lay_groundwork(reviewing(), by_hand(leased("keep", "keep"), "F1", place))
    network, today = Network(after, after.stands), Network(of, of.stands)
    assert moved.loc[place, "net"] == pytest.approx(network.capture - today.capture)
    assert moved.loc[place, "freed"] == pytest.approx(today.opex - network.opex)
    gain = (network.margin - network.opex) - (today.margin - today.opex)
    assert moved.loc[place, "gain"] == pytest.approx(gain)
    mall = reviewing().formats["mall"]
    area = min(mall.area_m2, of.market.candidates.loc[place, "area_m2"])
    assert moved.loc[place, "fit_out"] == pytest.approx(mall.capex_fixed + area * mall.capex_per_m2)
    assert moved.loc[place, "restoring"] == 3e6


def test_where_the_new_place_is_farther_a_share_follows() -> None:
    """Half of what it draws there, zone by zone by the minutes; nearer ones are drawn as to any mall."""
    whole, half = (
        lay_groundwork(reviewing(owners_who_stay=share, relocate_km=25), leased("relocatable", "keep"))
        for share in (1.0, 0.5)
    )
    (option, *_) = [label for label in whole.options.index if label.startswith("F1@")]
    at = whole.options.index.get_loc(option)
    new, old = (
        whole.travel.decision.to([site]).minutes.toarray()[:, 0] for site in (whole.options["site_id"].iloc[at], "F1")
    )
    full, kept = (of.model.options.toarray()[:, at] for of in (whole, half))
    farther = (full > 0) & (new > old)
    assert farther.any()
    assert kept == pytest.approx(np.where(farther, full / 2, full))


def test_nowhere_to_move_is_named_and_in_a_review_of_all_such_sites_stay() -> None:
    study, market = reviewing(relocate_km=0.001), leased("relocatable", "keep")
    (problem,) = relocation_problems(study, market)
    assert (problem.table, problem.column, tuple(problem.ids)) == ("facilities", "keep", ("F1",))
    assert not relocation_problems(reviewing(relocate_km=25), market)
    near = study.model_copy(update={"review": NetworkReview(own_sites="relocatable", relocate_km=25)})
    gone = market.candidates.assign(formats=[("mall",)] * len(market.candidates))
    found = make_review(near, replace(leased("keep", "keep"), candidates=gone)).sites.set_index("site_id")
    assert found.loc["F2", ["decision", "reason"]].tolist() == ["keep", "nowhere"]
    assert not found.loc["F1", "nowhere"]


def test_a_move_that_pays_is_decided_on_and_told() -> None:
    """The old mall pays a hundred times the rent of the place it may move to: it moves, and nobody opens there."""
    market = leased("relocatable", "keep")
    dear = replace(market, facilities=market.facilities.assign(rent=[1000.0, 3.0]))
    found = make_review(reviewing(1e5, relocate_km=25), dear)
    site = found.sites.set_index("site_id").loc["F1"]
    assert (site["decision"], site["to_format"], site["reason"]) == ("relocate", "mall", "pays")
    assert site["to_site"] in market.candidates.index
    assert site["capture"] > 0
    assert site["to_site"] not in set(found.plan.sites["site_id"])


def test_places_have_minutes_of_the_users_own_table() -> None:
    market = leased("relocatable", "keep")
    table = pd.DataFrame({"zone_id": market.zones.index[0], "site_id": market.candidates.index, "minutes": 7.0})
    study = reviewing(relocate_km=25)
    moved = with_relocations(study, replace(market, minutes=table))
    assert moved.minutes is not None
    new = moved.candidates.index[moved.candidates["moves"] == "F1"]
    assert set(new) <= set(moved.minutes["site_id"])
    assert len(moved.minutes) == len(table) + len(new)
    assert with_relocations(study, moved) is moved


def test_where_sites_might_move_each_place_counts_once_in_scores(tmp_path: Path) -> None:
    """Ranks, scales, percentiles and firmness of candidates are as without; a site there has its place's score."""
    study = reviewing(relocate_km=25)
    still, moving = (lay_groundwork(study, leased(word, "keep")) for word in ("keep", "relocatable"))
    card, plain = moving.scorecard, still.scorecard
    beside = card.score.index[~card.given]
    assert len(beside)
    pd.testing.assert_frame_equal(card.table(), plain.table(), check_names=False)
    assert card.n_ranked == plain.n_ranked
    for site in beside:
        place = str(moving.market.candidates.loc[site, "place"])
        assert (card.score[site], card.rank[site]) == (plain.score[place], plain.rank[place])
        assert card.why(site)["percentile"].tolist() == plain.why(place)["percentile"].tolist()
        assert card.robustness.loc[site].equals(card.robustness.loc[place])
    write_scores(moving, tmp_path / "scores")
    assert set(pd.read_csv(tmp_path / "scores" / "scorecard.csv")["site_id"]) == set(still.market.candidates.index)
