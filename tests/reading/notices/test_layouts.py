"""A breakdown in any layout is the same programme; what a layout does not say is asked about, or left out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from tests.reading.notices.printing import book, paper, web
from tests.reading.notices.test_word import document

CASES = Path(__file__).parents[2] / "data" / "cases"
AREAS = ("甲山县", "乙水县", "丙城市", "丁江区")
#: what is counted, and in what
MATTERS = (("城镇新增就业", "人"), ("改造老旧小区", "个"), ("新建农村公路", "公里"), ("新增护理型床位", "张"))
Matrix = list[list[int | None]]
matrices = st.lists(
    st.lists(st.one_of(st.none(), st.integers(1, 900)), min_size=4, max_size=4).filter(
        lambda row: sum(share is not None for share in row) > 1
    ),
    min_size=1,
    max_size=4,
)


def shown(share: int | None) -> str:
    return "/" if share is None else str(share)


def total(row: list[int | None]) -> int:
    return sum(share or 0 for share in row)


def lines(*rows: list[str]) -> str:
    return "\n".join("\t".join(row) for row in rows) + "\n"


def numbered(matrix: Matrix) -> str:
    rows = [
        [str(n), m, u, *map(shown, row)]
        for n, ((m, u), row) in enumerate(zip(MATTERS, matrix, strict=False), 1)
    ]
    return lines(
        ["序号", "项目", "单位", *AREAS, "合计"],
        *([*row, str(total(m))] for row, m in zip(rows, matrix, strict=True)),
    )


def without_numbers(matrix: Matrix) -> str:
    rows = [[m, u, str(total(row)), *map(shown, row)] for (m, u), row in zip(MATTERS, matrix, strict=False)]
    return lines(["指标", "计量单位", "任务数", *AREAS], *rows)


def unit_behind_the_name(matrix: Matrix) -> str:
    rows = [
        [f"{m}（{u}）", *map(shown, row), str(total(row))]
        for (m, u), row in zip(MATTERS, matrix, strict=False)
    ]
    return lines(["指标名称", *AREAS, "全市"], *rows)


def unit_in_the_words(matrix: Matrix) -> str:
    rows = [
        [str(n), f"{m}{total(row)}{u}", *map(shown, row)]
        for n, ((m, u), row) in enumerate(zip(MATTERS, matrix, strict=False), 1)
    ]
    return lines(["序号", "项目", *AREAS], *rows)


def areas_down(matrix: Matrix) -> str:
    heads = [f"{m}（{u}）" for (m, u), _ in zip(MATTERS, matrix, strict=False)]
    rows = [[area, *(shown(row[n]) for row in matrix)] for n, area in enumerate(AREAS)]
    return lines(["县市区", *heads], *rows, ["合计", *(str(total(row)) for row in matrix)])


def in_one_cell(matrix: Matrix) -> str:
    rows = [
        [
            m,
            u,
            str(total(row)),
            "、".join(f"{area}{share}" for area, share in zip(AREAS, row, strict=True) if share is not None),
        ]
        for (m, u), row in zip(MATTERS, matrix, strict=False)
    ]
    return lines(["项目", "单位", "任务数", "任务分解"], *rows)


def one_table_each(matrix: Matrix) -> str:
    return "\n".join(
        f"表{n} 2024年{m}任务分解表\n\n单位：{u}\n\n"
        + lines(
            ["地区", "任务数"],
            *([area, shown(share)] for area, share in zip(AREAS, row, strict=True)),
            ["全市", str(total(row))],
        )
        for n, ((m, u), row) in enumerate(zip(MATTERS, matrix, strict=False), 1)
    )


LAYOUTS = (
    numbered,
    without_numbers,
    unit_behind_the_name,
    unit_in_the_words,
    areas_down,
    in_one_cell,
    one_table_each,
)


def read(text: str, folder: Path, name: str = "通知.txt") -> ms.Draft:
    (folder / name).write_text(text, "utf-8")
    return ms.read_notice(folder / name, name="moushi-2024", city="某市", year=2024)


@pytest.mark.parametrize("layout", LAYOUTS)
@given(matrices)
def test_every_layout_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, layout: Callable[[Matrix], str], matrix: Matrix
) -> None:
    draft = read(layout(matrix), tmp_path_factory.getbasetemp())
    assert [question.id for question in draft.open] == ["level"]
    programme = draft.answered({"level": "city"}).programme()
    said = [
        (row.unit.text, {area: int(share) for area, share in row.shares.items() if share is not None})
        for row in programme.allocation
    ]
    assert said == [
        (unit, {area: share for area, share in zip(AREAS, row, strict=True) if share is not None})
        for (_, unit), row in zip(MATTERS, matrix, strict=False)
    ]
    assert [str(indicator.target) for indicator in programme.indicators] == [
        f">= {total(row)} {unit}" for (_, unit), row in zip(MATTERS, matrix, strict=False)
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
@given(matrices, st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 9)))
def test_a_figure_that_is_not_borne_out_is_asked_about(
    tmp_path_factory: pytest.TempPathFactory,
    layout: Callable[[Matrix], str], matrix: Matrix, slip: tuple[int, int, int],
) -> None:  # fmt: skip
    """Where one share is another than the total or the name bears out, the draft waits, or leaves it out."""
    at, area, more = slip
    wrong = [[*row] for row in matrix]
    row = wrong[at % len(wrong)]
    row[area] = (row[area] or 0) + more
    text = layout(wrong).replace(str(total(row)), str(total(matrix[at % len(matrix)])))
    try:
        draft = read(text, tmp_path_factory.getbasetemp())
    except ms.DataError:  # no row is left
        return
    asked = {question.id for question in draft.open} - {"level"}
    assert asked or len(draft.plain["allocation"]["rows"]) < len(matrix)


@pytest.mark.parametrize("layout", LAYOUTS)
@given(matrices, st.data())
def test_a_slip_in_any_layout_is_never_silent(
    tmp_path_factory: pytest.TempPathFactory,
    layout: Callable[[Matrix], str], matrix: Matrix, data: st.DataObject,
) -> None:  # fmt: skip
    """A cell lost, gained, doubled, changed or copied: the same is read, or more is asked."""
    before = layout(matrix).split("\n")
    at = data.draw(st.sampled_from([n for n, line in enumerate(before) if "\t" in line]))
    cells = before[at].split("\t")
    where = data.draw(st.integers(0, len(cells) - 1))
    match data.draw(st.sampled_from(["lost", "blank", "slash", "digit", "twice", "copied"])):
        case "lost":
            del cells[where]
        case "digit" if cells[where].isdecimal():
            cells[where] += "0"
        case "copied":
            cells[where] = cells[where - 1]
        case "slash":
            cells.insert(where, "/")
        case "twice":
            cells.insert(where, cells[where])
        case _:
            cells.insert(where, "")
    after = [*before[:at], "\t".join(cells), *before[at + 1 :]]
    try:
        told = [read("\n".join(text), tmp_path_factory.getbasetemp()) for text in (before, after)]
    except ms.DataError:
        return
    same, other = ((d.plain["allocation"]["rows"], d.plain["projects"]) for d in told)
    assert same == other or told[0].questions != told[1].questions


def meishan() -> str:
    """The city's table as printed: no numbers, a column of ★, the whole and the city beside the areas."""
    areas = ("全市", "市本级", "眉山天府新区", "东坡区", "彭山区", "仁寿县", "洪雅县", "丹棱县", "青神县")
    made, group = [["项目", "指标", "单位", "标记", *areas, "责任单位"]], ""
    with (CASES / "meishan_2021_breakdown.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            mark, figures = row["marker"], [row[area] for area in areas]
            if mark not in ("", "★", "◆"):
                mark, figures[0] = "", mark
            shown_group = row["group"] if row["group"] != group else ""
            made.append([shown_group, row["indicator"], row["unit"], mark, *figures, row["lead_unit"]])
            group = row["group"]
    return lines(*made)


def quzhou() -> str:
    """Rows of rates, of sums, of words; full marks and rules behind them; the units in brackets."""
    areas = ("柯城区", "衢江区", "龙游县", "江山市", "常山县", "开化县")
    made = [["序号", "考核指标", *areas, "基本分", "评分标准"]]
    with (CASES / "quzhou_target_matrix_with_rules.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            made.append([row[key] or "" for key in made[0]])
    return lines(*made)


@pytest.mark.parametrize("kind", ["txt", "docx", "xlsx", "html", "pdf"])
def test_meishan(tmp_path: Path, kind: str) -> None:
    draft = in_kind(meishan(), tmp_path, kind)
    rows = {i["text"]: i for p in draft.plain["projects"] for i in p["indicators"]}
    cells = {row["indicator"]: row["cells"] for row in draft.plain["allocation"]["rows"]}
    assert len(cells) == 11
    assert {text: row.get("target") for text, row in rows.items()} == {
        "组织开展各类补贴性职业技能培训": ">= 2.2 万人次",
        "劳务品牌培训": ">= 2400 人",
        "农村残疾人实用技术培训": ">= 2000 人",
        "妇女居家灵活就业培训": ">= 1000 人",
        "家政从业人员培训": ">= 2400 人",
        "农村青年技能培训": ">= 400 人",
        "高素质农民培训": ">= 500 人次",
        "城镇失业人员再就业": ">= 1200 人",  # open: the sum of what was copied out, not the column's 4400
        "就业困难人员就业": ">= 500 人",
        "下岗失业人员再就业": ">= 150 人",
        "城镇登记失业率控制在4.3%以内": None,
        "落实创业就业税收优惠政策减免税费": ">= 0.6 亿元",
    }
    assert cells[rows["家政从业人员培训"]["id"]]["眉山天府新区"] == "/"
    assert {q.id for q in draft.open} == {"level", "target-2-1", "target-2-2", "target-2-3", "target-2-5"}
    out = " ".join(q.met for q in draft.questions if q.reads == "没有录入，请补")
    assert all(
        text in out for text in ("建成投用市公共实训基地", "应补尽补", "城镇新增就业", "标记、责任单位")
    )


@pytest.mark.parametrize("kind", ["txt", "docx", "xlsx", "html", "pdf"])
def test_quzhou(tmp_path: Path, kind: str) -> None:
    draft = in_kind(quzhou(), tmp_path, kind)
    indicators = [i for p in draft.plain["projects"] for i in p["indicators"]]
    assert [(i["text"], i["target"], i["additivity"]) for i in indicators] == [
        ("中心村规划编制率", ">= 90 %", "each"),
        ("保留村规划编制率", ">= 85 %", "each"),
        ("对村镇规划编制资金投入(万元)", ">= 600 万元", "sum"),
        ("新增公共绿化面积(公顷)", ">= 33 公顷", "sum"),
        ("新增供水覆盖农村受益人口(万人)", ">= 6.6 万人", "sum"),
    ]
    out = " ".join(q.met for q in draft.questions if q.reads == "没有录入，请补")
    assert all(
        text in out for text in ("各建制镇", "建设镇级污水处理设施", "廉租住房保障", "基本分、评分标准")
    )


def in_kind(text: str, tmp_path: Path, kind: str) -> ms.Draft:
    makers: dict[str, Callable[[Path, str], Path]] = {
        "docx": document, "xlsx": book, "html": web, "pdf": paper,
    }  # fmt: skip
    if kind == "txt":
        return read(text, tmp_path)
    return ms.read_notice(
        makers[kind](tmp_path / f"表.{kind}", text), name="moushi-2024", city="某市", year=2024
    )


AGAIN = (
    "序号\t项目\t单位\t甲县\t乙区\n1\t就业\t人\t1\t2\n\n住房表\n\n"
    "序号\t项目\t单位\t甲县\t丙区\n1\t公租房\t套\t3\t4\n"
)
LAST_YEAR = (
    "2023年完成情况表\n\n县市区\t就业（人）\n甲县\t1\n乙区\t2\n\n2024年任务表\n\n"
    "县市区\t就业（人）\t完成数（人）\n甲县\t3\t9\n乙区\t4\t9\n"
)


@pytest.mark.parametrize(
    ("text", "rows", "listed"),
    [
        (  # sums of some areas stand between the areas
            "序号\t项目\t单位\t甲县\t乙县\t小计\t丙区\n1\t就业\t人\t1\t2\t3\t5\n",
            [("人", "1", "2", "5")],
            "小计",
        ),
        (  # a column of offices is no column of projects
            "县局\t任务\t单位\t目标\t甲镇\t乙乡\n县人社局\t就业\t人\t3\t1\t2\n\t培训\t人次\t9\t4\t5\n",
            [("人", "1", "2"), ("人次", "4", "5")],
            "县局",
        ),
        (  # a second table with numbers of its own
            AGAIN,
            [("人", "1", "2", "/"), ("套", "3", "/", "4")],
            "1 公租房",
        ),
        (  # the words bear out another unit than the caption says
            "单位：个\n\n序号\t项目\t甲县\t乙区\n1\t新增就业1.2万人\t5000\t7000\n2\t小区\t3\t4\n",
            [("人", "5000", "7000"), ("个", "3", "4")],
            "小区",
        ),
        (  # last year's results beside this year's tasks
            LAST_YEAR,
            [("人", "3", "4")],
            "县市区 | 就业（人）",
        ),
        (  # a heading over two columns, of which only the first has its text
            "县市区\t就业\t\t住房\n\t就业（人）\t培训（人次）\t小区（个）\n甲县\t1\t2\t3\n乙区\t4\t5\t6\n",
            [("人", "1", "4"), ("人次", "2", "5"), ("个", "3", "6")],
            "就业",
        ),
        (  # the city's own column under another name, and rates, which do not add up
            "序号\t项目\t单位\t全省\t省直\t甲市\t乙州\n1\t就业\t万人\t7\t1\t2\t4\n2\t开工率\t%\t90\t\t90\t90\n",
            [("万人", "2", "4"), ("%", "90", "90")],
            "开工率",
        ),
    ],
)
def test_what_tables_do(tmp_path: Path, text: str, rows: list[tuple[str, ...]], listed: str) -> None:
    draft = read(text, tmp_path)
    made = draft.plain["allocation"]["rows"]
    assert [(row["unit"], *row["cells"].values()) for row in made] == rows
    assert any(listed in question.met for question in draft.questions)


def test_several_columns_for_each_area_are_not_guessed_at(tmp_path: Path) -> None:
    heads = "序号\t项目\t单位\t甲县\t\t乙区\t\n\t\t\t任务数\t其中新建\t任务数\t其中新建\n"
    text = f"{heads}1\t床位\t张\t9\t4\t8\t/\n"
    with pytest.raises(ms.DataError, match=r"序号 \| 项目 \| 单位 \| 甲县"):
        read(text, tmp_path)


def test_a_cell_for_several_projects_is_of_each(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>序号<td>项目<td>牵头单位<td>责任单位"
        "<tr><td>1<td>改造小区3个<td rowspan=2>市住建局<td rowspan=2>市财政局"
        "<tr><td>2<td>新建公租房7套</table>"
        "<table><tr><td>序号<td>项目<td>单位<td>甲县<td>乙区"
        "<tr><td>1<td>改造小区3个<td>个<td>1<td>2<tr><td>2<td>新建公租房7套<td rowspan=2>套<td>3<td>4"
        "<tr><td>3<td>新建人才房7套<td>5<td>2</table>"
    )
    draft = read(page, tmp_path, "通知.html")
    assert [a["lead_agency"] for p in draft.plain["projects"] for a in p.get("assignments", ())] == [
        "市住建局"
    ] * 2
    assert [row["unit"] for row in draft.plain["allocation"]["rows"]] == ["个", "套", "套"]
