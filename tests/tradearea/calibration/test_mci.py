"""The multiplicative competitive interaction model by log-centred least squares."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.flow_data import simulated
from siteplan.errors import StudyError
from siteplan.tradearea import CalibrationWarning, HuffModel, MciModel
from tests.tradearea.calibration.flows import two_sites


def test_two_zones_by_hand() -> None:
    """Sites 5 and 10 minutes away, odds 2 and 8: log-centred, rates ln 2 / ln 2 and ln 8 / ln 2, mean 2."""
    flows = two_sites([(2, 1), (8, 1), (2, 1), (8, 1)])
    assert MciModel("power").fit(flows).params_["rate"] == pytest.approx(2.0)


def test_exact_shares_give_the_truth_and_no_residual() -> None:
    flows = simulated(0, 20, 6)
    utility = flows["size"] ** 0.9 / flows["minutes"] ** 2
    flows["visits"] = 1000 * utility / utility.groupby(flows["zone_id"]).transform("sum")
    model = MciModel("power", ["size"]).fit(flows)
    assert model.params_.tolist() == pytest.approx([0.9, 2.0])
    assert model.r2_ == pytest.approx(1)
    assert model.standard_errors_.to_numpy() == pytest.approx(0, abs=1e-9)
    assert model.predict_visits(flows).to_numpy() == pytest.approx(flows["visits"].to_numpy())


def test_log_centring_is_a_constant_of_its_own_for_each_zone() -> None:
    """Least squares with a dummy a zone has the same slopes and errors (Frisch, Waugh, Lovell)."""
    flows = simulated(1, 25, 6, 5000)
    model = MciModel("exponential", ["size"], zeros="add")
    assert (flows["visits"] > 0).all()
    model.fit(flows)
    dummies = pd.get_dummies(flows["zone_id"]).to_numpy(dtype=float)
    x = np.column_stack((np.log(flows["size"]), -flows["minutes"], dummies))
    beta, rest, *_ = np.linalg.lstsq(x, np.log(flows["visits"].to_numpy()), rcond=None)
    assert model.params_.tolist() == pytest.approx(beta[:2].tolist())
    errors = np.sqrt(np.diag(np.linalg.inv(x.T @ x))[:2] * rest[0] / (150 - 27))
    assert model.standard_errors_.tolist() == pytest.approx(errors.tolist())
    assert model.degrees_of_freedom_ == 150 - 27


def test_zeros_are_met_as_said() -> None:
    flows = simulated(2)
    none = int((flows["visits"] == 0).sum())
    with pytest.warns(CalibrationWarning, match=f"{none} of 480 pairs have no visits: one visit was added"):
        added = MciModel("power", ["size"]).fit(flows)
    pd.testing.assert_series_equal(
        added.params_, MciModel("power", ["size"]).fit(flows.assign(visits=flows["visits"] + 1)).params_
    )
    with pytest.warns(CalibrationWarning, match=f"{none} of 480 pairs have no visits and were left out"):
        dropped = MciModel("power", ["size"], zeros="drop").fit(flows)
    exact = HuffModel("power", ["size"]).fit(flows).params_["rate"]
    assert exact > max(added.params_["rate"], dropped.params_["rate"])  # zeros are mostly far away


def test_bad_input_is_refused_like_the_huff_model_does() -> None:
    flows = simulated(3, visits=4000)
    with pytest.raises(StudyError, match="negative"):
        MciModel().fit(flows.assign(visits=-1))
    with pytest.raises(StudyError, match="no zone has more than one site"):
        MciModel().fit(flows[flows["site_id"] == "S1"])
    with pytest.raises(StudyError, match="collinear"):
        MciModel("power", ["size", "area"]).fit(flows.assign(area=flows["size"] ** 2))
    with pytest.raises(ValueError, match="logistic"):
        MciModel("logistic").fit(flows)
    with pytest.raises(ValueError, match="guess"):
        MciModel(zeros="guess").fit(flows)
