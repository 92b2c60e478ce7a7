"""Follow a path through the study's models: from pydantic's location to the user's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

__all__ = ["KeyPlace", "allowed", "follow", "words_of"]

KEY_MARK = "[key]"  # pydantic's mark for an error in a key of a mapping


@dataclass(frozen=True)
class KeyPlace:
    """Where an error lies: `section` as in "[plan.rules] #1", `key`, its model and type, and the path in the TOML.

    `model` is the section's own, None where the section is no model; `wanted` is the type of the key.
    """

    section: str
    key: str
    model: type[BaseModel] | None
    wanted: Any
    path: tuple[str | int, ...]


def follow(root: type[BaseModel], location: Sequence[str | int]) -> KeyPlace:
    """Return the place of an error in the models under `root`."""
    kind: Any = root
    model: type[BaseModel] | None = None
    path: list[str | int] = []
    for part in location:
        kind = _plain(kind)
        if _is_choice(kind):
            kind = _chosen(kind, part)
            continue
        if part == KEY_MARK:
            continue
        model = kind if _is_model(kind) else None
        kind = _inside(kind, part)
        if part != "":  # stands for all years where a table names none
            path.append(part)
    section, key = words_of(path)
    return KeyPlace(section, key, model, _plain(kind), tuple(path))


def _plain(kind: Any) -> Any:
    """Return a type without Annotated and without "or None"."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        others = [k for k in get_args(kind) if k is not type(None)]
        return _plain(others[0]) if len(others) == 1 else kind
    return kind


def _is_choice(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _chosen(kind: Any, tag: str | int) -> Any:
    """Return the model of a choice whose `kind` is this tag."""
    for model in get_args(kind):
        if tag in get_args(model.model_fields["kind"].annotation):
            return model
    return kind


def _inside(kind: Any, part: str | int) -> Any:
    if _is_model(kind):
        field = kind.model_fields.get(str(part))
        return Any if field is None else field.annotation
    if get_origin(kind) is tuple:
        return get_args(kind)[0]
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    return Any


def words_of(path: Sequence[str | int]) -> tuple[str, str]:
    """Return section and key: ("plan", "rules", 0, "tier", 1) is "[plan.rules] #1" and "tier #2"."""
    if path and isinstance(path[-1], int) and _is_table_list(path):
        return _joined(path), ""
    last = max((n for n, part in enumerate(path) if isinstance(part, str)), default=0)
    return _joined(path[:last]), "".join(_part(p) for p in path[last:])


def _is_table_list(path: Sequence[str | int]) -> bool:
    return tuple(path[:-1]) == ("plan", "rules")


def _joined(path: Sequence[str | int]) -> str:
    names = ".".join(part for part in path if isinstance(part, str))
    numbers = "".join(_part(part) for part in path if isinstance(part, int))
    return f"[{names}]{numbers}" if names else ""


def _part(part: str | int) -> str:
    return f" #{part + 1}" if isinstance(part, int) else part


def allowed(kind: Any) -> tuple[str, ...]:
    """Return the values that a Literal type allows, the `kind`s of a choice; () for other types."""
    plain = _plain(kind)
    if get_origin(plain) is Literal:
        return tuple(str(value) for value in get_args(plain))
    if _is_choice(plain):
        return tuple(str(v) for m in get_args(plain) for v in get_args(m.model_fields["kind"].annotation))
    return ()
