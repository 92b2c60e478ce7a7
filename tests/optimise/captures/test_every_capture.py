"""Every capture model answers what others ask, so that nobody asks of which type it is."""

import numpy as np
import pytest
import scipy.sparse as sp

from siteplan.optimise import (
    AboveCap,
    AttendanceCapture,
    CappedCapture,
    Capture,
    CoverageCapture,
    HuffCapture,
    MixtureCapture,
    NearestCapture,
    ZeroCapture,
)
from siteplan.optimise.captures.constant import PlusConstant

N_ZONES, N_OPTIONS = 2, 3
PULL = sp.csr_array(np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0]]))
ONES = np.ones(N_ZONES)
HUFF = HuffCapture(PULL, ONES, ONES)
ABOVE = AboveCap(HUFF, np.array([0.1, np.inf, 0.2]))
CAPPED = CappedCapture((HUFF, ABOVE))
CAPTURES: tuple[Capture, ...] = (
    HUFF,
    ABOVE,
    CAPPED,
    MixtureCapture([HUFF, HUFF], np.array([0.4, 0.6])),
    PlusConstant(HUFF, 1.0),
    CoverageCapture(PULL > 0, ONES),
    NearestCapture(PULL, ONES),
    AttendanceCapture(PULL / 3.0, ONES),
    ZeroCapture(N_OPTIONS, N_ZONES),
)

every_capture = pytest.mark.parametrize("capture", CAPTURES, ids=lambda capture: type(capture).__name__)


def total(capture: Capture) -> float:
    return float(capture.zone_values(np.array([1.0, 0.0, 1.0])).sum())


@every_capture
def test_components_and_outlooks_make_up_the_capture(capture: Capture) -> None:
    chances, outlooks = capture.outlooks()
    assert sum(map(total, capture.components())) == pytest.approx(total(capture))
    assert sum(chance * total(part) for chance, part in zip(chances, outlooks, strict=True)) == pytest.approx(
        total(capture)
    )


@every_capture
def test_another_first_component_changes_nothing_else(capture: Capture) -> None:
    moved = capture.with_first(PlusConstant(capture.components()[0], 5.0))
    assert total(moved) == pytest.approx(total(capture) + 5.0)
    assert len(moved.components()) == len(capture.components())


@every_capture
def test_only_sites_with_caps_loosen_bounds_and_limit_what_is_sold(capture: Capture) -> None:
    limit = capture.most_sold(np.ones(N_ZONES, dtype=bool))
    assert capture.loose == (limit is not None) == (len(capture.components()) > 1) == (capture is CAPPED)


@every_capture
def test_who_may_serve_whom_is_known_where_one_option_serves_a_zone(capture: Capture) -> None:
    models = (CoverageCapture, NearestCapture, AttendanceCapture, ZeroCapture)
    assert (capture.serving is not None) == isinstance(capture, models)
    if capture.serving is not None:
        assert capture.serving.pairs.shape == (N_ZONES, N_OPTIONS)
        assert capture.serving.served.shape == (N_ZONES,)


@every_capture
def test_a_capture_that_counts_nothing_is_worth_nothing(capture: Capture) -> None:
    assert capture.counts_nothing == isinstance(capture, ZeroCapture)
    assert not capture.counts_nothing or total(capture) == 0.0
    assert capture.huff_shares is (HUFF if capture is HUFF else None)
