"""What a scorecard's reader should know, in sentences: where weights are from, what counts twice, what was fitted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from siteplan.present.text.numbers import exact, share
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.score import Scorecard
from siteplan.score.ahp import CONSISTENT
from siteplan.study.score_specs import FEWEST_SITES

__all__ = ["criterion_name", "direction_name", "normalise_name", "score_notes"]

_NAMES: Mapping[str, str] = {
    "footfall": N_("foot traffic"),
    "income": N_("income"),
    "competition": N_("competition"),
    "population": N_("people in reach"),
    "rent": N_("rent"),
    "charging_sessions": N_("charging sessions"),
    "charging_gap": N_("charging gap closed"),
    "charging_leads": N_("charging leads"),
    "area_m2": N_("floor area"),
}
_DIRECTIONS: Mapping[str, str] = {"higher": N_("more"), "lower": N_("less"), "ideal": N_("near the ideal")}
_METHODS: Mapping[str, str] = {
    "min_max": N_("linear"),
    "rank": N_("by rank"),
    "z": N_("normal distribution"),
}


def criterion_name(name: str, reader: Reader) -> str:
    """Return a criterion's name; one that is a column of the planner's own is shown as written."""
    return reader.gettext(_NAMES[name]) if name in _NAMES else name


def direction_name(direction: str, reader: Reader) -> str:
    """Return which way is better."""
    return reader.gettext(_DIRECTIONS[direction])


def normalise_name(method: str, reader: Reader) -> str:
    """Return how values become points."""
    return reader.gettext(_METHODS[method])


def score_notes(card: Scorecard, reader: Reader) -> list[str]:
    """Return what must be known to read the scores, most telling first; plain text, names as the study has them."""
    notes = [note for say in (_redundancy, _weights, _pairs, _signs, _unknown) for note in say(card, reader)]
    return [note[:1].upper() + note[1:] for note in notes]


def _redundancy(card: Scorecard, reader: Reader) -> Iterator[str]:
    """Say which criteria may count the same thing twice."""
    _ = reader.gettext
    twice = _(
        "{first} and {second} are closely correlated (rank correlation {r}): {weight} of the weight "
        "counts nearly the same thing twice."
    )
    cancels = _(
        "{first} and {second} are closely correlated (rank correlation {r}), one raising and one "
        "lowering the score: {weight} of the weight largely cancels out."
    )
    for pair in card.redundancy.to_dict("records"):
        first, second = (criterion_name(pair[key], reader) for key in ("first", "second"))
        words = {"r": exact(pair["correlation"], 2), "weight": share(pair["weight"], reader)}
        yield (cancels if pair["opposed"] else twice).format(first=first, second=second, **words)


def _weights(card: Scorecard, reader: Reader) -> Iterator[str]:
    """Say where the weights are from, unless they are given."""
    _ = reader.gettext
    weighing, asked = card.weighing, card.spec.weighting
    if asked == "fitted":
        yield from _fitted(card, reader)
    elif weighing.method != "given":
        yield {
            "ahp": _("The weights come from pairwise comparisons."),
            "entropy": _("The weights come from how much candidates differ (entropy): what differs more weighs more."),
            "critic": _("The weights come from how much candidates differ and how criteria correlate (CRITIC)."),
        }[weighing.method]


def _fitted(card: Scorecard, reader: Reader) -> Iterator[str]:
    _, _n = reader.gettext, reader.ngettext
    fit = card.weighing.fitted
    if fit is None:
        yield _(
            "The weights could not be fitted to own sites' sales (this takes at least {n} sites whose sales "
            "and criteria are known, and a criterion that explains sales); the given weights are used."
        ).format(n=FEWEST_SITES)
        return
    numbers = {"n": fit.n_sites, "r2": exact(fit.r2, 2)}
    if card.weighing.method == "given":
        yield _(
            "Weights fitted to the sales of {n} own sites predict sites left out no better than the mean "
            "does (R² {r2}); the given weights are used."
        ).format(**numbers)
        return
    yield _("The weights are fitted to the sales of {n} own sites; R² of sites left out {r2}.").format(**numbers)
    if card.weighing.kept:
        names = _(", ").join(criterion_name(name, reader) for name in card.weighing.kept)
        yield _("Unknown at own sites, so with the weight given: {names}.").format(names=names)


def _pairs(card: Scorecard, reader: Reader) -> Iterator[str]:
    """Say where comparisons in pairs contradict each other."""
    _ = reader.gettext
    pairs = card.weighing.pairwise
    if pairs is None:
        return
    if pairs.ratio <= CONSISTENT:
        yield _("The comparisons agree well enough: consistency ratio {ratio}.").format(ratio=exact(pairs.ratio, 2))
        return
    one = _("{first} against {second}: given {said}, implied by the others {fits}")
    worst = [
        one.format(
            first=criterion_name(pair["first"], reader), second=criterion_name(pair["second"], reader),
            said=exact(pair["said"], 2), fits=exact(pair["fits"], 2),
        )
        for pair in pairs.worst.to_dict("records")
    ]  # fmt: skip
    yield _("The comparisons contradict each other: consistency ratio {ratio}, above {most}. Worst: {pairs}.").format(
        ratio=exact(pairs.ratio, 2), most=exact(CONSISTENT, 1), pairs=_("; ").join(worst)
    )


def _signs(card: Scorecard, reader: Reader) -> Iterator[str]:
    """Say which directions are fitted, and how sure that is."""
    _ = reader.gettext
    asked = [str(name) for name in card.values if card.spec.criterion(str(name)).direction == "fitted"]
    for name in asked:
        way = direction_name(card.scales[name].direction, reader)
        words = {"name": criterion_name(name, reader), "way": way}
        if card.signs is None or name not in card.signs.index:
            yield _(
                "{name}: too little is known at own sites to fit which direction is better; as usual, {way} "
                "counts as better."
            ).format(**words)
            continue
        effect, error, certain = (float(card.signs[column][name]) for column in ("effect", "error", "certain"))
        numbers = {"effect": _percent(effect, reader), "error": _percent(error, reader)}
        yield _fitted_sign(bool(certain), _).format(**words, **numbers)


def _fitted_sign(certain: bool, _: Callable[[str], str]) -> str:
    if certain:
        return _("{name}: {way} is better, fitted; one standard deviation more changes sales by {effect} (± {error}).")
    return _(
        "{name}: sales do not show which direction is better (one standard deviation more changes them "
        "by {effect}, ± {error}); as usual, {way} counts as better."
    )


def _percent(x: float, reader: Reader) -> str:
    """Write a small difference of logarithms as per cent."""
    return ("+" if x > 0 else "") + share(x, reader)


def _unknown(card: Scorecard, reader: Reader) -> Iterator[str]:
    """Say which criteria nobody knows."""
    _ = reader.gettext
    lost = [name for name in card.spec.names() if name not in card.values]
    if lost:
        names = _(", ").join(criterion_name(name, reader) for name in lost)
        yield _("Unknown for every candidate, so left out: {names}; the other weights grow in proportion.").format(
            names=names
        )
