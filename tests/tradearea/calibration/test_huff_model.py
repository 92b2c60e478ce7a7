"""The Huff model fitted by multinomial maximum likelihood."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GroupKFold, cross_val_score
from sklearn.utils import estimator_checks

from benchmarks.flow_data import RATE, SIZE, simulated
from siteplan.errors import StudyError
from siteplan.study.decays import DECAYS
from siteplan.tradearea import CalibrationWarning, HuffModel
from siteplan.tradearea.calibration.choices import choices_of
from siteplan.tradearea.calibration.likelihood import Likelihood
from siteplan.tradearea.calibration.terms import Terms
from tests.tradearea.calibration.flows import two_sites

TWICE = two_sites([(6, 3), (4, 2), (8, 4), (10, 5), (2, 1)])
ALL = pytest.mark.parametrize("decay", sorted(DECAYS))


class TestTruth:
    def test_twice_as_far_and_half_as_many_is_a_rate_of_one(self) -> None:
        """Odds of 2 to 1 at 5 and 10 minutes: (10 / 5) ** rate = 2. Information: N p q (ln 2)^2 of 45 visits."""
        model = HuffModel("power").fit(TWICE)
        assert model.params_["rate"] == pytest.approx(1.0, abs=1e-7)
        assert model.standard_errors_["rate"] == pytest.approx((45 * 2 / 9 * np.log(2) ** 2) ** -0.5)
        assert model.log_likelihood_ == pytest.approx(30 * np.log(2 / 3) + 15 * np.log(1 / 3))
        assert model.pseudo_r2_ == pytest.approx(1 - model.log_likelihood_ / (45 * np.log(1 / 2)))
        assert model.aic_ == pytest.approx(2 - 2 * model.log_likelihood_)
        assert model.converged_

    def test_and_an_exponential_rate_of_ln_2_by_5_minutes(self) -> None:
        with pytest.warns(CalibrationWarning, match="0.04 to 0.12"):
            model = HuffModel("exponential").fit(TWICE)
        assert model.params_["rate"] == pytest.approx(np.log(2) / 5)

    def test_constants_are_log_odds_against_the_most_visited_kind(self) -> None:
        """At equal minutes A wins 2 of 3 visits: B's constant is ln(1 / 2). Minutes differ in two further zones."""
        flows = pd.concat(
            [two_sites([(6, 3)] * 5, (5, 5)), two_sites([(6, 3)] * 4, (5, 5)).replace("Z", "Y", regex=True)]
        )
        flows = flows.assign(brand=flows["site_id"].map({"A": "best", "B": "rest"})).reset_index(drop=True)
        flows.loc[[0, 3], "minutes"] = 6.0
        flows.loc[[1, 2], "minutes"] = 5.0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CalibrationWarning)
            model = HuffModel("exponential", constants="brand").fit(flows)
        assert model.reference_ == "best"
        assert model.params_["brand=rest"] == pytest.approx(np.log(1 / 2))
        assert model.params_["rate"] == pytest.approx(0.0, abs=1e-7)

    @ALL
    def test_parameters_of_a_simulated_market_lie_within_four_standard_errors(self, decay: str) -> None:
        rate = {"power": 2.0, "exponential": 0.08, "gaussian": 0.002, "logistic": 0.15}[decay]
        model = HuffModel(decay, ["size"]).fit(simulated(3, 150, 12, 200, decay, rate))
        truth = {"size": SIZE, "rate": rate, "midpoint": 20.0}
        for name, value in model.params_.items():
            assert abs(value - truth[name]) < 4 * model.standard_errors_[name]

    def test_intervals_cover_the_truth_about_as_often_as_they_say(self) -> None:
        """Of 60 markets, 95 % intervals that cover 57 on average cover at least 51 (1 in 500 that they do not)."""
        covers = pd.DataFrame(
            [
                (ci["low"] < [SIZE, RATE]) & (ci["high"] > [SIZE, RATE])
                for ci in (HuffModel("power", ["size"]).fit(simulated(s)).conf_int() for s in range(60))
            ]
        )
        assert (covers.sum() >= 51).all()
        assert not covers.all(axis=None)

    def test_a_logistic_decay_that_does_not_bend_is_refused(self) -> None:
        with pytest.raises(StudyError, match="do not show where the logistic curve bends"):
            HuffModel("logistic", ["size"]).fit(simulated(0, 40, 6, 4000, "exponential", 0.3))


