"""Names in traditional letters: each letter that differs among the names of the study, and nothing else."""

from __future__ import annotations

import pandas as pd

__all__ = ["with_traditional"]

# 斗 of 斗门 and 台 of 台山 stay as they are: they are no simplified letters there.
SIMPLIFIED = (
    "东丰乐云从会体关兴冈务区华县吴园壮头宁宝岗岭广庆开怀权来桥浈湾点瑶电盐禅经罗购车远连郁销门闻阳陆顺饶验鹤黄龙"
)
TRADITIONAL = (
    "東豐樂雲從會體關興岡務區華縣吳園壯頭寧寶崗嶺廣慶開懷權來橋湞灣點瑤電鹽禪經羅購車遠連鬱銷門聞陽陸順饒驗鶴黃龍"
)
LETTERS = str.maketrans(SIMPLIFIED, TRADITIONAL)
NAMED = ("name", "brand", "city", "county")


def with_traditional(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with each name in traditional letters beside it, where it stands in English, too."""
    for column in NAMED:
        if f"{column}_en" in table:
            place = table.columns.get_loc(f"{column}_en") + 1
            told = table[column].map(lambda name: name.translate(LETTERS) if isinstance(name, str) else name)
            table = table.copy()
            table.insert(place, f"{column}_zh_hant", told)
    return table
