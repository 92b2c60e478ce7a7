"""One HTML file that may run its own scripts and nothing else."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from hashlib import sha256

from siteplan.present.web.escape import esc

__all__ = ["page"]

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{styles}
</head>
<body>
{body}
{scripts}
</body>
</html>
"""
# Either would end or swallow the element around the script; in a string or a template literal, the only
# places they can stand, the backslash changes nothing.
_ENDS = re.compile(r"<(?=/script|!--)", re.IGNORECASE)


def page(
    title: str,
    language: str,
    body: str,
    styles: Iterable[str] = (),
    scripts: Iterable[str] = (),
) -> str:
    """Write a whole page that makes no request.

    The policy in its head names each script by its hash, so a script that sneaked into `body`, an
    ``onerror`` or a ``javascript:`` link is not run even where escaping was forgotten.

    Parameters
    ----------
    title
        Plain text; escaped here.
    language
        The page's language as a BCP 47 tag, such as ``zh-Hans``.
    body
        HTML; every text in it has gone through `esc`.
    styles, scripts
        CSS and JavaScript, in order; equal ones are written once.
    """
    code = [_inline(text) for text in dict.fromkeys(scripts)]
    return _PAGE.format(
        language=esc(language),
        policy=_policy(code),
        title=esc(title),
        styles="\n".join(f"<style>{text}</style>" for text in dict.fromkeys(styles)),
        body=body,
        scripts="\n".join(f"<script>{text}</script>" for text in code),
    )


def _inline(text: str) -> str:
    """Write a script as the browser will read it back, so that its hash holds."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return _ENDS.sub(r"<\\", clean)


def _policy(scripts: Iterable[str]) -> str:
    hashes = " ".join(f"'sha256-{base64.b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'none'; script-src {hashes or chr(39) + 'none' + chr(39)}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
