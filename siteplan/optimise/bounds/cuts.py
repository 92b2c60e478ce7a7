"""Cuts: linear majorants of what groups of zones are worth."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from siteplan.errors.params import Params, within
from siteplan.optimise.captures.capture import Block, Zones
from siteplan.optimise.captures.sparse import row_of, summed, with_entries
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Cuts", "CutsParams", "Majorant", "gradient", "grouped", "join", "submodular", "summed_cuts", "tighter"]


@dataclass(frozen=True)
class CutsParams(Params):
    """How cuts are summed; results are the same whatever it is.

    Attributes
    ----------
    cells_an_entry : pairs of group and option for each entry, from which sums over those that are there are quicker
        than over all
    """

    cells_an_entry: float = within(10.0, 0.0)


@dataclass(frozen=True)
class Majorant:
    """constant_i + slopes_i @ y >= value of zone i at every 0/1 vector y; slopes on the entries of reach.

    Below 0 is only that of an option in a zone that stands for itself.
    """

    constant: Floats
    slopes: Floats


@dataclass(frozen=True)
class Cuts:
    """value of group[k] <= constant[k] + slopes[k] @ y at every 0/1 vector y of the options.

    Attributes
    ----------
    group : (n_cuts,)
    constant : (n_cuts,)
    slopes : csr (n_cuts, n_options)
    """

    group: Ints
    constant: Floats
    slopes: sp.csr_array

    def __len__(self) -> int:
        """Return the number of cuts."""
        return len(self.group)

    def pick(self, which: Bools | Ints) -> Cuts:
        """Return some of the cuts."""
        rows = np.flatnonzero(which) if np.asarray(which).dtype == bool else which
        return Cuts(self.group[rows], self.constant[rows], sp.csr_array(self.slopes[rows]))

    def at(self, y: Floats) -> Floats:
        """(n_cuts,) right-hand sides at y."""
        return np.asarray(self.constant + self.slopes @ y)

    @classmethod
    def none(cls, n_options: int) -> Cuts:
        """No cut yet."""
        return cls(np.empty(0, dtype=np.int64), np.empty(0), sp.csr_array((0, n_options)))


def join(first: Cuts, second: Cuts) -> Cuts:
    """All cuts of both."""
    return Cuts(
        np.concatenate([first.group, second.group]),
        np.concatenate([first.constant, second.constant]),
        sp.csr_array(sp.vstack([first.slopes, second.slopes], format="csr")),
    )


def gradient(zones: Zones, y: Floats) -> Majorant:
    """Supergradient of the concave extension at y: strong where many options share a zone."""
    return _capped(zones, *zones.supergradient(y))


def submodular(zones: Zones, open_: Bools) -> Majorant:
    """Gains beside the open options, and their least losses: strong where one option decides.

    References
    ----------
    Nemhauser, G. L. and Wolsey, L. A. (1981), Maximizing submodular set functions: formulations and analysis of
    algorithms. Ljubic, I. and Moreno, E. (2018), Outer approximation and submodular cuts for maximum capture
    facility location problems with random utilities, EJOR 266(1).
    """
    reach = zones.reach
    is_open = open_[reach.indices]
    slopes = np.where(is_open, zones.least_losses(open_), zones.zone_gains(open_))
    y = open_.astype(float)
    lost = _at(reach, Majorant(np.zeros(reach.shape[0]), slopes), y)
    return _capped(zones, zones.zone_values(y) - lost, slopes)


def tighter(zones: Zones, first: Majorant, second: Majorant, y: Floats) -> Majorant:
    """Zone by zone the majorant that is lower at y."""
    reach = zones.reach
    lower = _at(reach, second, y) < _at(reach, first, y)
    return Majorant(
        np.where(lower, second.constant, first.constant),
        np.where(np.repeat(lower, np.diff(reach.indptr)), second.slopes, first.slopes),
    )


def summed_cuts(
    zones: Zones,
    majorant: Callable[[Block], Majorant],
    groups: Ints,
    n_groups: int,
    params: CutsParams = CutsParams(),
) -> Cuts:
    """Sum a majorant of zones over each group, block by block: that of a large matrix is never there as a whole."""
    blocks = zones.blocks()
    each = np.split(groups, np.cumsum([block.zones.reach.shape[0] for block in blocks])[:-1])
    if len(blocks) > 1 and _many_entries(blocks, n_groups, params):
        return _summed_in_cells(blocks, majorant, each, n_groups)
    parts = [_of_block(block, majorant(block), own, n_groups) for block, own in zip(blocks, each, strict=True)]
    if len(parts) == 1:
        return parts[0]
    constant = np.sum([part.constant for part in parts], axis=0)
    return Cuts(parts[0].group, constant, functools.reduce(operator.add, (part.slopes for part in parts)))


def _many_entries(blocks: Sequence[Block], n_groups: int, params: CutsParams) -> bool:
    """Whether so many pairs of group and option have a slope that sums over all are quicker."""
    entries = sum(block.zones.reach.nnz for block in blocks)
    return bool(entries * params.cells_an_entry >= n_groups * blocks[0].n_options)


def _of_block(block: Block, majorant: Majorant, groups: Ints, n_groups: int) -> Cuts:
    """Sum a majorant of a block's zones over each group."""
    cuts = grouped(block.zones, majorant, groups, n_groups)
    return replace(cuts, constant=cuts.constant * block.weight, slopes=block.over_options(cuts.slopes))


