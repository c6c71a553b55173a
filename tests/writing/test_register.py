"""The register to work with: computed columns are known as such, lights follow their words, sheets print."""

from __future__ import annotations

import datetime
import re
import zipfile
from pathlib import Path

import attrs
import pytest

import minsheng as ms
from minsheng.reading.tables.sheets import read_sheets
from minsheng.writing.register import write_register
from tests.reading.registers import programme
from tests.writing.edited import SHEET, saved_by_office

P = ms.load("yueyang-2023")
POLICY = ms.measuring.load_lights("yinchuan-2025")
DAY = datetime.date


def record(item: str, value: str, area: str | None, period: str = "2023年6月", on: int = 3) -> ms.Record:
    """A figure, reported in July."""
    return ms.Record(
        item, ms.Period.parse(period), ms.Amount.parse(value), area, on=DAY(2023, 7, on), source="=第3页"
    )


DONE = ms.Progress(
    (
        record("jobs", "2065 人", "平江县"),
        record("jobs", "1000 人", "平江县", on=2),  # corrected the next day
        record("jobs", "3.1 万人", None),
        record("users", "17.5 万人", "平江县"),
        record("rural-roads", "100 公里", "平江县", period="2023年5月"),
        attrs.evolve(record("rural-roads", "20 公里", "平江县"), cumulative=False),
        attrs.evolve(record("jobs", "1900 人", "平江县"), verified=True),
        attrs.evolve(record("elevators", "0 台", "平江县"), value=None, text="正在办理" + "，续" * 5000),
    )
)


def lines(path: Path, sheet: int = 0) -> list[dict[str, str]]:
    """The lines of a register by their headings."""
    head, *rows = read_sheets(path)[sheet].rows
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("per_project", [False, True])
@pytest.mark.parametrize("policy", [None, POLICY])
def test_it_is_read_back_equal_and_its_computed_columns_are_known(
    tmp_path: Path, policy: ms.measuring.LightPolicy | None, per_project: bool
) -> None:
    path = tmp_path / "台账.xlsx"
    write_register(DONE, P, path, policy=policy, per_project=per_project)
    back = ms.read_progress(path, P, strict=True)
    assert back == DONE
    assert not back.notes
    computed = {c.header for c in back.intake.columns if c.why == "是写入时算出来的，不读"}
    assert computed == {"任务", "完成率", "序时进度", *(["灯"] if policy else [])}
    names = [sheet.name for sheet in read_sheets(path)]
    one = ["岳阳市2023年重点民生实事台账"]
    assert names == ([n for n in names if re.match(r"\d+\. ", n)] if per_project else one)


def test_what_is_computed_is_what_the_standings_say(tmp_path: Path) -> None:
    """Of the figure of the day; nothing beside one that was corrected, of a month alone, or in words."""
    path = tmp_path / "台账.xlsx"
    write_register(DONE, P, path, policy=POLICY)
    shown = {
        (one["指标"], one["数值"], one["核实"]): (one["任务"], one["完成率"], one["序时进度"], one["灯"])
        for one in lines(path)
    }
    assert shown == {
        ("jobs", "3.1", "否"): ("5.9", "52.54%", "50.00%", "绿灯"),
        ("jobs", "2065", "否"): ("5900", "35.00%", "50.00%", "黄灯"),
        ("jobs", "1000", "否"): ("", "", "", ""),
        ("jobs", "1900", "是"): ("5900", "32.20%", "50.00%", "黄灯"),
        ("users", "17.5", "否"): ("43.24", "40.47%", "50.00%", "绿灯"),
        ("rural-roads", "100", "否"): ("213", "46.95%", "41.67%", "绿灯"),
        ("rural-roads", "20", "否"): ("", "", "", ""),
        ("elevators", "", "否"): ("", "", "", ""),
    }
    standing = ms.standing(P, DONE, "users", "平江县", on=DAY(2023, 6, 30), policy=POLICY)
    assert standing.light is not None
    assert shown["users", "17.5", "否"][3] == standing.light.label


