"""What the maker of a rule has to go by, and the filters that several of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scipy.sparse import csr_array, diags_array

from siteplan.formulate.sales_arrays import Won
from siteplan.groundwork import Groundwork
from siteplan.optimise.rules.where import matching
from siteplan.optimise.types import Bools
from siteplan.study.rules import WhereRule

__all__ = ["Asked", "only", "opening", "some"]


@dataclass(frozen=True)
class Asked:
    """A rule's id, the market it is asked of, and what the network wins and sells there."""

    ground: Groundwork
    name: str
    won: Won


def opening(ground: Groundwork, where: Mapping[str, Any]) -> Bools:
    """Return the filter for openings only (n_options,): a site of today that stays is none, one that converts is.

    What a filter names need not be among the options: a list may name more than there is.
    """
    return matching({**where, "new": True}, ground.options)


def some(ground: Groundwork, spec: WhereRule) -> Bools | None:
    """Return the options that a rule speaks of (n_options,); None for all."""
    return matching(spec.where(), ground.options) if spec.where() else None


def only(picked: Bools) -> csr_array:
    """Return the matrix that blanks the rows, or columns, of what is not picked."""
    return csr_array(diags_array(picked.astype(float)))
