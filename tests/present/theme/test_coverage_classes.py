"""Four classes of zones, and none for those where nobody lives."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.present.theme.coverage_classes import COVERAGE, COVERED, NEWLY, RURAL_OPEN, URBAN_OPEN, after, before

ZONES = pd.DataFrame(
    {
        "population": [1.0, 1.0, 1.0, 1.0, 0.0],
        "rural": [False, True, True, False, True],
        "covered_before": [True, False, False, False, False],
        "covered": [True, True, False, False, False],
    }
)


def test_classes_with_the_plan_and_today() -> None:
    assert after(ZONES).iloc[:4].to_list() == [COVERED, NEWLY, RURAL_OPEN, URBAN_OPEN]
    assert before(ZONES).iloc[:4].to_list() == [COVERED, RURAL_OPEN, RURAL_OPEN, URBAN_OPEN]
    assert np.isnan(after(ZONES).iloc[4])
    assert np.isnan(before(ZONES).iloc[4])


def test_each_class_has_a_colour_of_its_own() -> None:
    assert len({kind.colour for kind in COVERAGE.values()}) == len(COVERAGE) == 4
