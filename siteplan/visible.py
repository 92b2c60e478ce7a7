"""Text from files made fit for a terminal: what would move its cursor or turn its letters round is shown, not sent."""

from __future__ import annotations

import json
import re

__all__ = ["json_text", "on_one_line", "visible"]

# Control characters of both ranges, marks that turn the direction of writing, halves of characters. A line's end stays.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_BREAKS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+")


def visible(text: str) -> str:
    r"""Return text whose unseen characters are written out: an escape becomes the four letters ``\x1b``."""
    return _UNSEEN.sub(lambda found: _written(found[0]), text)


def on_one_line(text: str) -> str:
    """Return text without line breaks, so that a name cannot pretend to be a line of the program's."""
    return _BREAKS.sub(" ", text)


def json_text(value: object) -> str:
    """Return JSON whose letters stay readable and whose unseen characters are escaped, as JSON allows for any."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _written(character: str) -> str:
    code = ord(character)
    return " " if character == "\t" else f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
