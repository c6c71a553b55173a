"""Rewards and consequences: whom lists name, whom they keep off, and who shares the last place."""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.scoring import AtTheEdge, Event, Needed, RewardList, RewardPolicy, load_rewards, rewarded

ITEM = ms.scoring.Item("work", "工作", ms.scoring.Given(), Decimal(100))
GRADES = (ms.scoring.Grade("优秀", low=80), ms.scoring.Grade("一般", high=80))
SCHEME = ms.scoring.Scheme("x", "某办法", "", items=(ITEM,), total=Decimal(100), grades=GRADES)
NAMES = [f"{name}县" for name in "甲乙丙丁戊己庚辛"]


def ranking(points: dict[str, int], groups: dict[str, str] | None = None) -> ms.Ranking:
    return ms.score_records(
        SCHEME, {name: {"work_mark": mark} for name, mark in points.items()}, groups=groups
    )


@st.composite
def reward_lists(draw: st.DrawFn) -> RewardList:
    place = draw(st.sampled_from(["first", "last", "share", ""]))
    count = draw(st.integers(1, 5))
    places: dict[str, Any] = {} if not place else {place: Decimal(count) / 8 if place == "share" else count}
    excluded = ("事故",) if draw(st.booleans()) else ()
    quota = draw(st.none() | st.integers(1, 4))
    return RewardList(
        "one", "名单", **places,
        grades=draw(st.sampled_from([(), ("优秀",)] if place else [("优秀",)])),
        at_least=draw(st.none() | st.integers(0, 100)),
        needs=(Needed("好事", 2),) if draw(st.booleans()) else (),
        excluded_by=excluded, moves_up=bool(excluded and place and draw(st.booleans())), quota=quota,
        edge=draw(st.sampled_from(AtTheEdge) if place or quota else st.just(AtTheEdge.ALL)), marks=(3, 2, 1),
    )  # fmt: skip


POINTS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from([60, 70, 80, 85, 90, 100]), min_size=1)
EVENTS = st.lists(
    st.builds(Event, st.sampled_from(NAMES), st.sampled_from(["事故", "好事"]), count=st.integers(1, 2))
)


@given(POINTS, st.data(), reward_lists(), EVENTS)
def test_whom_a_list_names(
    points: dict[str, int], data: st.DataObject, of: RewardList, events: list[Event]
) -> None:
    """Against a slow reading of the words, for one group and for two."""
    kinds = RewardPolicy("某办法", (of,)).events
    events = [one for one in events if one.area in points and one.kind in kinds]
    groups = {name: data.draw(st.sampled_from(["县", "区"])) for name in points}
    happened = Counter((one.area, one.kind) for one in events for _ in range(one.count))
    told = rewarded(
        ranking(points, groups),
        RewardPolicy("某办法", (of,)),
        events=events if of.needs or of.excluded_by else None,
    )
    named = set()
    for group in ("县", "区"):
        own = [name for name in points if groups[name] == group]
        field = [name for name in own if not (of.moves_up and happened[name, "事故"])]
        for name in field:
            better = sum(points[other] > points[name] for other in field)
            worse = sum(points[other] < points[name] for other in field)
            alike = sum(points[other] == points[name] for other in field)
            ahead = worse if of.last else better
            limit = of.first or of.last or (len(field) if of.share is None else int(of.share * len(own)))
            reached = ahead < limit if of.edge is AtTheEdge.ALL else ahead + alike <= limit
            fits = (
                reached and points[name] >= (of.at_least or 0) and (not of.grades or points[name] >= 80)
                and (not of.needs or happened[name, "好事"] >= 2)
                and not (of.excluded_by and happened[name, "事故"])
            )  # fmt: skip
            named |= {name} if fits else set()
    if of.quota:
        ahead_of = {
            n: sum((points[o] < points[n]) if of.last else (points[o] > points[n]) for o in named)
            for n in named
        }
        alike_to = {n: sum(points[o] == points[n] for o in named) for n in named}
        named = {
            n
            for n in named
            if (ahead_of[n] < of.quota if of.edge is AtTheEdge.ALL else ahead_of[n] + alike_to[n] <= of.quota)
        }
    assert set(told.of("one")) == named
    assert set(told.marks) == named
    assert all(one.reason for one in told)


