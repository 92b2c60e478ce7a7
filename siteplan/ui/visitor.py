"""Who is visiting: one browser, told from others by the secret cookie that Streamlit gives each."""

from __future__ import annotations

import hashlib
import os
from uuid import uuid4

import streamlit as st

from siteplan.store.confined import CONFINED_VARIABLE
from siteplan.store.saved_plans.listed_plan import Person

__all__ = ["NAME", "person", "visitor", "visitor_of"]

COOKIE = "_streamlit_xsrf"  # random, sent by the server, kept by the browser: it outlives a reload
KEY = "visitor"
NAME = "your-name"


def visitor() -> str:
    """Return a name for this browser that no other can guess; where it keeps no cookies, for this visit."""
    known = visitor_of(str(st.context.cookies.get(COOKIE, "")))
    if known:
        return known
    if KEY not in st.session_state:
        st.session_state[KEY] = uuid4().hex
    return str(st.session_state[KEY])


def person() -> Person:
    """Return who acts on saved plans, under the name that they gave; an app that serves nobody else has one person."""
    name = str(st.session_state.get(NAME) or "").strip()
    return Person(visitor(), name, alone=not os.environ.get(CONFINED_VARIABLE))


def visitor_of(cookie: str) -> str:
    """Return the name behind a cookie `2|mask|token|time`: mask and time change with each page, the token stays."""
    parts = cookie.split("|")
    try:
        mask, masked = bytes.fromhex(parts[1]), bytes.fromhex(parts[2])
    except (IndexError, ValueError):
        return ""
    if parts[0] != "2" or not mask or not masked:
        return ""
    token = bytes(byte ^ mask[i % len(mask)] for i, byte in enumerate(masked))
    return hashlib.sha256(b"siteplan " + token).hexdigest()[:32]
