"""From a study's objective to what the optimiser maximises: a capture, and what each option is worth beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from siteplan.access import offers, standard_minutes
from siteplan.costs import yearly_closing, yearly_costs
from siteplan.formulate.in_rows import matrix_in_rows, values_in_rows
from siteplan.formulate.sales_rules import Won
from siteplan.goal import Goal
from siteplan.groundwork import Groundwork
from siteplan.optimise.captures.capped import CappedCapture, capped
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.captures.location import AttendanceCapture, CoverageCapture, NearestCapture
from siteplan.optimise.captures.nothing import NoCapture
from siteplan.optimise.captures.offset import OffsetCapture
from siteplan.optimise.outcome import Progress, Selection
from siteplan.optimise.types import Bools, Floats
from siteplan.tradearea import attraction, shares

__all__ = ["Aim", "aim_of", "huff_capture", "rounds_up", "told", "won_by"]

MIXED_MARGINS = "margins that differ by format (the bound counts too much for the smaller ones)"


@dataclass(frozen=True)
class Aim:
    """What is maximised: zone values of the capture plus `fixed_value` (n_options,) of what opens.

    With `approximations` it is no less than the true figure of any plan, but not always equal to it.
    """

    capture: Capture
    fixed_value: Floats | None = None
    approximations: tuple[str, ...] = ()


def rounds_up(selection: Selection) -> bool:
    """Whether the objective of a selection may be more than its plan is worth."""
    return MIXED_MARGINS in selection.approximations


def told(step: Progress, goal: Goal) -> Progress:
    """Return a step of the search with its bound and value as figures of the goal."""
    return replace(step, bound=goal.figure(step.bound), value=goal.figure(step.value))


def aim_of(ground: Groundwork) -> Aim:
    """Return what the study's objective is on arrays."""
    match ground.study.plan.objective:
        case "market_share":
            aim = Aim(_expected(ground))
        case "profit":
            aim = _with_closing(ground, _profit(ground))
        case "coverage":
            aim = Aim(_coverage(ground))
        case "minutes":
            aim = Aim(_nearest(ground))
        case "attendance":
            aim = Aim(_attendance(ground))
        case "cost":
            aim = _with_closing(ground, Aim(_nothing(ground), -yearly_costs(ground.options, ground.study.plan)))
        case "sites":
            aim = Aim(_nothing(ground), -ground.options["new"].to_numpy(dtype=float))
    return aim


def _with_closing(ground: Groundwork, aim: Aim) -> Aim:
    """Return the aim less what it costs a year to close sites: all that may close, but for those that stay."""
    saved = yearly_closing(ground.options, ground.study.plan)
    if aim.fixed_value is None or not saved.any():
        return aim
    return replace(aim, capture=_offset(aim.capture, -float(saved.sum())), fixed_value=aim.fixed_value + saved)


def _offset(capture: Capture, amount: float) -> Capture:
    """Return the capture moved by an amount; what is lost above caps stays a part of its own."""
    if not isinstance(capture, CappedCapture):
        return OffsetCapture(capture, amount)
    first, above = capture.parts
    return CappedCapture((OffsetCapture(first, amount), above))


def huff_capture(ground: Groundwork, worth: float = 1.0) -> HuffCapture:
    """Return the demand that the network wins in the market as it stands, each vehicle worth so much."""
    model = ground.model
    return HuffCapture(
        utility=model.options,
        rivals=model.against,
        weights=model.demand.to_numpy(dtype=float) * worth,
        own=model.own_total,
    )


def won_by(ground: Groundwork, aim: Aim) -> Won:
    """Return what the network wins in the market as it stands, and what it sells of that, for rules to count."""
    if ground.study.plan.objective == "market_share" and not ground.study.outlooks:
        sold = aim.capture
    else:
        sold = _sold([(1.0, ground)])
    first = sold.parts[0] if isinstance(sold, CappedCapture) else sold
    return Won(first if isinstance(first, HuffCapture) else huff_capture(ground), sold)


def _expected(ground: Groundwork, worth: float = 1.0) -> Capture:
    """Return the demand that the network sells on the mean of the outlooks, each vehicle worth so much."""
    return _sold(ground.outlooks(), worth)


def _sold(outlooks: list[tuple[float, Groundwork]], worth: float = 1.0) -> Capture:
    """Return what sites win, up to their caps, on the mean of outlooks."""
    chances, grounds = zip(*outlooks, strict=True)
    shares, ground = [huff_capture(outlook, worth) for outlook in grounds], grounds[0]
    caps, own_caps = ground.option_caps * worth, ground.own_caps * worth
    return capped(shares, np.array(chances), caps, ground.model.own, own_caps)