class TestLaws:
    @ALL
    def test_gradient_and_information_are_derivatives_of_the_likelihood(self, decay: str) -> None:
        flows = simulated(1, 12, 4)
        design = Terms(decay, ["size"]).design(flows, ())
        asked = Likelihood(
            choices_of(flows["zone_id"]), design, flows["visits"].to_numpy(float), np.full(design.n_parameters, 0.3)
        )
        beta = np.array([0.5, 0.7]) if decay == "power" else np.array([0.5, -1.2, 0.08][: design.n_parameters])
        assert asked.gradient(beta) == pytest.approx(approx_fprime(beta, asked.penalised, 1e-7), rel=1e-4, abs=1e-2)
        numeric = -approx_fprime(beta, asked.gradient, 1e-7)
        assert asked.information(beta) == pytest.approx(numeric, rel=1e-4, abs=1e-2)

    @settings(max_examples=15)
    @given(st.integers(0, 30), st.sampled_from(sorted(DECAYS)))
    def test_shares_of_each_zone_sum_to_1_and_keep_the_index(self, seed: int, decay: str) -> None:
        flows = simulated(seed, 15, 5).sample(frac=1, random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CalibrationWarning)
            model = HuffModel(decay, ["size"], alpha=0.1).fit(flows)
        shares = model.predict(flows.drop(columns="visits"))
        assert shares.index.equals(flows.index)
        assert shares.groupby(flows["zone_id"]).sum().to_numpy() == pytest.approx(1)
        visits = model.predict_visits(flows)
        assert visits.groupby(flows["zone_id"]).sum().to_numpy() == pytest.approx(80)

    def test_at_the_maximum_expected_visits_reproduce_the_sufficient_statistics(self) -> None:
        """The score equations: sums of visits x ln size, and x ln minutes, are the same observed and expected."""
        flows = simulated(2)
        off = flows["visits"] - HuffModel("power", ["size"]).fit(flows).predict_visits(flows)
        assert off @ np.log(flows["size"]) == pytest.approx(0, abs=1e-3)
        assert off @ np.log(flows["minutes"]) == pytest.approx(0, abs=1e-3)

    def test_order_of_rows_and_unit_of_an_attribute_change_nothing(self) -> None:
        flows = simulated(4)
        one = HuffModel("power", ["size"]).fit(flows).params_
        other = HuffModel("power", ["size"]).fit(
            flows.sample(frac=1, random_state=1).assign(size=lambda f: f["size"] / 7)
        )
        pd.testing.assert_series_equal(one, other.params_, rtol=1e-6)

    def test_a_weight_of_two_is_the_zone_twice(self) -> None:
        flows = simulated(5)
        twice = flows["zone_id"] == "Z0"
        again = pd.concat([flows, flows[twice].assign(zone_id="again")])
        weighted = HuffModel("power", ["size"]).fit(flows, sample_weight=np.where(twice, 2.0, 1.0))
        pd.testing.assert_series_equal(weighted.params_, HuffModel("power", ["size"]).fit(again).params_, rtol=1e-6)

    def test_a_known_factor_is_the_attribute_at_its_true_exponent(self) -> None:
        flows = simulated(6)
        exponent = HuffModel("power", ["size"]).fit(flows).params_["size"]
        known = HuffModel("power", offset="drawn").fit(flows.assign(drawn=flows["size"] ** exponent))
        assert known.params_["rate"] == pytest.approx(HuffModel("power", ["size"]).fit(flows).params_["rate"], rel=1e-6)

    def test_a_ridge_pulls_parameters_towards_zero(self) -> None:
        flows = simulated(7)
        free, held = (HuffModel("power", ["size"], alpha=a).fit(flows).params_ for a in (0.0, 500.0))
        assert (held.abs() < free.abs()).all()

    def test_fractions_of_visits_and_empty_pairs_are_welcome(self) -> None:
        shares = TWICE.assign(visits=TWICE["visits"] / TWICE.groupby("zone_id")["visits"].transform("sum"))
        assert HuffModel("power").fit(shares).params_["rate"] == pytest.approx(1.0, abs=1e-7)
        flows = simulated(8, visits=5)
        assert (flows["visits"] == 0).mean() > 0.3
        assert HuffModel("power", ["size"]).fit(flows).converged_


