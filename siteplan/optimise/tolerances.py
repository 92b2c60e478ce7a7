"""Tolerances: what numbers and solvers may be off by. Safety, not tuning: another figure may belie a proof."""

from __future__ import annotations

__all__ = [
    "BOUND_DOUBTED",
    "BOUND_ROUNDING",
    "BOUND_SUM_ROUNDING",
    "CONTRADICTION",
    "CUT_FACTOR",
    "EMPTY_ROW",
    "ENTRY_ROUNDING",
    "FAR_BEYOND_LIMIT",
    "LARGEST_DEMAND",
    "LARGEST_LIMIT",
    "LOSS_ROUNDING",
    "MORE_THAN_ALL",
    "MORE_THAN_HALF",
    "NO_DIFFERENCE",
    "POINT_LOST",
    "PROBABILITY_SUM",
    "RAY_ROUNDING",
    "RULE_TOLERANCE",
    "SALES_ROUNDING",
    "SERVED_WHOLLY",
    "SMALLEST_ENTRY",
    "SOLVER_FINEST",
    "SOLVER_ROW_ROOM",
    "SOLVER_SCALE",
    "STRONGEST_PULL",
    "TARGET_MISSED",
    "VALUE_ROUNDING",
    "ZONE_FULL",
]

# Of bounds and values

CONTRADICTION = 1e-6
"""Part of the value by which a bound may lie below it before the solver is held to contradict itself."""
VALUE_ROUNDING = 1e-13
"""Part of the numbers that a plan's value is made of by which a bound may lie above it: no search could close that."""
BOUND_ROUNDING = 1e-11
"""Part of the numbers of a problem by which a bound may be off that is computed with all of them."""
BOUND_DOUBTED = 1e-9
"""Part of a plan's value by which a solver's bound on whole numbers may lie below it for rounding."""
BOUND_SUM_ROUNDING = 1e-14
"""Part of its terms that the sum of a few may lose: a bound is rounded up by it."""
TARGET_MISSED = 1e-9
"""Part of a target by which what misses it lies below it."""
NO_DIFFERENCE = 1e-12
"""Part of a plan's value that makes no difference to it."""
ENTRY_ROUNDING = 1e-9
"""Part of a plan's value by which another is better where the price asked for is itself a part of its value."""

# Of rules

RULE_TOLERANCE = 1e-9
"""A rule holds when it is met to this part of what it asks: room for rounding of sums, not for a worse plan."""
FAR_BEYOND_LIMIT = 1e3
"""Times what a limit leaves that an option takes, to be left out of the model for good: never near 1."""
MORE_THAN_ALL = 1e-9
"""Part of a sum given by which its parts, given too, may exceed it for rounding."""
PROBABILITY_SUM = 1e-9
"""Probabilities sum to 1 within so much."""
SERVED_WHOLLY = 1.0 - 1e-6
"""Parts of a zone that sum to this serve it wholly: solvers are no more exact."""

# Of cuts and captures

CUT_FACTOR = 1e-8
"""Part of the largest factor of a cut below which a factor is rounded, to the side that cuts off less."""
SALES_ROUNDING = 1e-14
"""Part of what a site sells alone by which what is left of it may be off: cuts cut off so much less."""
LOSS_ROUNDING = 1e-15
"""Part of a zone's summed pull by which what is left of it may be off: a loss in a cut is so much less."""
STRONGEST_PULL = 1e15
"""Times the rivals' utility beyond which a share is 1 to the last digit."""
ZONE_FULL = 1.0 - 1e-9
"""Fractions that sum to this fill a zone."""
MORE_THAN_HALF = 0.5 + 1e-6
"""Fraction from which an option is rounded up: beyond what a solver rounds, so that no two of a site have more."""

# Of solvers

SOLVER_SCALE = 1000.0
"""The solver sees values in thousandths of the whole: its tolerances are absolute."""
SOLVER_FINEST = 3e-6
"""Units of a solver that tell two plans apart: its own tolerances are a third of that."""
SOLVER_ROW_ROOM = 1e-8
"""Of a row whose largest number is 1: a rule's room for rounding beyond this is more than the solver has itself."""
SMALLEST_ENTRY = 1e-9
"""HiGHS drops matrix entries below this without a word; half as much again, since it drops this one, too."""
LARGEST_LIMIT = 1e15
"""HiGHS refuses limits from 1e20 on, and what is far beyond all that a row can come to needs no such number."""
LARGEST_DEMAND = 1e6
"""Times its limit that a zone may demand until the limit is no longer the measure of what an option holds."""
EMPTY_ROW = 1e-9
"""What a row without entries may ask and still be met."""
RAY_ROUNDING = 1e-13
"""Part of the numbers in a sum by which a ray may be off for rounding."""
POINT_LOST = 1e-6
"""Part of a bound by which the point that reaches it may lie below it."""
