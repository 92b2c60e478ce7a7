"""An outlook: a future that may come, as what it changes of the market as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from siteplan.study.file_entry import Entry, FileEntry
from siteplan.study.section import FactorByTier, Named, Names, NonNegative, Signed, SomeShare
from siteplan.study.uncertain.factor_spec import FACTOR_SECTION

__all__ = ["Outlook"]

SAYS = (*Named.model_fields, "probability")  # all else of an outlook changes something


def _by_path(value: object) -> object:
    """Let tables stand for dotted keys, as TOML reads them where they have no quotes."""
    return dict(_leaves(value, ())) if isinstance(value, Mapping) else value


def _leaves(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        here = (*path, str(key))
        if isinstance(value, Mapping):
            yield from _leaves(value, here)
        else:
            yield ".".join(here), value


class Outlook(Named):
    """A future that may come.

    Attributes
    ----------
    probability : of all outlooks they sum to 1
    demand : factor on the demand of zones, one or by tier; "default" for the other tiers, which is 1 if not given
    rivals, outside : factors on what rivals, and the outside option, are worth to people
    rent, margin : factors on the rents that sites pay, and on what formats earn on each vehicle
    set : figures of study.toml by their dotted keys, as "trade_area.rate"
    leave : site_id of competitors that go
    enter : table of competitors that come
    snapshot : table of all competitors that are there then, in place of today's
    """

    probability: SomeShare
    demand: FactorByTier = Field(default_factory=lambda: {"default": 1.0})
    rivals: NonNegative = 1.0
    outside: NonNegative = 1.0
    rent: NonNegative = 1.0
    margin: NonNegative = 1.0
    set: Annotated[dict[str, Signed], BeforeValidator(_by_path)] = Field(default_factory=dict)
    leave: Names = ()
    enter: Entry | None = None
    snapshot: Entry | None = None

    @property
    def paths(self) -> dict[tuple[str, ...], float]:
        """What is set, by path of keys, and then the factors on rents and margins (see `Study.at`)."""
        factors = {(FACTOR_SECTION, key): getattr(self, key) for key in ("rent", "margin")}
        return {tuple(key.split(".")): value for key, value in self.set.items()} | {
            path: factor for path, factor in factors.items() if factor != 1.0
        }

    @property
    def files(self) -> dict[str, FileEntry]:
        """The file that it names, by what that is called in messages; none, or one."""
        given = {"enter": self.enter, "snapshot": self.snapshot}
        return {f"outlooks {self.name} ({key})": entry for key, entry in given.items() if entry is not None}

    @property
    def changed(self) -> dict[str, Any]:
        """What it changes: its keys that say another thing than is so today."""
        plain = type(self)(name=self.name, probability=self.probability)
        return {
            key: getattr(self, key)
            for key in type(self).model_fields
            if key not in SAYS and getattr(self, key) != getattr(plain, key)
        }
