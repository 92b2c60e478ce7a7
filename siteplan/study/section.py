"""What the sections of study.toml are made of: closed models, numbers in range, names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

__all__ = [
    "LEAST",
    "MOST",
    "TRANSLATED",
    "AreaKind",
    "ByTier",
    "ByYear",
    "EffectByTier",
    "FactorByTier",
    "Float",
    "Function",
    "Growth",
    "GrowthByYear",
    "Int",
    "Kmh",
    "Midpoint",
    "MidpointByTier",
    "Minutes",
    "Named",
    "Names",
    "NonNegative",
    "Positive",
    "Rate",
    "RateByTier",
    "Section",
    "Share",
    "ShareByTier",
    "Signed",
    "SomeShare",
    "by_key",
    "changed",
    "is_year",
]

Function = Literal["display", "test_drive", "sale", "delivery", "service", "rescue", "charging"]
AreaKind = Literal["customer_share", "drive_time", "ring", "probability", "nearest"]
LEAST, MOST = 1e-9, 1e12  # of any number but 0: beyond them sums lose their digits, and no study has such figures


def _not_tiny(value: float) -> float:
    """Refuse what is neither 0 nor a quantity: products of such numbers vanish."""
    if 0 < abs(value) < LEAST:
        raise PydanticCustomError("tiny", "too close to 0 to be right")
    return value


def _no_flag(value: object) -> object:
    """Refuse true and false, which Python takes for 1 and 0."""
    if isinstance(value, bool):
        raise PydanticCustomError("float_type", "true or false where a number is needed")
    return value


Float = Annotated[float, BeforeValidator(_no_flag)]
Int = Annotated[int, BeforeValidator(_no_flag)]
Signed = Annotated[Float, Field(ge=-MOST, le=MOST, allow_inf_nan=False), AfterValidator(_not_tiny)]
Positive = Annotated[Float, Field(gt=0, le=MOST, allow_inf_nan=False), AfterValidator(_not_tiny)]
NonNegative = Annotated[Float, Field(ge=0, le=MOST, allow_inf_nan=False), AfterValidator(_not_tiny)]
Share = Annotated[Float, Field(ge=0, le=1), AfterValidator(_not_tiny)]
SomeShare = Annotated[Float, Field(gt=0, le=1), AfterValidator(_not_tiny)]
Growth = Annotated[Float, Field(gt=-1, le=10)]
Effect = Annotated[Float, Field(ge=1, le=10)]
Minutes = Annotated[Positive, Field(le=100_000)]
Kmh = Annotated[Positive, Field(le=1_000)]
Rate = Annotated[Positive, Field(le=1_000)]
Midpoint = Annotated[NonNegative, Field(le=100_000)]


def _as_tuple(value: object) -> object:
    """Let a single name stand where a list of names is asked for."""
    return (value,) if isinstance(value, str) else value


def _for_every_key(value: object) -> object:
    """Let one number stand where numbers by tier or class are asked for."""
    return {"default": value} if isinstance(value, int | float) else value


def is_year(key: str) -> bool:
    """Whether a key is a year, as no tier is called."""
    return re.fullmatch(r"(19|20|21)\d\d", key) is not None


def _by_year(value: object) -> object:
    """Let one number, or numbers by tier, stand where they are asked for by year too: under "", for all years."""
    plain = _for_every_key(value)
    if not isinstance(plain, Mapping):
        return plain
    if any(is_year(str(key)) or isinstance(part, Mapping) for key, part in plain.items()):
        return {key: _for_every_key(part) for key, part in plain.items()}
    return {"": plain}


ByTier = Annotated[dict[str, NonNegative], BeforeValidator(_for_every_key)]
FactorByTier = Annotated[dict[str, Positive], BeforeValidator(_for_every_key)]
RateByTier = Annotated[dict[str, Rate], BeforeValidator(_for_every_key)]
MidpointByTier = Annotated[dict[str, Midpoint], BeforeValidator(_for_every_key)]
ShareByTier = Annotated[dict[str, Share], BeforeValidator(_for_every_key)]
ByYear = Annotated[dict[str, dict[str, Share]], BeforeValidator(_by_year)]
EffectByTier = Annotated[dict[str, Effect], BeforeValidator(_for_every_key)]
GrowthByYear = Annotated[dict[str, dict[str, Growth]], BeforeValidator(_by_year)]
Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


LONGEST = 2_000  # letters of a text: every map and report repeats names


class Section(BaseModel):
    """A section of study.toml: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_max_length=LONGEST)


class Named(Section):
    """Something that the study names.

    `name` says which it is, in files and messages too; `name_en`, `name_zh` and `name_zh_hant` are what readers of
    these languages call it, where that is another.
    """

    name: str
    name_en: str | None = None
    name_zh: str | None = None
    name_zh_hant: str | None = None


TRANSLATED = ("en", "zh", "zh_hant")
"""What keys end in that say the same in another language."""


AnySection = TypeVar("AnySection", bound=Section)


def changed(section: AnySection, path: Sequence[str], value: float) -> AnySection:
    """Return the section with another figure; what was not given stays so, since defaults may follow the given."""
    raw = section.model_dump(exclude_unset=True)
    raw.setdefault(path[0], section.model_dump()[path[0]])
    holder: Any = raw
    for key in path[:-1]:
        holder = holder[key] if key in holder else holder[""][key]
    holder = holder if path[-1] in holder or "" not in holder else holder[""]  # "" stands for all years
    holder[path[-1]] = value
    return type(section).model_validate(raw)


def by_key(values: Mapping[str, float], key: str, fallback: float = 0.0) -> float:
    """Return the value for a tier or class, else the default one."""
    return values.get(key, values.get("default", fallback))