class TestBadInput:
    """Each is refused or said, and never a traceback from numpy."""

    def refused(self, flows: pd.DataFrame, **arguments: object) -> str:
        with pytest.raises(StudyError) as error:
            HuffModel(**{"decay": "power", **arguments}).fit(flows)
        return str(error.value)

    def test_visits_below_zero_or_missing_are_named(self) -> None:
        flows = TWICE.assign(visits=[-1.0, np.nan, *TWICE["visits"][2:]])
        told = self.refused(flows)
        assert "negative [Z0 - A]" in told
        assert "not a number [Z0 - B]" in told

    def test_columns_that_are_not_there(self) -> None:
        told = self.refused(TWICE.drop(columns="visits"), attributes=["size"])
        assert "flows.visits" in told
        assert "flows.size" in told

    def test_no_rows_and_no_table(self) -> None:
        assert "no rows" in self.refused(TWICE.iloc[:0])
        with pytest.raises(StudyError, match="DataFrame"):
            HuffModel().fit(np.zeros((3, 2)))

    def test_attributes_must_be_above_zero(self) -> None:
        assert "flows.size: the number is not above 0 [Z0 - A]" in self.refused(
            TWICE.assign(size=[0.0, *[1.0] * 9]), attributes=["size"]
        )

    def test_a_pair_given_twice_and_an_id_left_empty(self) -> None:
        assert "more than one row [Z0 - A]" in self.refused(pd.concat([TWICE, TWICE.iloc[:1]]))
        assert "nothing is given" in self.refused(TWICE.assign(zone_id=[None, *TWICE["zone_id"][1:]]))

    def test_one_site_only(self) -> None:
        assert "no zone has more than one site" in self.refused(TWICE[TWICE["site_id"] == "A"])

    def test_three_observations(self) -> None:
        assert "3 observations in 1 zones" in self.refused(
            pd.DataFrame({"zone_id": "Z", "site_id": list("ABC"), "minutes": [1, 2, 3], "visits": [3, 2, 1]})
        )

    def test_zones_without_visits_are_left_out_and_said(self) -> None:
        flows = pd.concat([TWICE, two_sites([(0, 0)]).assign(zone_id="empty")])
        with pytest.warns(CalibrationWarning, match=r"left out: empty\."):
            model = HuffModel("power").fit(flows)
        assert model.params_["rate"] == pytest.approx(1.0, abs=1e-7)
        assert "empty" in model.notes_[0]
        assert "no zone has any visit" in self.refused(TWICE.assign(visits=0))

    def test_perfect_separation_names_the_parameter(self) -> None:
        """All go to the nearer site: the steeper, the likelier, without end."""
        flows = two_sites([(9, 0)] * 6)
        assert "flows.rate: the likelihood rises without end" in self.refused(flows)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CalibrationWarning)
            held = HuffModel("power", alpha=1.0).fit(flows)
        assert 0 < held.params_["rate"] < 20

    def test_a_brand_that_nobody_visits_runs_off(self) -> None:
        flows = simulated(9).assign(brand=lambda f: np.where(f["site_id"] == "S0", "empty", "other"))
        flows.loc[flows["brand"] == "empty", "visits"] = 0
        told = self.refused(flows, attributes=["size"], constants="brand")
        assert "flows.brand=empty: the likelihood rises without end" in told

    def test_collinear_attributes_are_named(self) -> None:
        flows = simulated(10).assign(area=lambda f: 3 * f["size"] ** 2, plain=1.0)
        told = self.refused(flows, attributes=["size", "area", "plain"])
        assert "flows.size, area: these columns are collinear" in told
        assert "flows.plain: it is the same for all sites" in told
        with pytest.warns(CalibrationWarning, match="ridge"):
            HuffModel("power", ["size", "area"], alpha=1.0).fit(flows)

    def test_visits_that_rise_with_minutes_are_said(self) -> None:
        with pytest.warns(CalibrationWarning, match="visits rise with minutes"):
            HuffModel("power").fit(two_sites([(3, 6)] * 5))

    def test_scatter_beyond_chance_is_said(self) -> None:
        flows = two_sites([(60, 30), (20, 80), (90, 10), (60, 30), (90, 10)])
        with pytest.warns(CalibrationWarning, match="times those given"):
            model = HuffModel("power").fit(flows)
        assert model.dispersion_ > 10

    def test_arguments_that_do_not_exist(self) -> None:
        with pytest.raises(ValueError, match="linear"):
            HuffModel("linear").fit(TWICE)
        with pytest.raises(ValueError, match="alpha"):
            HuffModel(alpha=-1).fit(TWICE)
        with pytest.raises(ValueError, match="sample_weight"):
            HuffModel("power").fit(TWICE, sample_weight=[1.0])

    def test_a_kind_that_was_not_there_when_fitted(self) -> None:
        flows = simulated(11).assign(brand=lambda f: np.where(f["site_id"] < "S4", "a", "b"))
        model = HuffModel("power", ["size"], constants="brand").fit(flows)
        with pytest.raises(StudyError, match="fitted without this kind"):
            model.predict(flows.assign(brand="c"))


