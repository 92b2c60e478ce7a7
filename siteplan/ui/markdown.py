"""Names from files, made safe for the places where Streamlit reads Markdown."""

from __future__ import annotations

import re

__all__ = ["plain"]

# Every ASCII punctuation mark may be escaped in CommonMark; Streamlit's own marks (:material/x:, :red[x], $x$) begin
# with one of them.
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
# Bare addresses become links even where their marks are escaped; an invisible joiner after the first word stops that.
_ADDRESS = re.compile(r"(https?|www|ftp|mailto|xmpp)(?=[:.])|(?<=\S)(?=@)", re.IGNORECASE)
_JOINER = "\u2060"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def plain(text: object) -> str:
    """Return text that st.markdown, labels and metrics show as it was written, on one line."""
    line = _CONTROLS.sub(" ", str(text)).strip()
    apart = _ADDRESS.sub(lambda found: found[0] + _JOINER, line)
    return _MARKS.sub(r"\\\1", apart)
