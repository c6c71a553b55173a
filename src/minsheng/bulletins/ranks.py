"""The ranking of areas in words, ties among them; and who is not ranked."""

from __future__ import annotations

from itertools import groupby

from minsheng.bulletins.facts import Fact, Sentence, Words, joined, sentence
from minsheng.bulletins.sections import BulletinSection, Paragraph, in_chinese
from minsheng.domain.written import exactly, to_places
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.ranking.scores import Score


def ranked(ranking: Ranking) -> BulletinSection:
    """Every group in the order of its ranks; who shares a rank stands beside whom."""
    title = Fact(ranking.scheme.title, "评分办法")
    known = "各地得分和排名如下。" if ranking.scores else "各地都缺少评分所需的数据，没有排名。"
    said: list[Sentence] = [sentence("按《", title, "》评分，", known)]
    groups = groupby(ranking.scores, key=lambda score: score.group)
    for group, scores in groups:
        of_group: Words = (Fact(group, "组别"), "：") if group else ()
        by_rank = groupby(sorted(scores, key=lambda score: score.rank), key=lambda score: score.rank)
        placed = [_placed(ranking, rank, list(of_rank)) for rank, of_rank in by_rank]
        said.append(sentence(of_group, joined(placed, "；"), "。"))
    if ranking.unscored:
        without = joined([Fact(one.name, "不排名的", exact=one.summary) for one in ranking.unscored])
        said.append(sentence("未参加排名的有", without, "，原因见附件。"))
    return BulletinSection("各地排名", tuple(Paragraph((one,)) for one in said))


def _placed(ranking: Ranking, rank: int, scores: list[Score]) -> Words:
    names = joined([
        (Fact(score.name, "排名", area=score.name, exact=str(score.rank)),) for score in scores
    ])  # fmt: skip
    points = joined([
        (Fact(text, "得分", area=score.name, exact=exactly(score.points)),)
        for text, score in {to_places(s.points, ranking.scheme.places): s for s in scores}.items()
    ])  # fmt: skip
    tied = "并列，" if len(scores) > 1 else ""
    grades = dict.fromkeys(score.grade for score in scores if score.grade)
    graded: Words = ("，", joined([Fact(grade, "等次") for grade in grades])) if grades else ()
    return (
        "第", Fact(in_chinese(rank), "名次", exact=str(rank)), "名", names,
        f"（{tied}", points, "分", graded, "）",
    )  # fmt: skip
