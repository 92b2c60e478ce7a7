"""Find the texts that code translates, for the catalogues.

Babel's own extractor reads tokens and passes over a call inside an f-string (before Python 3.12); a text missed that
way would stay English unnoticed. This one reads the tree.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

__all__ = ["extract"]

# The name called -> how many texts it takes.
_TEXTS: Mapping[str, int] = {"_": 1, "N_": 1, "gettext": 1, "_n": 2, "ngettext": 2}

Found = tuple[int, str, str | tuple[str, ...], list[str]]


def extract(
    file: BinaryIO,
    keywords: Mapping[str, object],  # noqa: ARG001 - Babel passes it
    comment_tags: Sequence[str],  # noqa: ARG001 - Babel passes it
    options: Mapping[str, str],  # noqa: ARG001 - Babel passes it
) -> Iterator[Found]:
    """Yield line, gettext's name, the text or texts, and no comments, as Babel asks of an extractor.

    `keywords`, `comment_tags` and `options` are Babel's and not needed here.
    """
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            texts = _texts(node)
            if len(texts) == 1:
                yield node.lineno, "gettext", texts[0], []
            elif texts:
                yield node.lineno, "ngettext", texts, []


def _texts(call: ast.Call) -> tuple[str, ...]:
    """Texts given to a translating function; none if the call is another or its text a variable."""
    count = _TEXTS.get(_name(call.func), 0)
    given = [arg.value for arg in call.args[:count] if isinstance(arg, ast.Constant)]
    texts = tuple(text for text in given if isinstance(text, str))
    return texts if len(texts) == count else ()


def _name(called: ast.expr) -> str:
    """`f` of ``f(...)``, and of ``reader.f(...)``."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""
