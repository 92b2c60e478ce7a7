"""What the sections of study.toml are made of: closed models, numbers in range, names."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

__all__ = ["Function", "Names", "NonNegative", "Positive", "Section", "Share"]

Function = Literal["display", "test_drive", "sale", "delivery", "service", "rescue", "charging"]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NonNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


def _as_tuple(value: object) -> object:
    """Let a single name stand where a list of names is asked for."""
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class Section(BaseModel):
    """A section of study.toml: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
