"""Risks: what may happen, how likely, what it would cost, who looks after it and what is done."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from siteplan.study.section import Named, NonNegative, SomeShare

__all__ = ["Risk"]


def _as_estimates(value: object) -> object:
    """Let one number stand where the estimates of several experts may."""
    return (value,) if isinstance(value, int | float) and not isinstance(value, bool) else value


_FROM_EXPERTS = Field(min_length=1, max_length=50)
Chances = Annotated[tuple[SomeShare, ...], BeforeValidator(_as_estimates), _FROM_EXPERTS]
Losses = Annotated[tuple[NonNegative, ...], BeforeValidator(_as_estimates), _FROM_EXPERTS]


class Risk(Named):
    """Something that may happen to a plan.

    Attributes
    ----------
    probability : of each expert who was asked; left out it is that of the outlook
    outlook : the future that comes with it: the model says what the plan loses there
    money : what it costs a year where it happens (currency/year), of each expert; None where the outlook says it
    owner, response : who looks after it, and what is done; `owner_en`, `response_zh` ... for readers of these languages
    source : with its label, as "[A] two of the sales team"
    """

    probability: Chances | None = None
    outlook: str = ""
    money: Losses | None = None
    owner: str = ""
    owner_en: str | None = None
    owner_zh: str | None = None
    owner_zh_hant: str | None = None
    response: str = ""
    response_en: str | None = None
    response_zh: str | None = None
    response_zh_hant: str | None = None
    source: str = ""