@given(POINTS, reward_lists(), EVENTS, st.randoms())
def test_the_order_of_names_and_events_says_nothing(
    points: dict[str, int], of: RewardList, events: list[Event], random: object
) -> None:
    kinds = RewardPolicy("某办法", (of,)).events
    events = [one for one in events if one.area in points and one.kind in kinds]
    mixed = dict(sorted(points.items(), key=lambda _: random.random()))  # type: ignore[attr-defined]  # Hypothesis' own
    happened = events if of.needs or of.excluded_by else None
    one = rewarded(ranking(points), RewardPolicy("某办法", (of,)), events=happened)
    other = rewarded(ranking(mixed), RewardPolicy("某办法", (of,)), events=happened and events[::-1])
    assert {(r.score.name, r.named, r.reason, r.marks) for r in one} == {
        (r.score.name, r.named, r.reason, r.marks) for r in other
    }


def test_each_name_has_its_reason() -> None:
    points = {"甲县": 95, "乙县": 90, "丙县": 90, "丁县": 70}
    best = RewardList("best", "通报表扬", first=2, excluded_by=("安全事故",), edge="none", marks=("2", "1"))
    talk = RewardList("talk", "约谈", needs=(Needed("月通报末位", 2), Needed("整改逾期")))
    events = [Event("甲县", "安全事故"), Event("丁县", "月通报末位", count=3), Event("丙县", "月通报末位")]
    told = rewarded(ranking(points), RewardPolicy("某办法", (best, talk)), events=events)
    assert [one.summary for one in told] == [
        "通报表扬：甲县（不列入），第 1 名，有安全事故 1 次",
        "通报表扬：乙县（不列入），第 2 名，2 个并列，只剩 1 个名额，并列的都不列入",
        "通报表扬：丙县（不列入），第 2 名，2 个并列，只剩 1 个名额，并列的都不列入",
        "约谈：丁县，月通报末位 3 次",
    ]
    assert told.marks == {}
    assert told.summary == "某办法：通报表扬 0 个，约谈 1 个"


def test_the_next_moves_up_only_where_the_list_says_so() -> None:
    points = {"甲县": 95, "乙县": 90, "丙县": 85}
    asked = {"first": 1, "excluded_by": ("安全事故",), "marks": ("2",)}
    for moves_up, who in ((False, ()), (True, ("乙县",))):
        of = RewardList("best", "表扬", **asked, moves_up=moves_up)  # type: ignore[arg-type]  # each of its own kind
        told = rewarded(ranking(points), RewardPolicy("某办法", (of,)), events=[Event("甲县", "安全事故")])
        assert told.of("best") == who
        assert told.marks == dict.fromkeys(who, Decimal(2))
        assert "安全事故" in next(one.reason for one in told if one.score.name == "甲县")


def test_what_happened_must_be_said() -> None:
    of = RewardPolicy("某办法", (RewardList("best", "表扬", first=1, excluded_by=("安全事故",)),))
    with pytest.raises(ValueError, match="lists go by 安全事故: give events="):
        rewarded(ranking({"甲县": 95}), of)
    assert rewarded(ranking({"甲县": 95}), of, events=()).of("best") == ("甲县",)
    plain = RewardPolicy("某办法", (RewardList("best", "表扬", first=1),))
    with pytest.raises(ValueError, match="none of the lists goes by any"):
        rewarded(ranking({"甲县": 95}), plain, events=())


def test_events_of_nobody_and_of_nothing_are_refused_at_once() -> None:
    """A slip of the pen would leave on a list whom it is to keep off."""
    of = RewardPolicy("某办法", (RewardList("best", "表扬", first=1, excluded_by=("安全事故",)),))
    with pytest.raises(ms.DataError) as caught:
        rewarded(ranking({"甲县": 95}), of, events=[Event("甲", "安全事故"), Event("甲县", "安全生产事故")])
    assert [one.met for one in caught.value.problems] == [
        "没有排名对象“甲”，最接近的是“甲县”", "没有事项“安全生产事故”，最接近的是“安全事故”",
    ]  # fmt: skip


