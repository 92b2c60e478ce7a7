"""Huff plans of large markets as a table: seconds, gap, memory on a province of clustered cities drawn at random.

python benchmarks/huff_scale.py [--sizes 2000x150 5000x300 20000x1000] [--asks budget rules] [--limit SECONDS]
"""

from __future__ import annotations

import argparse
import itertools
import resource
import time

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.optimise import Budget, Count, CoverageFloor, HuffCapture, Progress, Rule, SiteProblem, solve

FORMATS = ("shared", "dealer", "mall")
ATTRACTION = np.array([1.0, 1.7, 2.8])
COST = np.array([1.0, 1.6, 2.7])
SIDE_KM = 400.0
KM_A_MINUTE = 0.75
LONGEST_MINUTES = 75.0
GAPS = {"budget": 1e-3, "rules": 3e-3}
DISTANCES = 4_000_000  # that are worked out at once
RATE = 0.08  # siteplan's default decay, a minute
MARKETS = {"contested": 10.0, "dominant": 0.35}
"""Pull of a rival beside the smallest format's. The plan ends with about a tenth of the demand, as in the bundled
study; or with six tenths, which no maker of vehicles has: there shares bend far more."""


class Province:
    """Zones, sites and rivals around cities of very unequal size, the rest spread over the country."""

    def __init__(self, n_zones: int, n_sites: int, market: str = "contested", seed: int = 0) -> None:
        r = np.random.default_rng(seed)
        n_cities = max(8, round(n_sites**0.5))
        self.cities = r.uniform(0, SIDE_KM, (n_cities, 2))
        self.sizes = 1.0 / (1.0 + np.arange(n_cities))
        self.zones, self.zone_city = self._places(r, n_zones, rural=0.35)
        self.sites, self.site_city = self._places(r, n_sites, rural=0.2)
        rivals, _ = self._places(r, n_sites, rural=0.15)
        self.rural = self.zone_city < 0
        self.demand = r.lognormal(3.0, 1.0, n_zones) * np.where(self.rural, 0.3, 1.0)
        self.minutes = _minutes(self.zones, self.sites)
        self.rivals = MARKETS[market] * (_pull(_minutes(self.zones, rivals)) @ r.lognormal(0.0, 0.4, n_sites)) + 0.002
        self.quality = r.lognormal(0.0, 0.3, n_sites)
        self.costs = r.lognormal(0.0, 0.25, n_sites)

    @property
    def tier(self) -> np.ndarray:
        """(n_sites,) 1 in the largest cities to 3 in small ones, 4 in the country."""
        n = len(self.cities)
        by_city = np.select([np.arange(n) < n // 8, np.arange(n) < n // 3], [1, 2], 3)
        return np.where(self.site_city < 0, 4, by_city[self.site_city])

    def options(self) -> pd.DataFrame:
        """One row an option: three formats at each site."""
        n = len(self.sites)
        return pd.DataFrame(
            {
                "site": np.repeat([f"s{k}" for k in range(n)], 3),
                "format": np.tile(FORMATS, n),
                "cost": np.repeat(self.costs, 3) * np.tile(COST, n),
                "tier": np.repeat(self.tier.astype(str), 3),
                "city": np.repeat([f"c{k}" for k in self.site_city], 3),
            }
        )

    def capture(self) -> HuffCapture:
        """Utilities that fall with minutes, nothing beyond the longest."""
        pull = _pull(self.minutes)
        pull.data *= self.quality[pull.indices]
        return HuffCapture(_by_format(pull, ATTRACTION), self.rivals, self.demand)

    def rules(self, options: pd.DataFrame, ask: str) -> list[Rule]:
        """A budget that opens about a fifth of the sites; or that and 35 rows more, nearly all binding."""
        budget = Budget(0.2 * len(self.sites) * COST.mean())
        return [budget] if ask == "budget" else [budget, *self._quotas(options), self._floor()]

    def _quotas(self, options: pd.DataFrame) -> list[Rule]:
        """34 rows: tier by format at most, small tiers at least, formats at most, the largest cities at most."""
        unit = 0.2 * len(self.sites)
        most = {"1": 0.5, "2": 0.35, "3": 0.45, "4": 0.4}
        by_tier = [
            Count(at_most=max(1, round(unit * most[tier] * share)), where={"tier": tier, "format": kind})
            for tier in most
            for kind, share in zip(FORMATS, (0.9, 0.5, 0.3), strict=True)
        ]
        floors = [Count(at_least=round(unit * share), where={"tier": tier}) for tier, share in (("3", 0.2), ("4", 0.3))]
        caps = [
            Count(at_most=round(unit * share), where={"format": kind})
            for kind, share in zip(FORMATS, (1.0, 0.4, 0.2), strict=True)
        ]
        sites = options.loc[options["city"] != "c-1", "city"].value_counts() / len(FORMATS)
        by_city = [Count(at_most=max(1, round(0.2 * n)), where={"city": city}) for city, n in sites[:17].items()]
        return [*by_tier, *floors, *caps, *by_city]

    def _floor(self) -> CoverageFloor:
        """Some minutes for more of the country people within anybody's reach than capture alone would cover."""
        near = self._near()
        within = self.demand * self.rural * (np.diff(near.indptr) > 0)
        return CoverageFloor(near, within, at_least=0.55, name="rural")

    def _near(self) -> sp.csr_array:
        """(n_zones, n_options) whether the site lies within minutes that suit the number of sites."""
        return _by_format(_within(self.minutes, 520.0 / len(self.sites) ** 0.5), np.ones(3))

    def _places(self, r: np.random.Generator, n: int, rural: float) -> tuple[np.ndarray, np.ndarray]:
        """Points (n, 2) and their city, -1 in the country."""
        city = np.where(r.random(n) < rural, -1, r.choice(len(self.cities), n, p=self.sizes / self.sizes.sum()))
        spread = 25.0 * self.sizes[city] ** 0.4
        places = self.cities[city] + r.normal(size=(n, 2)) * spread[:, None]
        return np.where((city < 0)[:, None], r.uniform(0, SIDE_KM, (n, 2)), places), city


def _minutes(zones: np.ndarray, sites: np.ndarray) -> sp.csr_array:
    """(n_zones, n_sites) minutes of those near enough; 3 more to start and to park. Some zones at a time."""
    step = max(1, DISTANCES // len(sites))
    return sp.csr_array(sp.vstack([_near_enough(zones[k : k + step], sites) for k in range(0, len(zones), step)]))


def _near_enough(zones: np.ndarray, sites: np.ndarray) -> sp.csr_array:
    km = np.hypot(*(zones[:, None, :] - sites[None, :, :]).transpose(2, 0, 1))
    minutes = 3.0 + km / KM_A_MINUTE
    return sp.csr_array(np.where(minutes <= LONGEST_MINUTES, minutes, 0.0))


def _within(minutes: sp.csr_array, most: float) -> sp.csr_array:
    """Ones where the minutes are few."""
    few = minutes.data <= most
    ends = np.concatenate([[0], np.cumsum(few)])[minutes.indptr]
    return sp.csr_array((np.ones(int(few.sum())), minutes.indices[few], ends), shape=minutes.shape)


def _by_format(sites: sp.csr_array, factors: np.ndarray) -> sp.csr_array:
    """(n_zones, n_options) the numbers of sites times a factor a format, options site by site."""
    n = len(factors)
    options = (sites.indices[:, None] * n + np.arange(n, dtype=sites.indices.dtype)).ravel()
    data = (sites.data[:, None] * factors).ravel()
    return sp.csr_array((data, options, sites.indptr * n), shape=(sites.shape[0], sites.shape[1] * n))


def _pull(minutes: sp.csr_array) -> sp.csr_array:
    return sp.csr_array((np.exp(-RATE * minutes.data), minutes.indices, minutes.indptr), shape=minutes.shape)


def problem(n_zones: int, n_sites: int, ask: str, market: str = "contested", seed: int = 0) -> SiteProblem:
    """Return the plan asked of a province."""
    province = Province(n_zones, n_sites, market, seed)
    options = province.options()
    return SiteProblem(options, province.capture(), province.rules(options, ask))


def main() -> None:
    arguments = _arguments()
    print(
        "| zones x sites x 3 formats | market | rules | utilities | first plan | seconds | CPU seconds | gap | sites "
        "| share | peak GB | status |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|", flush=True)
    for size in arguments.sizes:
        zones, sites = map(int, size.split("x"))
        for market, ask in itertools.product(arguments.markets, arguments.asks):
            asked = problem(zones, sites, ask, market)
            rules = "budget" if ask == "budget" else f"{asked.rows.n_rows} rows"
            _run(asked, f"{zones:,} x {sites:,} | {market} | {rules}", GAPS[ask], arguments)


def _run(asked: SiteProblem, name: str, gap: float, arguments: argparse.Namespace) -> None:
    heard: list[Progress] = []

    def progress(step: Progress) -> None:
        if arguments.verbose and (not heard or step.stage != heard[-1].stage or step.seconds > heard[-1].seconds + 0.5):
            print(f"  {step.seconds:6.1f} s  {step.stage:<10} {step.bound:12.1f} {step.value:12.1f} {step.gap:8.3%}")
        heard.append(step)

    cpu = time.process_time()
    selection = solve(asked, gap, arguments.limit, progress=progress)
    cpu = time.process_time() - cpu
    first = next((s.seconds for s in heard if s.value == s.value), float("nan"))
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # kB on Linux
    share = selection.objective / asked.capture.weights.sum()
    entries = asked.capture.reach.nnz / 1e6
    print(
        f"| {name} | {entries:.1f} m | {first:.1f} | {selection.seconds:.1f} | {cpu:.1f} | {selection.gap:.3%} "
        f"| {int(selection.open.sum())} | {share:.0%} | {peak_gb:.2f} | {selection.status} |",
        flush=True,
    )
    if arguments.verbose:
        print(selection.rules[["rule", "sense", "asked", "achieved", "shadow_price"]].to_string())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=["2000x150", "5000x300", "20000x1000"])
    parser.add_argument("--asks", nargs="+", default=["budget", "rules"], choices=list(GAPS))
    parser.add_argument("--markets", nargs="+", default=list(MARKETS), choices=list(MARKETS))
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
