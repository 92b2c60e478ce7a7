"""Small problems whose costs count in many ways, with every plan tried at any price of any option."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.optimise import Budget, CostPerVehicle, Count, CoverageFloor, HuffCapture, Rule, SiteProblem
from siteplan.optimise.analyses.price import Price

YEARS = 4.0


@dataclass
class Priced:
    """Three to six sites; a year costs 0.5 and a fourth of what opening costs. Each rule is named in `asked`."""

    options: pd.DataFrame
    utility: np.ndarray
    weights: np.ndarray
    covers: np.ndarray
    asked: dict[str, float]
    profit: bool

    @property
    def price(self) -> Price:
        return Price("cost", {"yearly": 1 / YEARS}, 1 / YEARS if self.profit else 0.0)

    def problem(self) -> SiteProblem:
        fixed = -self.options["yearly"].to_numpy() if self.profit else None
        return SiteProblem(self.options, self.capture, list(self.rules.values()), fixed)

    @property
    def capture(self) -> HuffCapture:
        if not hasattr(self, "_capture"):
            self._capture = HuffCapture(sp.csr_array(self.utility), np.ones(len(self.weights)), self.weights)
        return self._capture

    @property
    def rules(self) -> dict[str, Rule]:
        made = {
            "budget": lambda x: Budget(x, name="budget"),
            "budget of tier 1": lambda x: Budget(x, where={"tier": "1"}, name="budget of tier 1"),
            "at most": lambda x: Count(at_most=int(x), name="at most"),
            "at least": lambda x: Count(at_least=int(x), where={"tier": "2"}, name="at least"),
            "coverage": lambda x: CoverageFloor(
                sp.csr_array(self.covers), np.ones(len(self.covers)), x, name="coverage"
            ),
            "each": lambda x: CostPerVehicle(x, self.capture, "yearly", name="each"),
        }
        return {name: made[name](x) for name, x in self.asked.items()}

    def every(self) -> np.ndarray:
        """(n_plans, n_options) every plan of one format a site."""
        groups = self.options.reset_index(drop=True).groupby("site", sort=False).groups
        chosen = np.array(list(itertools.product(*[[-1, *members] for members in groups.values()])))
        return (chosen[:, :, None] == np.arange(len(self.options))).any(axis=1)

    def worth(self, plans: np.ndarray, option: int = 0, price: float | None = None, without: str = "") -> np.ndarray:
        """(n_plans,) what each is worth, an option at another price; -inf where it breaks a rule other than one."""
        costs = self.options["cost"].to_numpy().copy()
        costs[option] = costs[option] if price is None else price
        own = plans @ self.utility.T
        won = (own / (own + 1.0)) @ self.weights
        yearly, tier = plans @ (0.5 + costs / YEARS), self.options["tier"].to_numpy()
        tests = {
            "budget": lambda x: plans @ costs <= x * (1 + 1e-9),
            "budget of tier 1": lambda x: plans @ (costs * (tier == "1")) <= x * (1 + 1e-9),
            "at most": lambda x: plans.sum(axis=1) <= x,
            "at least": lambda x: plans[:, tier == "2"].sum(axis=1) >= x,
            "coverage": lambda x: (plans @ self.covers.T > 0).mean(axis=1) >= x - 1e-9,
            "each": lambda x: yearly <= x * won * (1 + 1e-9) + 1e-9,
        }
        good = np.all([tests[name](x) for name, x in self.asked.items() if name != without] or [True], axis=0)
        return np.where(good, won - (yearly if self.profit else 0.0), -np.inf)


def draw(seed: int) -> Priced:
    r = np.random.default_rng(seed)
    rows = [
        (f"s{s}", f, str(r.integers(1, 3))) for s in range(r.integers(3, 7)) for f in ("a", "b")[: r.integers(1, 3)]
    ]
    options = pd.DataFrame(rows, columns=["site", "format", "tier"])
    n, m = len(options), int(r.integers(3, 9))
    options["cost"] = np.round(r.uniform(1, 20, n), 1)
    options["yearly"] = 0.5 + options["cost"] / YEARS
    options.index = pd.Index(options["site"] + ":" + options["format"])
    tiers = set(options["tier"])
    limits = {
        "budget": float(np.round(r.uniform(0.2, 0.8) * options["cost"].sum(), 1)),
        "budget of tier 1": float(np.round(r.uniform(0.3, 0.9) * options["cost"].sum(), 1)),
        "at most": float(r.integers(1, 4)),
        "at least": 1.0,
        "coverage": float(r.choice([0.3, 0.5])),
        "each": float(r.uniform(0.3, 1.0)),
    }
    names = [name for name in limits if r.random() < 0.5]
    names = [name for name in names if not (name == "budget of tier 1" and "1" not in tiers)]
    names = [name for name in names if not (name == "at least" and "2" not in tiers)]
    return Priced(
        options=options,
        utility=np.where(r.random((m, n)) < 0.7, r.lognormal(0, 1, (m, n)), 0.0),
        weights=r.uniform(1, 20, m),
        covers=r.random((m, n)) < 0.4,
        asked={name: limits[name] for name in names},
        profit=bool(r.random() < 0.4),
    )
