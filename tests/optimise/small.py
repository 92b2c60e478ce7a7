"""Small random problems, and their optimum by trying every plan."""

from __future__ import annotations

import itertools
from copy import deepcopy
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.optimise import (
    AttendanceCapture,
    Budget,
    CannibalisationCap,
    Capture,
    CaptureFloor,
    CostPerVehicle,
    Count,
    CoverageCapture,
    CoverageFloor,
    CoverAll,
    EachAreaFloor,
    FormatShare,
    HuffCapture,
    MinimumSales,
    NearestCapture,
    RequiredSites,
    Requires,
    Rule,
    SiteProblem,
    Spacing,
    Territory,
    ZeroCapture,
)
from siteplan.optimise.captures.capture import CaptureState


def flipped(state: CaptureState, option: int) -> CaptureState:
    """The same state with one option opened or closed; the given one stays as it is."""
    other = deepcopy(state)
    other.flip(option)
    return other


CAPTURES = ("huff", "coverage", "nearest", "attendance", "nothing")


@dataclass
class Small:
    """A problem as plain arrays, with the rules both as types and as tests of (n_plans, n_options) plans."""

    options: pd.DataFrame
    utility: np.ndarray
    rivals: np.ndarray
    weights: np.ndarray
    own: np.ndarray
    fixed_value: np.ndarray
    rules: list[Rule] = field(default_factory=list)
    tests: list = field(default_factory=list)
    kind: str = "huff"
    shared: Capture | None = None  # the capture that a rule counts too

    def problem(self) -> SiteProblem:
        return SiteProblem(self.options, self.shared or self.capture(), self.rules, self.fixed_value)

    def capture(self) -> Capture:
        """The capture model on these numbers; utilities are also minutes, and in parts of their largest attractions."""
        match self.kind:
            case "coverage":
                return CoverageCapture(sp.csr_array(self.utility > 0), self.weights, self.own > 0)
            case "nearest":
                return NearestCapture(sp.csr_array(self.utility), self.weights, self.own_minutes)
            case "attendance":
                return AttendanceCapture(sp.csr_array(self.attraction), self.weights, self.own)
            case "nothing":
                return ZeroCapture(len(self.options), len(self.weights))
        return HuffCapture(sp.csr_array(self.utility), self.rivals, self.weights, self.own)

    @property
    def own_minutes(self) -> np.ndarray:
        return np.where(self.own > 0, self.own * self.utility.max(initial=1.0), np.inf)

    @property
    def attraction(self) -> np.ndarray:
        return self.utility / max(self.utility.max(initial=0.0), 1e-300)

    def plans(self) -> np.ndarray:
        """Every plan that the sites, the statuses and the rules allow: (n_plans, n_options)."""
        groups = self.options.reset_index(drop=True).groupby("site", sort=False).groups
        choices = [[-1, *members] for members in groups.values()]
        chosen = np.array(list(itertools.product(*choices)))
        plans = (chosen[:, :, None] == np.arange(len(self.options))).any(axis=1)
        status = self.options["status"].to_numpy()
        good = plans[:, status == "required"].all(axis=1) & ~plans[:, status == "forbidden"].any(axis=1)
        for test in self.tests:
            good &= test(plans)
        return plans[good]

    def values(self, plans: np.ndarray) -> np.ndarray:
        """What the zones are worth and fixed values by the definition, zone by zone."""
        return self.worths(plans) + plans @ self.fixed_value

    def worths(self, plans: np.ndarray) -> np.ndarray:
        """What the zones are worth."""
        return getattr(self, f"_{self.kind}")(plans)

    def _huff(self, plans: np.ndarray) -> np.ndarray:
        own = self.own + plans @ self.utility.T
        total = own + self.rivals
        share = np.divide(own, total, out=np.zeros_like(own), where=total > 0)
        return share @ self.weights

    def _coverage(self, plans: np.ndarray) -> np.ndarray:
        covered = (plans[:, None, :] & (self.utility > 0)).any(axis=2) | (self.own > 0)
        return covered @ self.weights

    def _nearest(self, plans: np.ndarray) -> np.ndarray:
        minutes = np.where(plans[:, None, :] & (self.utility > 0), self.utility, np.inf).min(axis=2)
        most = self.utility.max(initial=0.0)
        return -np.minimum(np.minimum(minutes, self.own_minutes), most) @ self.weights

    def _attendance(self, plans: np.ndarray) -> np.ndarray:
        best = np.where(plans[:, None, :], self.attraction, 0.0).max(axis=2)
        return np.maximum(best, self.own) @ self.weights

    def _nothing(self, plans: np.ndarray) -> np.ndarray:
        return np.zeros(len(plans))

    def best(self) -> float:
        """The optimum, -inf where no plan is allowed."""
        return float(self.values(self.plans()).max(initial=-np.inf))


