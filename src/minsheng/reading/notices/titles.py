"""Which project a title means, where a table has no numbers: as the other table numbers it, else in order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from minsheng.domain.numerals import normalise, read_number
from minsheng.domain.wording import bare_text, how_alike
from minsheng.errors import DataError
from minsheng.reading.notices.draft import Question

_N = "[一二三四五六七八九十]{1,3}|[0-9]{1,3}"
_NUMBERED = re.compile(
    rf"(?:第?({_N})(?:[、.．]|件实事[:：]?|项[:：]|个项目[:：]?)|[（(]({_N})[）)]|(?:项目|实事)({_N})[:：])(?!\d)"
)
#: what stands around the name of the matter in a caption
_AROUND = re.compile(
    rf"^(?:(?:附?表)(?:{_N})?[-—\d]*[:：]?)?\s*(?:\d{{4}}年度?)?(?:全[市县区省])?|"
    r"(?:目标|年度|指标)?(?:任务|计划)*(?:数|分解|分配)*(?:情况)?表?(?:[（(][^（）()]*[）)])?$"
)
#: captions that are of the whole programme
_ALL = re.compile("实事|重点|项目|民生|^$")
_LIKE = Fraction(3, 5)


def unnumbered(title: str) -> tuple[str, int | None]:
    """A title without the number before it, and that number.

    >>> unnumbered("1.城镇新增就业"), unnumbered("三、养老服务"), unnumbered("60岁以上老人")
    (('城镇新增就业', 1), ('养老服务', 3), ('60岁以上老人', None))
    """
    found = _NUMBERED.match(title)
    if found is None:
        return title, None
    said = found[1] or found[2] or found[3]
    try:
        return title[found.end() :].strip(), int(read_number(said))
    except DataError:
        return title, None


def matter_of(caption: str) -> str:
    """What a caption says its table is about; empty where it is of the whole programme.

    >>> matter_of("表1 2024年城镇新增就业任务分解表"), matter_of("2024年民生实事任务分解表")
    ('城镇新增就业', '')
    """
    about = _AROUND.sub("", unnumbered(caption)[0]).strip()
    return "" if _ALL.search(about) else about


class Titles:
    """The numbers of projects by their titles and tasks.

    Args:
        known: each number with the title and the tasks that the other table has for it.
    """

    def __init__(self, known: Iterable[tuple[int, Iterable[str]]]) -> None:
        self._known = {number: [bare_text(text) for text in texts] for number, texts in known}
        self._made: dict[str, int] = {}
        self._asked = 0
        self._counted = False

    def next_question(self) -> int:
        """A number for the next question about a layout."""
        self._asked += 1
        return self._asked

    def number(self, title: str, printed: str, place: str, questions: list[Question]) -> int:
        """The number of the project with that title."""
        if normalise(printed).isdecimal():
            number = int(normalise(printed))
            self._made.setdefault(bare_text(title), number)
            return number
        bare, said = unnumbered(title)
        text = bare_text(bare)
        if text in self._made:
            return self._made[text]
        exact = [n for n, texts in self._known.items() if text in texts]
        if len(exact) == 1:
            number = exact[0]
        elif not self._known:
            number = said if said is not None and said not in self._made.values() else self._next()
            if said is None and not self._counted:
                self._counted = True
                met = "表里没有序号，按先后编为第几项"
                questions.append(Question("numbers", place, title, met, reads=f"第{number}项起"))
        else:
            number = self._nearest(text, title, place, questions)
        self._made[text] = number
        return number

    def _nearest(self, text: str, title: str, place: str, questions: list[Question]) -> int:
        """The project that the title is most like, which is asked; a new one where it is like none."""
        likeness = {
            n: max(Fraction(1) if text and text in one else how_alike(text, one) for one in texts)
            for n, texts in self._known.items()
        }
        best = max(likeness, key=lambda n: likeness[n])
        sure = likeness[best] >= _LIKE and sum(value == likeness[best] for value in likeness.values()) == 1
        number = best if sure else self._next()
        said = "这一项没有序号，名称与责任分解表的也不同"
        reads = f"第{number}项" + ("" if sure else "（另立一项）")
        questions.append(Question(f"project-of-{self.next_question()}", place, title, said, reads=reads))
        return number

    def _next(self) -> int:
        return max([0, *self._known, *self._made.values()]) + 1
