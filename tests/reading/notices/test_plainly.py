"""What the words of a row leave open is asked or listed: nothing is taken that is not plainly understood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import minsheng as ms

AREAS = ["安平县", "沙溪县", "永丰市", "东湖区"]
HEAD = ["序号", "项目", "任务", "单位", *AREAS, "备注"]


def read(tmp_path: Path, *rows: str, head: list[str] = HEAD, more: str = "") -> ms.Draft:
    path = tmp_path / "通知.txt"
    path.write_text("附件2\n\n" + "\n".join(["\t".join(head), *rows]) + "\n" + more, "utf-8")
    return ms.read_notice(path, name="qp-2025", city="清浦市", year=2025)


def indicators(draft: ms.Draft) -> list[dict[str, Any]]:
    return [one for project in draft.plain["projects"] for one in project["indicators"]]


def opened(draft: ms.Draft) -> set[str]:
    return {question.id for question in draft.open} - {"level"}


@pytest.mark.parametrize(
    "name",
    [
        "新建公厕30-40座", "新建公厕40座至50座", "新建公厕40余座", "新建公厕近40座", "新建公厕约四十座",
        "力争新建公厕40座", "新建公厕40座左右", "完成公厕40座的50%", "公厕拆除40座，新建40座",
        "公厕累计达到400座（新增40座）", "新建公厕不少于30座、力争40座", "各县市区建成公厕40座",
    ],
)  # fmt: skip
def test_a_figure_that_is_not_plain_is_asked(tmp_path: Path, name: str) -> None:
    assert opened(read(tmp_path, f"1\t修公厕\t{name}\t座\t5\t15\t10\t10\t")) == {"target-1-1"}


def test_both_ends_of_a_range_have_its_unit(tmp_path: Path) -> None:
    (question,) = [
        q for q in read(tmp_path, "1\t培训\t培训4—5万人次\t万人次\t1\t2\t1\t1\t").open if q.id == "target-1-1"
    ]
    assert {o.changes[0].value for o in question.options} >= {">= 4 万人次", ">= 5 万人次"}


@pytest.mark.parametrize("note", ["不含市本级6座", "上年市本级6座已完工", "含市本级6座", "其中市本级6座"])
def test_only_a_plain_share_of_the_city_is_one(tmp_path: Path, note: str) -> None:
    draft = read(tmp_path, f"1\t修公厕\t新建公厕\t座\t5\t15\t10\t10\t{note}")
    assert opened(draft) == {"target-1-1"}
    assert [one["note"] for one in indicators(draft)] == [f"备注：{note}"]
    for option, total in (("way-1", ">= 40 座"), ("way-2", ">= 46 座")):
        read_as = draft.answered({"target-1-1": option, "level": "city"}).programme()
        assert str(read_as.projects[0].indicators[0].target) == total
    plain = read(tmp_path, "1\t修公厕\t新建公厕\t座\t5\t15\t10\t10\t市本级6座")
    assert not opened(plain)
    assert plain.plain["allocation"]["rows"][0]["city_share"] == "6"


def test_a_row_of_which_is_a_part_of_the_one_above(tmp_path: Path) -> None:
    draft = read(
        tmp_path,
        "1\t改造老旧小区\t改造老旧小区60个\t个\t10\t20\t20\t10\t",
        "\t\t其中：加装电梯12部\t部\t2\t4\t4\t2\t",
        "\t\t其中：2000年前建成的\t个\t5\t10\t10\t5\t",
        "\t\t其中：续建\t个\t50\t10\t10\t5\t",
    )
    whole, other, part, larger = indicators(draft)
    assert [one.get("part_of") for one in (whole, other, part, larger)] == [None, None, whole["id"], None]
    assert part["target"] == ">= 30 个"
    assert {"part-1-2", "part-1-4"} <= {question.id for question in draft.questions}


def test_what_else_a_name_or_a_cell_says_is_listed(tmp_path: Path) -> None:
    listed = {
        "other-1-1": read(tmp_path, "1\t修路\t新建公路40公里，硬化120条\t公里\t5\t15\t10\t10\t"),
        "left-out-1-1": read(
            tmp_path, "1\t修路\t修路40公里\t公里\t-1\t21\t10\t10\t", "2\t修桥\t修桥4座\t座\t1\t1\t1\t1\t"
        ),
    }
    for id, draft in listed.items():
        assert id in {question.id for question in draft.questions}


def test_a_title_or_a_total_that_differs_is_open(tmp_path: Path) -> None:
    titled = read(tmp_path, "1\t改造老旧小区65个\t改造老旧小区\t个\t10\t20\t20\t10\t")
    head = [*HEAD[:4], "全市", *HEAD[4:]]
    total = read(tmp_path, "1\t修公厕\t修公厕\t座\t50（含市本级10）\t5\t15\t10\t10\t", head=head)
    assert opened(titled) == opened(total) == {"target-1-1"}
    assert "加市本级 10 为 50" in " ".join(o.text for q in total.open for o in q.options)


def test_the_city_s_own_name_heads_the_total(tmp_path: Path) -> None:
    head = [*HEAD[:4], "清浦市", *HEAD[4:]]
    draft = read(tmp_path, "1\t修公厕\t新建公厕\t座\t40\t5\t15\t10\t10\t", head=head)
    assert [area["name"] for area in draft.plain["areas"]] == AREAS
    assert indicators(draft)[0]["target"] == ">= 40 座"


def test_a_row_that_comes_again_and_areas_nearly_alike_are_asked(tmp_path: Path) -> None:
    again = "\t".join(HEAD) + "\n1\t修公厕\t修公厕40座\t座\t5\t15\t8\t12\t\n"
    row = "1\t修公厕\t修公厕40座\t座\t5\t15\t10\t10\t"
    assert opened(read(tmp_path, row, more="\n附件3\n\n" + again)) == {"cells-1-1"}
    slip = again.replace("安平县", "平安县").replace("修公厕40座", "管护员40人").replace("\t座\t", "\t人\t")
    draft = read(tmp_path, row, more="\n附件3\n\n" + slip)
    assert any(question.id.startswith("areas-") for question in draft.questions)
