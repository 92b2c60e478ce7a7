"""Weights from how far candidates differ."""

import numpy as np
import pandas as pd
import pytest

from siteplan.score.objective_weights import critic_weights, entropy_weights


def test_entropy_by_hand() -> None:
    # a: shares 1/2, 1/2, entropy ln 2, weight 0. b: all on one, entropy 0, weight 1.
    assert entropy_weights(pd.DataFrame({"a": [50, 50], "b": [100, 0]})).to_dict() == pytest.approx({"a": 0, "b": 1})
    # a: 1/4, 3/4: entropy 0.562335 of 0.693147, spread 0.188722; b as before.
    found = entropy_weights(pd.DataFrame({"a": [25, 75], "b": [100, 0]}))
    assert found["a"] == pytest.approx(0.188722 / 1.188722, abs=1e-6)


def test_critic_by_hand() -> None:
    # a and b the same, c their mirror: each has deviation 50; a: (1-1) + (1+1) = 2, b: 2, c: 2 + 2 = 4.
    found = critic_weights(pd.DataFrame({"a": [0, 100], "b": [0, 100], "c": [100, 0]}))
    assert found.to_dict() == pytest.approx({"a": 0.25, "b": 0.25, "c": 0.5})


@pytest.mark.parametrize("weigh", [entropy_weights, critic_weights])
def test_what_never_differs_weighs_nothing_unless_nothing_does(weigh: object) -> None:
    assert callable(weigh)
    assert weigh(pd.DataFrame({"a": [50.0] * 3, "b": [10.0, 20.0, 90.0]})).to_dict() == pytest.approx({"a": 0, "b": 1})
    assert weigh(pd.DataFrame({"a": [50.0] * 3, "b": [7.0] * 3})).tolist() == pytest.approx([0.5, 0.5])
    assert weigh(pd.DataFrame({"a": [50.0], "b": [7.0]})).sum() == pytest.approx(1)
    assert np.isfinite(weigh(pd.DataFrame({"a": [0.0, 0.0], "b": [0.0, 1.0]}))).all()