FILE = """\
title = "某市重点民生实事激励约束办法"

[[lists]]
id = "best"
title = "通报表扬"
share = "0.3"
at_least = 85
excluded_by = ["安全事故"]
moves_up = true
marks = ["2", "1.5", "1"]
basis = "第十二条"

[[lists]]
id = "talk"
title = "约谈"
needs = [{ event = "月通报末位", times = 2 }]
"""


def test_grades_and_years_that_nobody_has_are_refused_at_once() -> None:
    best = RewardPolicy("某办法", (RewardList("best", "表扬", grades=("优",), excluded_by=("事故",)),))
    scored = attrs.evolve(ranking({"甲县": 95}), on=datetime.date(2023, 12, 31))
    with pytest.raises(ms.DataError) as refused:
        rewarded(scored, best, events=[Event("甲县", "事故", datetime.date(2022, 5, 1))])
    assert [(one.where, one.met) for one in refused.value.problems] == [
        ("名单“表扬”", "没有等次“优”，最接近的是“优秀”"),
        ("甲县，事故 2022-05-01", "不在 2023 年"),
    ]


def test_who_is_excluded_is_not_said_to_be_named() -> None:
    best = RewardList("best", "表扬", first=1, excluded_by=("事故",))
    told = rewarded(
        ranking({"甲县": 95, "乙县": 95}), RewardPolicy("某办法", (best,)), events=[Event("乙县", "事故")]
    )
    assert [one.reason for one in told] == [
        "第 1 名，2 个并列，只剩 1 个名额，并列的都列入",
        "第 1 名，有事故 1 次",
    ]


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "激励.toml"
    path.write_text(FILE, "utf-8")
    policy = load_rewards(path)
    assert [one.rule for one in policy.lists] == ["前 30%，不低于 85 分，没有安全事故", "月通报末位 2 次"]
    points: dict[str, int] = dict(zip(NAMES, (95, 93, 90, 88, 80, 70, 60, 50), strict=True))
    told = rewarded(
        ranking(points), policy, events=[Event("乙县", "安全事故"), Event("辛县", "月通报末位", count=2)]
    )
    assert told.of("best") == ("甲县", "丙县")  # 30 % of eight are two
    assert told.marks == {"甲县": Decimal(2), "丙县": Decimal("1.5")}
    assert told.of("talk") == ("辛县",)


@pytest.mark.parametrize(("old", "new", "said"), [
    ('share = "0.3"', "", "best" ),
    ('share = "0.3"', 'share = "0.3"\nfirst = 2', "只能写一个"),
    ('share = "0.3"', 'share = "30"', "写 0 到 1"),
    ('excluded_by = ["安全事故"]\n', "", "moves_up 用不上"),
    ('"月通报末位"', '"月通报末位", time = 3', "time"),
    ('id = "talk"', 'id = "best"', "id 都是 best"),
    ("at_least = 85", "at_least = 85\nat_most = 80", "at_least 大于 at_most"),
    ("at_least = 85", "at_least = 八十五", ""),
    ("needs = [{", 'excluded_by = ["月通报末位"]\nneeds = [{', "既要有又不能有"),
    ('needs = [{ event = "月通报末位", times = 2 }]', "", "没有写明列入谁"),
    ('needs = [{ event = "月通报末位", times = 2 }]', 'first = 2\nedge = "some"', "edge"),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    if said == "best":  # points alone are enough, but nobody moves up to a place that is not counted
        said = "没有写几名，moves_up 用不上"
    path = tmp_path / "激励.toml"
    assert old in FILE
    path.write_text(FILE.replace(old, new), "utf-8")
    with pytest.raises(ms.DataError) as caught:
        load_rewards(path)
    assert said in str(caught.value)
    assert "激励.toml" in str(caught.value)