def _summed_in_cells(
    blocks: Sequence[Block], majorant: Callable[[Block], Majorant], each: Sequence[Ints], n_groups: int
) -> Cuts:
    """Sum a majorant over the groups of `each` block's zones, with a number for every pair of group and option."""
    constant, slopes = np.zeros(n_groups), np.zeros((n_groups, blocks[0].n_options))
    for block, groups in zip(blocks, each, strict=True):
        reach, made = block.zones.reach, majorant(block)
        constant += summed(groups, made.constant, n_groups) * block.weight
        cell = np.repeat(groups * reach.shape[1], np.diff(reach.indptr)) + reach.indices
        here = summed(cell, made.slopes, n_groups * reach.shape[1]).reshape(n_groups, -1)
        slopes += here if block.stands is None else here @ block.stands * block.weight
    return Cuts(np.arange(n_groups), constant, sp.csr_array(slopes))


def grouped(zones: Zones, majorant: Majorant, groups: Ints, n_groups: int) -> Cuts:
    """Sum a majorant over the zones of each group."""
    reach, n_zones = zones.reach, len(groups)
    matrix = sp.csr_array((majorant.slopes, reach.indices, reach.indptr), shape=reach.shape)
    if n_zones == n_groups and np.array_equal(groups, np.arange(n_groups)):
        return Cuts(groups, majorant.constant, with_entries(matrix, majorant.slopes != 0))
    members = sp.csr_array((np.ones(n_zones), (groups, np.arange(n_zones))), shape=(n_groups, n_zones))
    slopes = sp.csr_array(members @ matrix)
    slopes.eliminate_zeros()
    return Cuts(np.arange(n_groups), summed(groups, majorant.constant, n_groups), slopes)


def _capped(zones: Zones, constant: Floats, slopes: Floats) -> Majorant:
    """With one option open the majorant need not exceed what the zone can be worth at all, whatever lowers it."""
    least = constant
    if (falling := slopes < 0).any():
        least = constant + summed(row_of(zones.reach)[falling], slopes[falling], len(constant))
    room = np.maximum(zones.ceiling - least, 0.0)
    return Majorant(constant, np.minimum(slopes, _spread(zones.reach, room), out=slopes))


def _spread(reach: sp.csr_array, values: Floats) -> Floats:
    """(n_entries,) the number of each entry's zone."""
    return np.asarray(np.repeat(values, np.diff(reach.indptr)))


def _at(reach: sp.csr_array, majorant: Majorant, y: Floats) -> Floats:
    """(n_zones,) values of the majorant at y."""
    matrix = sp.csr_array((majorant.slopes, reach.indices, reach.indptr), shape=reach.shape)
    return np.asarray(majorant.constant + matrix @ y)
