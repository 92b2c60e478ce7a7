"""The whole story on one screen: data -> travel -> tradearea -> score -> formulate -> optimise -> evaluate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.data import Findings
from siteplan.data.check.score_checks import MODEL_CRITERIA
from siteplan.data.tables.more_candidates import with_more
from siteplan.errors import CancelledError, Problem, StudyError
from siteplan.evaluate import Effort, Frontiers, Plan, study_frontiers
from siteplan.evaluate.explain.explained_plan import explained_plan
from siteplan.evaluate.explain.infeasible import no_plan_error
from siteplan.evaluate.review.review_question import market_in_review
from siteplan.evaluate.review.reviewed import Reviewed, review_of
from siteplan.forecast import HeldToday, forecast_options, held_today, sales_known
from siteplan.forecast.today_fits import beside_fits, of_today
from siteplan.formulate.model_file import write_model
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.outcome import Answer, figures_heard, restored
from siteplan.formulate.outlook_questions import outlook_plan
from siteplan.formulate.phases.at_once_only import asked_at_once
from siteplan.formulate.phases.committed_checks import committed_problems
from siteplan.formulate.phases.phased_problem import Phased
from siteplan.formulate.phases.roll_out import at_once_in_phases
from siteplan.formulate.site_problem import refuse_barred, site_problem
from siteplan.groundwork import Groundwork, scored
from siteplan.market import Market
from siteplan.market.options import may_change
from siteplan.market.sales_caps import caps_of
from siteplan.optimise import Progress, Selection, SolveStatus, solve
from siteplan.score import Surroundings
from siteplan.study import Study
from siteplan.tradearea import captures_today
from siteplan.tradearea.customers import customer_problems
from siteplan.travel import minutes_to, open_study, reach_problems, travel_times, with_more_sites
from siteplan.travel.relocation import with_relocations

if TYPE_CHECKING:
    from siteplan.forecast.fitted_sales import FittedSales
    from siteplan.tradearea.calibration import Calibration

__all__ = [
    "calibrate_study",
    "check_study",
    "choose",
    "fit_to_sales",
    "hold_against_today",
    "lay_beside",
    "lay_groundwork",
    "make_frontiers",
    "make_plan",
    "make_review",
]

ProgressCallback = Callable[[Progress], None]


def check_study(path: str | Path) -> Findings:
    """Return the study and market in a folder, or every problem for which it cannot be planned.

    What only minutes, demand and scores show is asked once the files themselves are in order.
    """
    found = open_study(path)
    if found.study is None or found.market is None:
        return found
    both = found.study, found.market
    problems = customer_problems(*both) or committed_problems(*both) or _barred(*both)
    return Findings(None, None, problems) if problems else found


def _barred(study: Study, market: Market) -> tuple[Problem, ...]:
    """Return that gates on what is measured bar every candidate; those on columns are known before."""
    if not set(study.score.gates) & set(MODEL_CRITERIA):
        return ()
    try:
        refuse_barred(lay_groundwork(study, market))
    except StudyError as error:
        return error.problems
    return ()


def lay_groundwork(study: Study, market: Market, say: Callable[[str], None] = lambda _: None) -> Groundwork:
    """Return minutes, options, utilities, scores and forecasts; `say` hears the name of each stage.

    Raises
    ------
    StudyError
        No zone reaches any candidate.
    """
    say("minutes")
    market = with_relocations(study, market)
    travel = travel_times(study.travel, market)
    if not travel.candidates.minutes.nnz and (problems := reach_problems(study, market)):
        raise StudyError(problems)
    within = partial(minutes_to, study.travel, market, within=study.travel.max_minutes)
    stations = within(market.stations[market.stations["own"].eq(True)])
    entering = {name: within(rivals) for name, rivals in market.entering.items()}
    return _with_forecast(*scored(study, market, travel, (stations, entering), say), say)


def lay_beside(ground: Groundwork, more: gpd.GeoDataFrame, forecast: bool = False) -> Groundwork:
    """Return the groundwork as it would be with further candidates (finished as a market's) in the study's file.

    Without `forecast`, which takes longer than all else, forecasts are those of before: none of the further ones.
    """
    study, candidates = ground.study, with_more(ground.market.candidates, more)
    market = with_relocations(study, replace(ground.market, candidates=candidates))
    travel = with_more_sites(study.travel, market, ground.travel)
    laid = scored(study, market, travel, (ground.own_stations, ground.entering))
    return _with_forecast(*laid) if forecast else replace(laid[0], forecast=ground.forecast)


def _with_forecast(
    ground: Groundwork, around: Surroundings, own: Surroundings, say: Callable[[str], None] = lambda _: None
) -> Groundwork:
    say("forecast")
    study, market, model = ground.study, ground.market, ground.model
    found = forecast_options(study, market, around, own, model, ground.options)
    changing = may_change(market.facilities).any()
    stands = of_today(study, market)[0] if changing else replace(model, options=model.options[:, :0])
    today = beside_fits(found.today, study, market, ground.travel, stands)
    return replace(ground, forecast=replace(found, today=today))


def hold_against_today(study: Study, market: Market) -> HeldToday:
    """Return the model against the sales of own sites, without a word on candidates; as `lay_groundwork` has it."""
    sales, own = sales_known(study, market.facilities).counted, market.facilities
    if sales.empty and market.flows is None:
        return HeldToday()
    model, travel = of_today(study, market)
    captures, _ = captures_today(model, np.zeros(0, dtype=bool))
    held = held_today(sales, pd.Series(np.minimum(captures, caps_of(study, own)), own.index), own["format"])
    return beside_fits(held, study, market, travel, model)


def fit_to_sales(study: Study, market: Market, say: Callable[[str], None] = lambda _: None) -> FittedSales:
    """Return the study with the outside option and the attractiveness of formats fitted to its own sites' sales.

    Raises
    ------
    StudyError
        Too few own sites give sales, or they cannot be fitted.
    """
    from siteplan.forecast.fitted_sales import fitted_sales  # noqa: PLC0415 - scikit-learn takes a second to load

    observed = sales_known(study, market.facilities)
    say("minutes")
    model, _ = of_today(study, market)
    say("calibration")
    return fitted_sales(study, market, model, observed)


def calibrate_study(study: Study, market: Market, say: Callable[[str], None] = lambda _: None) -> Calibration:
    """Return the study's trade-area model fitted to its flows.

    Raises
    ------
    StudyError
        The study names no flows, or they cannot be fitted.
    """
    from siteplan.tradearea.calibration import calibrate  # noqa: PLC0415 - scikit-learn takes a second to load

    if market.flows is not None and market.flows.empty:
        raise StudyError([Problem("flows", "the table has no rows", "Give visits of zones to sites.")])
    say("minutes")
    today = replace(market, candidates=market.candidates.iloc[:0])  # nobody has been to a site that is not there yet
    travel = travel_times(study.travel, today)
    say("calibration")
    return calibrate(study, market, travel)


def choose(
    ground: Groundwork,
    progress: ProgressCallback | None = None,
    cancel: Callable[[], bool] | None = None,
    solver: str = "highs",
    model_file: Path | None = None,
) -> Answer:
    """Return the proven best options under the study's rules, found by any solver that PuLP knows.

    The model that the search ended with is written to `model_file` (.lp or .mps), if that is given.

    Raises
    ------
    NoPlanError
        No plan meets every rule, or none was found before the search was stopped.
    StudyError
        No candidate passes the gates.
    """
    refuse_barred(ground)
    asked, hear = ground.study.plan, progress and figures_heard(progress, objective_of(ground).goal)
    phased = Phased.of(ground) if asked.phases else None
    problem, over = phased.problem if phased else site_problem(ground), None
    if asked.for_outlooks != "expected" and ground.study.outlooks:
        ground, over, selection = outlook_plan(ground, problem, solver, hear, cancel)
    else:
        start = None if phased is None else at_once_in_phases(phased, cancel)
        selection = solve(problem, asked.gap, asked.time_limit, solver, hear, cancel, seed=asked.seed, start=start)
    if not selection.found:
        raise no_plan_error(ground, problem, selection.status, cancel)
    if model_file is not None:
        write_model(selection.source or problem, selection, model_file)
    answer = Answer.over_phases(phased, selection) if phased else Answer.of(ground, restored(ground, selection))
    return answer if over is None else answer.over_outlooks(over)


def make_plan(
    study: Study,
    market: Market,
    progress: ProgressCallback | None = None,
    cancel: Callable[[], bool] | None = None,
    say: Callable[[str], None] = lambda _: None,
    solver: str = "highs",
    model_file: Path | None = None,
) -> Plan:
    """Return the plan of a study: the chosen network, re-evaluated with the full model against today's.

    Raises
    ------
    NoPlanError
        No plan meets every rule; its reason says which cannot hold together, and what gives a plan.
    """
    ground = lay_groundwork(study, market, say)
    say("plan")
    return explained_plan(choose(ground, progress, cancel, solver, model_file), cancel, say)


def make_review(
    study: Study,
    market: Market,
    progress: ProgressCallback | None = None,
    cancel: Callable[[], bool] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Reviewed:
    """Return for each own site keep, close, convert or move, with openings, under the study's rules; phases as one.

    Raises
    ------
    NoPlanError
        No network meets every rule.
    StudyError
        No own site may change.
    """
    asked = asked_at_once(study, "review")
    ground = lay_groundwork(asked, market_in_review(asked, market), say)
    say("plan")
    answer = choose(ground, progress, cancel)
    say("evaluation")
    return review_of(answer, study.plan.phases)


def make_frontiers(
    study: Study,
    market: Market,
    effort: Effort | None = None,
    cancel: Callable[[], bool] | None = None,
    say: Callable[[str], None] = lambda _: None,
    tell: Callable[[str, float, Selection], None] | None = None,
) -> Frontiers:
    """Return what a budget buys and what coverage costs, phases as one; once `cancel` says True, the points found.

    `tell` hears of each point as it is found: the curve's name ("budget", "coverage"), the limit, what opens. A
    CancelledError where none was reached, a NoPlanError where no point has a plan.
    """
    ground = lay_groundwork(asked_at_once(study, "frontier"), market, say)
    say("frontier")
    found = study_frontiers(ground, effort or Effort(), cancel, tell)
    if found.found:
        return replace(found, phases=study.plan.phases)
    if found.cancelled:
        raise CancelledError("Cancelled; nothing was written.")
    status = SolveStatus.INFEASIBLE if found.proven_none else SolveStatus.UNDECIDED
    raise no_plan_error(ground, site_problem(ground), status, cancel)