def _nothing(ground: Groundwork) -> NoCapture:
    n_zones, n_options = ground.model.options.shape
    return NoCapture(n_options, n_zones)


def _coverage(ground: Groundwork) -> CoverageCapture:
    """Return the persons within the standard of the plan's function, today's facilities counted in."""
    limit = values_in_rows(ground, standard_minutes(ground.study, ground.market.zones, ground.study.plan.coverage))
    minutes, own = _minutes(ground), _own_minutes(ground)
    row = np.repeat(np.arange(minutes.shape[0]), np.diff(minutes.indptr))
    within = minutes.data <= limit[row]
    covers = csr_array((np.ones(int(within.sum()), dtype=bool), (row[within], minutes.indices[within])), minutes.shape)
    return CoverageCapture(covers, _persons(ground), own=own <= limit)


def _nearest(ground: Groundwork) -> NearestCapture:
    """Return minus the person-minutes to the plan's function; who is out of reach counts as `travel.max_minutes`."""
    most = ground.study.travel.max_minutes
    return NearestCapture(_minutes(ground), _persons(ground), own=np.minimum(_own_minutes(ground), most), beyond=most)


def _attendance(ground: Groundwork) -> AttendanceCapture:
    """Return the persons who would go to the nearest site with the plan's function, fewer with every minute."""
    area, minutes = ground.study.trade_area, _minutes(ground)
    part = csr_array((attraction(area, minutes.data), minutes.indices, minutes.indptr), shape=minutes.shape)
    return AttendanceCapture(part, _persons(ground), own=attraction(area, _own_minutes(ground)))


def _minutes(ground: Groundwork) -> csr_array:
    """Return minutes to the options with the plan's function (n_rows, n_options); stored where in reach."""
    minutes = ground.travel.candidates.take(ground.options["row"].to_numpy())
    has = offers(ground.study.formats, ground.options, ground.study.plan.coverage)[minutes.indices]
    row = np.repeat(np.arange(minutes.shape[0]), np.diff(minutes.indptr))
    known = csr_array((minutes.data[has], (row[has], minutes.indices[has])), shape=minutes.shape)
    return matrix_in_rows(ground, known)


def _own_minutes(ground: Groundwork) -> Floats:
    """Return minutes to the nearest of today's sites with the plan's function (n_rows,), infinite out of reach."""
    function = ground.study.plan.coverage
    has = offers(ground.study.formats, ground.facilities, function)
    nearest = np.minimum(ground.travel.facilities.nearest(has), ground.minutes_to_stations(function))
    return values_in_rows(ground, nearest, np.inf)


def _persons(ground: Groundwork) -> Floats:
    return values_in_rows(ground, ground.market.zones["population"].to_numpy(dtype=float))


def _profit(ground: Groundwork) -> Aim:
    """Return margin on all vehicles sold, less the yearly cost of what opens (currency/year).

    Where margins differ, vehicles count at the largest, less what each option falls short of it on those that it sells
    whatever else opens: no plan's profit is underrated.
    """
    model = ground.model
    sides = ((ground.facilities, model.own), (ground.options, model.options))
    margins = [np.where(_wins(utility), _margins(ground, table), np.nan) for table, utility in sides]
    most = float(np.nanmax(np.concatenate(margins), initial=0.0))
    own_less, less = (np.nan_to_num(most - of_side) for of_side in margins)
    least = sum(chance * _least_sold(outlook) for chance, outlook in ground.outlooks())
    if not most:  # whoever sells earns nothing: what opens only costs
        return Aim(_nothing(ground), -yearly_costs(ground.options, ground.study.plan))
    mixed = bool(own_less.any() or less.any())
    fixed_value = -yearly_costs(ground.options, ground.study.plan) - less * least
    return Aim(_expected(ground, most), fixed_value, (MIXED_MARGINS,) if mixed else ())


def _least_sold(ground: Groundwork) -> Floats:
    """Return the vehicles/year that each option sells when all open (n_options,)."""
    model = ground.model
    won = model.demand.to_numpy(dtype=float) @ shares(model, np.ones(model.options.shape[1], dtype=bool)).options
    return np.asarray(np.minimum(won, ground.option_caps))


def _wins(utility: csr_array) -> Bools:
    return np.asarray(utility.sum(axis=0)) > 0


def _margins(ground: Groundwork, table: pd.DataFrame) -> Floats:
    return np.array([ground.study.formats[name].margin for name in table["format"]], dtype=float)
