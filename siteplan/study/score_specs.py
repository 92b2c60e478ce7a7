"""The scorecard as a study asks for it: criteria, how their points run, weights and gates."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from siteplan.study.section import Int, Minutes, Names, NonNegative, Positive, Section, Signed

__all__ = ["FEWEST_SITES", "MOST_CRITERIA", "Criterion", "Gate", "Score"]

FEWEST_SITES = 15  # own sites with observed sales, below which nothing is fitted to them
MOST_CRITERIA = 15  # compared in pairs: for so many the random index of consistency is published

Direction = Literal["higher", "lower", "ideal", "fitted"]
Normalise = Literal["min_max", "rank", "z"]
Weighting = Literal["given", "ahp", "entropy", "critic", "fitted"]
Bounds = tuple[Signed, Signed]
Weights = dict[str, NonNegative]


def _fraction(value: object) -> object:
    """Let "1/3" stand where a number is asked for: TOML has no fractions."""
    try:
        return float(Fraction(value)) if isinstance(value, str) else value
    except (ValueError, ZeroDivisionError):
        return value


Ratio = Annotated[Signed, BeforeValidator(_fraction)]


class Gate(Section):
    """The range outside of which a candidate is not considered."""

    at_least: Signed | None = None
    at_most: Signed | None = None


class Criterion(Section):
    """How one criterion's values become points; what is not given is as [score] says for all."""

    normalise: Normalise | None = None
    direction: Direction | None = None
    bounds: Bounds | None = None
    ideal: Signed | None = None
    fall: Literal["triangle", "linear"] = "triangle"


class Ahp(Section):
    """Pairwise comparisons: row is so many times as important as column."""

    criteria: Names
    matrix: tuple[tuple[Ratio, ...], ...]


class TierScore(Section):
    """Other weights for the candidates of a tier."""

    weights: Weights


class FormatScore(Section):
    """Other weights for the sites of a format, and for those of a tier among them."""

    weights: Weights = Field(default_factory=dict)
    tiers: dict[str, TierScore] = Field(default_factory=dict)


class Score(Section):
    """Criteria of the scorecard: weights (any positive numbers), directions and gates."""

    minutes: Minutes = 15.0
    weighting: Weighting = "given"
    weights: Weights = Field(
        default_factory=lambda: {
            "footfall": 0.25, "income": 0.2, "competition": 0.2, "population": 0.25, "rent": 0.1,
        }
    )  # fmt: skip
    ahp: Ahp | None = None
    normalise: Normalise = "min_max"
    directions: dict[str, Direction] = Field(default_factory=dict)
    bounds: dict[str, Bounds] = Field(default_factory=dict)
    criteria: dict[str, Criterion] = Field(default_factory=dict)
    gates: dict[str, Gate] = Field(default_factory=dict)
    formats: dict[str, FormatScore] = Field(default_factory=dict)
    tiers: dict[str, TierScore] = Field(default_factory=dict)
    top: Annotated[Int, Field(ge=1, le=1_000_000)] = 10
    concentration: Positive = 50.0
    draws: Annotated[Int, Field(ge=1, le=100_000)] = 2000
    seed: Annotated[Int, Field(ge=0, le=2**31 - 1)] = 0

    def criterion(self, name: str) -> Criterion:
        """Return how a criterion's points run, with what is said for all criteria filled in."""
        own = self.criteria.get(name, Criterion())
        direction = own.direction or self.directions.get(name) or (None if own.ideal is None else "ideal")
        return own.model_copy(
            update={
                "normalise": own.normalise or self.normalise,
                "direction": direction,
                "bounds": own.bounds if own.bounds is not None else self.bounds.get(name),
            }
        )

    def other_weights(self) -> dict[tuple[str, str], Weights]:
        """Return the weights that hold instead of the usual ones, by format and tier; "" is any."""
        found = {("", tier): spec.weights for tier, spec in self.tiers.items()}
        for name, spec in self.formats.items():
            found |= {(name, tier): part.weights for tier, part in spec.tiers.items()}
            if spec.weights:
                found[name, ""] = spec.weights
        return found

    def names(self) -> tuple[str, ...]:
        """Return every criterion that has a weight somewhere, the usual ones first."""
        usual = self.ahp.criteria if self.weighting == "ahp" and self.ahp is not None else tuple(self.weights)
        return tuple(dict.fromkeys([*usual, *(name for w in self.other_weights().values() for name in w)]))

    def fits(self) -> bool:
        """Return whether anything is fitted to the own sites' observed sales."""
        return self.weighting == "fitted" or any(self.criterion(n).direction == "fitted" for n in self.names())
