"""The first slides: the decision, what the plan brings, and who is reached."""

from __future__ import annotations

from collections.abc import Sequence

from siteplan.present.pack.content import Headline, KeyFigure, PageOne
from siteplan.present.reports.slides.deck import BODY, Leaf
from siteplan.present.reports.slides.found_parts import Found
from siteplan.present.reports.slides.native_chart import add_chart
from siteplan.present.reports.slides.native_table import add_table
from siteplan.present.reports.slides.slide_text import Box, Words
from siteplan.present.theme.style import ACCENT, INK, MUTED, NO_DATA

__all__ = ["card", "decision_slide", "gain_slide", "reach_slide"]

_CARD = 128.0  # points that cards are high
_TINT, _SPREAD = "#F1F6F5", "#8CC7BF"


def decision_slide(leaf: Leaf, page: PageOne) -> list[str]:
    """Write what is asked, what for, why and what against, and where to sign."""
    leaf.words(Box(40, 10, 880, 16), [Words(f"{page.running}  ·  {page.status}", 10, colour=MUTED)], anchor="middle")
    leaf.bar(Box(BODY.left, BODY.top, BODY.width, 92), _TINT)
    leaf.bar(Box(BODY.left, BODY.top, 5, 92), ACCENT)
    said = [Words(page.asked, 12, bold=True, colour=ACCENT, after=4)]
    said += [Words(sentence, 16, after=3) for sentence in page.sentences]
    leaf.words(Box(BODY.left + 18, BODY.top + 6, BODY.width - 30, 82), said, anchor="middle")
    _figures(leaf, Box(BODY.left, BODY.top + 104, BODY.width, 56), page.headlines)
    left, right = Box(BODY.left, BODY.top + 172, BODY.width, 158).columns((1, 1), 40)
    for box, title, points in ((left, page.reasons_title, page.reasons), (right, page.risks_title, page.risks)):
        leaf.words(Box(box.left, box.top, box.width, 20), [Words(title, 15, bold=True, colour=ACCENT)])
        told: list[Words] = []
        for n, point in enumerate(points, start=1):
            told += [Words(f"{n}  {point.title}", 14, bold=True, after=1), Words(point.text, 12.5, colour=INK, after=6)]
        leaf.words(box.below(24), told)
    _signed(leaf, page.sign)
    return [head.figure.id for head in page.headlines]


def _figures(leaf: Leaf, box: Box, heads: Sequence[Headline]) -> None:
    """Write page one's figures in a row: each large, its name and what it is today below."""
    for part, head in zip(box.columns([1] * len(heads), 14), heads, strict=True):
        leaf.bar(Box(part.left, part.top, part.width, 2), ACCENT)
        leaf.words(Box(part.left, part.top + 5, part.width, 26), [Words(head.shown, 20, bold=True)], least=10)
        below = [Words(head.name, 10.5), *(Words(line, 9, colour=MUTED) for line in head.against[:1])]
        leaf.words(Box(part.left, part.top + 31, part.width, 27), below, least=7)


def _signed(leaf: Leaf, labels: Sequence[str]) -> None:
    if not labels:
        return
    for box, label in zip(Box(BODY.left, 440, BODY.width, 44).columns([1] * len(labels)), labels, strict=True):
        leaf.rule(box.left, box.top + 24, box.left + box.width, MUTED)
        leaf.words(Box(box.left, box.top + 28, box.width, 16), [Words(label, 10, colour=MUTED)])


def gain_slide(leaf: Leaf, page: PageOne) -> list[str]:
    """Write page one's figures as cards, and what the money buys."""
    heads = page.headlines
    if heads:
        cards = Box(BODY.left, BODY.top, BODY.width, _CARD).columns([1] * len(heads), 14)
        for box, head in zip(cards, heads, strict=True):
            card(leaf, box, head)
    if not page.table.frame.empty:
        add_table(leaf, page.table, BODY.below(_CARD + 24), size=13, last_bold=True)
    shown = [head.figure for head in heads] + [one for head in heads for one in head.spread or ()]
    return [figure.id for figure in shown]


def card(leaf: Leaf, box: Box, head: Headline) -> None:
    """Write a figure of page one, what it stands against, and from what to what it may go."""
    leaf.bar(box, _TINT)
    leaf.bar(Box(box.left, box.top, box.width, 3), ACCENT)
    inner = Box(box.left + 10, box.top + 10, box.width - 20, box.height - 16)
    leaf.words(Box(inner.left, inner.top, inner.width, 32), [Words(head.shown, 22, bold=True)], least=10)
    leaf.words(Box(inner.left, inner.top + 33, inner.width, 30), [Words(head.name, 12)], least=8)
    against = [Words(line, 10, colour=MUTED) for line in head.against]
    leaf.words(Box(inner.left, inner.top + 62, inner.width, 28 if head.spread else 48), against, least=7)
    if head.spread:
        _spread(leaf, Box(inner.left, inner.top + 92, inner.width, 8), head.spread)
        leaf.words(
            Box(inner.left, inner.top + 102, inner.width, 12), [Words(head.spread_text, 9, colour=MUTED)], least=7
        )


def _spread(leaf: Leaf, box: Box, spread: tuple[KeyFigure, KeyFigure, KeyFigure]) -> None:
    """Draw from what to what a figure may go, with a dot where it is as planned."""
    low, base, high = (figure.value for figure in spread)
    least, most = min(low, base, high), max(low, base, high)
    around = (most - least) * 0.12 or 1.0
    scale = box.width / (most - least + 2 * around)

    def x(value: float) -> float:
        return box.left + (value - least + around) * scale

    leaf.bar(Box(box.left, box.top + 3.5, box.width, 1), NO_DATA)
    leaf.bar(Box(x(least), box.top + 1.5, x(most) - x(least), 5), _SPREAD)
    leaf.bar(Box(x(base) - 4, box.top, 8, 8), ACCENT, round_=True)


def reach_slide(leaf: Leaf, found: Found) -> None:
    """Draw coverage by tier, and beside it how evenly access is spread and the market, where both are known."""
    tables = found.tables("reach", "covered", "n_open") or found.tables("reach", "covered")
    spread = found.charts("lorenz")[:1]
    left, right = BODY.columns((1.15, 1) if tables or spread else (1, 0.001))
    add_chart(leaf, found.charts("coverage")[0], left)
    if spread:
        high = right.height * (0.5 if tables else 1.0)
        add_chart(leaf, spread[0], Box(right.left, right.top, right.width, high), titled=True)
        right = right.below(high + 8)
    if tables:
        add_table(leaf, tables[0], right, ("tier", "share_before", "share", "covered_before", "covered"), size=11)
