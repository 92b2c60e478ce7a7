"""What is said of an answer that counts the phases of its study as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.study.phases_spec import Phase

__all__ = ["at_once_dict", "at_once_sentences"]


def at_once_sentences(phases: Sequence[Phase], reader: Reader) -> list[str]:
    """Return that a study's phases count as one, and for how much money; nothing where it has none."""
    if not phases:
        return []
    _ = reader.gettext
    spend = [phase.to_spend for phase in phases if phase.at_most != 0]
    known = bool(spend) and None not in spend
    told = (
        _("The study opens in {n} phases; this was asked of networks that open at once, for the {money} of all phases.")
        if known
        else _("The study opens in {n} phases; this was asked of networks that open at once.")
    )
    money = amount(sum(filter(None, spend)), reader.currency, reader)
    staff = [_("How many people a phase employs was not asked.")] if any(p.staff is not None for p in phases) else []
    return [told.format(n=len(phases), money=money), *staff]


def at_once_dict(phases: Sequence[Phase]) -> list[dict[str, Any]]:
    """Return the phases that count as one, as JSON knows them."""
    return [phase.model_dump(mode="json", exclude_none=True) for phase in phases]
