"""Parts of demand, by income segment and product line: a Huff market each, over the same sites."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, vstack

from siteplan.study.demand_spec import Demand, Line, Segment
from siteplan.study.section import by_key
from siteplan.tradearea.huff_shares import Utilities
from siteplan.tradearea.segments import segment_people

__all__ = ["demand_parts", "in_parts"]

EVERYBODY, EVERYTHING = Segment(name=""), Line(name="", share={"default": 1.0})


def demand_parts(demand: Demand, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return each part's share of the demand of a zone (n_zones, n_parts); every row sums to 1.

    Columns are (segment, line), a name being "" where the study has no segments, or no lines. Of the segments those
    count for more whose `nev_factor` is larger.
    """
    buyers = _buyers(demand, zones)
    columns = pd.MultiIndex.from_tuples([(s.name, line.name) for s, line in _parts(demand)], names=["segment", "line"])
    shares = [buyers[s.name].to_numpy() * _line_share(demand, s, line) for s, line in _parts(demand)]
    return pd.DataFrame(np.column_stack(shares), index=zones.index, columns=columns)


def in_parts(
    demand: Demand, zones: gpd.GeoDataFrame, model: Utilities, options: pd.Series, own: pd.Series
) -> Utilities:
    """Return the market with a row for each part of each zone; the same where the study has no parts.

    `options` (n_options,) and `own` (n_facilities,) are formats: what each draws is multiplied by the part's factor for
    its format, and is nothing where the format does not sell the line; the outside option by that of the part.
    """
    if not demand.segments and not demand.lines:
        return model
    parts, shares = _parts(demand), demand_parts(demand, zones)
    split = {column: model.demand * shares[column] for column in shares}
    return replace(
        model,
        options=_stacked([model.options @ diags_array(_factors(s, line, options)) for s, line in parts]),
        own=_stacked([model.own @ diags_array(_factors(s, line, own)) for s, line in parts]),
        rivals=_stacked([model.rivals] * len(parts)),
        outside=np.concatenate([model.outside * s.outside * line.outside for s, line in parts]),
        demand=pd.concat(split, names=["segment", "line"]).rename("demand"),
    )


def _parts(demand: Demand) -> list[tuple[Segment, Line]]:
    return [(s, line) for s in demand.segments or (EVERYBODY,) for line in demand.lines or (EVERYTHING,)]


def _buyers(demand: Demand, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return each segment's share of the demand (n_zones, n_segments)."""
    if not demand.segments:
        return pd.DataFrame({EVERYBODY.name: 1.0}, index=zones.index)
    people = segment_people(demand, zones)
    bought = people * [segment.nev_factor for segment in demand.segments]
    whole = bought.sum(axis=1)
    return bought.div(whole, axis=0).where(whole > 0, people)


def _line_share(demand: Demand, segment: Segment, line: Line) -> float:
    """Return the line's share of what a segment buys; written with few digits, all may sum to little off 1."""
    return by_key(line.share, segment.name) / sum(
        by_key(other.share, segment.name) for other in demand.lines or (EVERYTHING,)
    )


def _factors(segment: Segment, line: Line, formats: pd.Series) -> NDArray[np.float64]:
    """Return what multiplies the attractiveness of sites of these formats (n_sites,)."""
    factor = {
        name: by_key(segment.attractiveness, name, 1.0) * by_key(line.attractiveness, name, 1.0)
        * (not line.formats or name in line.formats)
        for name in formats.unique()
    }  # fmt: skip
    return formats.map(factor).to_numpy(dtype=float)


def _stacked(matrices: list[csr_array]) -> csr_array:
    stacked = csr_array(vstack(matrices, format="csr"))
    stacked.eliminate_zeros()
    return stacked
