"""Two published surveys: what others have fitted to them is found, and zones held out are told."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.flow_data import grocery, wieland
from siteplan.tradearea import HuffModel, MciModel
from siteplan.tradearea.calibration import held_out
from siteplan.tradearea.calibration.held_out_flows import HeldOutFlowsParams

pytestmark = [pytest.mark.acceptance, pytest.mark.filterwarnings("ignore::siteplan.tradearea.CalibrationWarning")]

SURVEYS = {"wieland": (wieland, ["VF", "K", "K_KKr"]), "grocery": (grocery, ["salesarea_qm", "pricelevel_euro"])}
# huff 1.9.14, InteractionMatrix.mci_fit, on Wieland's flows with one added (his own correction) and on grocery2.
MCI = {
    "wieland": [0.9513323759, 0.3356842439, 0.1012431454, 1.6324253980],
    "grocery": [0.2074511231, 0.5072947755, 0.4198231183],
}


@pytest.mark.parametrize("name", SURVEYS)
def test_mci_agrees_with_the_published_package(shared_data: Path, name: str) -> None:
    read, attributes = SURVEYS[name]
    model = MciModel("power", attributes, least_minutes=0).fit(read(shared_data / "huff_mci"))
    assert model.params_.tolist() == pytest.approx(MCI[name], abs=1e-6)


@pytest.mark.parametrize("name", SURVEYS)
@pytest.mark.parametrize("decay", ["power", "exponential"])
def test_the_likelihood_is_highest_and_beats_mci_and_equal_shares(shared_data: Path, name: str, decay: str) -> None:
    read, attributes = SURVEYS[name]
    flows = read(shared_data / "huff_mci")
    model = HuffModel(decay, attributes, least_minutes=0).fit(flows)
    assert model.converged_
    other = MciModel(decay, attributes, least_minutes=0).fit(flows)
    assert model.score(flows) > other.score(flows) > -np.log(flows.groupby("zone_id").size().iloc[0])
    assert 0 < model.pseudo_r2_ < 1
    assert model.params_["rate"] > 2 * model.standard_errors_["rate"]


@pytest.mark.parametrize(("name", "decay", "known"), [("wieland", "power", 2.0428), ("grocery", "power", 0.4818)])
def test_rates_are_those_of_an_independent_conditional_logit(
    shared_data: Path, name: str, decay: str, known: float
) -> None:
    """The same likelihood climbed by BFGS with numeric derivatives, from zero, in the units of the table."""
    from scipy.optimize import minimize

    read, attributes = SURVEYS[name]
    flows = read(shared_data / "huff_mci")
    x = np.log(flows[[*attributes, "minutes"]].to_numpy(float))
    x -= pd.DataFrame(x).groupby(flows["zone_id"].to_numpy()).transform("mean").to_numpy()
    zone, visits = pd.factorize(flows["zone_id"])[0], flows["visits"].to_numpy(float)

    def off(beta: np.ndarray) -> float:
        utility = x @ beta
        return -float(visits @ (utility - np.log(np.bincount(zone, np.exp(utility)))[zone])) / visits.sum()

    best = minimize(off, np.zeros(x.shape[1]), method="BFGS", options={"gtol": 1e-7})
    model = HuffModel(decay, attributes, least_minutes=0).fit(flows)
    assert model.params_.to_numpy() == pytest.approx(np.append(best.x[:-1], -best.x[-1]), abs=1e-4)
    assert model.params_["rate"] == pytest.approx(known, abs=1e-4)


@pytest.mark.parametrize("name", SURVEYS)
def test_zones_left_out_are_told_better_than_by_equal_shares(shared_data: Path, name: str) -> None:
    read: Callable[[Path], pd.DataFrame]
    read, attributes = SURVEYS[name]
    flows = read(shared_data / "huff_mci")
    models = {decay: HuffModel(decay, attributes, least_minutes=0) for decay in ("power", "exponential")}
    each = HeldOutFlowsParams(folds=flows["zone_id"].nunique())
    tested = held_out(flows, models, pd.factorize(flows["zone_id"])[0], each)
    assert (tested.means[list(models)] > tested.means["equal shares"]).all()
