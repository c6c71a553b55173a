"""The real notice read into a draft, and what must hold however a notice is typed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.cli import main
from minsheng.domain.plain import WHOLE

NOTICE = Path(__file__).parents[2] / "data" / "notices" / "yueyang-2023-notice.txt"
#: what only a person can say of this notice, said as the folder of the library says it
ANSWERS = {
    "unit-2-3": "unit-1",
    "cells-10-10": "way-1",
    "zones-7-2": "included",
    "whom-11-1-1": "whom-1",
    "whom-11-1-2": "whom-2",
}
#: what the library's folder says that the notice does not, or says otherwise
OTHERWISE = {
    *(f"acceptance.{n}.id" for n in (1, 2, 3)),  # of a draft they are made from words
    *(f"areas.{n}.code" for n in range(9)),
    "areas.9.note",
    "projects.10.indicators.0.tiers.0.source.where",
    "projects.10.indicators.0.tiers.1.source.where",
    "projects.10.indicators.0.source.where",
    "projects.10.indicators.0.undivided",
    "projects.10.indicators.0.note",
    "projects.12.assignments.0.tasks.0.covers.0.amount",  # asked: 2.1万新生儿 has no unit
}


@pytest.fixture(scope="module")
def draft() -> ms.Draft:
    return ms.read_notice(NOTICE, name="yueyang-2023")


def differences(first: Any, second: Any, path: str = "") -> set[str]:
    if isinstance(first, dict) and isinstance(second, dict):
        keys = first.keys() | second.keys()
        return {one for k in keys for one in differences(first.get(k), second.get(k), f"{path}.{k}")}
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        pairs = enumerate(zip(first, second, strict=True))
        return {one for n, (a, b) in pairs for one in differences(a, b, f"{path}.{n}")}
    return set() if first == second else {path.removeprefix(".")}


def test_with_five_answers_it_is_the_programme_that_was_typed_by_hand(
    draft: ms.Draft, yueyang: ms.Programme
) -> None:
    """All of it but ids, errata and readings: 20 projects, 26 assignments, 49 rows, 588 shares."""
    read = draft.answered(ANSWERS).programme()
    assert len(read.assignments) == 26
    assert len(read.allocation.to_records()) == 588
    ids = {
        known.id: own.id
        for theirs, mine in zip(yueyang.projects, read.projects, strict=True)
        for known, own in zip(theirs.items, mine.items, strict=True)
    }
    text = json.dumps(WHOLE.write(yueyang), ensure_ascii=False)
    for known in sorted(ids, key=len, reverse=True):
        text = re.sub(rf'"{known}"', f'"{ids[known]}"', text)
    typed, own = json.loads(text), WHOLE.write(read)
    kept = typed.keys() - {"errata", "readings"}
    assert differences({k: typed[k] for k in kept}, {k: own[k] for k in kept}) == OTHERWISE


def test_what_the_notice_prints_oddly_is_on_the_list(draft: ms.Draft) -> None:
    asked = {question.id: question for question in draft.questions}
    assert {question.id for question in draft.open} == ANSWERS.keys()
    assert asked["page-3"].question.endswith("这一页的表头没有城陵矶新港区。照这一页的表头，各地的数也相同")
    assert {"annex-1", "annex-2", "spaces", "page-2", "page-3", "page-6", "words-span"} <= asked.keys()
    assert "合计 34736" in asked["cells-10-5"].options[0].text
    assert asked["cells-10-5"].chosen == "way-1"
    assert [o.text for o in asked["cells-10-10"].options] == [
        "岳阳县 4、华容县 21，合计 25",
        "平江县 4、岳阳县 21，合计 25",
    ]
    assert "各地之和 720，加市本级 10 为 730" in asked["target-2-2"].question
    assert asked["target-2-2"].chosen == "each"


def test_a_draft_waits_for_its_answers(draft: ms.Draft) -> None:
    with pytest.raises(ms.DataError) as caught:
        draft.programme()
    assert len(caught.value.problems) == len(ANSWERS)
    with pytest.raises(ms.UnknownName):
        draft.answered({"unit-2-4": "unit-1"})
    with pytest.raises(ms.UnknownName):
        draft.answered({"unit-2-3": "unit-9"})


def test_another_answer_is_another_programme(draft: ms.Draft) -> None:
    """The unit of the row, of the target and of the task's own figure change together."""
    read = draft.answered({**ANSWERS, "unit-2-3": "unit-2", "cells-10-10": "way-2"}).programme()
    assert str(read.indicator("users").target) == "> 230 万户"
    assert str(read.project(2).assignments[0].tasks[2].covers[0].amount) == "230 万户"
    assert read.allocation["water-sources"].working() == "平江县 4 + 岳阳县 21 = 25 个"


