"""Attendance where formats have curves of their own: people count by the site that most of them would go to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from siteplan.formulate.network import Network
from siteplan.formulate.objectives.attendance import Attendance
from siteplan.formulate.site_problem import site_problem
from siteplan.pipeline import lay_groundwork
from tests.markets import FORMATS, market, sites, study, zones


def test_the_site_that_most_go_to_need_not_be_the_nearest() -> None:
    """1,000 people, ten minutes from a mall and fifteen from a dealer, to which the way counts half: e^-1 of them
    would go to the mall, e^-0.75 to the dealer; with both open they count once, by the dealer."""
    near, far = sites("C", [113.0, 113.1], [22.0] * 2), [("mall",), ("dealer",)]
    world = market(zones([113.0], [22.0], [1000]), near.assign(formats=pd.Series(far, near.index)))
    minutes = pd.DataFrame({"zone_id": "Z0", "site_id": ["C0", "C1"], "minutes": [10.0, 15.0]})
    asked = study(
        travel={"source": "minutes"},
        trade_area={"rate": 0.1},
        formats={"mall": FORMATS["mall"], "dealer": FORMATS["mall"].model_copy(update={"rate": {"default": 0.05}})},
        plan={"objective": "attendance", "rules": [{"kind": "count", "at_most": 2}]},
    )
    ground = lay_groundwork(asked, replace(world, minutes=minutes))
    problem = site_problem(ground)
    for plan, expected in (([1, 0], np.exp(-1)), ([0, 1], np.exp(-0.75)), ([1, 1], np.exp(-0.75)), ([0, 0], 0.0)):
        is_open = np.array(plan, dtype=bool)
        assert problem.value(is_open) == pytest.approx(1000 * expected)
        assert Attendance(ground).value(Network(ground, is_open)) == pytest.approx(1000 * expected)
