"""Fit a study's trade-area model to its flows: choose the decay, check it, say what to write into the study."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.errors import Problem, StudyError
from siteplan.market import Market
from siteplan.study import Format, Study, TradeArea
from siteplan.study.decays import DECAYS, DecayName
from siteplan.study.trade_area_spec import in_proportion
from siteplan.tradearea.calibration.caution import N_, CalibrationWarning, Caution, listed
from siteplan.tradearea.calibration.held_out_flows import HeldOutFlows, held_out, spatial_blocks
from siteplan.tradearea.calibration.huff_model import HuffModel
from siteplan.tradearea.calibration.observed import DRIVEN, KNOWN, ObservedFlows, observed_flows
from siteplan.tradearea.calibration.transfer import Transfer, transfer
from siteplan.tradearea.format_decay import own_curves
from siteplan.travel import TravelTimes

__all__ = ["Calibration", "calibrate"]


@dataclass(frozen=True)
class Calibration:
    """A study's model fitted to its flows.

    Attributes
    ----------
    pairs : DataFrame (n_pairs,)
        See ObservedFlows.table, with minutes as driven, and share and expected (visits) by the fitted model.
    decay : str
        The chosen one; `models` holds the fit of each that could be fitted, by name.
    tested : HeldOutFlows
        What each decay is worth on zones that were held out.
    tiers : Transfer
        Fits by tier.
    area : TradeArea
        What to write into the study.
    notes : tuple of Caution
        What is to be known.
    """

    study: Study
    market: Market
    pairs: pd.DataFrame
    decay: DecayName
    models: Mapping[DecayName, HuffModel]
    tested: HeldOutFlows
    tiers: Transfer
    area: TradeArea
    notes: tuple[Caution, ...]

    @property
    def formats(self) -> dict[str, Format]:
        """The formats: rates of their own keep their ratios to the one that is fitted."""
        return in_proportion(self.study.formats, self.study.trade_area, self.area)

    @property
    def model(self) -> HuffModel:
        """The fit with the chosen decay."""
        return self.models[self.decay]


def calibrate(study: Study, market: Market, travel: TravelTimes) -> Calibration:
    """Return the study's trade-area model fitted to its flows.

    Each decay is fitted with the exponents that the flows can tell; that with the highest likelihood on zones held
    out in spatial blocks is chosen, a logistic one only where it is better by more than the standard error of the
    difference, having a parameter more, as any that bends. Where formats have rates of their own, which are of the
    study's decay, that one is fitted alone, and they keep their ratios to it.

    Raises
    ------
    StudyError
        The flows are missing or cannot be fitted; see HuffModel.fit.
    """
    observed = observed_flows(study, market, travel)
    own, area = own_curves(study), study.trade_area
    names = (area.decay,) if own else (*DECAYS,)
    asked: dict[DecayName, HuffModel] = {name: HuffModel(name, observed.factors, offset=KNOWN) for name in names}
    models, refused = _fitted(observed.table, asked)
    tested = held_out(observed.table, {name: asked[name] for name in models}, _blocks(market, observed.table))
    decay, why = _chosen(models, tested)
    model = models[decay]
    tiers = transfer(observed.table, asked[decay], "tier")
    predicted = {"share": model.predict(observed.table), "expected": model.predict_visits(observed.table)}
    pairs = observed.table.assign(**predicted, minutes=observed.table[DRIVEN]).drop(columns=DRIVEN)
    notes = (*observed.notes, *_held(own, area), *refused, *why, *model.notes_, *tiers.notes)
    return Calibration(study, market, pairs, decay, models, tested, tiers, _area(study, observed, model), notes)


def _held(own: tuple[str, ...], area: TradeArea) -> list[Caution]:
    """Return that formats keep the ratios of their rates, and the study its decay."""
    text = N_(
        "{formats} have rates of their own: they keep their ratios to the rate fitted, and the decay stays {decay}."
    )
    return [Caution(text, {"formats": listed(own), "decay": area.decay})] if own else []


def _fitted(
    table: pd.DataFrame, asked: Mapping[DecayName, HuffModel]
) -> tuple[dict[DecayName, HuffModel], list[Caution]]:
    """Return the models that could be fitted, and why others could not; refuse if none could."""
    models: dict[DecayName, HuffModel] = {}
    errors: dict[DecayName, StudyError] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CalibrationWarning)  # they are told among the notes
        for name, model in asked.items():
            try:
                models[name] = model.fit(table)
            except StudyError as error:
                errors[name] = error
    if not models:
        problems = dict.fromkeys(problem for error in errors.values() for problem in error.problems)
        raise StudyError(problems)
    return models, [_refused(name, error) for name, error in errors.items()]


def _refused(decay: str, error: StudyError) -> Caution:
    if any("midpoint" in problem.column for problem in error.problems):
        return Caution(N_("The flows do not show where a logistic curve would bend; an exponential fits the same."), {})
    return Caution(N_("The {decay} decay could not be fitted. {why}"), {"decay": decay, "why": str(error)})


def _blocks(market: Market, table: pd.DataFrame) -> pd.Series:
    """Return the spatial block of each pair's zone."""
    zones = market.zones.geometry.loc[table["zone_id"].unique()].to_crs(market.metric_crs).centroid
    blocks = spatial_blocks(np.column_stack((zones.x, zones.y)))
    return table["zone_id"].map(dict(zip(zones.index, blocks.tolist(), strict=True)))


def _chosen(models: Mapping[DecayName, HuffModel], tested: HeldOutFlows) -> tuple[DecayName, list[Caution]]:
    """Return the decay to use, and what is to be known about the choice."""
    means = tested.means
    sound = [name for name in models if _usable(models[name]) and np.isfinite(means[name])]
    if not sound:
        what = "no decay could be fitted by which fewer people come from farther away"
        raise StudyError([Problem("flows", what, "Check minutes and visits; more zones and sites may help.")])
    plain = [name for name in sound if not DECAYS[name].bends] or sound
    best = max(plain, key=lambda name: float(means[name]))
    notes = []
    for other in plain:
        if other != best and np.less(*tested.gain(best, other)):
            text = N_("On zones held out, {best} and {other} do equally well; {best} is slightly better.")
            notes.append(Caution(text, {"best": best, "other": other}))
    for name in sound:
        if DECAYS[name].bends and np.greater(*tested.gain(name, best)):
            best = name
    if means[best] <= means["equal shares"]:
        text = N_("On zones held out, the model predicts visits no better than equal shares do: do not rely on it.")
        notes.append(Caution(text, {}))
    return best, notes


def _usable(model: HuffModel) -> bool:
    return bool(model.params_["rate"] > 0 and model.params_.get("midpoint", 1.0) > 0)


def _area(study: Study, observed: ObservedFlows, model: HuffModel) -> TradeArea:
    """Return the study's [trade_area] with what was fitted; the outside option is not in flows and stays."""
    found = {name: float(value) for name, value in model.params_.items()}
    exponents = {**study.trade_area.exponents, **{name: found[name] for name in observed.factors}}
    changes = {"decay": model.decay, "rate": found["rate"], "exponents": exponents}
    if "midpoint" in found:
        changes["midpoint"] = found["midpoint"]
    return study.trade_area.model_copy(update=changes)