@pytest.mark.parametrize("answered", [True, False])
def test_the_folder_is_read_back(draft: ms.Draft, tmp_path: Path, answered: bool) -> None:
    made = draft.answered(ANSWERS) if answered else draft
    ms.write_folder(made, tmp_path / "own")
    if answered:
        assert ms.load(tmp_path / "own").digest() == made.programme().digest()
    else:
        with pytest.raises(ms.DataError) as caught:
            ms.load(tmp_path / "own")
        said = str(caught.value)
        assert all(f"（{id}）：待答；选一种：" in said for id in ANSWERS)
    with pytest.raises(ms.DataError, match=r"已经有 programme\.toml"):
        ms.write_folder(made, tmp_path / "own")


@pytest.mark.parametrize("name", ms.programme_names())
def test_every_programme_is_written_and_read_back(name: str, tmp_path: Path) -> None:
    ms.write_folder(ms.load(name), tmp_path / "own")
    assert ms.load(tmp_path / "own") == ms.load(name)


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["draft", str(NOTICE), "--name", "yueyang-2023"]
    assert main([*command, "--out", str(tmp_path / "one")]) == 1
    assert "其中待答 5 处" in capsys.readouterr().out
    listed = tmp_path / "one" / "疑问.md"
    text = listed.read_text("utf-8")
    for question, option in ANSWERS.items():
        at = text.index(f"## {question}\n")
        text = text[:at] + text[at:].replace(f"- [ ] {option}：", f"- [x] {option}：", 1)
    listed.write_text(text, "utf-8")
    assert main([*command, "--answers", str(listed), "--out", str(tmp_path / "two")]) == 0
    assert ms.load(tmp_path / "two").indicator("farmland").text == "建成高标准农田41.3万亩"
    listed.write_text(text.replace("- [ ] unit-2：", "- [x] unit-2："), "utf-8")
    assert main([*command, "--answers", str(listed)]) == 2
    assert "unit-2-3 选了两种读法" in capsys.readouterr().err
    assert main([*command, "--answer", "unit-2-3=unit-1"]) == 1
    assert "其中待答 4 处" in capsys.readouterr().out


def test_a_notice_is_not_loaded() -> None:
    with pytest.raises(ms.DataError, match="minsheng draft"):
        ms.load(NOTICE)


# --- however it is typed ------------------------------------------------------------------

LINES = NOTICE.read_text("utf-8").split("\n")
ROWS = [n for n, line in enumerate(LINES) if "\t" in line and not re.match("序号|\t+平江县", line)]


def read(lines: list[str], tmp: Path) -> ms.Draft:
    file = tmp / "通知.txt"
    file.write_text("\n".join(lines), "utf-8")
    return ms.read_notice(file, name="yueyang-2023")


def figures(draft: ms.Draft) -> object:
    return draft.plain["allocation"]["rows"], draft.plain["projects"]


@given(st.sampled_from(ROWS), st.integers(0, 50), st.sampled_from(["lost", "blank", "slash", "figure"]))
def test_a_cell_lost_or_gained_or_changed_is_never_silent(
    draft: ms.Draft, tmp_path_factory: pytest.TempPathFactory, at: int, nth: int, slip: str
) -> None:
    """Whatever slips in a row of either table, it reads the same or something new is asked."""
    cells = LINES[at].split("\t")
    filled = [n for n, cell in enumerate(cells) if cell not in ("", "/")]
    where = filled[nth % len(filled)]
    match slip:
        case "lost":
            del cells[where]
        case "figure" if cells[where].isdecimal():
            cells[where] += "0"
        case _:
            cells.insert(where, "/" if slip == "slash" else "")
    try:
        other = read([*LINES[:at], "\t".join(cells), *LINES[at + 1 :]], tmp_path_factory.getbasetemp())
    except ms.DataError:
        return
    if figures(other) != figures(draft):
        assert other.questions != draft.questions


AREAS = ("甲县", "乙县", "丙市", "丁区", "戊区")
SHARES = st.lists(st.one_of(st.none(), st.integers(1, 400)), min_size=5, max_size=5).filter(any)


def shown(share: int | None) -> str:
    return "/" if share is None else str(share)


