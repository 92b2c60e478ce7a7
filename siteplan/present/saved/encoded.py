"""Values as JSON and arrays: dataclasses, settings, frames, sparse matrices, shapes; what else there is, is refused.

Whatever JSON does not know is an object with the key "~" that says what it is. Arrays stand apart, each once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import singledispatchmethod
from hashlib import sha256
from math import isfinite
from pathlib import PurePath
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pydantic import BaseModel
from scipy.sparse import csr_array

__all__ = ["KIND", "Encoder"]

KIND = "~"


class Encoder:
    """Takes values apart; `arrays` are those that they hold, in the order in which they were met.

    Raises
    ------
    TypeError
        From `value`: a value is of a kind that nobody has said how to keep.
    """

    def __init__(self) -> None:
        self.arrays: list[NDArray[Any]] = []
        self._known: dict[bytes, int] = {}

    @singledispatchmethod
    def value(self, value: Any) -> Any:
        """Return a value as JSON knows it."""
        if is_dataclass(value):
            parts = {each.name: self.value(getattr(value, each.name)) for each in fields(value) if each.init}
            return {KIND: "dataclass", "is": _name(value), "parts": parts}
        if value is None or isinstance(value, str | bool | int):
            return value
        raise TypeError(f"nobody says how to keep a {type(value).__name__}")

    @value.register
    def _number(self, value: float) -> Any:
        return float(value) if isfinite(value) else {KIND: "float", "is": str(float(value))}

    @value.register
    def _scalar(self, value: np.generic) -> Any:
        return self.value(value.item())

    @value.register
    def _model(self, value: BaseModel) -> Any:
        # What was left unset stays so: reports tell what was given from what is usual.
        return {KIND: "model", "is": _name(value), "parts": value.model_dump(mode="json", exclude_unset=True)}

    @value.register
    def _path(self, value: PurePath) -> Any:
        return {KIND: "path", "is": value.as_posix()}

    # Without what is in them: singledispatch knows no parameters.
    @value.register
    def _list(self, value: list) -> Any:  # type: ignore[type-arg]
        return [self.value(each) for each in value]

    @value.register
    def _tuple(self, value: tuple) -> Any:  # type: ignore[type-arg]
        return {KIND: "tuple", "parts": [self.value(each) for each in value]}

    @value.register
    def _mapping(self, value: Mapping) -> Any:  # type: ignore[type-arg]
        return {KIND: "mapping", "parts": [[self.value(key), self.value(each)] for key, each in value.items()]}

    @value.register
    def _array(self, value: np.ndarray) -> Any:
        if value.dtype == object:
            return {KIND: "objects", "shape": list(value.shape), "parts": [self.value(each) for each in value.flat]}
        return {KIND: "array", "n": self._kept(value)}

    @value.register
    def _sparse(self, value: csr_array) -> Any:
        parts = [self.value(each) for each in (value.data, value.indices, value.indptr)]
        return {KIND: "csr", "shape": list(value.shape), "parts": parts}

    @value.register
    def _index(self, value: pd.Index) -> Any:
        return {KIND: "index", "names": [self.value(name) for name in value.names], "levels": self._levels(value)}

    @value.register
    def _steps(self, value: pd.RangeIndex) -> Any:
        return {KIND: "range", "names": [self.value(value.name)], "parts": [value.start, value.stop, value.step]}

    @value.register
    def _series(self, value: pd.Series) -> Any:
        return {
            KIND: "series",
            "name": self.value(value.name),
            "index": self.value(value.index),
            "values": self._column(value),
        }

    @value.register
    def _frame(self, value: pd.DataFrame) -> Any:
        columns = [self._column(value.iloc[:, i]) for i in range(value.shape[1])]
        return {
            KIND: "frame",
            "index": self.value(value.index),
            "columns": self.value(value.columns),
            "values": columns,
            "geometry": value.active_geometry_name if isinstance(value, gpd.GeoDataFrame) else None,
        }

    def _levels(self, index: pd.Index) -> list[Any]:
        levels = [index.get_level_values(i) for i in range(index.nlevels)]
        return [self._column(pd.Series(level.array, dtype=level.dtype)) for level in levels]

    def _column(self, column: pd.Series) -> Any:
        """Return values of one kind: shapes as WKB, texts and objects one by one, all else as an array."""
        if isinstance(column.dtype, gpd.array.GeometryDtype):
            return self._shapes(gpd.GeoSeries(column))
        if isinstance(column.dtype, np.dtype) and column.dtype != object:
            return self.value(column.to_numpy())
        values = column.to_numpy(dtype=object).tolist()
        parts = values if all(type(each) is str for each in values) else [self._cell(each) for each in values]
        return {KIND: "column", "dtype": str(column.dtype), "parts": parts}

    def _cell(self, value: Any) -> Any:
        return None if value is pd.NA else self.value(value)

    def _shapes(self, shapes: gpd.GeoSeries) -> Any:
        wkb = [b"" if each is None else each for each in shapely.to_wkb(shapes.to_numpy(), output_dimension=2)]
        ends = np.cumsum([len(each) for each in wkb], dtype=np.int64)
        return {
            KIND: "shapes",
            "crs": None if shapes.crs is None else shapes.crs.to_string(),
            "ends": self.value(ends),
            "bytes": self.value(np.frombuffer(b"".join(wkb), dtype=np.uint8)),
        }

    def _kept(self, array: NDArray[Any]) -> int:
        """Return the number under which an array is kept; the same one twice stands once."""
        plain = np.ascontiguousarray(array)
        digest = sha256(f"{plain.dtype.str}{plain.shape}".encode() + plain.tobytes()).digest()
        if digest not in self._known:
            self._known[digest] = len(self.arrays)
            self.arrays.append(plain)
        return self._known[digest]


def _name(value: object) -> str:
    return f"{type(value).__module__}:{type(value).__qualname__}"
