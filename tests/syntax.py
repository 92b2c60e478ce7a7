"""Modules as Python reads them, each parsed and walked once in a process: many tests look at all of them."""

import ast
from functools import cache
from pathlib import Path

__all__ = ["nodes", "parsed"]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a module, as ast.walk finds them."""
    return tuple(ast.walk(parsed(path)))
