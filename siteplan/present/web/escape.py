"""Text made safe for every place in a map or a page."""

from __future__ import annotations

import html
import re
from hashlib import blake2b

__all__ = ["esc", "opaque_id", "writable"]

# html.escape knows HTML alone; folium also puts text between the backticks of a JavaScript template
# literal (` $ \ {) and branca once compiled the result as a Jinja template ({ }).
_ENTITIES = str.maketrans({c: f"&#{ord(c)};" for c in "`$\\{}"})
# Control characters and lone surrogates: no page may hold them, and utf-8 cannot write the latter. And marks that
# turn the direction of all that follows: a name could write the rest of a sentence backwards.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def esc(text: object) -> str:
    """Escape text so that HTML, attributes, JavaScript strings and templates show it as written."""
    return html.escape(writable(str(text)), quote=True).translate(_ENTITIES)


def writable(text: str) -> str:
    """Return text with a mark in place of what no page may hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def opaque_id(site_id: object) -> str:
    """Give an id a short name that is safe in code, the same in every run (16 hexadecimal digits)."""
    return blake2b(str(site_id).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
