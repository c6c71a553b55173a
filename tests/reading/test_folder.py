"""What a folder need not say twice, and the kinds of files and headings that its tables may have."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from hypothesis import given

import minsheng as ms
from minsheng.testing import programmes

#: what the folders of the library were, when they said everything in full
DIGESTS = {
    "yueyang-2023": "7b7dd6a466b9b309b53eec67662723c2d0582dbcdda78d9f10a2378b9de86ebb",
    "yueyang-2019": "96bba4e498edbdee59cb1ca8ca54a35629f3b36d1d7f38cdd18e4e1069eb74d7",
}

PROGRAMME = """\
name = "moushi-2024"
city = "某市"
year = 2024
levels = [{ level = "city", first = 1, last = 9 }]

[document]
title = "通知"
number = "某办函〔2024〕1号"
"""
PROJECTS = """\
[defaults.projects]
allocation_title = "{title}"

[defaults.assignments]
open_ended = true
source = "附件1第{number}项"

[defaults.tiers]
effective = 2024-01-01
source = "{source}"

[[projects]]
number = 1
title = "改造老旧小区"
indicators = [
    { id = "old-communities", text = "改造(老旧)小区36个", target = ">= 36 个", source = "附件2第1项" },
]
standards = [
    { id = "aid", text = "补助", source = "附件2第1项第2行", tiers = [
        { target = ">= 1 元/月", area_kinds = ["县"] },
        { target = ">= 2 元/月", area_kinds = ["区"], source = "" },
    ] },
]

[[projects.assignments]]
lead_official = "张某"
lead_agency = "市住建局"
responsible_person = "李某"
responsible_agencies = ["市财政局"]
tasks = ["改造（老旧）小区36个", "补助"]

[[projects]]
number = 2
title = "就业"
allocation_title = ""

