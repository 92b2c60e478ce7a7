"""From the rules of study.toml to those on arrays: a maker for each kind that limits plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from siteplan.formulate.rules import money_makers as money
from siteplan.formulate.rules import people_makers as people
from siteplan.formulate.rules import sales_makers as sales
from siteplan.formulate.rules import sites_makers as sites
from siteplan.formulate.rules.asked import Asked
from siteplan.optimise.rules import Rule
from siteplan.study.rules import OptionRule

__all__ = ["MAKERS", "Asked", "array_rule"]

_THEMES: tuple[Mapping[Any, Any], ...] = (money.MAKERS, sites.MAKERS, people.MAKERS, sales.MAKERS)
MAKERS: Mapping[type, Callable[[Asked, Any], Rule]] = {
    kind: maker for theme in _THEMES for kind, maker in theme.items()
}
"""By the classes of rule_specs."""


def array_rule(asked: Asked, spec: OptionRule) -> Rule:
    """Return a rule of the study on the arrays of its options and zones, called by its id."""
    return MAKERS[type(spec)](asked, spec)
