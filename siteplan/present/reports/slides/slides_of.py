"""A board's slides of a pack: twelve at most, and those of what is told with it, each with one finding as its title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from siteplan.present.charts.charts import Chart
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.pack.content import Headline, KeyFigure, Pack
from siteplan.present.reports.slides.deck import Deck, Leaf
from siteplan.present.reports.slides.found_parts import Found, figure_ids, figure_lines, shown_figures
from siteplan.present.reports.slides.native_map import map_slide
from siteplan.present.reports.slides.opening_slides import decision_slide, gain_slide, reach_slide
from siteplan.present.reports.slides.plan_slides import charts_slide, opening_slide, proof_slide, table_slide
from siteplan.present.text.provenance import sources_line

__all__ = ["slides_of"]

MOST = 12  # slides, without those of other plans, of a review and of frontiers


@dataclass(frozen=True)
class _Slide:
    """A title, what writes the slide (and may return ids of figures), the ids it shows, and what else notes say.

    One that `yields` is left out of a deck that would have too many. `beside` are figures of what is told with it.
    """

    title: str
    write: Callable[[Leaf], list[str] | None]
    ids: Sequence[str] = ()
    notes: Sequence[str] = field(default_factory=tuple)
    yields: bool = False
    beside: Sequence[KeyFigure] = ()


def slides_of(pack: Pack, scene: Scene | None = None, beside: Sequence[Scene] = ()) -> bytes:
    """Return the deck of a pack as a PowerPoint file, the same bytes each time.

    `scene` is its map, if it has one, and `beside` are those of other plans against it.
    """
    found = Found(pack)
    page, deck = pack.page_one, Deck(pack.page_one.title, pack.reader, pack.made)
    told: set[str] = set()
    first, last = [*_opening(found, scene), *_plan(found)], [*_doubts(found)]
    slides = [*_without(first, len(first) + len(last) - MOST), *_told_with(found, beside), *last]
    for n, slide in enumerate(slides, start=1):
        leaf = deck.leaf(slide.title, page.sources)
        ids = [*(slide.write(leaf) or ()), *slide.ids]
        shown = [*shown_figures(pack.figures, [slide.title, *leaf.said], ids), *slide.beside]
        told |= {figure.id for figure in shown}
        rest = [figure for figure in pack.every_figure if figure.id not in told] if n == len(slides) else []
        leaf.note(_notes(found, slide, shown, rest))
    return deck.written()


def _without(slides: Sequence[_Slide], over: int) -> list[_Slide]:
    """Return slides without so many of those that yield, the last ones first."""
    yielding = [n for n, slide in enumerate(slides) if slide.yields]
    dropped = yielding[max(len(yielding) - over, 0) :] if over > 0 else []
    return [slide for n, slide in enumerate(slides) if n not in dropped]


def _notes(found: Found, slide: _Slide, shown: Sequence[KeyFigure], rest: Sequence[KeyFigure]) -> list[str]:
    """Return what stands below a slide for who presents it: what it says in full, its sources and figures."""
    _, pack = found.pack.reader.gettext, found.pack
    lines = [slide.title, *slide.notes]
    sources = sources_line(pack.document.study, pack.reader)
    lines += [_("Sources: {sources}").format(sources=sources), pack.page_one.foot]
    if shown:
        lines += [_("Figures of this slide:"), *figure_lines(shown)]
    if rest:
        lines += [_("All other figures of the pack:"), *figure_lines(rest)]
    return [line for line in lines if line]


def _opening(found: Found, scene: Scene | None) -> Iterator[_Slide]:
    page, document = found.pack.page_one, found.pack.document
    points = [f"{point.title}: {point.text}" for point in (*page.reasons, *page.risks)]
    yield _Slide(page.title, lambda leaf: decision_slide(leaf, page), notes=[*page.sentences, *points])
    yield _Slide(document.lead, lambda leaf: gain_slide(leaf, page), notes=document.sentences)
    if scene is not None and (drawn := found.drawings("reach")):
        title, reader = drawn[0].finding, found.pack.reader
        heads = _covered(found.pack)
        formats = document.study.formats
        yield _Slide(title, lambda leaf: map_slide(leaf, scene, title, heads, reader, formats))
    if charts := found.charts("coverage"):
        spread = found.charts("lorenz")
        ids = [*figure_ids([*charts, *spread], found.tables("reach", "covered"))]
        yield _Slide(charts[0].finding, lambda leaf: reach_slide(leaf, found), ids, [one.finding for one in spread])


def _covered(pack: Pack) -> list[Headline]:
    """Return how many people are covered, of all and of the rural ones, each against today."""
    told, said = {one.id: one for one in pack.figures}, pack.reader.gettext("today {x}")
    names = [name for name in ("coverage", "coverage_rural") if name in told]
    today = {name: [said.format(x=told[f"{name}.today"].text)] if f"{name}.today" in told else [] for name in names}
    return [Headline(told[name], told[name].text, told[name].name, today[name]) for name in names]


def _plan(found: Found) -> Iterator[_Slide]:
    gains = [*found.charts("gain"), *found.charts("marginal")]
    sites = found.tables("opens", "net_new", "capex")
    if gains or sites:
        said = found.part("opens").sentences
        title = gains[0].finding if gains else sites[0].caption
        yield _Slide(title, lambda leaf: opening_slide(leaf, gains, sites), [*figure_ids(gains, ())], said)
    for topic, part in (("costs", "opens"), ("score", "scores")):
        if charts := found.charts(topic):
            yield _of_charts(charts, found.part(part).sentences)
    if charts := found.charts("gantt"):
        said = found.part("phases").sentences
        yield _Slide(charts[0].finding, lambda leaf: charts_slide(leaf, charts, said), notes=said)
    case = found.part("business")
    if case.sentences:
        cash, flows = found.charts("cash"), found.tables("business", "cumulative")
        ids = [*figure_ids(cash, flows), "npv", "irr", "payback"]
        yield _Slide(
            cash[0].finding if cash else case.sentences[0],
            lambda leaf: (
                charts_slide(leaf, cash, table=flows[0])
                if cash and flows
                else table_slide(leaf, case.sentences[1:], flows)
            ),
            ids,
            case.sentences,
        )
    yield from _how_sure(found)


def _how_sure(found: Found) -> Iterator[_Slide]:
    """Yield what moves the plan's figures, and how it does in each outlook."""
    moved, outlooks = found.charts("tornado"), found.tables("proof", "best_there", "regret")
    said = found.part("ranges").sentences
    if moved:
        table = outlooks[0] if outlooks else None
        yield _Slide(
            moved[0].finding, lambda leaf: charts_slide(leaf, moved, said, table), [*figure_ids(moved, outlooks)], said
        )
    elif outlooks:
        notes = found.part("proof").sentences
        yield _Slide(outlooks[0].caption, lambda leaf: table_slide(leaf, said, outlooks[:1]), notes=notes)


