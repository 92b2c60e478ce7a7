"""Element text taken literally, so that nothing a map holds is compiled as a template.

folium renders an element's script, then hands the *result* to branca's Element, which compiles it again as
a Jinja template: a site called ``{{ ... }}`` would run Python. The classes of folium and branca keep their
own templates; only the text given to one Element becomes literal, for the whole process.
"""

from __future__ import annotations

import branca.element
import jinja2

__all__ = ["make_text_literal"]

_MARK = "{{ 7*7 }}{% for %}"
# The one text inside branca that is meant as a template: the body of a Div, used by Figure.add_subplot.
_DIV_BODY = (
    "{% for name, element in this._children.items() %}"
    "{{element.render(**kwargs)}}"
    "{% endfor %}"
)  # fmt: skip


class _Literal:
    """What Element expects of a template, with nothing left to evaluate."""

    def __init__(self, text: str) -> None:
        self._text = text.removesuffix("\n")  # as Jinja does

    def render(self, this: object, kwargs: object) -> str:  # noqa: ARG002 - what Element passes
        """Return the text itself."""
        return self._text


def _template(text: str) -> _Literal | jinja2.Template:
    return jinja2.Template(text) if text == _DIV_BODY else _Literal(text)


def make_text_literal() -> None:
    """Close the second compilation; may be called again.

    Raises
    ------
    ImportError
        If this branca builds its elements in another way, so that the hole would stay open.
    """
    vars(branca.element)["Template"] = _template  # the name Element.__init__ looks up
    if branca.element.Element(_MARK).render() != _MARK:
        raise ImportError("branca still compiles text as a template; install the versions of requirements.txt")
