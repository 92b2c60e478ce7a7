"""The plan's files to take away."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import streamlit as st

from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

Weight = Literal["primary", "secondary"]

__all__ = ["show_downloads", "zipped"]

_OFFERED: Mapping[str, tuple[str, str]] = {
    "report.html": (N_("Report"), "text/html"),
    "map.html": (N_("Map"), "text/html"),
    "sites.csv": (N_("Sites as CSV"), "text/csv"),
    "plan.json": (N_("Plan as JSON"), "application/json"),
    "review.html": (N_("Review"), "text/html"),
    "review_map.html": (N_("Map"), "text/html"),
    "review.csv": (N_("Sites as CSV"), "text/csv"),
    "review_choices.csv": (N_("Choices as CSV"), "text/csv"),
    "review.json": (N_("Review as JSON"), "application/json"),
}
"""Files of a plan or of a review, with what a button calls them."""


def show_downloads(folder: Path, reader: Reader) -> None:
    """Offer the files people ask for most, those that there are, and all of them in one."""
    _ = reader.gettext
    st.write(_("Report and map are one file each and open without the internet."))
    with st.container(horizontal=True):
        _offer(_("Everything as ZIP"), lambda: zipped(folder), f"{folder.name}.zip", "application/zip", "primary")
        for name, (label, kind) in _OFFERED.items():
            if not (folder / name).exists():
                continue
            _offer(_(label), (folder / name).read_bytes, name, kind, "secondary")


def zipped(folder: Path) -> bytes:
    """Return all files of a folder as one ZIP."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return packed.getvalue()


def _offer(label: str, data: Callable[[], bytes], name: str, kind: str, weight: Weight) -> None:
    """Offer a file; it is read when it is asked for."""
    st.download_button(label, data, name, kind, key=f"get-{name}", on_click="ignore", type=weight)
