"""SiteProblem: which options may open, what they capture, which rules they obey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from siteplan.errors import Problem, ProblemError
from siteplan.optimise.captures.capture import Capture, CaptureState, Zones
from siteplan.optimise.captures.concatenated import Concatenated
from siteplan.optimise.rules.capacity import Capacity
from siteplan.optimise.rules.lazy_constraint import LazyConstraint
from siteplan.optimise.rules.rows import Rows, stack
from siteplan.optimise.rules.rule import Rule
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["SiteProblem"]

STATUSES = ("candidate", "required", "forbidden")


@dataclass(frozen=True, eq=False)
class SiteProblem:
    """Choose the options that open: maximise zone values plus fixed values, within the rules.

    At most one option of a site opens. Knows no solver and no geography; refuses bad input at once.

    Parameters
    ----------
    options : DataFrame
        One row an option: `site`, `format`, and whatever the rules name (`cost`, `tier`, ...). A `status` column
        says of each option "candidate", "required" (it opens) or "forbidden" (it does not); without one all are
        candidates. That some format of a site must open, whichever, is the rule RequiredSites. A site of today that
        may close is an option like any other, at no cost; only what stays in every plan is the capture's `own`.
    capture : Capture
        What the zones are worth.
    rules : sequence of Rule
    fixed_value : (n_options,), optional
        Added when the option opens, in the unit of the capture; minus its yearly cost, say.
    groups : (n_zones,) int, optional
        Zones with the same number are bounded together: give neighbours the same number, a few dozen to a
        hundred numbers in all. Left out, zones are grouped by the options that reach them. Changes the time a
        run takes, never its answer.

    Raises
    ------
    ProblemError
        With every problem found.
    """

    options: pd.DataFrame
    capture: Capture
    rules: Sequence[Rule] = ()
    fixed_value: Floats | None = None
    groups: Ints | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be solved."""
        problems = self._option_problems() or self._array_problems()
        if problems:
            raise ProblemError(problems)

    @property
    def n_options(self) -> int:
        """Number of options."""
        return len(self.options)

    @property
    def n_zones(self) -> int:
        """Number of zones."""
        return self.capture.n_zones

    @cached_property
    def site_of(self) -> Ints:
        """(n_options,) number of each option's site."""
        return pd.factorize(self.options["site"])[0]

    @cached_property
    def value_of(self) -> Floats:
        """(n_options,) fixed values, 0 where none are given."""
        if self.fixed_value is None:
            return np.zeros(self.n_options)
        return np.asarray(self.fixed_value, dtype=float)

    @cached_property
    def required(self) -> Bools:
        """(n_options,) options that open in every plan."""
        return self._has_status("required")

    @cached_property
    def barred(self) -> Bools:
        """(n_options,) options that open in no plan: forbidden, or another option of their site is required."""
        taken = np.isin(self.site_of, self.site_of[self.required])
        return self._has_status("forbidden") | (taken & ~self.required)

    @cached_property
    def capacity(self) -> Capacity | None:
        """The rule that zones are allocated under, if there is one."""
        return next((rule.allocation for rule in self.rules if rule.allocation is not None), None)

    @cached_property
    def rows_by_rule(self) -> tuple[Rows, ...]:
        """The rows of each rule."""
        return tuple(rule.rows(self.options) for rule in self.rules)

    @cached_property
    def rows(self) -> Rows:
        """The rows of all rules, in the order of the rules."""
        return stack(list(self.rows_by_rule), self.n_options)

    @cached_property
    def lazy_constraints(self) -> tuple[LazyConstraint, ...]:
        """The rules that are asked of whole plans."""
        return tuple(rule.lazy for rule in self.rules if rule.lazy is not None)

    @property
    def over_time(self) -> bool:
        """Whether options are schedules over several periods: each move of a search takes a look at all of these."""
        return len(self.capture.periods()) > 1

    @cached_property
    def captures(self) -> tuple[Capture, ...]:
        """The capture that counts, then those that only rules speak of."""
        return (self.capture, *(capture for capture in self.rows.captures if capture is not self.capture))

    @cached_property
    def zones(self) -> Zones:
        """Zones of all captures, one capture after the other: everything that needs cuts."""
        zones = self.capture if len(self.captures) == 1 else Concatenated(self.captures)
        return zones.at_sites(self.site_of)

    def value(self, open_: Bools) -> float:
        """Return the true value of a plan.

        Raises
        ------
        ProblemError
            Under a rule Capacity, where it depends on the allocation too.
        """
        self._refuse_allocation()
        return float(self.capture.zone_values(open_.astype(float)).sum() + self.value_of[open_].sum())

    def state_at(self, open_: Bools) -> CaptureState:
        """Return the capture's state at a plan, to ask what changes of it gain; refused as `value` is."""
        self._refuse_allocation()
        return self.capture.state_at(open_)

    def _refuse_allocation(self) -> None:
        if self.capacity is not None:
            what = "under a rule Capacity a plan is worth what its allocation is worth"
            raise ProblemError([Problem("rules", what, "Use what `solve` returns", self.capacity.name)])

    def _has_status(self, status: str) -> Bools:
        if "status" not in self.options:
            return np.zeros(self.n_options, dtype=bool)
        return (self.options["status"] == status).to_numpy(dtype=bool)

    def _option_problems(self) -> list[Problem]:
        if self.options.empty:
            return [Problem("options", "there are none", "Give one row for each format a site may open in")]
        missing = [c for c in ("site", "format") if c not in self.options]
        found = [Problem("options", "the column is missing", "Add it", column) for column in missing]
        if not missing and self.options["site"].isna().any():
            found.append(Problem("options", "a site has no id", "Give each its id", "site"))
        if not self.options.index.is_unique:
            found.append(Problem("options", "index labels repeat", "Give each option a label of its own"))
        return found or [*self._twice(), *self._status_problems()]

    def _twice(self) -> list[Problem]:
        formats = pd.factorize(self.options["format"])[0]
        if len(np.unique(self.site_of * (formats.max() + 1) + formats)) == self.n_options:
            return []
        twice = self.options.duplicated(["site", "format"])
        ids = [str(site) for site in self.options.loc[twice, "site"]]
        what = "a site has the same format twice"
        return [Problem("options", what, "Keep one of the two", "format", ids)] if ids else []

    def _status_problems(self) -> list[Problem]:
        if "status" not in self.options:
            return []
        known, sites = set(self.options["status"].unique()) <= set(STATUSES), self.site_of[self.required]
        if known and len(np.unique(sites)) == len(sites):  # many a question is made anew: names are slow
            return []
        unknown = ~self.options["status"].isin(STATUSES)
        required = self.options.loc[self._has_status("required"), "site"]
        cases = (
            (self.options.loc[unknown, "site"], "the status is unknown", f"Give one of {', '.join(STATUSES)}"),
            (
                required[required.duplicated()],
                "two options of one site are required, and a site opens only one",
                "Require one of them, or the site by the rule RequiredSites",
            ),
        )
        return [
            Problem("options", what, remedy, "status", [str(s) for s in sites])
            for sites, what, remedy in cases
            if len(sites)
        ]

    def _array_problems(self) -> list[Problem]:
        found = self.capture.problems(self.n_options)
        if np.shape(self.value_of) != (self.n_options,) or not np.isfinite(self.value_of).all():
            remedy = f"Give {self.n_options} finite numbers"
            found.append(Problem("fixed_value", "wrong length, or not finite", remedy))
        if found:
            return found
        if self.groups is not None and np.shape(self.groups) != (self.n_zones,):
            found.append(Problem("groups", "wrong length", f"Give {self.n_zones} whole numbers"))
        found += [p for rule in self.rules for p in rule.problems(self.options, self.n_zones)]
        return found + self._capacity_problems()

    def _capacity_problems(self) -> list[Problem]:
        names = [rule.name for rule in self.rules if rule.allocation is not None]
        found = []
        if len(names) > 1:
            found.append(Problem("rules", "zones can be allocated only once", "Keep one of the rules", "name", names))
        if names and self.capture.serving is None:
            what = f"rule {names[0]!r}: {type(self.capture).__name__} shares a zone among all options"
            found.append(Problem("rules", what, "Ask for coverage, nearest or attendance, or leave the rule out"))
        counting = [rule.name for rule in self.rules if rule.counts_capture]
        if names and counting:
            what = f"rule {names[0]!r} allocates zones, which rules that count a capture do not know"
            found.append(Problem("rules", what, "Keep the one or the others", "name", counting))
        return found
