"""A visitor's own file of candidates: chosen, its columns pointed out, its problems told, its sites taken."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import streamlit as st

from siteplan.data.limits import MOST_OWN_BYTES, MOST_OWN_SITES
from siteplan.data.read.raw import RawTable
from siteplan.data.reading import Reading
from siteplan.data.tables.own_file import own_candidates, proposed_columns, read_own_file
from siteplan.errors import Problem
from siteplan.present.candidates.own_files import own_candidates_csv
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.study import FileEntry
from siteplan.ui import own_sites
from siteplan.ui.explore.column_names import column_names, coordinate_names
from siteplan.ui.markdown import plain
from siteplan.ui.parts import filenotes
from siteplan.ui.screens.broken_page import show_problems

__all__ = ["show"]

KINDS = ("csv", "tsv", "xlsx", "xlsm", "geojson", "gpkg", "parquet")
PART = ("sheet", "layer")  # what a file has several of, so that one has to be named


def show(world: World, reader: Reader) -> None:
    """Offer to bring a file, and to take its sites away again."""
    _ = reader.gettext
    if st.button(_("Upload candidates"), key="upload"):
        st.dialog(_("Candidates of your own file"), width="large")(_dialog)(world, reader)


def _dialog(world: World, reader: Reader) -> None:
    _, there = reader.gettext, own_sites.uploaded()
    if there is not None:
        _show_kept(there, reader)
    given = st.file_uploader(
        _("A table of sites: CSV, Excel, GeoJSON, GeoPackage or Parquet"),
        KINDS,
        key="own-candidates-file",
        max_upload_size=MOST_OWN_BYTES // 1_000_000,
    )
    if given is None:
        limits = _("At most {size} MB and {n} sites.").format(size=MOST_OWN_BYTES // 1_000_000, n=exact(MOST_OWN_SITES))
        told = _("It is checked as the study's own files are, kept for this visit, and seen by nobody else.")
        st.caption(f"{limits} {told}")
        return
    entry = _ask_how(given.name, world, reader)
    read = _read(given.name, given.getvalue(), entry)
    if read.value is None:
        _tell_problems(read.problems, reader)
        return
    found = own_candidates(world.ground.study, world.ground.market, read.value, _ask_columns(read.value, reader), entry)
    _tell_found(found, reader)


def _show_kept(sites: gpd.GeoDataFrame, reader: Reader) -> None:
    _, _n = reader.gettext, reader.ngettext
    said = _n(
        "{n} site of your file is scored beside the study's.",
        "{n} sites of your file are scored beside the study's.",
        len(sites),
    )
    st.success(said.format(n=len(sites)))
    with st.container(horizontal=True):
        if st.button(_("Take them away"), key="drop-own-file"):
            own_sites.keep_file(None)
            st.rerun()
        st.download_button(
            _("Sites as CSV"), lambda: own_candidates_csv(sites), "candidates.csv", "text/csv", key="get-file-csv",
            on_click="ignore",
        )  # fmt: skip


def _ask_how(name: str, world: World, reader: Reader) -> FileEntry:
    """Ask what a file cannot say itself: in which coordinates it is, and which sheet or layer is meant."""
    _ = reader.gettext
    left, right = st.columns(2)
    names = coordinate_names(reader)
    own = world.ground.study.study.coordinates
    frame = left.selectbox(
        _("Coordinates"), list(names), list(names).index(own), format_func=names.__getitem__, key="own-file-frame"
    )
    entry = FileEntry(path=f"file{Path(name).suffix.lower()}", coordinates=frame)
    part = {".xlsx": "sheet", ".xlsm": "sheet", ".gpkg": "layer"}.get(Path(name).suffix.lower())
    if part is None:
        return entry
    asked = right.text_input(_("Sheet or layer"), key="own-file-part", placeholder=_("the only one"))
    return entry.model_copy(update={part: asked.strip()})


def _read(name: str, content: bytes, entry: FileEntry) -> Reading[RawTable]:
    return _read_once(hashlib.sha256(content).hexdigest(), repr(entry), name, content, entry)


@st.cache_resource(max_entries=4, show_spinner=False)
def _read_once(key: str, how: str, _name: str, _content: bytes, _entry: FileEntry) -> Reading[RawTable]:  # noqa: ARG001
    with TemporaryDirectory() as folder:
        path = Path(folder) / _entry.path
        path.write_bytes(_content)
        return read_own_file(path, _entry)


def _ask_columns(raw: RawTable, reader: Reader) -> dict[str, str | None]:
    """Let the visitor say which column of the file is which, where their names do not say so."""
    _, proposed, names = reader.gettext, proposed_columns(raw.frame), column_names(reader)
    spare = [str(name) for name in raw.frame.columns if name != "geometry" and name not in proposed]
    asked = {name: column for name, column in proposed.items() if column != name}
    if not asked or not spare:
        return proposed
    with st.expander(_("Which column is which"), expanded=True), st.container(horizontal=True):
        for name, column in asked.items():
            at = spare.index(column) if column in spare else None
            empty = _("numbered here") if name == "site_id" else _("none")
            proposed[name] = st.selectbox(
                names[name], spare, at, format_func=str, key=f"own-column-{name}", placeholder=empty, width=200
            )
    return proposed


def _tell_problems(problems: tuple[Problem, ...], reader: Reader) -> None:
    _n = reader.ngettext
    said = _n("Nothing was taken: {n} problem", "Nothing was taken: {n} problems", len(problems))
    st.error(said.format(n=len(problems)))
    show_problems(problems, reader)


def _tell_found(found: Reading[gpd.GeoDataFrame], reader: Reader) -> None:
    _n = reader.ngettext
    if found.value is None:
        _tell_problems(found.problems, reader)
        return
    n = len(found.value)
    filenotes.show(found.notes, reader)
    label = _n("Score this {n} site beside the study's", "Score these {n} sites beside the study's", n).format(n=n)
    if st.button(plain(label), key="take-own-file", type="primary"):
        own_sites.keep_file(found.value)
        st.rerun()
