"""Ids from words: the glossary's names of what a text says, so that the same words have the same id."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

import minsheng
from minsheng.domain.numerals import normalise

_MOST_WORDS = 3
#: how much of a text is looked at
_LONGEST = 200
_PART = re.compile("[，,（(]?其中")
_FIGURE = re.compile(r"[\d.,%]+|[万亿]")


@cache
def _glossary() -> Mapping[str, tuple[str, bool]]:
    """The id's words for words of the field, the longest first; and whether these say only what is done."""
    lines = (line.split("\t") for line in minsheng._text("data/glossary.tsv").splitlines())
    return {word: (said, bool(more)) for word, said, *more in sorted(lines, key=lambda line: -len(line[0]))}


def words_of(text: str) -> str:
    """The id that a text comes to by itself; empty where the glossary has no thing that it names.

    What is done stands after what it is done to. Figures do not count, nor what stands after 其中.

    >>> words_of("农村公路提质改造549公里"), words_of("提质改造农村公路600公里"), words_of("其他")
    ('rural-roads-upgrading', 'rural-roads-upgrading', '')
    """
    plain = normalise(text[:_LONGEST]).removeprefix("其中")
    plain = plain[: found.start()] if (found := _PART.search(plain)) else plain
    found_words: list[str] = []
    at = 0
    while at < len(plain):
        word = next((word for word in _glossary() if plain.startswith(word, at)), "")
        found_words += [word] if word else []
        at += len(word) or 1
    # the longest words say most; sorting keeps the order of the text among words as long
    found_words.sort(key=lambda word: (_glossary()[word][1], -len(word)))
    words: list[str] = []
    for said, only_done in map(_glossary().__getitem__, found_words):
        more = [one for one in said.split("-") if one not in words]
        if (words or not only_done) and len(words) + len(more) <= _MOST_WORDS:
            words += more
    return "-".join(words)


def ids_of(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    """An id for each text, by the id that it has by its place; the order of the texts does not matter.

    Texts that come to the same are told apart by letters that follow from the text without its figures;
    the same text twice keeps its place.

    >>> ids_of([("project-1-1", "城镇新增就业5.9万人"), ("project-1-2", "其他")])
    {'project-1-1': 'urban-jobs', 'project-1-2': 'project-1-2'}
    """
    listed = [*items]
    ids = {place: words_of(text) or place for place, text in listed}
    times = Counter(ids.values())
    for place, text in listed:
        if times[ids[place]] > 1:
            ids[place] += f"-{_letters(text)}"
    times = Counter(ids.values())
    return {place: id if times[id] == 1 else place for place, id in ids.items()}


def _letters(text: str) -> str:
    """Two letters and a digit that follow from a text's words."""
    number = int.from_bytes(hashlib.sha256(_FIGURE.sub("", normalise(text)).encode()).digest()[:8])
    (number, first), (_, digit) = divmod(number, 26), divmod(number // 676, 10)
    return f"{chr(97 + first)}{chr(97 + number % 26)}{digit}"
