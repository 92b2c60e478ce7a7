"""Groundwork: all that is known before a question is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.charging.charging_market import ChargingMarket, charging_market
from siteplan.finance.level_figures import LevelFigures, level_figures
from siteplan.forecast import Forecast, sales_known
from siteplan.market import Market
from siteplan.market.access import offered, offers
from siteplan.market.one_off import with_one_off_costs
from siteplan.market.options import facility_options, known_rents, may_change, site_numbers, site_options
from siteplan.market.rivals_there import market_in, staying_rivals
from siteplan.market.sales_caps import caps_of
from siteplan.score import Opportunities, Scorecard, Surroundings, find_openings, score_candidates
from siteplan.study import Demand, Function, Outlook, Study
from siteplan.study.format_spec import ONLY_MONEY
from siteplan.study.section import by_key
from siteplan.tradearea import Utilities, in_parts, utilities
from siteplan.tradearea.attractiveness import references
from siteplan.tradearea.followers import followed
from siteplan.travel import TravelMatrix, TravelTimes

__all__ = ["Groundwork", "scored", "sites_of"]


@dataclass(frozen=True)
class Groundwork:
    """Minutes, options, utilities and scores of a study's market.

    Attributes
    ----------
    travel : TravelTimes
        To candidates, facilities and competitors; to all that is decided on, and to what stays in every plan.
    options : DataFrame (n_options,) indexed by "site_id:format"
        What a plan decides on (see options.py), in the order of the utilities' columns.
    facilities : DataFrame (n_facilities,) indexed by site_id
        Today's sites that stay as they are in every plan, as options.
    forecast : Forecast
        What options are expected to sell, learnt from own sites, or why that cannot be said.
    own_stations : TravelMatrix (n_zones, n_own_stations)
        Minutes to the maker's own charging stations of today: people charge there.
    charging : ChargingMarket or None
        Access to charging, its gaps and what options would win; None where the study names no stations.
    entering : mapping of TravelMatrix
        Minutes to the rivals that come in each outlook, by its name, and to places of replies (see Market.entering).
    futures : the groundwork of each outlook, where it is not what the study's own outlooks make of this one
    weights : tuple of float
        By which the outlooks count; their probabilities if there are none.
    months : those of the horizon that count in what options and facilities earn and cost; all if None
    undated : the groundwork whose options these are, by when they opened; None where these are no such vintages
    vintage_of : (n_options,) number of the option there
    """

    study: Study
    market: Market
    travel: TravelTimes
    options: pd.DataFrame
    facilities: pd.DataFrame
    model: Utilities
    scorecard: Scorecard
    forecast: Forecast
    own_stations: TravelMatrix
    charging: ChargingMarket | None = None
    entering: Mapping[str, TravelMatrix] = field(default_factory=dict)
    futures: tuple[Groundwork, ...] = ()
    weights: tuple[float, ...] = ()
    months: tuple[int, int] | None = None
    undated: Groundwork | None = None
    vintage_of: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, dtype=np.intp))

    @cached_property
    def stands(self) -> NDArray[np.bool_]:
        """Options that stand already (n_options,): with the facilities that stay they are today's network."""
        return (self.options["change"] == "kept").to_numpy(dtype=bool)

    @cached_property
    def site_of(self) -> NDArray[np.intp]:
        """A number for the site of each option (n_options,)."""
        return site_numbers(self.options)

    @cached_property
    def option_caps(self) -> NDArray[np.float64]:
        """Most that each option can sell (n_options,), vehicles/year; infinite where nothing says so."""
        return caps_of(self.study, self.options)

    @cached_property
    def own_caps(self) -> NDArray[np.float64]:
        """Most that each facility that stays can sell (n_facilities,), likewise."""
        return caps_of(self.study, self.facilities)

    @cached_property
    def options_near(self) -> csr_array:
        """(n_options, n_options) stored where two options may win a vehicle of the same zone."""
        utility = self.model.options
        pulls = csr_array((np.ones(utility.nnz, dtype=bool), utility.indices, utility.indptr), shape=utility.shape)
        return csr_array(pulls.T @ pulls)

    @cached_property
    def option_figures(self) -> LevelFigures:
        """What options earn and cost a year (n_options,)."""
        return level_figures(self.options, self.study, self.months)

    @cached_property
    def own_figures(self) -> LevelFigures:
        """What the facilities that stay earn and cost a year (n_facilities,)."""
        return level_figures(self.facilities, self.study, self.months)

    @cached_property
    def staying_minutes(self) -> dict[Function, NDArray[np.float64]]:
        """Minutes to the nearest facility that stays with each function (n_zones,); own stations charge, too."""
        formats, fixed = self.study.formats, self.travel.fixed
        return {
            function: np.minimum(
                fixed.nearest(offers(formats, self.facilities, function)), self.minutes_to_stations(function)
            )
            for function in offered(self.study)
        }

    def minutes_to_stations(self, function: Function) -> NDArray[np.float64]:
        """Return minutes to the nearest own station (n_zones,); infinite where it is none, or not for charging."""
        stations = self.own_stations
        return stations.nearest(np.full(len(stations.site_ids), function == "charging"))

    def stations_within(self, function: Function, limits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how many own stations people reach within their minutes (n_zones,); none but for charging."""
        near = np.asarray(self.own_stations.within(limits).sum(axis=1), dtype=float)
        return near * (function == "charging")

    def opportunities(self) -> Opportunities:
        """Return white space and look-alikes of today's network."""
        sales = self.forecast.observed.sales
        return find_openings(self.study, self.market, self.travel, self.model, self.options, sales)

    def outlooks(self) -> list[tuple[float, Groundwork]]:
        """Return probability, or weight, and groundwork of each outlook; this one alone where the study names none.

        All have the same options in the same order; minutes, scores and forecasts are those of the market as it stands.
        """
        chances = self.weights or [outlook.probability for outlook in self.study.outlooks]
        return list(zip(chances, self.futures or self._futures, strict=True)) or [(1.0, self)]

    def weighing(self, weights: Sequence[float]) -> Groundwork:
        """Return the same, its outlooks counted by other weights than their probabilities."""
        return replace(self, weights=tuple(weights))

    def with_demand(self, factor: Callable[[Demand], NDArray[np.float64]]) -> Groundwork:
        """Return the same where demand is other than the study says, and so in each of its outlooks.

        `factor` (n_zones,) is how many times as much is asked, from what the study or the outlook says of demand.
        """
        plain, *futures = (
            replace(there, model=there.model.times(factor(there.study.demand), 1.0, 1.0))
            for there in (self, *self._futures)
        )
        return replace(plain, futures=tuple(futures))

    @cached_property
    def _futures(self) -> list[Groundwork]:
        return [self._in(outlook) for outlook in self.study.outlooks]

    def _in(self, outlook: Outlook) -> Groundwork:
        """Return the groundwork as it is where an outlook comes."""
        there = self.under(self.study.in_outlook(outlook))
        market = market_in(self.market, outlook)
        if market is not self.market:
            travel = replace(self.travel, competitors=self._to_rivals(outlook))
            _, model = _market_model(there.study, market, travel, there.options, self.market)
            there = replace(there, market=market, travel=travel, model=model)
        tiers = self.market.zones["tier"]
        demand = tiers.map(lambda tier: by_key(outlook.demand, tier, 1.0)).to_numpy(dtype=float)
        return replace(there, model=there.model.times(demand, outlook.rivals, outlook.outside))

    def _to_rivals(self, outlook: Outlook) -> TravelMatrix:
        """Return minutes to the rivals of an outlook, in the order of its market."""
        arriving = self.entering.get(outlook.name)
        staying = self.travel.competitors.to(staying_rivals(self.market, outlook).index)
        return staying if arriving is None else staying.beside(arriving)

    def asking(self, study: Study) -> Groundwork:
        """Return the same groundwork under a study that differs in nothing but its plan."""
        return replace(self, study=study)

    def under(self, study: Study) -> Groundwork:
        """Return options and utilities under a study with other figures; minutes, scores and forecasts stay."""
        same = study.formats == self.study.formats  # what options are made of, and nothing else of a study
        options, facilities = (self.options, self.facilities) if same else sites_of(study, self.market)
        if "decided" in self.options:  # in which month of a plan in phases, whatever the figures are
            options = options.assign(decided=self.options["decided"])
        kept = _drawing(study) == _drawing(self.study)
        model = self.model if kept else _market_model(study, self.market, self.travel, options)[1]
        return replace(self, study=study, options=options, facilities=facilities, model=model)

    def at(self, path: Sequence[str], value: float) -> Groundwork:
        """Return the same under the study with another figure where a path of its keys leads."""
        return self.under(self.study.at(path, value))


def _drawing(study: Study) -> tuple[object, ...]:
    """Return all of a study that utilities follow from: what its formats earn and cost is none of it."""
    formats = {name: spec.model_dump(exclude={*ONLY_MONEY}) for name, spec in study.formats.items()}
    return study.trade_area, study.demand, study.tiers, formats


def scored(
    study: Study,
    market: Market,
    travel: TravelTimes,
    others: tuple[TravelMatrix, Mapping[str, TravelMatrix]],
    say: Callable[[str], None] = lambda _: None,
) -> tuple[Groundwork, Surroundings, Surroundings]:
    """Return options, utilities and scores, without forecasts yet, and the surroundings of candidates and own sites.

    `others` are minutes to own stations and to the rivals of outlooks.
    """
    say("trade areas")
    options, facilities = sites_of(study, market)
    whole, model = _market_model(study, market, travel, options)
    say("scores")
    charging = charging_market(study, market, travel, options)
    reach = (market, travel, whole, study.score.minutes)
    around, own = Surroundings.of_candidates(*reach, charging), Surroundings.of_facilities(*reach)
    card = score_candidates(study.score, around.as_given(), own).with_moves(market.candidates)
    card, none, (stations, entering) = replace(card, read_for=study), Forecast(sales_known(study, own.sites)), others
    ground = Groundwork(study, market, travel, options, facilities, model, card, none, stations, charging, entering)
    return ground, around, own


def sites_of(study: Study, market: Market) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what a plan decides on, and today's sites that stay as they are in every plan, as options."""
    staying = market.facilities[~may_change(market.facilities)]
    known = known_rents(market, study.formats)
    options = with_one_off_costs(site_options(market, study.formats, known), market.facilities, study)
    return options, facility_options(staying, known, study.formats)


def _market_model(
    study: Study, market: Market, travel: TravelTimes, options: pd.DataFrame, today: Market | None = None
) -> tuple[Utilities, Utilities]:
    """Return utilities of the whole demand, and those by its parts (segments and lines).

    What is usual for a class of rivals is so among those of `today`, where others come or go.
    """
    staying = replace(market, facilities=market.facilities[~may_change(market.facilities)])
    usual = replace(market, competitors=(today or market).competitors)
    whole = utilities(study, staying, travel, options, references(study.trade_area, usual, options))
    whole = followed(study, travel, options, whole)
    return whole, in_parts(study.demand, market.zones, whole, options["format"], staying.facilities["format"])