def draw(seed: int, n_rules: int = 3, kind: str = "huff") -> Small:
    """Draw a problem with up to n_rules rules of any kind; some have no plan at all."""
    r = np.random.default_rng(seed)
    formats = [["a"], ["a", "b"], ["a", "b", "c"]]
    per_site = [formats[r.integers(3)] for _ in range(r.integers(1, 6))]
    options = pd.DataFrame(
        [(f"s{s}", f, float(r.integers(0, 20)), str(r.integers(1, 4))) for s, fs in enumerate(per_site) for f in fs],
        columns=["site", "format", "cost", "tier"],
    )
    n, m = len(options), int(r.integers(1, 9))
    options["status"] = r.choice(["candidate", "forbidden"], n, p=[0.9, 0.1])
    if r.random() < 0.2:
        options.loc[r.integers(n), "status"] = "required"
    small = Small(
        options,
        utility=np.where(r.random((m, n)) < 0.6, r.random((m, n)) * 10 ** r.uniform(-4, 4), 0.0),
        rivals=np.where(r.random(m) < 0.7, r.random(m) * 10 ** r.uniform(-3, 3), 0.0),
        weights=np.where(r.random(m) < 0.9, r.random(m) * 100, 0.0) + (np.arange(m) == 0),
        own=np.where(r.random(m) < 0.3, r.random(m), 0.0),
        fixed_value=np.where(r.random(n) < 0.5, r.normal(size=n) * 5, 0.0) if r.random() < 0.5 else np.zeros(n),
        kind=kind,
    )
    for _ in range(r.integers(0, n_rules + 1)):
        KINDS[r.integers(len(KINDS))](small, r)
    return small


def add_budget(small: Small, r: np.random.Generator) -> None:
    limit = float(r.integers(1, 60))
    where = {"tier": [str(r.choice(small.options["tier"]))]} if r.random() < 0.4 else None
    mask = small.options["tier"].isin(where["tier"]).to_numpy() if where else np.ones(len(small.options), dtype=bool)
    costs = small.options["cost"].to_numpy() * mask
    small.rules.append(Budget(limit, where=where))
    small.tests.append(lambda plans: plans @ costs <= limit + 1e-9)


def add_count(small: Small, r: np.random.Generator) -> None:
    column = str(r.choice(["format", "tier"]))
    value = str(r.choice(small.options[column]))
    mask = (small.options[column] == value).to_numpy()
    low, high = sorted(r.integers(0, 4, size=2).tolist())
    kind = r.integers(4)
    where = mask if kind == 0 else {column: value}
    limits = [{"at_most": high, "at_least": low}, {"at_most": high}, {"at_least": low}, {"exactly": low}][kind]
    small.rules.append(Count(where=where, **limits))
    bottom = limits.get("at_least", limits.get("exactly", 0))
    top = limits.get("at_most", limits.get("exactly", 99))
    small.tests.append(lambda plans: (plans[:, mask].sum(axis=1) >= bottom) & (plans[:, mask].sum(axis=1) <= top))


