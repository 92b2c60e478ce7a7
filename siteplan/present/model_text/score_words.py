"""What a scorecard's reader should know, in sentences: where weights are from, what counts twice, what was fitted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from siteplan.present.text.numbers import exact, share
from siteplan.present.text.words import N_, gettext_for, ngettext_for
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
    "area_m2": N_("area"),
}
_DIRECTIONS: Mapping[str, str] = {"higher": N_("more"), "lower": N_("less"), "ideal": N_("near the ideal")}
_METHODS: Mapping[str, str] = {
    "min_max": N_("linear"),
    "rank": N_("by rank"),
    "z": N_("normal distribution"),
}


def criterion_name(name: str, language: str) -> str:
    """Return a criterion's name; one that is a column of the planner's own is shown as written."""
    return gettext_for(language)(_NAMES[name]) if name in _NAMES else name


def direction_name(direction: str, language: str) -> str:
    """Return which way is better."""
    return gettext_for(language)(_DIRECTIONS[direction])


def normalise_name(method: str, language: str) -> str:
    """Return how values become points."""
    return gettext_for(language)(_METHODS[method])


def score_notes(card: Scorecard, language: str) -> list[str]:
    """Return what must be known to read the scores, most telling first; plain text, names as the study has them."""
    notes = [note for say in (_doubles, _weights, _pairs, _signs, _unknown) for note in say(card, language)]
    return [note[:1].upper() + note[1:] for note in notes]


def _doubles(card: Scorecard, language: str) -> Iterator[str]:
    """Say which criteria may count the same thing twice."""
    _ = gettext_for(language)
    twice = _(
        "{first} and {second} are closely linked (rank correlation {r}): {weight} of the weight counts much the same "
        "twice."
    )
    cancels = _(
        "{first} and {second} are closely linked (rank correlation {r}), one for and one against a site: {weight} of "
        "the weight largely cancels out."
    )
    for pair in card.doubles.to_dict("records"):
        first, second = (criterion_name(pair[key], language) for key in ("first", "second"))
        words = {"r": exact(pair["correlation"], 2), "weight": share(pair["weight"], language)}
        yield (cancels if pair["opposed"] else twice).format(first=first, second=second, **words)


def _weights(card: Scorecard, language: str) -> Iterator[str]:
    """Say where the weights are from, unless they are given."""
    _ = gettext_for(language)
    weighing, asked = card.weighing, card.spec.weighting
    if asked == "fitted":
        yield from _fitted(card, language)
    elif weighing.method != "given":
        yield {
            "ahp": _("The weights are from comparisons in pairs."),
            "entropy": _("The weights are from the candidates' spread (entropy): what differs more weighs more."),
            "critic": _("The weights are from the candidates' spread and correlation (CRITIC)."),
        }[weighing.method]


def _fitted(card: Scorecard, language: str) -> Iterator[str]:
    _, _n = gettext_for(language), ngettext_for(language)
    fit = card.weighing.fitted
    if fit is None:
        yield _(
            "Weights could not be fitted to the own sites' sales (at least {n} sites with sales and criteria known are "
            "needed, and a criterion that helps); the given weights hold."
        ).format(n=FEWEST_SITES)
        return
    numbers = {"n": fit.n_sites, "r2": exact(fit.r2, 2)}
    if card.weighing.method == "given":
        yield _(
            "Weights fitted to the sales of {n} own sites tell sites left out no better than the mean does (R² {r2}); "
            "the given weights hold."
        ).format(**numbers)
        return
    yield _("The weights are fitted to the sales of {n} own sites; R² of sites left out {r2}.").format(**numbers)
    if card.weighing.kept:
        names = _(", ").join(criterion_name(name, language) for name in card.weighing.kept)
        yield _("Not known at own sites, so with the weight given: {names}.").format(names=names)


def _pairs(card: Scorecard, language: str) -> Iterator[str]:
    """Say where comparisons in pairs contradict each other."""
    _ = gettext_for(language)
    pairs = card.weighing.pairwise
    if pairs is None:
        return
    if pairs.ratio <= CONSISTENT:
        yield _("The comparisons agree well enough: consistency ratio {ratio}.").format(ratio=exact(pairs.ratio, 2))
        return
    one = _("{first} against {second}, said {said}, by the others {fits}")
    worst = [
        one.format(
            first=criterion_name(pair["first"], language), second=criterion_name(pair["second"], language),
            said=exact(pair["said"], 2), fits=exact(pair["fits"], 2),
        )
        for pair in pairs.worst.to_dict("records")
    ]  # fmt: skip
    yield _("The comparisons contradict each other: consistency ratio {ratio}, above {most}. Worst: {pairs}.").format(
        ratio=exact(pairs.ratio, 2), most=exact(CONSISTENT, 1), pairs=_("; ").join(worst)
    )


def _signs(card: Scorecard, language: str) -> Iterator[str]:
    """Say which directions are fitted, and how sure that is."""
    _ = gettext_for(language)
    asked = [str(name) for name in card.values if card.spec.criterion(str(name)).direction == "fitted"]
    for name in asked:
        way = direction_name(card.scales[name].direction, language)
        words = {"name": criterion_name(name, language), "way": way}
        if card.signs is None or name not in card.signs.index:
            yield _("{name}: too little is known at own sites to fit which way is better; {way} is, as usual.").format(
                **words
            )
            continue
        effect, error, certain = (float(card.signs[column][name]) for column in ("effect", "error", "certain"))
        numbers = {"effect": _percent(effect, language), "error": _percent(error, language)}
        yield _fitted_sign(bool(certain), _).format(**words, **numbers)


def _fitted_sign(certain: bool, _: Callable[[str], str]) -> str:
    if certain:
        return _("{name}: {way} is better, fitted; one standard deviation more changes sales by {effect} (± {error}).")
    return _(
        "{name}: sales do not say which way is better (one standard deviation more changes them by {effect}, ± "
        "{error}); {way} is, as usual."
    )


def _percent(x: float, language: str) -> str:
    """Write a small difference of logarithms as per cent."""
    return ("+" if x > 0 else "") + share(x, language)


def _unknown(card: Scorecard, language: str) -> Iterator[str]:
    """Say which criteria nobody knows."""
    _ = gettext_for(language)
    lost = [name for name in card.spec.names() if name not in card.values]
    if lost:
        names = _(", ").join(criterion_name(name, language) for name in lost)
        yield _("Known of no candidate, so left out: {names}; the other weights grow in proportion.").format(
            names=names
        )
