"""Values put together again from what `encoded` made of them; only classes of siteplan are made, whatever is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pydantic import BaseModel
from scipy.sparse import csr_array

from siteplan.present.saved.encoded import KIND

__all__ = ["Decoder"]


class Decoder:
    """Puts values together; `arrays` are those that they were taken apart with.

    Raises
    ------
    ValueError, TypeError, LookupError, AttributeError, ImportError
        From `value`: it is not as this version keeps values.
    """

    def __init__(self, arrays: Sequence[NDArray[Any]]) -> None:
        self._arrays = arrays
        self._kinds: Mapping[str, Callable[[dict[str, Any]], Any]] = {
            "dataclass": self._dataclass,
            "model": lambda said: _class_named(said["is"]).model_validate(said["parts"]),
            "float": lambda said: float(said["is"]),
            "path": lambda said: Path(said["is"]),
            "tuple": lambda said: tuple(self.value(said["parts"])),
            "mapping": lambda said: {self.value(key): self.value(each) for key, each in said["parts"]},
            "array": lambda said: self._arrays[said["n"]],
            "objects": self._objects,
            "csr": lambda said: csr_array(tuple(self.value(said["parts"])), shape=tuple(said["shape"])),
            "range": self._range,
            "index": self._index,
            "column": self._column,
            "shapes": self._shapes,
            "series": lambda said: self._filled(said["values"], self.value(said["index"]), self.value(said["name"])),
            "frame": self._frame,
        }

    def value(self, said: Any) -> Any:
        """Return the value that something of JSON stands for."""
        if isinstance(said, list):
            return [self.value(each) for each in said]
        return self._kinds[said[KIND]](said) if isinstance(said, dict) else said

    def _dataclass(self, said: dict[str, Any]) -> Any:
        return _class_named(said["is"])(**{name: self.value(part) for name, part in said["parts"].items()})

    def _objects(self, said: dict[str, Any]) -> NDArray[Any]:
        found = np.empty(len(said["parts"]), dtype=object)
        found[:] = self.value(said["parts"])
        return found.reshape(said["shape"])

    def _range(self, said: dict[str, Any]) -> pd.Index:
        start, stop, step = said["parts"]
        return pd.RangeIndex(start, stop, step, name=self.value(said["names"])[0])

    def _index(self, said: dict[str, Any]) -> pd.Index:
        levels, names = self.value(said["levels"]), self.value(said["names"])
        if len(levels) > 1:
            return pd.MultiIndex.from_arrays(levels, names=names)
        one: pd.Index = pd.Index(levels[0], name=names[0], dtype=_dtype(levels[0]))
        return one

    def _column(self, said: dict[str, Any]) -> Any:
        values = np.empty(len(said["parts"]), dtype=object)
        values[:] = self.value(said["parts"])
        return pd.array(values, dtype=said["dtype"]) if said["dtype"] != "object" else values

    def _shapes(self, said: dict[str, Any]) -> Any:
        ends, wkb = self.value(said["ends"]), self.value(said["bytes"]).tobytes()
        cuts = zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True) if len(ends) else ()
        shapes = shapely.from_wkb(np.array([wkb[a:b] or None for a, b in cuts], dtype=object))
        return gpd.array.GeometryArray(shapes, crs=said["crs"])

    def _frame(self, said: dict[str, Any]) -> pd.DataFrame:
        index, columns = self.value(said["index"]), self.value(said["columns"])
        parts = [self._filled(values, index, None) for values in said["values"]]
        frame = pd.concat(parts, axis=1).copy() if parts else pd.DataFrame(index=index)
        frame.columns = columns
        return frame if said["geometry"] is None else gpd.GeoDataFrame(frame, geometry=said["geometry"])

    def _filled(self, said: Any, index: pd.Index, name: Any) -> pd.Series:
        values = self.value(said)
        column: pd.Series = pd.Series(values, index=index, name=name, dtype=_dtype(values))
        return column


def _dtype(values: Any) -> Any:
    """Return what pandas shall not guess anew: texts that were objects stay objects."""
    return object if isinstance(values, np.ndarray) and values.dtype == object else None


@cache
def _class_named(name: str) -> Any:
    """Return a class of siteplan that holds values: nothing else is ever called."""
    module, _, inside = name.partition(":")
    if not module.startswith("siteplan."):
        raise ValueError(f"{name} is no class of siteplan")
    found: Any = import_module(module)
    for part in inside.split("."):
        found = getattr(found, part)
    if not (isinstance(found, type) and (is_dataclass(found) or issubclass(found, BaseModel))):
        raise ValueError(f"{name} holds no values")
    return found