class TestScikitLearn:
    """Checks of check_estimator that feed bare arrays do not apply: X is a table of pairs with named columns."""

    MODEL = HuffModel("power", ["size"], alpha=0.5)

    @pytest.mark.parametrize(
        "check",
        [
            "check_no_attributes_set_in_init",
            "check_get_params_invariance",
            "check_set_params",
            "check_parameters_default_constructible",
            "check_estimator_cloneable",
            "check_estimator_repr",
            "check_estimator_tags_renamed",
        ],
    )
    def test_checks_that_apply(self, check: str) -> None:
        run = getattr(estimator_checks, check, None)
        if run is not None:  # an older scikit-learn lacks one or two
            run("HuffModel", HuffModel())

    def test_clone_and_parameters(self) -> None:
        again = clone(self.MODEL)
        assert again is not self.MODEL
        assert again.get_params() == self.MODEL.get_params()
        assert again.set_params(decay="exponential").decay == "exponential"

    def test_not_fitted_yet(self) -> None:
        for use in (HuffModel().predict, HuffModel().score):
            with pytest.raises(NotFittedError):
                use(TWICE)
        with pytest.raises(NotFittedError):
            HuffModel().summary()

    def test_it_pickles_with_its_notes(self) -> None:
        with pytest.warns(CalibrationWarning):
            model = HuffModel("exponential").fit(TWICE)
        again = pickle.loads(pickle.dumps(model))  # noqa: S301 - our own bytes
        pd.testing.assert_series_equal(again.predict(TWICE), model.predict(TWICE))
        assert again.notes_ == model.notes_
        assert again.notes_[0].template == model.notes_[0].template

    def test_fitting_changes_neither_table_nor_parameters(self) -> None:
        flows = simulated(12)
        before, asked = flows.copy(), self.MODEL.get_params()
        self.MODEL.fit(flows)
        pd.testing.assert_frame_equal(flows, before)
        assert self.MODEL.get_params() == asked

    def test_the_score_is_the_mean_log_likelihood_of_a_visit(self) -> None:
        model = HuffModel("power").fit(TWICE)
        assert model.score(TWICE) == pytest.approx(model.log_likelihood_ / 45)

    def test_cross_validation_by_zones(self) -> None:
        flows = simulated(13)
        scores = cross_val_score(HuffModel("power", ["size"]), flows, groups=flows["zone_id"], cv=GroupKFold(4))
        assert (scores > -np.log(8)).all()
