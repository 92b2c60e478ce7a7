"""What each module says is public, and what other modules take from it, read from their text."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.syntax import nodes, parsed

__all__ = ["DOORS", "declared", "private_imports", "taken"]

ROOT = Path(__file__).resolve().parents[1]
DOORS = {"siteplan", "siteplan.optimise", "siteplan.present", "siteplan.study", "siteplan.tradearea"}
"""Where users come in: these name what users need, whoever else takes it or not."""


@cache
def _files() -> dict[str, Path]:
    """Return the file of every module by its name."""
    folders = [ROOT / name for name in ("siteplan", "tests", "benchmarks")]
    paths = [ROOT / "app.py", *(path for folder in folders for path in folder.rglob("*.py"))]
    return {_name(path): path for path in paths}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def declared() -> dict[str, frozenset[str]]:
    """Return what each module of the package says is public; nothing where it does not say."""
    return {name: _all(parsed(file)) for name, file in _files().items() if name.split(".")[0] == "siteplan"}


def _all(text: ast.Module) -> frozenset[str]:
    for node in text.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return frozenset(ast.literal_eval(node.value))
    return frozenset()


@cache
def taken() -> dict[str, frozenset[str]]:
    """Return what others take from each module; private names, and those of Python's own, only where it names them."""
    found = defaultdict(set)
    for name, file in _files().items():
        for module, what in _taken_by(file):
            if module != name and (not what.startswith("_") or what in declared().get(module, ())):
                found[module].add(what)
    return {module: frozenset(found[module]) for module in declared()}


def private_imports() -> list[str]:
    """Return the private names that a module of the package takes from another."""
    return [
        f"{name} takes {module}.{what}"
        for name, file in _files().items()
        if name in declared()
        for module, what in _taken_by(file)
        if what.startswith("_") and not what.startswith("__")
    ]


@cache
def _bound(module: str) -> frozenset[str]:
    """Return the names that a module imports from others: one may be called as a module of its own package."""
    froms = (node for node in nodes(_files()[module]) if isinstance(node, ast.ImportFrom))
    return frozenset(alias.asname or alias.name for node in froms for alias in node.names)


def _taken_by(file: Path) -> Iterator[tuple[str, str]]:
    """Yield module and name: imported, or asked of a module that is."""
    modules: dict[str, str] = {}
    for node in nodes(file):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "siteplan":
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if whole in _files() and alias.name not in _bound(node.module):
                    modules[alias.asname or alias.name] = whole
                else:
                    yield node.module, alias.name
        if isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in _files()}
    for node in nodes(file):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield modules[node.value.id], node.attr