def test_it_is_set_up_to_work_with_and_to_print(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_register(DONE, P, path, policy=POLICY)
    with zipfile.ZipFile(path) as packed:
        sheet, book = packed.read(SHEET).decode(), packed.read("xl/workbook.xml").decode()
        styles = packed.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert re.search(r'<autoFilter ref="A1:T9"', sheet)
    assert '<pane ySplit="1"' in sheet
    assert sheet.count('type="cellIs"') == 3
    assert '<formula>"红灯"</formula>' in sheet
    assert styles.count("<dxf>") == 3
    assert "$A$1:$P$9" in book  # what was read where is not printed
    assert "&amp;C&amp;14 岳阳市" in sheet
    assert re.search(r'<pageSetup paperSize="9"[^>]* orientation="landscape"', sheet)
    before = path.read_bytes()
    write_register(DONE, P, path, policy=POLICY, overwrite=True)
    assert path.read_bytes() == before


def test_it_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    write_register(DONE, P, path)
    kept = path.read_bytes()
    with pytest.raises(ms.DataError, match=r"已有这个文件.*overwrite=True"):
        write_register(ms.Progress(), P, path)
    assert path.read_bytes() == kept
    with pytest.raises(ValueError, match="no sheets"):
        write_register(DONE, P, path, per_project=True, overwrite=True)


def test_long_and_hostile_names_make_sheets_of_their_own(tmp_path: Path) -> None:
    """Titles of more than 31 characters that are the same up to there, with what sheet names may not hold."""
    base = programme({"jobs": ("=1+1", ">= 3 人"), "roads": ("<b>路</b>", ">= 3 公里")})
    long = "[建设]*改造?：/" + "长" * 60
    projects = tuple(
        attrs.evolve(base.projects[0], number=number, title=long, indicators=(indicator,))
        for number, indicator in enumerate(base.indicators, 1)
    )
    of = attrs.evolve(base, projects=projects)
    done = ms.Progress(
        (record("jobs", "1 人", "甲县"), attrs.evolve(record("roads", "2 公里", None), text="=1+1", by="@a"))
    )
    write_register(done, of, tmp_path / "台账.xlsx", per_project=True)
    assert ms.read_progress(tmp_path / "台账.xlsx", of, strict=True) == done
    assert [len(sheet.name) for sheet in read_sheets(tmp_path / "台账.xlsx")] == [31, 31]


def test_the_whole_of_a_county_is_read_back(tmp_path: Path) -> None:
    of = programme({"jobs": ("城镇新增就业", ">= 3 人")}, ("甲镇", "乙乡"), city="某县")
    done = ms.Progress((record("jobs", "1 人", None), record("jobs", "1 人", "甲镇")))
    write_register(done, of, tmp_path / "台账.xlsx")
    assert ms.read_progress(tmp_path / "台账.xlsx", of, strict=True) == done
    assert [one["地区"] for one in lines(tmp_path / "台账.xlsx")] == ["全县", "甲镇"]


def test_one_saved_by_another_program_is_equal(tmp_path: Path) -> None:
    short = attrs.evolve(DONE, records=tuple(r for r in DONE.records if len(r.text) < 100))
    write_register(short, P, tmp_path / "台账.xlsx", policy=POLICY, per_project=True)
    assert ms.read_progress(saved_by_office(tmp_path / "台账.xlsx", tmp_path), P, strict=True) == short


def test_a_short_one_is_not_taken_for_a_table_turned(tmp_path: Path) -> None:
    """Whatever its texts are, its headings go across."""
    words = ("1", "某县", "完成数", "任务", "=1", "3人")
    for one in words:
        for other in words:
            done = ms.Progress((attrs.evolve(record("jobs", "1 人", None, "2023年3月"), text=one, by=other),))
            write_register(done, P, tmp_path / "台账.csv", overwrite=True)
            assert ms.read_progress(tmp_path / "台账.csv", P) == done
