"""Cut the fonts of printed reports out of Noto Sans CJK, and list what they cover.

python docs/make_fonts.py FOLDER, where FOLDER holds NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc of
https://github.com/notofonts/noto-cjk (Debian: fonts-noto-cjk); it needs fontTools, which nothing else does.
"""

import csv
import itertools
import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FONTS = Path(__file__).parents[1] / "siteplan/present/reports/fonts"
WEIGHTS = ("Regular", "Bold")
# Latin, Greek, Cyrillic, punctuation, currencies, letter-like signs, arrows, mathematics, technical signs, numbers in
# circles, boxes and shapes, dingbats; kana, bopomofo and signs beside Han letters; full and half width.
SIGNS = (
    (0x20, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x27BF), (0x3000, 0x312F), (0x3200, 0x33FF), (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
)  # fmt: skip
CODECS = {"gbk": (range(0x81, 0xFF), range(0x40, 0xFF)), "big5": (range(0xA1, 0xFF), range(0x40, 0xFF))}


def main(folder: Path) -> None:
    """Write four fonts and coverage.csv."""
    simplified, traditional = ({w: face(folder, w, name) for w in WEIGHTS} for name in ("SC", "TC"))
    wanted = letters("gbk") | letters("big5") | {u for first, last in SIGNS for u in range(first, last + 1)}
    covered = {u for u in wanted if all(u in font.getBestCmap() for font in simplified.values()) and prints(u)}
    rows = [(u, *(advance(simplified[w], u) for w in WEIGHTS)) for u in sorted(covered)]
    # Where both faces show the same glyph, the first one serves both: the second holds what differs.
    other = {u for u in letters("big5") & covered if differs(u, simplified["Regular"], traditional["Regular"])}
    for weight in WEIGHTS:
        cut(simplified[weight], covered, FONTS / f"NotoSansCJKsc-{weight}.otf")
        cut(traditional[weight], other, FONTS / f"NotoSansCJKtc-{weight}.otf")
    with (FONTS / "coverage.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("first", "last", "regular", "bold"), *ranges(rows)])


def face(folder: Path, weight: str, name: str) -> TTFont:
    """Return one face of a collection."""
    collection = TTCollection(folder / f"NotoSansCJK-{weight}.ttc")
    return next(
        font for font in collection if font["name"].getDebugName(1).split(" Bold")[0] == f"Noto Sans CJK {name}"
    )


def letters(codec: str) -> set[int]:
    """Return the code points of a double-byte code."""
    pairs = (bytes(pair).decode(codec, "ignore") for pair in itertools.product(*CODECS[codec]))
    return {ord(letter) for pair in pairs if len(pair) == 1 for letter in pair}


def prints(u: int) -> bool:
    """Whether a code point leaves something on paper, if only room."""
    return unicodedata.category(chr(u)) not in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def differs(u: int, one: TTFont, other: TTFont) -> bool:
    """Whether two faces show a code point by other glyphs."""
    return u in other.getBestCmap() and one.getBestCmap()[u] != other.getBestCmap()[u]


def advance(font: TTFont, u: int) -> int:
    """Return how wide a code point is, in thousandths of the size."""
    return font["hmtx"][font.getBestCmap()[u]][0]


def cut(font: TTFont, wanted: set[int], to: Path) -> None:
    """Write a font of those code points alone, without hints: reports are printed, or shown by outlines."""
    options = subset.Options(hinting=False, layout_features=["kern", "ccmp"], name_IDs=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.save(to)


def ranges(rows: list[tuple[int, int, int]]) -> list[tuple[str, str, int, int]]:
    """Return runs of neighbours of the same widths: first and last code point, and the width in each weight."""
    runs = itertools.groupby(enumerate(rows), key=lambda nth: (nth[1][0] - nth[0], *nth[1][1:]))
    of_run = [(list(run), widths) for (_, *widths), run in runs]
    return [(f"{run[0][1][0]:04X}", f"{run[-1][1][0]:04X}", *widths) for run, widths in of_run]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
