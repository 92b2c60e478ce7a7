"""The Huff model fitted to flows by multinomial maximum likelihood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from siteplan.errors import Problem, StudyError
from siteplan.errors.params import Params, within
from siteplan.study.decays import DECAYS, DecayName
from siteplan.tradearea.calibration.caution import N_, Caution, decay_notes, listed, say_all
from siteplan.tradearea.calibration.choices import Choices, choices_of
from siteplan.tradearea.calibration.flow_checks import check_flows
from siteplan.tradearea.calibration.identify import count_problems, running_off, spread_problems
from siteplan.tradearea.calibration.likelihood import Likelihood
from siteplan.tradearea.calibration.maximum import Maximum, find_maximum
from siteplan.tradearea.calibration.share_model import ShareModel, weighted_visits
from siteplan.tradearea.calibration.terms import Design, Terms
from siteplan.tradearea.decay import FIRST_MINUTE

__all__ = ["HuffModel", "HuffModelParams"]

Floats = NDArray[np.float64]
TABLE = "flows"


@dataclass(frozen=True)
class HuffModelParams(Params):
    """How visits are judged to scatter.

    Attributes
    ----------
    scattered : Pearson's chi-square a degree of freedom above which intervals are visibly too narrow
    expected : share of the largest expected number of visits; pairs of fewer say nothing of it
    """

    scattered: float = within(1.5, 1.0)
    expected: float = within(1e-9, 0.0, 1.0)


class HuffModel(ShareModel):
    """Share of site j in zone i: attractiveness x decay(minutes), over the sum of the same over i's sites.

    Attractiveness is the product of attributes, each to an exponent of its own, and of a constant by brand, class or
    format (Huff 1964; Nakanishi and Cooper 1974). All are found together by multinomial maximum likelihood (McFadden
    1974), with the exact gradient and Hessian; pairs without visits are observations like all others.

    Parameters
    ----------
    decay : str
        One of the study's (study/decays.py); what each says of minutes stands in tradearea/decay.py.
    attributes : sequence of str
        Columns of the flows, above zero, that attractiveness rises with.
    constants : str, optional
        Column that names each site's brand, class or format. The level with most visits is the reference, of
        constant 0; another's exp(constant) is what it draws against that one, all else being equal.
    offset : str, optional
        Column, above zero, of attractiveness that is known: it has no exponent.
    alpha : float
        Ridge: what is taken off the log-likelihood is alpha / 2 x the squares of the parameters, each in units of its
        column's spread within zones. 0 for none.
    least_minutes : float
        What fewer minutes count as under a power, which is infinite at 0; 1 as in a study.

    Attributes
    ----------
    params_ : Series
        Exponents by attribute, constants as "brand=X", rate (a minute; of a power without unit), midpoint (minutes).
    standard_errors_, covariance_ : Series, DataFrame
        From the observed information, the covariance of rate and midpoint by the delta method. With alpha > 0 they
        are those of the penalised likelihood: the spread, not the bias.
    log_likelihood_, null_log_likelihood_, pseudo_r2_ : float
        Of the fit; of equal shares; McFadden's 1 - one / other.
    dispersion_ : float
        Pearson's chi-square a degree of freedom: about 1 where visits scatter like a multinomial; where it is larger,
        multiply standard errors by its root. NaN where no degree is left.
    aic_ : float
        2 x parameters - 2 x log-likelihood.
    n_iter_, converged_ : int, bool
    notes_ : tuple of str
        What was done or found that is to be known; each is a CalibrationWarning too.

    Examples
    --------
    >>> import pandas as pd
    >>> from siteplan.tradearea import HuffModel
    >>> near = pd.DataFrame({"zone_id": list("aabbccddee"), "site_id": ["s", "t"] * 5,
    ...                      "minutes": [5, 10] * 5, "visits": [6, 3, 4, 2, 8, 4, 10, 5, 2, 1]})
    >>> float(HuffModel("power").fit(near).params_["rate"].round(6))  # twice as far, half as many
    1.0
    """

    tuning: ClassVar[HuffModelParams] = HuffModelParams()  # no parameter of the model: scikit-learn would search it

    def __init__(
        self,
        decay: DecayName = "exponential",
        attributes: Sequence[str] = (),
        constants: str | None = None,
        offset: str | None = None,
        alpha: float = 0.0,
        least_minutes: float = FIRST_MINUTE,
    ) -> None:
        self.decay = decay
        self.attributes = attributes
        self.constants = constants
        self.offset = offset
        self.alpha = alpha
        self.least_minutes = least_minutes

    def _terms(self) -> Terms:
        return Terms(self.decay, self.attributes, self.constants, self.offset, self.least_minutes)

    def fit(self, flows: pd.DataFrame, y: None = None, sample_weight: ArrayLike | None = None) -> HuffModel:  # noqa: ARG002
        """Fit to a table of pairs and return the model.

        Parameters
        ----------
        flows : DataFrame (n_pairs,)
            zone_id, site_id, minutes, visits (0 or more), and the columns that the model names. The sites of a
            zone's rows are what its people choose from. Zones without visits are left out, and said.
        sample_weight : array (n_pairs,), optional
            What a visit of each row counts for; as a rule the same in all rows of a zone. Standard errors take
            weights for numbers of visits.

        Raises
        ------
        StudyError
            With every problem: columns, numbers, pairs given twice, one site only, too few observations, collinear
            columns, perfect separation.
        ValueError
            decay or alpha is none of those allowed, or the weights do not fit.
        """
        self._check_arguments()
        terms = self._terms()
        check_flows(flows, terms)
        visits = weighted_visits(flows, sample_weight)
        used, notes = _with_visits(flows, visits)
        flows, visits = flows[used], visits[used]
        choices = choices_of(flows["zone_id"])
        visits = visits[choices.rows]
        flows = flows.iloc[choices.rows]
        self.levels_ = terms.levels(flows, visits)
        self.reference_ = self._reference(flows)
        design = terms.design(flows, self.levels_)
        notes += self._refuse_unseen(choices, design)
        found = find_maximum(choices, design, visits, self.alpha)
        self._refuse_separation(found, design)
        self._keep(found, choices, design, visits)
        self.notes_ = say_all([*notes, *self._cautions()])
        return self

    def _check_arguments(self) -> None:
        if self.decay not in DECAYS:
            raise ValueError(f"decay is {self.decay!r}; it may be {', '.join(DECAYS)}")
        if not self.alpha >= 0:
            raise ValueError(f"alpha is {self.alpha!r}; it may be 0 or more")

    def _reference(self, flows: pd.DataFrame) -> str | None:
        if self.constants is None:
            return None
        return next(iter(set(flows[self.constants].astype(str)) - set(self.levels_)))

    def _refuse_unseen(self, choices: Choices, design: Design) -> list[Caution]:
        """Refuse what the flows cannot tell; with a ridge, say it instead."""
        found = list(count_problems(choices, design))
        spread = [] if found else list(spread_problems(choices, design))
        if found or (spread and self.alpha == 0):
            raise StudyError([*found, *spread])
        text = N_("The flows alone do not determine {names}; the ridge penalty (alpha = {alpha}) does.")
        return [Caution(text, {"names": problem.column, "alpha": f"{self.alpha:g}"}) for problem in spread]

    def _refuse_separation(self, found: Maximum, design: Design) -> None:
        """Refuse parameters that run off; with a ridge, they do not."""
        gone = running_off(found, _internal_names(design)) if self.alpha == 0 else ()
        if not gone:
            return
        what = "the likelihood rises without end along these parameters; the flows separate perfectly"
        remedy = "Join a kind that nobody visits to another, leave the column out, or give alpha above 0."
        if "midpoint" in gone:
            what, remedy = "the flows do not show where the logistic curve bends", "Fit an exponential decay."
        raise StudyError([Problem(TABLE, what, remedy, ", ".join(gone))])

    def _keep(self, found: Maximum, choices: Choices, design: Design, visits: Floats) -> None:
        names, values, slopes = _reported(design, found.beta)
        inverse = np.linalg.pinv(found.information, hermitian=True)
        covariance = slopes @ inverse @ slopes.T
        self.beta_ = found.beta
        self.params_ = pd.Series(values, index=pd.Index(names, name="parameter"), name="estimate")
        self.covariance_ = pd.DataFrame(covariance, index=self.params_.index, columns=self.params_.index)
        self.degrees_of_freedom_ = None
        self.n_parameters_ = len(names)
        self.log_likelihood_ = found.value
        self.null_log_likelihood_ = float(visits @ choices.log_shares(np.zeros(len(visits))))
        self.pseudo_r2_ = 1 - found.value / self.null_log_likelihood_
        self.aic_ = 2 * len(names) - 2 * found.value
        fitted = Likelihood(choices, design, visits, np.zeros(len(found.beta)))
        self.dispersion_ = _dispersion(fitted, found.beta, self.tuning)
        self.n_iter_, self.converged_ = found.rounds, found.converged

    def _cautions(self) -> Iterator[Caution]:
        yield from decay_notes(self.decay, float(self.params_["rate"]), self.params_.get("midpoint"))
        if not self.converged_:
            text = N_("The search stopped after {rounds} rounds before it had converged.")
            yield Caution(text, {"rounds": str(self.n_iter_)})
        if self.dispersion_ > self.tuning.scattered:
            text = N_(
                "Visits scatter {times} times as much as a multinomial allows: true standard errors are {root} "
                "times those given."
            )
            yield Caution(text, {"times": f"{self.dispersion_:.1f}", "root": f"{np.sqrt(self.dispersion_):.1f}"})


def _with_visits(flows: pd.DataFrame, visits: Floats) -> tuple[NDArray[np.bool_], list[Caution]]:
    """Return the rows of zones with visits, and a note on the others."""
    total = pd.Series(visits, index=flows.index).groupby(flows["zone_id"].to_numpy()).transform("sum").to_numpy()
    used = np.asarray(total > 0)
    gone = list(dict.fromkeys(flows.loc[~used, "zone_id"]))
    if not used.any():
        raise StudyError([Problem(TABLE, "no zone has any visit", "Give the observed visits.", "visits")])
    text = N_("Zones without any visit say nothing about shares and were left out: {zones}.")
    return used, [Caution(text, {"zones": listed(gone)})] if gone else []


def _internal_names(design: Design) -> tuple[str, ...]:
    return design.names if design.bent is None else (*design.names, "midpoint", "rate")


def _reported(design: Design, beta: Floats) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return names and values as they are told, and the derivative of these by the internal ones."""
    if design.bent is None:
        return design.names, beta, np.eye(len(beta))
    k = len(design.names)
    a, b = beta[k:]
    slopes = np.eye(k + 2)
    slopes[k:, k:] = [[0.0, 1.0], [-1 / b, a / b**2]]
    return (*design.names, "rate", "midpoint"), np.append(beta[:k], (b, -a / b)), slopes


def _dispersion(fitted: Likelihood, beta: Floats, params: HuffModelParams) -> float:
    """Return Pearson's chi-square by the degrees of freedom, pairs of almost no expected visit left out."""
    expected, beyond = fitted.expected(beta)
    seen = expected > params.expected * expected.max()
    free = int(seen.sum()) - fitted.choices.n_zones - len(beta)
    return float((beyond[seen] ** 2 / expected[seen]).sum() / free) if free > 0 else float("nan")