@given(st.lists(SHARES, min_size=1, max_size=6), st.data())
def test_columns_permuted_and_rows_split_over_pages_read_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[int | None]], data: st.DataObject
) -> None:
    """Each page may have its areas in an order of its own; a page's headings say whose each column is."""
    lines = ["附件2", ""]
    cut = data.draw(st.sets(st.integers(1, len(rows))))
    order: list[int] = []
    for n, row in enumerate(rows):
        if not n or n in cut:
            order = data.draw(st.permutations(range(5)))
            lines += [
                "",
                "序号\t项目\t单位\t目标任务\t\t\t\t\t备注",
                "\t\t\t" + "\t".join(AREAS[i] for i in order) + "\t",
            ]
        total = sum(share or 0 for share in row)
        lines.append(f"{n + 1}\t改造{total}户\t户\t" + "\t".join(shown(row[i]) for i in order) + "\t")
    file = tmp_path_factory.getbasetemp() / "分解表.txt"
    file.write_text("\n".join([*lines, "", f"注：1—{len(rows)}项为市级"]), "utf-8")
    draft = ms.read_notice(file, name="moushi-2024", city="某市", year=2024)
    assert not draft.open
    programme = draft.programme()
    for n, row in enumerate(rows, 1):
        read_row = programme.allocation[f"project-{n}-1"]
        assert [read_row.shares[area] for area in AREAS] == row
        assert str(programme.indicator(f"project-{n}-1").target) == f">= {read_row.total}"


def workbook(tmp_path: Path, *, merged: bool) -> Path:
    """A breakdown as a workbook with merged cells: of labels, or of a figure too."""
    path = tmp_path / "附件.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("附件2")
        sheet.merge_range(0, 0, 1, 0, "序号")
        sheet.merge_range(0, 1, 1, 2, "项目指标任务")
        sheet.merge_range(0, 3, 1, 3, "单位")
        sheet.merge_range(0, 4, 0, 6, "目标任务")
        sheet.merge_range(0, 7, 1, 7, "备注")
        sheet.write_row(1, 4, ["甲县", "乙县", "丙区"])
        sheet.merge_range(2, 0, 3, 0, "1")
        sheet.merge_range(2, 1, 3, 1, "住房改造")
        sheet.write_row(2, 2, ["改造老旧小区60户", "户", 10, 20, 30])
        sheet.write_row(3, 2, ["发放补贴50人", "人", 50, "/", "/"])
        if merged:
            sheet.merge_range(3, 4, 3, 5, 50)
        sheet.write_row(4, 0, ["2"])
        sheet.merge_range(4, 1, 4, 2, "提高补助标准")
        sheet.write(4, 3, "元/月")
        sheet.merge_range(4, 4, 4, 6, "标准不低于650元/月")
        sheet.write(5, 0, "注：1—2项为市级重点民生实事")
    return path


def test_merged_cells_of_a_workbook(tmp_path: Path) -> None:
    """Labels are carried down, words span the areas; a figure in a merged cell is nobody's."""
    read = ms.read_notice(workbook(tmp_path, merged=False), name="moushi-2024", city="某市", year=2024)
    programme = read.programme()
    assert [row.working() for row in programme.allocation] == [
        "甲县 10 + 乙县 20 + 丙区 30 = 60 户",
        "甲县 50 = 50 人",
    ]
    assert programme.project(1).allocation_title == "住房改造"
    assert str(programme.standards[0].tiers[0].target) == ">= 650 元/月"
    read = ms.read_notice(workbook(tmp_path, merged=True), name="moushi-2024", city="某市", year=2024)
    assert len(read.plain["allocation"]["rows"]) == 1
    assert any("发放补贴50人" in q.met and q.reads == "没有录入，请补" for q in read.questions)


def test_columns_of_the_sum_and_of_the_city(tmp_path: Path) -> None:
    """They are no areas: the sum is held against the shares, the city's own share is added to them."""
    lines = [
        "附件2", "", "序号\t项目\t单位\t全市\t市本级\t甲县\t乙区\t备注",
        "1\t技能培训\t人\t60\t10\t20\t30\t", "2\t劳务培训\t人\t70\t\t20\t30\t", "", "注：1—2项为市级",
    ]  # fmt: skip
    file = tmp_path / "分解表.txt"
    file.write_text("\n".join(lines), "utf-8")
    draft = ms.read_notice(file, name="moushi-2024", city="某市", year=2024)
    assert [(q.id, [o.id for o in q.options]) for q in draft.open] == [("target-2-1", ["total", "stated"])]
    programme = draft.answered({"target-2-1": "stated"}).programme()
    assert programme.allocation["skills-training"].working() == "甲县 20 + 乙区 30 + 市本级 10 = 60 人"
    assert [str(i.target) for i in programme.indicators] == [">= 60 人", ">= 70 人"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("通知.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "这种文件不能读"),
        ("通知.pdf", b"%PDF-1.4", "不是完好的 PDF"),
        ("通知.txt", "没有表格".encode(), "没有读懂一张表，也没有"),
        ("通知.txt", b"\0\1\2", "不是表格文件"),
        ("通知.txt", ("\t" * 600).encode(), "太大"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ms.DataError, match=said):
        ms.read_notice(tmp_path / name, name="moushi-2024")
