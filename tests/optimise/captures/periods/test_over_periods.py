"""Sites that open, close and convert over periods: the engine against every schedule there is."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from siteplan.optimise import Budget, Count, CoverageFloor, SiteProblem, SolveStatus, solve
from siteplan.optimise.bounds.cuts import gradient, submodular, summed_cuts
from siteplan.optimise.captures.expectation import MixtureCapture
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.captures.periods.in_period import InPeriod
from siteplan.optimise.captures.periods.over_periods import OverPeriods
from siteplan.optimise.rules.periods.in_periods import PeriodColumns, in_periods
from tests.examples import examples

N_ZONES, N_SITES, N_FORMATS, N_PERIODS, N_OUTLOOKS = 6, 4, 2, 3, 2
WEIGHTS = (0.2, 0.5, 1.5)


@dataclass(frozen=True)
class World:
    """Sites of two formats. Options are schedules: a format and from when it stands; site 0 has one until when."""

    utility: np.ndarray  # (n_zones, n_sites * n_formats)
    rivals: np.ndarray  # (n_outlooks, n_zones)
    weights: np.ndarray  # (n_periods, n_outlooks, n_zones)
    costs: np.ndarray  # (n_sites * n_formats,)
    budgets: np.ndarray  # (n_periods,)
    lead: int
    most: int
    least: float

    @property
    def schedules(self) -> pd.DataFrame:
        rows = []
        for site in range(N_SITES):
            for kind in range(N_FORMATS):
                column = site * N_FORMATS + kind
                for phase in range(N_PERIODS):
                    if site == 0 and kind == 0:  # stands today: until this phase, or for good
                        at = [column if period <= phase else -1 for period in range(N_PERIODS)]
                        rows.append((site, f"{kind} until {phase}", 0, 0.0, -1, at))
                    else:
                        first = phase + self.lead
                        at = [column if period >= first else -1 for period in range(N_PERIODS)]
                        rows.append((site, f"{kind} from {phase}", 1, self.costs[column], phase, at))
        return pd.DataFrame(rows, columns=["site", "format", "new", "cost", "phase", "at"])

    def capture(self) -> OverPeriods:
        columns = np.array(self.schedules["at"].to_list()).T
        parts = []
        for period in range(N_PERIODS):
            shares = [
                HuffCapture(sp.csr_array(self.utility), self.rivals[k], self.weights[period, k])
                for k in range(N_OUTLOOKS)
            ]
            parts.append(InPeriod(MixtureCapture(shares, np.array([0.25, 0.75])), columns[period], WEIGHTS[period]))
        return OverPeriods(parts)

    def problem(self) -> SiteProblem:
        options = self.schedules
        columns = np.array(options["at"].to_list()).T
        base = pd.DataFrame({"site": np.repeat(range(N_SITES), N_FORMATS), "format": [0, 1] * N_SITES})
        end = PeriodColumns.of(base, columns[-1])
        floor = CoverageFloor(sp.csr_array(self.utility > 0.5), np.ones(N_ZONES), self.least, name="end")
        spent = np.cumsum(self.budgets)
        rules = [
            *(Budget(spent[t], where={"phase": list(range(t + 1))}, name=f"budget {t}") for t in range(N_PERIODS)),
            *(Count(at_most=self.most, where={"phase": t}, name=f"count {t}") for t in range(N_PERIODS)),
            in_periods([floor], [end]),
        ]
        return SiteProblem(options, self.capture(), rules)

    def best(self) -> float:
        """Every choice of one schedule or none a site, by a formula of its own; -inf if none meets the rules."""
        rows = [(site, cost, phase, at) for site, _, _, cost, phase, at in self.schedules.itertuples(index=False)]
        choices = [[None, *(row for row in rows if row[0] == site)] for site in range(N_SITES)]
        return max(self.worth([row for row in choice if row is not None]) for choice in product(*choices))

    def worth(self, chosen: list[tuple[int, float, int, list[int]]]) -> float:
        spent, openings = np.zeros(N_PERIODS), np.zeros(N_PERIODS)
        for _, cost, phase, _ in chosen:
            if phase >= 0:
                spent[phase] += cost
                openings[phase] += 1
        if (np.cumsum(spent) > np.cumsum(self.budgets) + 1e-9).any() or openings.max() > self.most:
            return -np.inf
        there = [[at[period] for *_, at in chosen if at[period] >= 0] for period in range(N_PERIODS)]
        if (self.utility[:, there[-1]] > 0.5).any(axis=1).mean() < self.least - 1e-9:
            return -np.inf
        value = 0.0
        for period, columns in enumerate(there):
            pull = self.utility[:, columns].sum(axis=1)
            for chance, k in ((0.25, 0), (0.75, 1)):
                value += (
                    WEIGHTS[period] * chance * float((self.weights[period, k] * pull / (pull + self.rivals[k])).sum())
                )
        return value


def world(seed: int) -> World:
    r = np.random.default_rng(seed)
    n = N_SITES * N_FORMATS
    return World(
        utility=r.random((N_ZONES, n)) * (r.random((N_ZONES, n)) < 0.7) + 1e-3,
        rivals=0.2 + r.random((N_OUTLOOKS, N_ZONES)),
        weights=r.integers(1, 50, (N_PERIODS, N_OUTLOOKS, N_ZONES)).astype(float),
        costs=r.integers(5, 20, n).astype(float),
        budgets=r.integers(5, 25, N_PERIODS).astype(float),
        lead=int(r.integers(0, 2)),
        most=int(r.integers(1, 3)),
        least=float(r.choice([0.0, 0.3, 0.6])),
    )


@examples(200, sample=5)
@given(st.integers(0, 10_000))
def test_the_plan_is_the_best_of_all_schedules(seed: int) -> None:
    """Carry-over, lead times, limits a phase, a floor at the end, a site of today that closes, two outlooks."""
    small = world(seed)
    found, best = solve(small.problem(), gap=1e-7), small.best()
    if np.isinf(best):
        assert found.status is SolveStatus.INFEASIBLE
    else:
        assert found.status is SolveStatus.OPTIMAL
        assert found.objective == pytest.approx(best, rel=1e-6)
        assert found.bound >= found.objective - 1e-9 * abs(best)


@examples(60, sample=6)
@given(st.integers(0, 10_000))
def test_cuts_of_blocks_are_those_of_schedules(seed: int) -> None:
    """Summed over columns and then spread, or made over schedules at once: the same majorants."""
    small = world(seed)
    problem = small.problem()
    zones = problem.zones
    r = np.random.default_rng(seed)
    n = zones.reach.shape[0]
    site_of = problem.site_of
    y = np.zeros(problem.n_options)
    for site in range(N_SITES):
        mine = np.flatnonzero(site_of == site)
        y[mine] = r.dirichlet(np.ones(len(mine) + 1))[:-1] * (r.random() < 0.8)
    groups = np.arange(n)
    by_block = summed_cuts(zones, lambda block: gradient(block.zones, block.columns_at(y)), groups, n)
    at_once = gradient(zones, y)
    whole = sp.csr_array((at_once.slopes, zones.reach.indices, zones.reach.indptr), shape=zones.reach.shape)
    assert_allclose(by_block.constant, at_once.constant)
    assert_allclose(by_block.slopes.toarray(), whole.toarray(), atol=1e-12)
    plan = np.zeros(problem.n_options, dtype=bool)
    plan[[r.choice(np.flatnonzero(site_of == site)) for site in range(0, N_SITES, 2)]] = True
    for majorant in (
        by_block,
        summed_cuts(zones, lambda block: submodular(block.zones, block.columns_at(plan.astype(float)) > 0), groups, n),
    ):
        for _ in range(20):
            other = np.zeros(problem.n_options)
            other[[r.choice(np.flatnonzero(site_of == site)) for site in range(N_SITES) if r.random() < 0.7]] = 1.0
            assert (majorant.at(other) >= zones.zone_values(other) - 1e-9).all()


@examples(60, sample=8)
@given(st.integers(0, 10_000))
def test_states_know_what_moves_change(seed: int) -> None:
    """Gains and losses are the differences of values; limits lie above gains, also of a site's other schedules."""
    small = world(seed)
    problem, r = small.problem(), np.random.default_rng(seed)
    site_of = problem.site_of
    plan = np.zeros(problem.n_options, dtype=bool)
    plan[[r.choice(np.flatnonzero(site_of == site)) for site in range(3)]] = True
    state = problem.capture.state_at(plan)
    value = problem.value(plan)
    assert state.value() == pytest.approx(value)
    closes = int(r.choice(np.flatnonzero(plan)))
    limits = state.limits_without(closes)
    without = plan.copy()
    without[closes] = False
    assert state.loss(closes) == pytest.approx(value - problem.value(without), abs=1e-9)
    state.flip(closes)
    for opens in np.flatnonzero((site_of == site_of[closes]) | (site_of == 3)):
        beside = without.copy()
        beside[opens] = True
        gain = problem.value(beside) - problem.value(without)
        assert state.gain(int(opens)) == pytest.approx(gain, abs=1e-9)
        assert limits[opens] >= gain - 1e-9
    may = np.flatnonzero(~np.isin(site_of, site_of[without]))  # where nothing of the site is open
    assert_allclose(state.gains()[may], [state.gain(int(option)) for option in may], atol=1e-9)
