"""What has changed since the last bulletin: who caught up, who fell behind, lights, places, corrections."""

from __future__ import annotations

from collections.abc import Iterator

from minsheng.bulletins.document import Bulletin
from minsheng.bulletins.facts import Fact, Sentence, Words, joined, sentence
from minsheng.bulletins.sections import BulletinSection, Paragraph, in_chinese
from minsheng.bulletins.situation import Situation, amount, area, by_task, quoted_name
from minsheng.measuring.standing import Standing
from minsheng.rules.scoring.ranking.ranking import Ranking

#: the item and the area of a standing
_Key = tuple[str, str | None]


def changed(now: Situation, ranking: Ranking | None, before: Bulletin) -> BulletinSection:
    """In what this bulletin differs from the one before."""
    then = before.situation
    said = [*_caught_up(now, then), *_lights(now, then)]
    if ranking is not None and before.ranking is not None:
        said += _places(ranking, before.ranking)
    if not said:
        said = [sentence("与上期（", Fact(str(before.period), "上期"), "）相比，快慢、亮灯和名次没有变化。")]
    fixed = tuple(_corrections(now, then))
    paragraphs = [Paragraph(tuple(said)), *((Paragraph(fixed),) if fixed else ())]
    return BulletinSection("与上期相比", tuple(paragraphs))


def _by_key(situation: Situation) -> dict[_Key, Standing]:
    return {(part.item, part.area): part for part in (*situation.city, *situation.areas)}


def _caught_up(now: Situation, then: Situation) -> Iterator[Sentence]:
    old = _by_key(then)
    for words, before, after in (
        ("由落后转为达到进度的有", True, False),
        ("由达到进度转为落后的有", False, True),
    ):
        moved = [
            part
            for key, part in _by_key(now).items()
            if part.behind is after and key in old and old[key].behind is before
        ]
        what = "落后的地区" if after else "赶上的地区"
        if moved:
            yield sentence(words, by_task(moved, what), "。")


def _lights(now: Situation, then: Situation) -> Iterator[Sentence]:
    old, turned = _by_key(then), dict[tuple[str, str], list[Standing]]()
    for key, part in _by_key(now).items():
        light, before = part.light, old[key].light if key in old else None
        if light is not None and before is not None and light is not before:
            turned.setdefault((before.label, light.label), []).append(part)
    for (was, is_now), parts in turned.items():
        yield sentence("由", was, "转为", is_now, "的有", by_task(parts, is_now), "。")


def _places(now: Ranking, then: Ranking) -> Iterator[Sentence]:
    old = {(score.group, score.name): score.rank for score in then.scores}
    for words, risen in (("名次上升的有", True), ("名次下降的有", False)):
        moved = [
            (score, old[score.group, score.name])
            for score in now.scores
            if (before := old.get((score.group, score.name))) is not None
            and before != score.rank
            and (score.rank < before) is risen
        ]
        if moved:
            named: list[Words] = []
            for score, before in moved:
                places = (
                    Fact(in_chinese(n), "名次", area=score.name, exact=str(n)) for n in (before, score.rank)
                )
                was, is_now = places
                named.append(
                    (Fact(score.name, "排名", area=score.name), "（由第", was, "名到第", is_now, "名）")
                )
            yield sentence(words, joined(named), "。")


def _corrections(now: Situation, then: Situation) -> Iterator[Sentence]:
    """Figures of the last bulletin's day that are known to be others now."""
    day = then.on
    for part in (*then.city, *then.areas):
        figure = now.progress.figure(part.item, part.area, on=day)
        own = then.progress.figure(part.item, part.area, on=day)
        if own.value is None or figure.value is None or own.value == figure.value:
            continue
        corrected = Fact(
            str(figure.value).replace(" ", ""), "更正后", part.item, part.area or "",
            sources=tuple(record.source for record in figure.records if record.source),
        )  # fmt: skip
        yield sentence(
            "更正：", area(part), quoted_name(part), "截至", now.day(day), "的完成数，上期为",
            amount(part, own.value, "更正前"), "，现更正为", corrected, "。",
        )  # fmt: skip
