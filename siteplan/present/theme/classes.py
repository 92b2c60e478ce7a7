"""Classes of a quantity and their colours, the same for every map that is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isclose, log10

import numpy as np
from numpy.typing import ArrayLike, NDArray

from siteplan.present.text.numbers import amount, per_cent
from siteplan.present.text.reader import Reader
from siteplan.present.theme.colours import BLUE_WHITE_ORANGE, NO_DATA, VIRIDIS

__all__ = ["Classes", "diverging", "magnitudes", "sequential"]


_SKEWED = 30.0


@dataclass(frozen=True)
class Classes:
    """Class i holds ``edges[i] <= x < edges[i + 1]``; what lies outside belongs to the first or last.

    `edges` rise and are one more than `colours`.
    """

    edges: tuple[float, ...]
    colours: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.edges) != len(self.colours) + 1 or any(np.diff(self.edges) <= 0):
            raise ValueError("Classes needs rising edges, one more than colours")

    def index(self, values: ArrayLike) -> NDArray[np.intp]:
        """Return the class of each value, -1 where there is none."""
        x = np.asarray(values, dtype=float)
        return np.where(np.isnan(x), -1, np.searchsorted(self.edges[1:-1], x, side="right"))

    def colour(self, values: ArrayLike) -> list[str]:
        """Return the colour of each value, NO_DATA where there is none."""
        palette = (*self.colours, NO_DATA)
        return [palette[i] for i in np.atleast_1d(self.index(values))]

    def labels(self, unit: str, reader: Reader) -> list[str]:
        """Write each class for a legend: "12 – 34 min", with the digits that keep edges apart."""
        for digits in range(3, 16):
            plain = [amount(edge, "", reader, digits) for edge in self.edges]
            if len(set(plain)) == len(plain):
                break
        sign = per_cent(reader) if unit == "%" else ""
        highs = [amount(edge, "" if sign else unit, reader, digits) + sign for edge in self.edges[1:]]
        return [f"{low} – {high}" for low, high in zip(plain, highs, strict=False)]


def sequential(values: ArrayLike, k: int = 5) -> Classes:
    """Make up to `k` classes (at most 7) that hold about as many values each, on round edges.

    Fewer come back where fewer values can be told apart. Values that are not finite are left out.
    """
    x = _finite(values)
    k = min(k, len(VIRIDIS), len(np.unique(x)))
    inner = np.quantile(x, np.linspace(0, 1, k + 1)[1:-1])
    edges = _round_edges(inner.tolist(), float(x.min()), float(x.max()))
    return Classes(edges, _ramp(len(edges) - 1))


def magnitudes(values: ArrayLike, k: int = 7) -> Classes:
    """Make up to `k` classes with edges of 1 and 3 times powers of ten, the largest values by themselves.

    For what differs by orders of magnitude: where people are few and where they are many are told apart alike. Where
    the largest is less than 30 times the middle one, see sequential.
    """
    x = _finite(values)
    x = x[x > 0]
    if not len(x) or float(x.max()) < _SKEWED * float(np.median(x)):
        return sequential(values, k)
    top, power = float(x.max()), floor(log10(float(x.max())))
    steps = [float(f"{lead}e{exponent}") for exponent in range(power - k, power + 1) for lead in (1, 3)]
    below = [step for step in steps if float(x.min()) < step < top][-(k - 1) :]
    edges = (0.0, *below, _span(0.0, top)[1])
    return Classes(edges, _ramp(len(edges) - 1))


def diverging(values: ArrayLike) -> Classes:
    """Make five classes of a change: two of loss, one about zero, two of gain, mirror images.

    The inner edges are a tenth and a half of the 95th percentile, so that one outlier does not turn
    the map white.
    """
    size = np.abs(_finite(values))
    some = size[size > 0] if size.any() else np.ones(1)
    typical = float(np.quantile(some, 0.95))
    small, large = (float(f"{typical / part:.1g}") for part in (10, 2))
    _, outer = _span(0.0, float(some.max()))
    return Classes((-outer, -large, -small, small, large, outer), BLUE_WHITE_ORANGE)


def _finite(values: ArrayLike) -> NDArray[np.float64]:
    x = np.asarray(values, dtype=float).ravel()
    x = x[np.isfinite(x)]
    return x if x.size else np.zeros(1)


def _round_edges(inner: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Round edges as far as keeps the inner ones apart and inside."""
    if low == high:
        return (low, low + 1)
    inside = {edge for edge in inner if low < edge < high}
    rounded: set[float] = set()
    for decimals in range(_decimals(low, high), 16):
        rounded = {round(edge, decimals) for edge in inside}
        if len(rounded) == len(inside) and all(low < edge < high for edge in rounded):
            break
    bottom, top = _span(low, high)
    # An edge that no rounding tells from an end is left out: its class would hold nothing that can be seen.
    return (bottom, *sorted(edge for edge in rounded if bottom < edge < top), top)


def _span(low: float, high: float) -> tuple[float, float]:
    """Round both ends outwards, to about a tenth of what lies between."""
    decimals = _decimals(low, high)
    step = 10.0**-decimals
    down, up = floor(_whole(low / step)), ceil(_whole(high / step))
    return round(down * step, decimals), round(up * step, decimals)


def _whole(x: float) -> float:
    """Undo what a division lost: 0.9981 / 0.00001 is 99809.99..., and would round a whole step off."""
    return round(x) if isclose(x, round(x), rel_tol=1e-9) else x


def _decimals(low: float, high: float) -> int:
    return 1 - floor(log10(high - low))


def _ramp(n: int) -> tuple[str, ...]:
    """`n` colours that span the ramp."""
    places = np.linspace(0, len(VIRIDIS) - 1, n).round().astype(int) if n > 1 else [len(VIRIDIS) // 2]
    return tuple(VIRIDIS[i] for i in places)