def add_floor(small: Small, r: np.random.Generator) -> None:
    m, n = small.utility.shape
    covers = r.random((m, n)) < 0.4
    covers[m // 2] = covers[0]  # zones that the same options cover share a helper
    weights = r.random(m) + 0.01
    covered = r.random(m) < 0.2 if r.random() < 0.5 else None
    floor = float(r.uniform(0, 1))
    already = np.zeros(m, dtype=bool) if covered is None else covered
    small.rules.append(CoverageFloor(sp.csr_array(covers), weights, floor, covered))
    small.tests.append(
        lambda plans: ((plans @ covers.T.astype(float) > 0) | already) @ weights / weights.sum() >= floor - 1e-9
    )


def add_required(small: Small, r: np.random.Generator) -> None:
    site = str(r.choice(small.options["site"]))
    members = (small.options["site"] == site).to_numpy()
    small.rules.append(RequiredSites([site]))
    small.tests.append(lambda plans: plans[:, members].any(axis=1))


def add_share(small: Small, r: np.random.Generator) -> None:
    kind, tier = str(r.choice(small.options["format"])), str(r.choice(small.options["tier"]))
    among = {"tier": tier} if r.random() < 0.5 else None
    part = (small.options["format"] == kind).to_numpy()
    whole = (small.options["tier"] == tier).to_numpy() if among else np.ones(len(part), dtype=bool)
    share = float(r.choice([0.0, 0.2, 0.5, 0.7, 1.0]))
    sense = str(r.choice(["at_most", "at_least"]))
    sign = 1.0 if sense == "at_most" else -1.0
    small.rules.append(FormatShare({"format": kind}, among, **{sense: share}))
    small.tests.append(
        lambda plans: sign * (plans[:, part & whole].sum(axis=1) - share * plans[:, whole].sum(axis=1)) <= 1e-9
    )


def add_requires(small: Small, r: np.random.Generator) -> None:
    formats = small.options["format"].to_numpy()
    needy, needed = str(r.choice(formats)), str(r.choice(formats))
    own = ["1"] if r.random() < 0.3 else []
    tiers = small.options["tier"].to_numpy()
    small.rules.append(Requires({"format": needy}, {"format": needed}, "tier", own))
    groups = [((formats == needy) & (tiers == t), (formats == needed) & (tiers == t)) for t in set(tiers) - set(own)]
    small.tests.append(
        lambda plans: (
            np.all([~plans[:, a].any(axis=1) | plans[:, b].any(axis=1) for a, b in groups], axis=0)
            if groups
            else np.ones(len(plans), dtype=bool)
        )
    )


def add_spacing(small: Small, r: np.random.Generator) -> None:
    n, sites = len(small.options), small.options["site"].to_numpy()
    near = np.triu(r.random((n, n)) < 0.3)
    kind = str(r.choice(small.options["format"]))
    first = {"format": kind} if r.random() < 0.5 else None
    mask = (small.options["format"] == kind).to_numpy() if first else np.ones(n, dtype=bool)
    own = r.random(n) < 0.1 if r.random() < 0.3 else None
    barred = mask & own if own is not None else np.zeros(n, dtype=bool)
    small.rules.append(Spacing(sp.csr_array(near), first=first, near_own=own))
    either = (near | near.T) & (mask[:, None] | mask[None, :]) & (sites[:, None] != sites[None, :])
    small.tests.append(lambda plans: ~plans[:, barred].any(axis=1) & ~((plans @ either) & plans).any(axis=1))


def add_territory(small: Small, r: np.random.Generator) -> None:
    m, n = small.utility.shape
    zones, sites = r.random((m, n)) < 0.25, small.options["site"].to_numpy()
    own = r.random(m) < 0.1
    small.rules.append(Territory.of(sp.csr_array(zones), own=own))
    overlap = (zones[:, :, None] & zones[:, None, :]).any(axis=0) & (sites[:, None] != sites[None, :])
    taken = (zones & own[:, None]).any(axis=0)
    small.tests.append(lambda plans: ~(plans & taken).any(axis=1) & ~((plans @ overlap) & plans).any(axis=1))


def add_areas(small: Small, r: np.random.Generator) -> None:
    m, n = small.utility.shape
    covers, weights = r.random((m, n)) < 0.6, r.random(m) * (r.random(m) < 0.8) + (np.arange(m) == 0)
    areas, share = r.integers(0, 3, m), float(r.uniform(0, 0.7))
    small.rules.append(EachAreaFloor(sp.csr_array(covers), weights, areas, share))
    masks = [weights * (areas == area) for area in range(3)]
    small.tests.append(
        lambda plans: np.all(
            [(plans @ covers.T.astype(float) > 0) @ w >= share * w.sum() - 1e-9 for w in masks], axis=0
        )
    )


def add_cover_all(small: Small, r: np.random.Generator) -> None:
    m, n = small.utility.shape
    covers, times = r.random((m, n)) < 0.8, int(r.integers(1, 3))
    own = r.integers(0, 2, m)
    small.rules.append(CoverAll(sp.csr_array(covers), times, own))
    small.tests.append(lambda plans: (plans @ covers.T.astype(float) + own >= times).all(axis=1))


def counted(small: Small, r: np.random.Generator) -> tuple[Small, Capture]:
    """A capture for a rule to count: the problem's own, or one of any model with demand of its own."""
    if r.random() < 0.4:
        small.shared = small.shared or small.capture()
        return replace(small), small.shared
    kind = str(r.choice(["huff", "coverage", "attendance"]))
    other = replace(small, kind=kind, weights=small.weights * r.random(len(small.weights)) + 0.01)
    return other, other.capture()


def any_plan(small: Small, r: np.random.Generator) -> np.ndarray:
    plans = replace(small, tests=[]).plans()
    return plans[[r.integers(len(plans))]] if len(plans) else np.zeros((1, len(small.options)), dtype=bool)


def add_capture_floor(small: Small, r: np.random.Generator) -> None:
    other, capture = counted(small, r)
    floor = float(other.worths(any_plan(small, r))[0]) * float(r.choice([1.0, 0.97, 1.01]))
    small.rules.append(CaptureFloor(capture, floor))
    small.tests.append(lambda plans: other.worths(plans) >= floor - 1e-9 * max(1.0, abs(floor)))


def add_cost_per_vehicle(small: Small, r: np.random.Generator) -> None:
    other, capture = counted(small, r)
    if (capture.ceiling < 0).any():
        return
    plan, spent = any_plan(small, r), float(r.choice([0.0, 3.0]))
    costs, whole = small.options["cost"].to_numpy(), float(capture.ceiling.sum()) or 1.0
    limit = (float((plan @ costs)[0]) + spent) / max(float(other.worths(plan)[0]), 1e-3) * float(r.choice([1.0, 1.2]))
    limit = max(limit, 1e-3)
    small.rules.append(CostPerVehicle(limit, capture, spent=spent))
    room = 1e-9 * max(whole, spent / limit)
    small.tests.append(lambda plans: other.worths(plans) - (plans @ costs + spent) / limit >= -room)


def sales(small: Small, plans: np.ndarray) -> np.ndarray:
    """(n_plans, n_options) what each open option captures itself, zone by zone."""
    return plans * (ratios(small, plans) @ small.utility)


def ratios(small: Small, plans: np.ndarray) -> np.ndarray:
    """(n_plans, n_zones) demand to a unit of utility."""
    total = small.own + small.rivals + plans @ small.utility.T
    return np.divide(small.weights, total, out=np.zeros_like(total), where=total > 0)


def huff(small: Small) -> HuffCapture:
    return HuffCapture(sp.csr_array(small.utility), small.rivals, small.weights, small.own)


def add_minimum_sales(small: Small, r: np.random.Generator) -> None:
    sold = sales(small, any_plan(small, r))[0]
    some = sold[sold > 0] if (sold > 0).any() else np.ones(1)
    floor = float(r.choice(some) * r.choice([1.0, 0.9, 1.1]))
    floors = floor if r.random() < 0.6 else floor * r.random(len(sold))
    kind = str(r.choice(small.options["format"]))
    where = {"format": kind} if r.random() < 0.3 else None
    mask = (small.options["format"] == kind).to_numpy() if where else np.ones(len(sold), dtype=bool)
    small.rules.append(MinimumSales(huff(small), floors, where))
    least = np.where(mask, floors, 0.0)
    room = 1e-9 * np.maximum(1.0, least)
    small.tests.append(lambda plans: (~plans | (sales(small, plans) >= least - room)).all(axis=1))


def add_cannibalisation(small: Small, r: np.random.Generator) -> None:
    parts = r.random((len(small.weights), int(r.integers(1, 3)))) / 2
    own = small.own[:, None] * parts
    none = np.zeros((1, len(small.options)), dtype=bool)
    today, share = (ratios(small, none) @ own)[0], bool(r.random() < 0.5)
    taken = (today - ratios(small, any_plan(small, r)) @ own)[0]
    limits = (taken / np.where(today > 0, today, 1.0) if share else taken) * float(r.choice([1.0, 0.8]))
    limits = np.clip(limits, 0.0, 1.0 if share else np.inf)
    limits = float(limits.max()) if r.random() < 0.6 else limits
    small.rules.append(CannibalisationCap(huff(small), own, limits, share))
    most = (limits + 1e-9 * np.maximum(1.0, limits)) * (today if share else 1.0)
    small.tests.append(lambda plans: (ratios(small, plans) @ own >= today - most).all(axis=1))


KINDS = (
    add_budget,
    add_count,
    add_floor,
    add_required,
    add_share,
    add_requires,
    add_spacing,
    add_territory,
    add_areas,
    add_cover_all,
    add_capture_floor,
    add_cost_per_vehicle,
    add_minimum_sales,
    add_cannibalisation,
)
