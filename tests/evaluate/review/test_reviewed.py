"""The review of own sites: against every network there is, against taking a site out by hand, and costs by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import StudyError
from siteplan.evaluate.review.alternatives import Today
from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.formulate.network import Network
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.pipeline import choose, lay_groundwork, make_review
from siteplan.present.files.folder import REVIEW_FILES
from siteplan.present.review.review_files import write_review
from siteplan.present.review.review_words import review_lines
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.review_spec import NetworkReview
from tests.command_line import Run
from tests.examples import examples, thorough
from tests.moving import moving_market
from tests.template import write_template
from tests.test_facilities import GAP, ONE_NEW, asked

START = date(2026, 12, 31)
WORDS = st.sampled_from(["keep", "closable", "convertible", "free"])


def reviewing(closing: float = 0.0, **given: object) -> Study:
    """The study of two cities, asked for profit, one opening at most; `given` is its [review]."""
    study = asked(closing, objective="profit", rules=[ONE_NEW])
    return study.model_copy(update={"review": NetworkReview.model_validate(given)})


def leased(*keep: str) -> Market:
    """The two own sites, with rents and areas of their own, and leases of 181 and of 0 days from the last of 2026."""
    market = moving_market(*keep)
    own = market.facilities.assign(
        area_m2=[200.0, 2000.0], rent=[10.0, 3.0], lease_end=pd.to_datetime(["2027-06-30", None]), frozen=False
    )
    return replace(market, facilities=own)


@cache
def free_ground() -> Groundwork:
    return lay_groundwork(reviewing(3e6), leased("free", "free"))


@cache
def free_review() -> Reviewed:
    """Its review, dear to close: what becomes of both sites, for all who ask about it."""
    return make_review(reviewing(3e6), leased("free", "free"))


def every_network(of: Groundwork) -> np.ndarray:
    """All sets of options: each own site at one place or, where it may, closed; each place taken once; one opening."""
    options = of.options.reset_index()
    none = pd.Series("", options.index)
    moves, place = (options.get(name, none).fillna("") for name in ("moves", "place"))
    keep = of.market.facilities["keep"]
    own = []
    for site in [site for site in keep.index if keep[site] != "keep"]:
        ways = np.flatnonzero((options["site_id"] == site) | (moves == site)).tolist()
        own.append([*ways, *([-1] if keep[site] in {"closable", "free"} else [])])
    new = [-1, *np.flatnonzero((options["change"] == "new") & (moves == ""))]
    chosen = np.array(list(product(new, *own)))
    plans = (chosen[:, :, None] == np.arange(len(options))).any(axis=1)
    at = place.where(moves != "", options["site_id"])
    taken = np.array([plans[:, (at == site).to_numpy()].sum(axis=1) for site in at.unique()])
    opened = (plans & options["new"].to_numpy()).sum(axis=1)
    return plans[(taken <= 1).all(axis=0) & (opened <= 1)]


@examples(40, sample=3)
@given(
    first=WORDS, second=WORDS, closing=st.sampled_from([0.0, 2e6, 3e7]), conversion=st.sampled_from([0.1, 1.0]),
    penalty=st.sampled_from([0.0, 1.0]), months=st.sampled_from([0.0, 6.0]), goal=st.sampled_from(["profit", "cost"]),
)  # fmt: skip
def test_the_network_is_the_best_of_all_there_are(
    first: str, second: str, closing: float, conversion: float, penalty: float, months: float, goal: str
) -> None:
    """Openings and changes together; and each network costs what the full model says, closing counted once a site."""
    terms = NetworkReview(lease_penalty=penalty, severance_months=months, start=START)
    study = asked(closing, conversion, objective=goal, rules=[ONE_NEW]).model_copy(update={"review": terms})
    of = lay_groundwork(study, leased(first, second))
    problem, selection, aim = site_problem(of), choose(of).selection, objective_of(of)
    plans = every_network(of)
    values = np.array([problem.value(plan) for plan in plans])
    assert selection.objective == pytest.approx(values.max(), rel=2 * GAP)
    some = plans[:: max(1, len(plans) // 12)]
    counted = [aim.goal.maximised(aim.value(Network(of, plan))) for plan in some]
    assert values[:: max(1, len(plans) // 12)] == pytest.approx(counted, rel=1e-9)


def test_a_round_pays_for_closing_and_not_for_a_site_that_converts() -> None:
    """Closing F2 costs 3 m; converted it costs what the other format does, and no closing beside."""
    study = asked(3e6, objective="market_share", rules=[{"kind": "budget", "at_most": 5e7}])
    of = lay_groundwork(study, moving_market("free", "free"))
    budget = site_problem(of).rules[0]
    options = of.options.rename(columns={"site_id": "site"})

    def spent(*labels: str) -> float:
        is_open = options.index.isin(labels)
        assert budget.reports(options, is_open)[0].achieved == pytest.approx(Network(of, is_open).capex)
        return float(budget.reports(options, is_open)[0].achieved)

    assert spent("F1:mall", "F2:dealer") == 0
    assert spent("F1:mall") == 3e6
    assert spent() == 6e6
    assert spent("F1:mall", "F2:mall") == of.options.loc["F2:mall", "capex"]


def test_closing_is_what_taking_the_site_out_of_the_table_gives() -> None:
    """The network loses and saves the same, rivals and sisters win the same, if the row is not there."""
    today = Today(free_ground())
    closed = today.alternatives().of("F2").set_index("choice").loc["close"]
    study, market = reviewing(3e6), leased("keep", "keep")
    whole, without = (
        lay_groundwork(study, replace(market, facilities=own))
        for own in (market.facilities, market.facilities.drop(index="F2"))
    )
    before, after = (Network(of, of.stands) for of in (whole, without))
    assert closed["net"] == pytest.approx(after.capture - before.capture)
    assert closed["freed"] == pytest.approx(before.opex - after.opex)
    assert closed["gain"] == pytest.approx((after.margin - after.opex) - (before.margin - before.opex))
    moved = today.alternatives().transfers.query("site_id == 'F2' and option == ''").set_index("who")["vehicles"]
    demand = whole.model.demand.to_numpy()
    more = demand @ after.shares.rivals - demand @ before.shares.rivals
    rivals = pd.Series(more, index=market.competitors.index)
    assert moved[rivals.index].to_numpy() == pytest.approx(rivals.to_numpy())
    sister = (demand @ after.shares.own)[0] - (demand @ before.shares.own)[0]
    assert moved["F1"] == pytest.approx(sister)
    assert closed["to_outside"] == pytest.approx(demand @ (after.shares.outside - before.shares.outside))
    won = closed["to_own"] + closed["to_rivals"] + closed["to_outside"] + closed["above_capacity"]
    assert won == pytest.approx(closed["sold_before"])  # each vehicle goes somewhere


def test_what_closing_costs_once_by_hand() -> None:
    """A mall of 200 m2 at 10 a day, 181 days left, half of it due: 181,000; six months of its staff; 3 m to restore."""
    study = reviewing(3e6, lease_penalty=0.5, severance_months=6, start=START, own_sites="closable")
    found = make_review(study, leased("keep", "keep"))
    closed = found.alternatives.choices.set_index("site_id")
    mall = study.formats["mall"]
    assert closed.loc["F1", "lease"] == pytest.approx(0.5 * 200 * 10 * 181)
    assert closed.loc["F1", "severance"] == pytest.approx(mall.staff * mall.staff_cost / 2)
    assert closed.loc["F1", "restoring"] == 3e6
    assert closed.loc["F2", "lease"] == 0  # no lease is known
    parts = closed[["restoring", "lease", "severance", "fit_out"]].sum(axis=1)
    assert closed["one_off"].to_numpy() == pytest.approx(parts.to_numpy())
    assert found.sites.set_index("site_id").loc["F1", "lease_days"] == 181


def test_payback_is_what_is_spent_once_by_what_is_gained_a_year() -> None:
    """And none, with the reason, where a year earns less than before."""
    found = free_review()
    choices = found.alternatives.choices
    pays = choices["gain"] > 0
    assert pays.any()
    assert (~pays).any()
    assert choices["payback"][pays].to_numpy() == pytest.approx((choices["one_off"] / choices["gain"])[pays].to_numpy())
    assert choices["payback"][~pays].isna().all()
    assert set(choices["payback_why"][~pays]) == {"never pays back"}


def test_a_frozen_site_stays_whatever_is_asked_of_the_others() -> None:
    market = leased("closable", "closable")
    frozen = replace(market, facilities=market.facilities.assign(frozen=[True, False]))
    found = make_review(reviewing(own_sites="free"), frozen)
    sites = found.sites.set_index("site_id")
    assert sites.loc["F1", ["decision", "reason", "keep"]].tolist() == ["keep", "frozen", "keep"]
    assert set(found.alternatives.choices["site_id"]) == {"F2"}
    assert np.isnan(sites.loc["F1", "close_net"])


def test_where_nothing_may_change_there_is_nothing_to_review() -> None:
    with pytest.raises(StudyError, match="nothing to review"):
        make_review(reviewing(), leased("keep", "keep"))


def test_decisions_are_those_of_the_plan() -> None:
    """Dear closing keeps both; and what a site is worth alone is told for what is decided on."""
    found = free_review()
    sites = found.sites.set_index("site_id")
    changes = found.plan.facilities.set_index("site_id")["change"]
    words = {"kept": "keep", "closed": "close", "converted": "convert"}
    assert sites["decision"].to_dict() == changes.map(words).to_dict()
    changed = sites[sites["decision"] != "keep"]
    assert len(changed)
    assert changed["decided_npv"].notna().all()


@pytest.mark.parametrize("language", ["en", "zh-Hans"] if thorough() else ["zh-Hans"])
def test_every_file_of_a_review_in_both_languages(tmp_path: Path, language: str) -> None:
    found = free_review()
    write_review(found, tmp_path / "out", language)
    assert {file.name for file in (tmp_path / "out").iterdir()} == set(REVIEW_FILES) - {"study.toml"}
    table = pd.read_csv(tmp_path / "out" / "review.csv")
    assert table["site_id"].tolist() == ["F1", "F2"]
    told = json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))
    assert sum(told["counts"][name] for name in ("keep", "close", "convert", "relocate")) == 2
    page = (tmp_path / "out" / "review.html").read_text("utf-8")
    assert ("关闭" in page) == (language != "en")
    assert review_lines(found, Reader.of(found.plan.study, language))


def test_the_command_reviews_a_study(tmp_path: Path, run: Run) -> None:
    folder = write_template(tmp_path / "study")
    table = pd.read_csv(folder / "facilities.csv").assign(
        keep="free", lease_end=["2027/6/30", "", ""], frozen=["true", "", ""]
    )
    table.to_csv(folder / "facilities.csv", index=False)
    toml = folder / "study.toml"
    toml.write_text(re.sub(r"^gap = [^ ]*", "gap = 0.1", toml.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    ended = run("review", folder, "--out", tmp_path / "out")
    assert ended.code == 0
    assert "Of 3 own sites" in ended.out
    # What it says as JSON, of a study with a choice to count instead of all that a free site has.
    table.assign(keep=["keep", "closable", "keep"]).to_csv(folder / "facilities.csv", index=False)
    counts = json.loads(run("review", folder, "--out", tmp_path / "out", "--json").out)["counts"]
    assert counts["keep"] >= 2