[[projects.assignments]]
lead_official = "张某"
lead_agency = "市人社局"
responsible_person = "李某"
responsible_agencies = []
open_ended = false
tasks = []
"""
AREAS = "name,kind\n甲县,县\n乙区,区\n"
ALLOCATION = "indicator,unit,甲县,乙区,市本级\nold-communities,个,20,16,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "programme.toml": PROGRAMME, "projects.toml": PROJECTS, "areas.csv": AREAS,
        "allocation.csv": ALLOCATION,
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def problems(folder: Path) -> list[str]:
    with pytest.raises(ms.DataError) as caught:
        ms.load(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("name", ms.programme_names())
def test_the_folders_of_the_library_mean_what_they_meant(name: str) -> None:
    assert ms.load(name).digest() == DIGESTS[name]


def test_the_folder_of_2023_is_a_third_shorter_than_it_was() -> None:
    with as_file(files("minsheng") / "data" / "yueyang-2023") as real:
        lines = [
            len((real / name).read_text("utf-8").splitlines()) for name in ("programme.toml", "projects.toml")
        ]
    assert sum(lines) < 1153 * 2 / 3


@given(programmes())
def test_every_programme_is_written_short_and_read_back(
    tmp_path_factory: pytest.TempPathFactory, programme: ms.Programme
) -> None:
    """Whatever the writer leaves out, the loader fills in again."""
    out = tmp_path_factory.mktemp("own") / "folder"
    ms.write_folder(programme, out)
    assert ms.load(out) == programme


# --- defaults -----------------------------------------------------------------------------


def test_defaults_levels_and_tasks_are_filled_in(folder: Path) -> None:
    first, second = ms.load(folder).projects
    assert (first.level.value, first.allocation_title, second.allocation_title) == (
        "city",
        "改造老旧小区",
        None,
    )
    one, other = first.assignments[0], second.assignments[0]
    assert (one.open_ended, other.open_ended) == (True, False)
    assert one.source is not None
    assert one.source.where == "附件1第1项"
    assert [(c.id, str(c.amount)) for task in one.tasks for c in task.covers] == [
        ("old-communities", "36 个"), ("aid", "None"),
    ]  # fmt: skip
    tiers = first.standards[0].tiers
    assert [tier.source.where if tier.source else None for tier in tiers] == ["附件2第1项第2行", None]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("open_ended = true", "open_endd = true", "projects.toml 第5行：不认识的键“open_endd”；可用的键："),
        ("open_ended = true", 'note = "x"', "不认识的键“note”"),
        (
            "[defaults.tiers]",
            "[defaults.tier]",
            "projects.toml 第8行：不认识的“tier”；可用的：[defaults.projects]",
        ),
        ("[defaults.tiers]", '[defaults.indicators]\nnote = "{nowhere}"\n[defaults.tiers]', "没有一处用到"),
        ('"{title}"', f'"{"长" * 1001}"', "超过 1000 个字"),
        ("effective = 2024-01-01\n", "", "缺少“effective”"),
        ('tasks = ["改造（老旧）小区36个", "补助"]', 'tasks = ["改造小区"]', "缺少“covers”"),
    ],
)
def test_what_is_wrong_with_defaults(folder: Path, old: str, new: str, said: str) -> None:
    assert old in PROJECTS
    (folder / "projects.toml").write_text(PROJECTS.replace(old, new), "utf-8")
    assert any(said in line for line in problems(folder)), problems(folder)


def test_a_problem_in_a_list_stands_at_its_line(folder: Path) -> None:
    (folder / "projects.toml").write_text(PROJECTS.replace(">= 2 元/月", ">= 2 圆/月"), "utf-8")
    [said] = problems(folder)
    assert said.startswith("projects.toml 第21行，projects[1].standards[1].tiers[2].target：")


def test_chinese_marks_in_toml_are_named_with_their_lines(folder: Path) -> None:
    wrong = PROJECTS.replace('title = "就业"', "title = “就业”").replace("tasks = []", "tasks ＝ []")
    (folder / "projects.toml").write_text(wrong, "utf-8")
    said = [line for line in problems(folder) if line.startswith("projects.toml")]
    assert said == [
        'projects.toml 第34行：这里的““”是中文标点；请改成英文的 "',
        "projects.toml 第43行：这里的“＝”是中文标点；请改成英文的 =",
    ]


# --- tables -------------------------------------------------------------------------------


def workbook(path: Path, rows: Sequence[Sequence[object]], *, sheets: int = 1) -> None:
    with xlsxwriter.Workbook(path) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


CHINESE: list[list[object]] = [
    ["指标", "单位", "甲县", "乙区", "市本级", "合计"],
    ["old-communities", "个", 20, 16, None, 36],
]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_csv_of_an_office(folder: Path, encoding: str) -> None:
    """Its encoding, headings in Chinese, a column of sums, and commas after the last column."""
    before = ms.load(folder)
    text = "指标,单位,甲县,乙区,合计,,\nold-communities,个,20,16,36,,\n,,,,,,\n"
    (folder / "allocation.csv").write_text(text, encoding)
    (folder / "areas.csv").write_text("名称,类别,行政区划代码,备注,\n甲县,县,,,\n乙区,区,,,\n", encoding)
    assert ms.load(folder) == before


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_whatever_parts_the_cells_and_titles_above(folder: Path, mark: str) -> None:
    before = ms.load(folder)
    areas = AREAS.replace("kind", "kind,note").replace("县\n", "县,\n").replace("区,区", '区,区,"甲,乙;丙"')
    cells = ALLOCATION.replace(",", mark)
    for name, text in (("allocation.csv", cells), ("areas.csv", areas)):
        (folder / name).write_text(f"某市2024年任务分解表{mark * 3}\n\n{text}", "utf-8")
    loaded = ms.load(folder)
    assert loaded.allocation == before.allocation
    assert loaded.area("乙区").note == "甲,乙;丙"
    (folder / "allocation.csv").write_text(f"分解表\n单位：万个{mark * 3}\n{cells}", "utf-8")
    [problem] = problems(folder)
    assert problem == "allocation.csv 第2行：表头上面写着“单位：万个”；请写在“单位”列里，删去这一行"


def test_workbooks(folder: Path) -> None:
    before = ms.load(folder)
    (folder / "allocation.csv").unlink()
    (folder / "areas.csv").unlink()
    workbook(folder / "allocation.xlsx", CHINESE)
    workbook(folder / "areas.xlsx", [["名称", "类别"], ["甲县", "县"], ["乙区", "区"]])
    assert ms.load(folder) == before
    workbook(folder / "allocation.xlsx", CHINESE, sheets=2)
    assert problems(folder) == ["allocation.xlsx：有几张表：Sheet1、Sheet2；请只留一张"]
    workbook(folder / "allocation.xlsx", CHINESE)
    (folder / "allocation.csv").write_text(ALLOCATION, "utf-8")
    assert problems(folder) == ["allocation.csv、allocation.xlsx：是同一张表的几个文件；请只留一个"]


def test_the_end_of_a_name_does_not_matter(folder: Path) -> None:
    before = ms.load(folder)
    (folder / "allocation.csv").unlink()
    for end in ("xls", "et"):
        workbook(folder / f"allocation.{end}", CHINESE)
        assert ms.load(folder) == before
        (folder / f"allocation.{end}").unlink()


def test_a_sum_that_does_not_add_up_is_told(folder: Path) -> None:
    text = "指标,单位,甲县,乙区,市本级,合计\nold-communities,个,20,16,4,{}\n"
    for fits in ("36", "40", "", "/"):
        (folder / "allocation.csv").write_text(text.format(fits), "utf-8")
        assert ms.load(folder).allocation["old-communities"].total == ms.Amount("40", "个")
    (folder / "allocation.csv").write_text(text.format("37"), "utf-8")
    assert problems(folder) == [
        "allocation.csv 第2行“合计”列：写的是 37，各地之和是 36，加市本级 40；请核对；合计不读入，只核对"
    ]


def test_a_row_is_in_the_unit_of_its_target(folder: Path) -> None:
    before = ms.load(folder)
    (folder / "allocation.csv").write_text("indicator,甲县,乙区\nold-communities,20,16\n", "utf-8")
    assert ms.load(folder) == before


def test_a_row_of_no_target_needs_a_unit(folder: Path) -> None:
    (folder / "allocation.csv").write_text("indicator,甲县,乙区\naid,20,16\n", "utf-8")
    assert "allocation.csv 第2行：缺少单位" in problems(folder)


def test_a_cell_too_few_is_never_a_share_that_is_not_there(folder: Path) -> None:
    """In CSV a lost cell moves the others, which nobody could see in the result."""
    (folder / "allocation.csv").write_text("indicator,unit,甲县,乙区\nold-communities,个,20\n", "utf-8")
    assert problems(folder)[0].startswith("allocation.csv 第2行：有 3 格，表头有 4 格，少了 1 格")


def test_an_old_folder_says_everything_in_full(tmp_path: Path) -> None:
    """The same programme, each table under a heading of its own, as folders were before."""
    full = tmp_path / "full"
    with as_file(files("minsheng") / "data" / "yueyang-2023") as real:
        shutil.copytree(real, full)
    (full / "projects.toml").write_text(in_full(ms.load("yueyang-2023")), "utf-8")
    assert ms.load(full).digest() == DIGESTS["yueyang-2023"]


def in_full(programme: ms.Programme) -> str:
    from minsheng.domain.plain import WHOLE
    from minsheng.writing.folder import as_printed
    from minsheng.writing.toml import toml_text, without_empty

    return toml_text({"projects": without_empty(as_printed(WHOLE.write(programme)))["projects"]})
