"""How much bytes look like text of an encoding: for none of these does a wrong one give an error every time.

Chinese is told by characters in everyday use; Japanese by its kana; Korean by syllables alone; Western European text by
single accented letters among plain ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["CANDIDATES", "fitting"]

SURE = 0.8  # share of a text's foreign characters that must look right
FEWEST_EVERYDAY = 0.5  # share of them in everyday use, as one of two in "深圳" is
FEWEST_KANA = 0.1  # share of kana in a text of Japanese; in Chinese there are none
ALL_SYLLABLES = 0.95  # share of syllables in a text of Korean; six in ten characters of Chinese would pass for one,
FEWEST_SYLLABLES = 8  # so that this many say which it is
EVERYDAY, USUAL = (0xB0A1, 0xD7F9), (0xB0A1, 0xF7FE)  # of GB 2312; Cyrillic and Greek fall into the rest of the second
TRADITIONAL = (0xA440, 0xC67E)  # of Big5, the characters in frequent use
MARKS = "，。、；：（）《》“”‘’！？·—…　"
HIGH = re.compile(rb"[\x80-\xff]+")
LONGEST_RUN = 2  # accented letters side by side, as in "créée"
# Letters of Western Europe; that of Turkey, Poland, Bohemia and old Macs are others in the same places.
LETTERS = frozenset("äöüßÄÖÜéèêëÉÈÊËàâáãåÀÂÁÃÅæÆçÇñÑíìîïÍÌÎÏóòôõøÓÒÔÕØúùûÚÙÛœŒ")
SIGNS = frozenset("°²€–’‘“”«»§½·")

CANDIDATES = ("gb18030", "big5", "cp1252", "cp1251", "shift_jis", "euc_kr", "euc_jp")


def fitting(sample: bytes) -> set[str]:
    """Return the encodings in which a sample looks right; it holds lines that are not plain ASCII."""
    fits = {encoding for encoding, likeness in LIKENESS.items() if _is_text(sample, encoding, likeness)}
    if "gb18030" in fits:
        fits.discard("big5")  # four in ten bytes of Big5 fit no such text: one that does is of a few letters, or none
    return fits


def _is_text(sample: bytes, encoding: str, likeness: Callable[[list[str]], bool]) -> bool:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    if encoding == "cp1252":
        return likeness([run[0].decode(encoding) for run in HIGH.finditer(sample)])
    return likeness([c for c in text if not c.isascii()])


def _simplified(foreign: list[str]) -> bool:
    everyday = _share(foreign, lambda c: _lies(c, "gb2312", EVERYDAY))
    return everyday >= FEWEST_EVERYDAY and _share(foreign, lambda c: _lies(c, "gb2312", USUAL)) >= SURE


def _traditional(foreign: list[str]) -> bool:
    return _share(foreign, lambda c: _lies(c, "big5", TRADITIONAL)) >= SURE


def _western(runs: list[str]) -> bool:
    return _share(runs, lambda run: (len(run) <= LONGEST_RUN and set(run) <= LETTERS) or set(run) <= SIGNS) >= SURE


def _korean(foreign: list[str]) -> bool:
    syllables = _share(foreign, lambda c: "가" <= c <= "힣" or c in MARKS)
    return len(foreign) >= FEWEST_SYLLABLES and syllables >= ALL_SYLLABLES


def _japanese(foreign: list[str]) -> bool:
    return _share(foreign, lambda c: "ぁ" <= c <= "ヿ") >= FEWEST_KANA


def _share(parts: list[str], right: Callable[[str], bool]) -> float:
    return sum(map(right, parts)) / len(parts) if parts else 0.0


def _lies(character: str, charset: str, plane: tuple[int, int]) -> bool:
    """Return whether a character lies in a plane of a set, or is a mark of a text in Chinese."""
    if character in MARKS:
        return True
    try:
        code = character.encode(charset)
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and plane[0] <= int.from_bytes(code, "big") <= plane[1]


LIKENESS: dict[str, Callable[[list[str]], bool]] = {
    "gb18030": _simplified,
    "big5": _traditional,
    "cp1252": _western,
    "euc_kr": _korean,
    "euc_jp": _japanese,
}
