"""A study's flows: pairs, the choice of the decay, tiers, and what is written into the study."""

import dataclasses
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.flow_data import simulated
from siteplan.errors import StudyError
from siteplan.market import Market
from siteplan.pipeline import calibrate_study
from siteplan.study import Study, Travel
from siteplan.tradearea import CalibrationWarning, HuffModel
from siteplan.tradearea.calibration import held_out, spatial_blocks, transfer
from siteplan.tradearea.calibration.held_out_flows import HeldOutFlowsParams
from siteplan.tradearea.calibration.observed import DRIVEN, KNOWN, observed_flows
from siteplan.tradearea.calibration.residuals import by_site, by_zone, pairs_with_residuals
from siteplan.travel import travel_times
from tests.markets import FORMATS, market, sites, study, zones

ASKED = study(trade_area={"decay": "exponential", "rate": 0.08})


def town(rate: float = 0.06, seed: int = 0, n_zones: int = 80) -> Market:
    """Zones in two tiers, four own malls and six rivals of two attractivenesses, and flows by an exponential decay."""
    rng = np.random.default_rng(seed)
    people = zones(113 + rng.random(n_zones) * 0.4, 22 + rng.random(n_zones) * 0.4, [1000] * n_zones)
    people = people.assign(tier=["1", "3"] * (n_zones // 2))
    own = sites("F", 113 + rng.random(4) * 0.4, 22 + rng.random(4) * 0.4)
    rivals = sites("R", 113 + rng.random(6) * 0.4, 22 + rng.random(6) * 0.4).assign(attractiveness=[1.0, 2.0] * 3)
    world = market(people, sites("C", [113.1], [22.1]), own, rivals)
    every = pd.MultiIndex.from_product([people.index, [*own.index, *rivals.index]], names=["zone_id", "site_id"])
    whole = dataclasses.replace(world, flows=every.to_frame(index=False).assign(visits=1.0))
    pairs = observed_flows(ASKED, whole, travel_times(ASKED.travel, whole)).table
    draw = pairs[KNOWN] * np.exp(-rate * pairs["minutes"])
    seen = [
        pd.Series(rng.multinomial(200, draw[rows] / draw[rows].sum()), index=rows)
        for rows in pairs.groupby("zone_id").groups.values()
    ]
    flows = pairs.assign(visits=pd.concat(seen).astype(float))[["zone_id", "site_id", "visits"]]
    return dataclasses.replace(world, flows=flows[flows["visits"] > 0])


class TestPairs:
    def test_sites_of_the_flows_in_reach_are_pairs_visited_or_not(self) -> None:
        """Three zones in a row 10 km apart, two sites; Z2 went to F0 only, Z0 is not observed."""
        world = market(
            zones([113, 113.1, 113.2], [22] * 3, [1] * 3), sites("C", [113], [22]), sites("F", [113, 113.2], [22] * 2)
        )
        flows = pd.DataFrame({"zone_id": ["Z1", "Z1", "Z2"], "site_id": ["F0", "F1", "F0"], "visits": [5.0, 4.0, 3.0]})
        world = dataclasses.replace(world, flows=flows)
        found = observed_flows(ASKED, world, travel_times(Travel(), world)).table.set_index(["zone_id", "site_id"])
        assert found["visits"].to_dict() == {("Z1", "F0"): 5, ("Z1", "F1"): 4, ("Z2", "F0"): 3, ("Z2", "F1"): 0}

    def test_attractiveness_is_the_studys_and_factors_are_fitted_where_sites_differ(self) -> None:
        """The median of malls (200, 200, 800) is 200: own sites have 1 and 4; the one rival is its class's median."""
        world = market(
            zones([113.0, 113.1], [22.0] * 2, [1] * 2),
            sites("C", [113.0], [22.0]).assign(area_m2=200.0, rent=10.0),
            sites("F", [113.0, 113.05], [22.0] * 2).assign(area_m2=[200.0, 800.0]),
            sites("R", [113.0], [22.0]).assign(attractiveness=1.5, area_m2=90.0),
        )
        flows = pd.DataFrame({"zone_id": "Z0", "site_id": ["F0", "F1", "R0"], "visits": 1.0})
        world = dataclasses.replace(world, flows=flows)
        asked = study(trade_area={"exponents": {"area_m2": 0.5, "rent": 0.2}})
        found = observed_flows(asked, world, travel_times(Travel(), world))
        assert found.factors == ("area_m2",)
        assert found.table.set_index("site_id")["area_m2"].to_dict() == {"F0": 1, "F1": 4, "R0": 1}
        assert found.table.set_index("site_id")[KNOWN].to_dict() == {"F0": 1, "F1": 1, "R0": 1.5}
        assert "exponent of rent is kept at 0.2" in found.notes[0]

    def test_what_is_out_of_reach_or_sells_nothing_is_left_out_and_said(self) -> None:
        world = market(
            zones([113.0, 113.1], [22.0] * 2, [1] * 2),
            sites("C", [113.0], [22.0]),
            sites("F", [113.0, 113.1, 115.0], [22.0] * 3).assign(format=["mall", "service", "mall"]),
        )
        flows = pd.DataFrame({"zone_id": "Z0", "site_id": ["F0", "F1", "F2"], "visits": [6.0, 3.0, 1.0]})
        world = dataclasses.replace(world, flows=flows)
        found = observed_flows(ASKED, world, travel_times(Travel(), world))
        assert set(found.table["site_id"]) == {"F0"}
        assert "1 of 10 visits are to sites beyond" in found.notes[0]
        assert "attractiveness 0 were left out: F1" in found.notes[1]

    def test_a_study_without_flows_says_what_to_add(self) -> None:
        world = market(zones([113.0], [22.0], [1]), sites("C", [113.0], [22.0]))
        with pytest.raises(StudyError, match="no table of flows is named"):
            calibrate_study(ASKED, world)


class TestCalibration:
    def test_the_truth_is_found_and_told(self) -> None:
        found = calibrate_study(ASKED, town())
        assert found.decay == "exponential"
        low, high = found.model.conf_int(0.999).loc["rate"]
        assert low < 0.06 < high
        assert found.area.rate == found.model.params_["rate"]
        assert found.area.outside == ASKED.trade_area.outside
        assert found.tested.means["exponential"] > found.tested.means["power"] > found.tested.means["equal shares"]
        assert set(found.tiers.fits["group"]) == {"1", "3"}
        assert found.tiers.notes == ()

    def test_residuals_sum_to_nothing_and_show_where(self) -> None:
        pairs = calibrate_study(ASKED, town()).pairs
        assert by_site(pairs).sum().tolist() == pytest.approx([pairs["visits"].sum()] * 2)
        longer = by_zone(pairs)
        assert np.average(longer["longer"], weights=longer["visits"]) == pytest.approx(
            0, abs=1e-4
        )  # the score equation
        assert pairs_with_residuals(pairs)["residual"].abs().median() < 1

    def test_one_site_all_zero_and_too_few_zones_are_refused(self) -> None:
        world = town()
        assert world.flows is not None
        for flows, said in (
            (world.flows[world.flows["site_id"] == "F0"], "no zone has more than one site"),
            (world.flows.assign(visits=0.0), "no zone has any visit"),
            (world.flows[world.flows["zone_id"].isin(["Z0", "Z1", "Z2"])], "3 zones have visits"),
        ):
            with pytest.raises(StudyError, match=said):
                calibrate_study(ASKED, dataclasses.replace(world, flows=flows))

    def test_a_rate_outside_the_usual_range_is_said_and_kept(self) -> None:
        found = calibrate_study(ASKED, town(0.2))
        assert any("outside the usual range of 0.04 to 0.12" in note for note in found.notes)
        assert found.area.rate == pytest.approx(0.2, rel=0.1)

    def test_rates_that_differ_by_tier_do_not_transfer(self) -> None:
        near, far = (town(rate).flows for rate in (0.12, 0.05))
        world = town()
        assert near is not None
        assert far is not None
        in_first = {zone for zone, tier in world.zones["tier"].items() if tier == "1"}
        mixed = pd.concat([near[near["zone_id"].isin(in_first)], far[~far["zone_id"].isin(in_first)]])
        found = calibrate_study(ASKED, dataclasses.replace(world, flows=mixed))
        assert any("rate does not transfer" in note for note in found.notes)
        assert found.tiers.differ["rate"] < 1e-6


class TestOwnRates:
    """Own malls draw by half the rate of rivals, and the study says so: in tier 3 by the same."""

    def asked(self, rate: float = 0.08, **own: object) -> Study:
        mall = FORMATS["mall"].model_copy(update={"rate": {"1": rate / 2, "default": rate}, **own})
        formats = {"mall": mall, "service": FORMATS["service"]}
        return study(trade_area={"decay": "exponential", "rate": rate}, formats=formats)

    def town(self) -> Market:
        """Visits by the truth: 0.06 a minute to rivals, and to own malls of people in tier 3; else 0.03."""
        world = town()
        every = pd.MultiIndex.from_product(
            [world.zones.index, [*world.facilities.index, *world.competitors.index]], names=["zone_id", "site_id"]
        )
        whole = dataclasses.replace(world, flows=every.to_frame(index=False).assign(visits=1.0))
        pairs = observed_flows(ASKED, whole, travel_times(ASKED.travel, whole)).table
        half = (pairs["tier"] == "1") & pairs["site_id"].str.startswith("F")
        draw = pairs[KNOWN] * np.exp(-0.06 * pairs["minutes"] * np.where(half, 0.5, 1.0))
        visits = (20_000 * draw / draw.groupby(pairs["zone_id"]).transform("sum")).round()
        return dataclasses.replace(world, flows=pairs.assign(visits=visits)[["zone_id", "site_id", "visits"]])

    def test_one_rate_is_fitted_and_the_ratios_hold(self) -> None:
        """Blind to the ratio the rate would be another: told, it is the truth to the rounding of visits."""
        found = calibrate_study(self.asked(), self.town())
        assert found.area.rate == pytest.approx(0.06, rel=1e-2)
        assert found.formats["mall"].rate == pytest.approx({"1": 0.03, "default": 0.06}, rel=1e-2)
        assert list(found.models) == ["exponential"]
        assert any("mall have rates of their own" in note for note in found.notes)
        driven = observed_flows(ASKED, self.town(), travel_times(Travel(), self.town())).table["minutes"]
        assert found.pairs["minutes"].to_numpy() == pytest.approx(driven.to_numpy())

    def test_visits_from_beyond_a_formats_reach_are_left_out_and_said(self) -> None:
        world = self.town()
        found = observed_flows(self.asked(max_minutes=10.0), world, travel_times(Travel(), world))
        own = found.table["site_id"].str.startswith("F")
        assert found.table.loc[own, DRIVEN].max() <= 10 < found.table.loc[~own, DRIVEN].max()
        assert "or their format's, and were left out" in found.notes[0]

    def test_a_curve_with_a_midpoint_is_not_fitted_beside_others(self) -> None:
        asked = self.asked()
        bent = asked.trade_area.model_copy(update={"decay": "logistic"})
        with pytest.raises(StudyError, match="mall have curves of their own"):
            calibrate_study(asked.model_copy(update={"trade_area": bent}), self.town())


class TestHeldOut:
    def test_no_zone_is_in_the_fit_and_in_the_test(self) -> None:
        """A constant for each zone's own favourite would win in sample; neighbours are in one block."""
        flows = simulated(0)
        blocks = spatial_blocks(flows[["x", "y"]].to_numpy(), params=HeldOutFlowsParams(blocks=10))
        assert (pd.Series(blocks).groupby(flows["zone_id"].to_numpy()).nunique() == 1).all()
        assert len(np.unique(blocks)) == 10
        places = pd.DataFrame(flows[["x", "y"]]).groupby(blocks)
        assert places.std().mean().mean() < flows[["x", "y"]].std().mean() / 2

    def test_zone_by_zone_it_is_what_fitting_without_each_zone_gives(self) -> None:
        flows = simulated(1, 6, 5, 400)
        model, six = HuffModel("power", ["size"]), HeldOutFlowsParams(folds=6)
        tested = held_out(flows, {"power": model}, pd.factorize(flows["zone_id"])[0], six)
        by_hand = []
        for zone in flows["zone_id"].unique():
            rest = flows["zone_id"] != zone
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", CalibrationWarning)
                by_hand.append(HuffModel("power", ["size"]).fit(flows[rest]).score(flows[~rest]))
        assert sorted(tested.folds["power"]) == pytest.approx(sorted(by_hand))
        assert tested.means["equal shares"] == pytest.approx(-np.log(5))

    @settings(max_examples=4)
    @given(st.integers(0, 50))
    def test_the_true_decay_wins(self, seed: int) -> None:
        flows = simulated(seed, 80, 8, 200, "exponential", 0.08)
        models = {name: HuffModel(name, ["size"]) for name in ("power", "exponential")}
        tested = held_out(flows, models, spatial_blocks(flows[["x", "y"]].to_numpy()))
        gain, error = tested.gain("exponential", "power")
        assert gain > error > 0

    def test_a_model_that_cannot_be_fitted_says_why(self) -> None:
        flows = simulated(2).assign(same=1.0)
        tested = held_out(flows, {"bad": HuffModel("power", ["same"])}, pd.factorize(flows["zone_id"])[0])
        assert "the same for all sites" in tested.failed["bad"]
        assert np.isnan(tested.means["bad"])


def test_groups_with_too_few_flows_are_named() -> None:
    flows = simulated(3).assign(tier=lambda f: np.where(f["zone_id"] == "Z1", "small", "large"))
    found = transfer(
        flows[~((flows["tier"] == "small") & (flows["site_id"] > "S2"))], HuffModel("power", ["size"]), "tier"
    )
    assert any("Too few flows for a fit of their own: tier small" in note for note in found.notes)
    assert np.isnan(found.differ["rate"])


def test_cochrans_q_by_hand() -> None:
    """Rates 1 and 2 with errors of 1: mean 1.5, Q = 0.25 + 0.25, one degree: P(chi2 > 0.5) = 0.4795."""
    from siteplan.tradearea.calibration.transfer import _likeness

    assert _likeness(pd.DataFrame({"estimate": [1.0, 2.0], "standard_error": [1.0, 1.0]})) == pytest.approx(
        0.4795, abs=1e-4
    )


def test_the_study_takes_a_logistic_decay() -> None:
    asked: Study = study(trade_area={"decay": "logistic", "rate": 0.15, "midpoint": 20})
    assert asked.trade_area.midpoint == 20
