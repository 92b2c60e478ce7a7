"""The figures of a pack as data: those of plan.json, and those of what is told with the plan, which it cannot know."""

from __future__ import annotations

import json

from siteplan._version import __version__
from siteplan.present.pack.content import Pack
from siteplan.present.pack.figures import records_of

__all__ = ["figures_json"]


def figures_json(pack: Pack) -> str:
    """Return the figures with their ids as JSON, in the words of the pack's reader; the same text each time."""
    document = pack.document
    told = [record | {"text": one.text} for record, one in zip(
        records_of(pack.every_figure), pack.every_figure, strict=True
    )]  # fmt: skip
    content = {
        "study": {"name": document.study.study.name, "hash": document.input_hash, "version": __version__},
        "language": pack.reader.language,
        "figures": told,
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
