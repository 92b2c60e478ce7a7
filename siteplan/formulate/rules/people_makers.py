"""Rules on people, on arrays: what is within their reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from siteplan.errors import Problem, ProblemError
from siteplan.formulate.rules.asked import Asked, only
from siteplan.groundwork import Groundwork
from siteplan.market.access import minutes_asked
from siteplan.market.sales_caps import passing
from siteplan.optimise.rules import CoverageFloor, CoverAll, EachAreaFloor, EachAreaRoom
from siteplan.optimise.types import Floats
from siteplan.study.rules import CoverageRule, DutiesRule, EachAreaRule, EveryoneRule, PeopleRule, ServiceRoomRule
from siteplan.tradearea.owner_room import area_names, owner_room, owners_by_area, room_by_area
from siteplan.tradearea.people_meant import people_meant, serving, stations_count

__all__ = ["MAKERS"]


@dataclass(frozen=True)
class _Reach:
    """What people have within reach.

    `covers` bool (n_rows, n_options), `own` how many own facilities (n_rows,), `meant` the persons, or owners, of whom
    the rule speaks (n_rows,).
    """

    covers: csr_array
    own: Floats
    meant: Floats


def _reach(ground: Groundwork, spec: PeopleRule) -> _Reach:
    zones, travel = ground.market.zones, ground.travel
    limit = minutes_asked(ground.study, zones, spec)
    near = travel.decision.to(ground.options["site_id"]).within(limit)
    own = travel.fixed.within(limit) @ serving(ground.study, ground.facilities, spec).astype(float)
    if stations_count(spec):
        own = own + ground.stations_within(spec.function, limit)
    return _Reach(
        covers=ground.model.rows.matrix_once(csr_array(near @ only(serving(ground.study, ground.options, spec)))),
        own=ground.model.rows.once(own),
        meant=ground.model.rows.once(people_meant(ground.study, zones, spec)),
    )


def each_area(asked: Asked, spec: EachAreaRule) -> EachAreaFloor:
    """Return the floor in every area."""
    ground = asked.ground
    reach = _reach(ground, spec)
    areas = ground.model.rows.once(ground.market.zones[spec.by].to_numpy(dtype=object), None).tolist()
    return EachAreaFloor(reach.covers, reach.meant, areas, spec.at_least, reach.own > 0, name=asked.name)


def everyone(asked: Asked, spec: EveryoneRule) -> CoverAll:
    """Return the need of every zone where people live."""
    ground = asked.ground
    reach = _reach(ground, spec)
    own = np.asarray(reach.own, dtype=int)
    return CoverAll(reach.covers, spec.times, own, name=asked.name, wanted=reach.meant > 0)


def coverage(asked: Asked, spec: CoverageRule) -> CoverageFloor:
    """Return the floor on persons within reach of a function, today's facilities counted in."""
    reach = _reach(asked.ground, spec)
    return CoverageFloor(reach.covers, reach.meant, spec.at_least, reach.own > 0, name=asked.name)


def duties(asked: Asked, spec: DutiesRule) -> CoverageFloor:
    """Return the floor on those who have the function within reach today, by a site of today or another.

    Raises
    ------
    ProblemError
        Nobody has.
    """
    ground = asked.ground
    reach = _reach(ground, spec)
    today = (reach.own > 0) | (reach.covers @ ground.stands.astype(float) > 0)
    served = np.where(today, reach.meant, 0.0)
    if not served.sum() > 0:
        what = f"rule {asked.name}: nobody of those it speaks of reaches the function today"
        raise ProblemError([Problem("study.toml [plan.rules]", what, "Ask for more minutes, or leave the rule out.")])
    return CoverageFloor(reach.covers, served, spec.at_least, reach.own > 0, name=asked.name)


def service_room(asked: Asked, spec: ServiceRoomRule) -> EachAreaRoom:
    """Return the floor on places for owners in every area, those of sites that stay counted in."""
    ground = asked.ground
    study, options = ground.study, ground.options
    return EachAreaRoom(
        room=owner_room(study, options),
        area_of=area_names(spec, options, passing(spec, options)),
        need=owners_by_area(study, ground.market, spec),
        at_least=spec.at_least,
        held=room_by_area(study, spec, ground.facilities),
        name=asked.name,
    )


MAKERS = {
    CoverageRule: coverage,
    DutiesRule: duties,
    EachAreaRule: each_area,
    EveryoneRule: everyone,
    ServiceRoomRule: service_room,
}