def _told_with(found: Found, scenes: Sequence[Scene]) -> Iterator[_Slide]:
    """Yield what becomes of today's sites, what other budgets buy, and other plans, as far as they are told."""
    if review := found.tables("review", "decided"):
        yield replace(_of_part(found.part("review").sentences, review[:1]), beside=found.beside("review"))
    if curves := found.charts("frontier"):
        said = found.part("frontier").sentences
        yield _Slide(
            curves[0].finding,
            lambda leaf: charts_slide(leaf, curves, said),
            notes=said,
            beside=found.beside("frontier"),
        )
    yield from _beside(found, scenes)


def _beside(found: Found, scenes: Sequence[Scene]) -> Iterator[_Slide]:
    """Yield what other plans bring more or less, and a map of where each differs."""
    part = found.part("beside")
    if not part.sentences:
        return
    if tables := found.tables("beside", "best"):
        n_others = len([column for column in tables[0].columns if column.name.startswith("plan_")]) - 1
        others = part.sentences[1:n_others]
        told = found.beside("beside")
        yield _Slide(
            part.sentences[0], lambda leaf: table_slide(leaf, others, tables[:1]), notes=part.sentences, beside=told
        )
    for chart, scene in zip(found.drawings("beside"), scenes, strict=False):
        yield _Slide(chart.finding, partial(_difference_slide, found, chart, scene), notes=[chart.measure])


def _difference_slide(found: Found, chart: Chart, scene: Scene, leaf: Leaf) -> list[str]:
    return map_slide(leaf, scene, chart.finding, (), found.pack.reader, found.pack.document.study.formats)


def _doubts(found: Found) -> Iterator[_Slide]:
    reader, page, proof = found.pack.reader, found.pack.page_one, found.part("proof")
    if risks := found.tables("risks", "expected_loss"):
        yield _of_part(found.part("risks").sentences, risks[:1])
    yield from _who_pays(found)
    if doubts := found.part("doubts").sentences:
        yield _of_part(doubts, found.tables("doubts")[:1])
    if proof.sentences:
        searched = found.charts("search")
        title = searched[0].finding if searched else proof.sentences[min(1, len(proof.sentences) - 1)]
        yield _Slide(
            title, lambda leaf: proof_slide(leaf, found, proof), ["bound", "objective", "gap"], proof.sentences
        )
    elif page.risks:
        told = [f"{point.title}: {point.text}" for point in page.risks]
        yield _Slide(
            reader.gettext("{sentence}.").format(sentence=page.risks_title), lambda leaf: table_slide(leaf, told, ())
        )


def _who_pays(found: Found) -> Iterator[_Slide]:
    """Yield what each payer pays and has, and what own sites lose to new ones."""
    payers, lost = found.tables("payers", "payer"), found.tables("conflict")
    told = found.part("conflict").sentences if lost else ()
    paid = [replace(table, frame=table.frame.head(table.printed)) for table in payers[:1]]
    said, notes = [*told[:1], *found.part("payers").sentences], told[1:]
    if said:
        tables = [*paid, *lost[:1]]
        yield _Slide(said[0], lambda leaf: table_slide(leaf, said[1:], tables), notes=[*said, *notes])


def _of_charts(charts: Sequence[Chart], notes: Sequence[str]) -> _Slide:
    ids = [*figure_ids(charts, ())]
    return _Slide(charts[0].finding, lambda leaf: charts_slide(leaf, charts), ids, notes, yields=True)


def _of_part(sentences: Sequence[str], tables: Sequence[object]) -> _Slide:
    first, rest = sentences[0], sentences[1:]
    return _Slide(first, lambda leaf: table_slide(leaf, rest, tables), notes=sentences)  # type: ignore[arg-type]
