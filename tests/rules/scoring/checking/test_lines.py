"""Options that would do nothing, or would make points wrong, in a file: each refused with its line.

The line that is at fault bears ``# !``. What is beside it is sound, so it is the only one told.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import minsheng as ms
from minsheng import load_scheme, score_records
from minsheng.frames import score_frame
from minsheng.scoring import Given, Item, RankPoints, RankTable, Scheme, Section, Veto

HEAD = 'name = "x"\ntitle = "某办法"\nsource = "某文"\ntotal = 10\n'
BASE = '[[items]]\nid = "base"\ntitle = "工作"\nform = "given"\nweight = 10\n'
TASK = '[[items]]\nid = "t"\ntitle = "任务"\nindicators = ["km"]\nunit = "公里"\nrole = "bonus"\n'
PLUS = '[[items]]\nid = "p"\ntitle = "加分"\nrole = "bonus"\n'
EVENT = '[[vetoes]]\nid = "v"\ntitle = "事故"\nevent = "事故"\n'
GRADES = (
    '[[grades]]\nname = "优"\nlow = 9\n[[grades]]\nname = "良"\nlow = 6\nhigh = 9\n'
    '[[grades]]\nname = "差"\nhigh = 6\n'
)

LINES: dict[str, tuple[str, str]] = {
    # the whole
    "an order of nothing": (f'order = ["cap", "bonus", "deduction"] # !\n{BASE}', "order 用不上"),
    "a cap that is never reached": (f"cap = 12 # !\n{BASE}", "封顶 12 分，最多也只有 10 分"),
    "a floor that is never reached": (f"floor = -1 # !\n{BASE}", "保底 -1 分，最少也有 0 分"),
    "no_task where all is marks": (f'no_task = "zero" # !\n{BASE}', "no_task 用不上"),
    "rounding of no section": (f'rounding = ["section"] # !\n{BASE}', "没有可以四舍五入的“每一部分”"),
    "zones among projects": (f'ranked = "projects"\nzones = "out" # !\n{BASE}', "zones 用不上"),
    # items
    "an indicator twice": (
        BASE + '[[items]]\nid = "t"\ntitle = "任务"\nrole = "bonus"\nform = "all-or-nothing"\nweight = 1\n'
        'indicators = ["km", "km"] # !\n',
        "“km”写了两次",
    ),
    "all and one of them": (
        BASE + '[[items]]\nid = "t"\ntitle = "任务"\nrole = "bonus"\nform = "all-or-nothing"\nweight = 1\n'
        'indicators = ["*", "km"] # !\n',
        "“*”是全部指标",
    ),
    "most of a mark": (BASE + "most = 9 # !\n", "most 用不上"),
    "places of events": (
        BASE + PLUS + 'form = "per-event"\nevent = "e"\neach = 1\nplaces = 0 # !\n',
        "places 用不上",
    ),
    "by without a task": (BASE + 'goes_by = "excess" # !\n', "没有指标，goes_by 用不上"),
    "a target of what goes by figures": (
        BASE + TASK + 'form = "bands"\ngoes_by = "actual"\nbands = [{ low = 5, points = 1 }, { high = 5 }]\n'
        'target = "9 公里" # !\n',
        "target 用不上",
    ),
    "beyond of a proportion": (
        BASE + TASK + 'form = "proportional"\nweight = 1\nbeyond = ["km"] # !\n',
        "beyond 用不上",
    ),
    "full of no full points": (
        BASE + PLUS + 'form = "per-event"\nevent = "e"\neach = 1\nno_figure = "full" # !\n',
        "没有写满分",
    ),
    "a weight that is no limit": (
        BASE + TASK + 'form = "bands"\nbands = [{ low = 100, points = 5 }, { high = 100 }]\nweight = 2 # !\n',
        "各档最多有 5 分",
    ),
    "less that does not pay": (BASE + 'less_pays = "原文如此" # !\n', "less_pays 用不上"),
    "one area twice": (
        BASE + TASK + 'form = "all-or-nothing"\nweight = 1\n'
        'targets = [{ area = "甲", amount = "5 公里" }, { area = "甲", amount = "6 公里" }] # !\n',
        "甲的目标写了两次",
    ),
    "a target finer than its places": (
        BASE + TASK + 'form = "all-or-nothing"\nweight = 1\nplaces = 0\ntarget = "5.5 公里" # !\n',
        "超过 0 位小数",
    ),
    "a target past the most": (
        BASE + TASK + 'form = "all-or-nothing"\nweight = 1\nmost = 9\ntarget = "10 公里" # !\n',
        "0 到 9 之间",
    ),
    "watched by nobody": (
        BASE + TASK.replace('role = "bonus"\n', "") + 'form = "watched" # !\n',
        "没有一票否决看这一项",
    ),
    # forms
    "a step of nothing": (BASE + TASK + 'weight = 1\nform = "step" # !\n', "没有写一档多大"),
    "two caps": (
        BASE
        + TASK
        + 'weight = 1\nform = "step"\nover = { size = "1 公里", points = 1, cap = 2, cap_share = 1 } # !\n',
        "只有小的那个起作用",
    ),
    "a negative cap": (
        BASE + TASK + 'form = "step"\nover = { size = "1 公里", points = 1, cap = -2 } # !\n',
        "封顶 -2 分",
    ),
    "a step that is no step": (
        BASE + TASK + 'form = "step"\nover = { size = "0 公里", points = 1 } # !\n',
        "一档应是正数",
    ),
    "level lines that go on": (
        BASE + PLUS + 'form = "piecewise"\ncorners = [{ at = 0, points = 0 }, { at = 1, points = 0 }, '
        '{ at = 2, points = 1 }, { at = 3, points = 1 }]\nends = "on" # !\n',
        "延长用不上",
    ),
    "a small table that is the large one": (
        BASE + PLUS + 'form = "rank"\ntable = { first = [3, 2] }\nfew = { first = [3, 2], up_to = 5 } # !\n',
        "和 table 一样",
    ),
    "no places": (BASE + PLUS + 'form = "rank"\ntable = { first = [] } # !\n', "没有一个名次的分"),
    "a floor above the cap": (
        BASE + PLUS + 'form = "rank"\ntable = { first = [3, 2] }\ncap = 1\nfloor = 2 # !\n',
        "高于封顶",
    ),
    "ties without points and a floor": (
        BASE + PLUS + 'form = "rank"\ntable = { first = [3, 2] }\nties = "void"\nfloor = 1 # !\n',
        "并列的不得分，又保底",
    ),
    "events of no points": (BASE + PLUS + 'form = "per-event"\nevent = "e"\neach = 0 # !\n', "每次 0 分"),
    "the highest of one": (
        BASE + PLUS + 'form = "per-event"\nevent = "e"\neach = 1\nrunning = [{ times = 2, points = 1 }]\n'
        "highest = true # !\n",
        "highest 用不上",
    ),
    "a bonus from the full points down": (
        BASE + PLUS + 'form = "per-event"\nevent = "e"\neach = 1\nweight = 3\nstart = "full" # !\n',
        "从满分起减的不能是加分",
    ),
    "half of no points": (
        BASE + PLUS + 'form = "vote"\nweight = 1\nbasically = 0\nhalf_basically = "not-reached" # !\n',
        "half_basically 用不上",
    ),
    # sections
    "the most of one of each": (
        '[[sections]]\nid = "s"\ntitle = "一"\nweight = 10\ncombine = "most" # !\n'
        + BASE.replace("[[items", "[[sections.items")
        + PLUS.replace("[[items", "[[sections.items")
        + 'form = "per-event"\nevent = "e"\neach = 1\n',
        "没有几个部分可以比",
    ),
    "a coefficient in per cent": (
        '[[sections]]\nid = "s"\ntitle = "一"\nweight = 10\ncoefficient = 20 # !\n'
        + BASE.replace("[[items", "[[sections.items"),
        "20% 写 0.2",
    ),
    # vetoes and grades
    "a veto of what is never positive": (
        BASE
        + PLUS.replace("bonus", "deduction")
        + 'form = "per-event"\nevent = "e"\neach = 1\n'
        + EVENT
        + 'scope = "p"\nto = 0 # !\n',
        "什么也不限",
    ),
    "a veto of what marks cannot be": (
        BASE + '[[vetoes]]\nid = "v"\ntitle = "低"\nitem = "base"\nbelow = 60 # !\n',
        "总要否决",
    ),
    "a veto that allows the best": (
        BASE + EVENT + 'scope = "grade"\ngrade = "优" # !\n' + GRADES,
        "最好的一等",
    ),
    "two grades of one name": (BASE + GRADES.replace('"良"', '"优" # !'), "这一等有两个"),
    "fewer of the better ones": (
        BASE
        + GRADES.replace("low = 9\n", "low = 9\nfirst = 5\n", 1).replace(
            "low = 6\n", "low = 6\nfirst = 3 # !\n", 1
        ),
        "更好的一等却有 5 名",
    ),
    "a share that is all": (BASE + GRADES.replace("low = 9\n", 'low = 9\nshare = "1" # !\n', 1), "比例是 1"),
}


@pytest.mark.parametrize("what", [*LINES])
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, what: str) -> None:
    text, wanted = LINES[what]
    text = HEAD + text
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ms.DataError) as caught:
        load_scheme(file)
    (line,) = (n for n, one in enumerate(text.splitlines(), 1) if one.endswith("# !"))
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 1, told
    assert wanted in told[0]
    assert told[0].startswith((f"x.toml 第{line}行：", f"x.toml 第{line}行，")), told


def test_a_scheme_built_by_hand_that_would_score_wrongly_is_refused() -> None:
    """On records and on frames, all that is wrong at once, each with its path."""
    wrong = Scheme(
        "x", "某办法", "某文", items=(Item("r", "名次", RankPoints(RankTable(())), 10),),
        sections=(Section("s", "一", 90, items=(Item("a", "甲", Given(), 90),), cap=1, floor=2),),
        vetoes=(Veto("v", "否决", "nobody", event="事故"),),
    )  # fmt: skip
    for use in (lambda: score_records(wrong, {}), lambda: score_frame(wrong, {"a_mark": [1]})):
        with pytest.raises(ms.DataError) as caught:
            use()
        assert [problem.where for problem in caught.value.problems] == [
            "x，items[1].table", "x，sections[1].floor", "x，vetoes[1].scope",
        ]  # fmt: skip
