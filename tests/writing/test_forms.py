"""Blank forms: asked of each what is its own, filled in and changed by people, read without a question."""

from __future__ import annotations

import datetime
import re
import tempfile
import zipfile
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Literal

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.area import CITY
from minsheng.measuring.targets import target_of
from minsheng.reading.tables.sheets import read_sheets
from minsheng.writing.forms import write_forms
from tests.reading.registers import SMALL, programme
from tests.tries import tries
from tests.writing.edited import SHEET, edited, filled_in, row_inserted, saved_by_office

JUNE = ms.Period.parse("2023年6月")
P = ms.load("yueyang-2023")
SHIPPED = {name: ms.load(name) for name in ms.programme_names()}
MAY = ms.Progress(
    (
        ms.Record("jobs", ms.Period.parse("2023年5月"), ms.Amount(2100, "人"), "平江县"),
        ms.Record("farmland", ms.Period.parse("2023年5月"), ms.Amount("1.25", "万亩"), "平江县"),
        ms.Record("elevators", ms.Period.parse("2023年4月"), ms.Amount(9, "台"), "平江县"),
    )
)
Per = Literal["area", "agency"]
PERIODS = ("6月", "二季度", "6月中旬", "1-9月", "上半年", "全年", "截至8月20日", "6月30日", "6月1日至12日")


@cache
def forms(name: str, per: Per, period: str) -> dict[str, bytes]:
    """The forms of a programme that comes with the library, by their file names."""
    with tempfile.TemporaryDirectory() as folder:
        return {p.name: p.read_bytes() for p in write_forms(SHIPPED[name], folder, period, per=per)}


def rows_of(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """The lines of a form: the number of each row, and its cells by their headings and as ``at``."""
    [sheet] = read_sheets(data)
    head = next(n for n, row in enumerate(sheet.rows) if row[0] == "序号")
    heads = sheet.rows[head]
    lines = [(n + 1, dict(zip(heads, row, strict=True))) for n, row in enumerate(sheet.rows) if n > head]
    return [(n, line) for n, line in lines if line["序号"]]


def column(data: bytes, heading: str) -> str:
    """The letter of a column."""
    [sheet] = read_sheets(data)
    return next("ABCDEFGHIJ"[row.index(heading)] for row in sheet.rows if heading in row)


def caption(data: bytes, label: str) -> str:
    """The cell behind a label."""
    [sheet] = read_sheets(data)
    at = next((n, row.index(label)) for n, row in enumerate(sheet.rows) if label in row)
    return f"{'ABCDEFGHIJ'[at[1] + 1]}{at[0] + 1}"


def read_back(data: bytes, name: str, of: ms.Programme) -> ms.Progress:
    """A form as a file of that name is read."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        return ms.read_progress(folder, of)


@settings(tries(20), phases=(Phase.explicit, Phase.generate))  # shrinking workbooks takes long
@given(data=st.data(), name=st.sampled_from(sorted(SHIPPED)), per=st.sampled_from(("area", "agency")))
def test_what_is_filled_in_is_read_without_a_question(data: st.DataObject, name: str, per: Per) -> None:
    """Law: a filled form reads to exactly what was filled in: area, period, unit, who and when."""
    period = data.draw(st.sampled_from(PERIODS))
    made, of = forms(name, per, period), SHIPPED[name]
    file = data.draw(st.sampled_from(sorted(made)))
    blank = made[file]
    when = ms.Period.parse(period, of.year)
    cells, wanted = {}, []
    day = data.draw(st.none() | st.dates(when.last, when.last + datetime.timedelta(30)))
    if day:  # a day is a number of days
        cells[caption(blank, "填报日期：")] = str((day - datetime.date(1899, 12, 30)).days)
    cells[caption(blank, "填报人：")] = data.draw(st.sampled_from(("", "张三", "=1+1")))
    cells[caption(blank, "联系电话：")] = data.draw(st.sampled_from(("0730-8880000", "13800000000")))
    by = read_sheets(blank)[0].rows[2][2]
    at, notes = column(blank, "累计完成数"), column(blank, "备注")
    names = {item.text: item.id for project in of.projects for item in project.items}
    for row, line in rows_of(blank):
        task = Decimal(re.sub(r"[^\d.]", "", line["全年任务数"]) or 100)
        done = (
            data.draw(st.integers(0, 300)) * task / 100
        )  # and no figure of another size, which is asked about
        whole = line["计量单位"] in ("人", "户", "个") or not task % 1
        figure = f"{int(done) if whole else round(done, 3).normalize():f}"
        words = ("", "不适用", figure, figure) if line["计量单位"] else ("", "不适用")
        filled = data.draw(st.sampled_from(words))
        cells[f"{at}{row}"] = filled
        cells[f"{notes}{row}"] = data.draw(st.sampled_from(("", "本地没有", "=1+1", "3.5")))
        area = line.get("地区") or re.split("2|截", file)[0]
        area = None if area == "全市" else area
        value = ms.Amount(Decimal(filled), line["计量单位"]) if filled[:1].isdigit() else None
        item = names[line["指标"]]
        if filled:
            target = target_of(of, ms.Progress(), of_item(of, item), area, when.last)
            wanted.append(
                ms.Record(
                    item, when, value, area, "" if value else filled, by=by, on=day, target=target,
                    source=f"某月/{file} “填报表”表第{row}行",
                )
            )  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "某月"
        folder.mkdir()
        (folder / file).write_bytes(filled_in(blank, {at: text for at, text in cells.items() if text}))
        if not wanted:
            return
        back = ms.read_progress(folder, of, strict=True)
    assert back == ms.Progress(tuple(wanted))
    assert not back.notes
    assert not back.intake.unread


def of_item(of: ms.Programme, id: str) -> ms.Indicator | ms.Standard:
    """The indicator or standard of an id."""
    return next(item for item in of.project_of(id).items if item.id == id)


@pytest.mark.parametrize("per", ["area", "agency"])
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_everything_is_asked_for_once(tmp_path: Path, name: str, per: Per) -> None:
    """And a folder of forms that nobody has filled in says nothing."""
    of = SHIPPED[name]
    files = write_forms(of, tmp_path / "一", "6月", per=per)
    blank = ms.read_progress(tmp_path / "一", of)
    assert (blank.records, blank.aside, blank.notes) == ((), (), ())
    for file in files:
        data, at = file.read_bytes(), column(file.read_bytes(), "累计完成数")
        file.write_bytes(
            filled_in(data, {f"{at}{row}": "0" for row, line in rows_of(data) if line["计量单位"]})
        )
    back = ms.read_progress(tmp_path / "一", of, strict=True)
    asked = [(r.indicator, r.area) for r in back.records]
    shares = {
        (row.indicator, area)
        for row in of.allocation.rows
        for area, share in row.present
        if share is not None
    }
    assert len(asked) == len(set(asked))
    assert shares <= set(asked)
    undivided = {i.id for i in of.indicators} - {id for id, _ in shares}
    assert {id for id, area in asked if area is None} >= undivided - {"county-hospitals"}  # which has no unit
    assert not back.notes


def test_the_last_figures_stand_beside(tmp_path: Path) -> None:
    """Of the same day, in the unit of the line; what is older is not shown as if it were new."""
    write_forms(P, tmp_path, JUNE, progress=MAY)
    lines = {line["指标"]: line for _, line in rows_of((tmp_path / "平江县2023年6月.xlsx").read_bytes())}
    heading = next(head for line in lines.values() for head in line if head.startswith("上期"))
    assert heading == "上期累计完成数\n（截至5月31日）"
    shown = {id: lines[P.indicator(id).text][heading] for id in ("jobs", "farmland", "elevators")}
    assert shown == {"jobs": "2100", "farmland": "1.25", "elevators": "未报"}
    with pytest.raises(ValueError, match="no figure from before"):
        write_forms(P, tmp_path / "四月", "2023年4月", progress=MAY)
    back = read_back((tmp_path / "平江县2023年6月.xlsx").read_bytes(), "平江县2023年6月.xlsx", P)
    assert not back.records


def test_a_changed_target_is_what_is_asked(tmp_path: Path) -> None:
    change = ms.domain.TargetChange("jobs", ms.Bound.parse(">= 6000 人"), datetime.date(2023, 6, 1), "平江县")
    write_forms(P, tmp_path, JUNE, progress=ms.Progress((), (change,)))
    lines = {line["指标"]: line for _, line in rows_of((tmp_path / "平江县2023年6月.xlsx").read_bytes())}
    assert lines["城镇新增就业5.9万人"]["全年任务数"] == "6000"


def test_only_what_is_to_be_filled_in_is_open(tmp_path: Path) -> None:
    """And it takes numbers not below 0, whole ones of what is counted, or 不适用."""
    write_forms(P, tmp_path, JUNE)
    path = tmp_path / "平江县2023年6月.xlsx"
    with zipfile.ZipFile(path) as packed:
        sheet, styles = packed.read(SHEET).decode(), packed.read("xl/styles.xml").decode()
    assert re.search(r"<sheetProtection(?![^>]*password)[^>]* sheet=\"1\"", sheet)
    kinds = styles[styles.index("<cellXfs") : styles.index("</cellXfs>")].split("<xf ")[1:]
    open_ = {n for n, kind in enumerate(kinds) if 'locked="0"' in kind}
    there = {at for at, style in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet) if int(style) in open_}
    data = path.read_bytes()
    rows = [row for row, _ in rows_of(data)]
    labels = ("填报单位：", "填报日期：", "填报人：", "联系电话：")
    wanted = {f"{column(data, name)}{row}" for name in ("累计完成数", "备注") for row in rows}
    assert there == wanted | {caption(data, label) for label in labels}
    rules = dict(re.findall(r'sqref="F(\d+)"[^>]*><formula1>(IF[^<]*)', sheet))
    by_text = {line["指标"]: str(row) for row, line in rows_of(data)}
    whole, part = by_text["城镇新增就业5.9万人"], by_text["农村公路提质改造549公里"]
    assert (
        rules[whole] == f'IF(ISNUMBER(F{whole}),AND(F{whole}&gt;=0,F{whole}=INT(F{whole})),F{whole}="不适用")'
    )
    assert "INT" not in rules[part]
    assert '<pageSetup paperSize="9"' in sheet
    assert 'fitToHeight="0"' in sheet


HEADINGS = ("完成数", "累计完成", "6月底累计完成数", "截至目前完成数", "进展情况数")


@pytest.fixture
def filled(tmp_path: Path) -> tuple[bytes, ms.Progress]:
    """A form with two figures, and how it is read."""
    write_forms(P, tmp_path / "空表", JUNE, progress=MAY)
    blank = (tmp_path / "空表" / "平江县2023年6月.xlsx").read_bytes()
    rows = {line["指标"]: row for row, line in rows_of(blank)}
    at = column(blank, "累计完成数")
    cells = {f"{at}{rows['城镇新增就业5.9万人']}": "3100", f"{at}{rows['农村公路提质改造549公里']}": "120.5"}
    data = filled_in(blank, cells)
    back = read_back(data, "平江县2023年6月.xlsx", P)
    assert [str(r.value) for r in back.records] == ["3100 人", "120.5 公里"]
    return data, back


def hidden_column(sheet: str, *, number: str) -> str:
    """A sheet with a column hidden."""
    return sheet.replace(f'<col min="{number}"', f'<col hidden="1" min="{number}"')


def same(one: ms.Progress, other: ms.Progress) -> bool:
    """Whether the figures are the same, wherever they stood."""
    bare = [{attrs.evolve(r, source="", period=JUNE) for r in p.records} for p in (one, other)]
    return bare[0] == bare[1]


def test_a_row_inserted_does_not_matter(filled: tuple[bytes, ms.Progress]) -> None:
    for row, cells in ((1, {"A": "请于7月5日前报送"}), (8, {"B": "二、民生"}), (12, {})):
        assert same(read_back(row_inserted(filled[0], row, cells), "平江县2023年6月.xlsx", P), filled[1])


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_renamed_is_read_or_told(filled: tuple[bytes, ms.Progress], heading: str) -> None:
    data = filled_in(filled[0], {f"{column(filled[0], '累计完成数')}4": heading})
    assert same(read_back(data, "平江县2023年6月.xlsx", P), filled[1])


def test_a_heading_that_nobody_understands_is_told(filled: tuple[bytes, ms.Progress]) -> None:
    data = filled_in(filled[0], {f"{column(filled[0], '累计完成数')}4": "某某"})
    with pytest.raises(ms.DataError, match="没有认出完成数在哪一列"):
        read_back(data, "平江县2023年6月.xlsx", P)


def test_rows_in_another_order_and_columns_hidden(filled: tuple[bytes, ms.Progress]) -> None:
    def turned(sheet: str) -> str:
        """The lines in reverse order, each moved as a whole."""
        rows = re.findall(r'<row r="(\d+)".*?</row>', sheet, re.DOTALL)
        texts = {r: re.search(rf'<row r="{r}".*?</row>', sheet, re.DOTALL) for r in rows[4:-1]}
        bodies = [m[0] for m in texts.values() if m]
        moved = [
            re.sub(r'(r="[A-Z]*)\d+"', rf'\g<1>{r}"', body)
            for r, body in zip(rows[4:-1], reversed(bodies), strict=True)
        ]
        return sheet.replace("".join(bodies), "".join(moved))

    data = edited(filled[0], turned)
    assert data != filled[0]
    assert same(read_back(data, "平江县2023年6月.xlsx", P), filled[1])
    for hidden, there in (("2", True), ("5", True), ("7", False)):
        data = edited(filled[0], partial(hidden_column, number=hidden))
        if there:
            back = read_back(data, "平江县2023年6月.xlsx", P)
            assert [str(r.value) for r in back.records] == ["3100 人", "120.5 公里"]
        else:
            with pytest.raises(ms.DataError, match="没有认出完成数"):
                read_back(data, "平江县2023年6月.xlsx", P)


def test_a_form_saved_by_another_program(filled: tuple[bytes, ms.Progress], tmp_path: Path) -> None:
    path = tmp_path / "平江县2023年6月.xlsx"
    path.write_bytes(filled[0])
    for kind in ("xlsx", "xls", "csv"):
        saved = saved_by_office(path, tmp_path, kind)
        assert same(ms.read_progress(saved, P), filled[1])


def test_a_printed_form_is_one_page_wide(filled: tuple[bytes, ms.Progress], tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    path = tmp_path / "平江县2023年6月.xlsx"
    path.write_bytes(filled[0])
    pages = pypdfium2.PdfDocument(saved_by_office(path, tmp_path, "pdf"))
    texts = [page.get_textpage().get_text_bounded() for page in pages]
    width, height = pages[0].get_size()
    assert (round(width), round(height)) == (842, 595)
    assert all("指标" in text and "备注" in text for text in texts)  # headings on every page
    assert "3100" in "".join(texts)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    files = write_forms(P, tmp_path, JUNE)
    kept = files[3].read_bytes()
    for file in files[:2]:
        file.unlink()
    files[3].write_bytes(b"filled in")
    with pytest.raises(ms.DataError, match=r"已有 华容县2023年6月\.xlsx、.*overwrite=True"):
        write_forms(P, tmp_path, JUNE)
    assert files[3].read_bytes() == b"filled in"
    assert not files[0].exists()  # all is checked before the first is written
    write_forms(P, tmp_path, JUNE, overwrite=True)
    assert files[3].read_bytes() == kept  # the same of the same


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("")
    with pytest.raises(ms.DataError, match="写不了"):
        write_forms(P, tmp_path / "文件", JUNE)


def test_a_period_of_another_year(tmp_path: Path) -> None:
    with pytest.raises(ms.DataError, match="不是 2023 年的期间"):
        write_forms(P, tmp_path / "空", "2022年6月")
    assert not (tmp_path / "空").exists()


def test_names_that_no_file_or_sheet_takes(tmp_path: Path) -> None:
    """Names with markup, formulas, slashes; long ones; two that differ by what no file name may hold."""
    areas = ("=1+1", "<b>甲</b>县", "a/b", "a:b", "长" * 300, ".隐藏", "~$锁")
    shares = ms.Row("jobs", "人", areas, (1, 2, 3, 4, 5, 6, 7), project=1, text="城镇新增就业")
    of = attrs.evolve(
        programme({"jobs": ("城镇新增就业", ">= 28 人"), "roads": ("=HYPERLINK(1)", ">= 3 公里")}, areas),
        allocation=ms.Allocation(areas, (shares,)),
    )
    files = write_forms(of, tmp_path, JUNE)
    assert len({file.name.casefold() for file in files}) == len(areas) + 1
    for file in files:
        with zipfile.ZipFile(file) as packed:
            assert b"<f>" not in packed.read(SHEET)
        file.write_bytes(filled_in(file.read_bytes(), {"F5": "1", "G5": "备" * 10_000}))
    back = ms.read_progress(tmp_path, of)
    assert {r.area for r in back.records} == {*areas, None}
    assert not back.aside


def test_two_indicators_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    of = programme({"new": ("新建", ">= 3 所"), "old": ("新建", ">= 3 个")})
    [file] = write_forms(of, tmp_path, JUNE)
    file.write_bytes(filled_in(file.read_bytes(), {"G5": "1", "G6": "2"}))
    assert [(r.indicator, str(r.value)) for r in ms.read_progress(tmp_path, of).records] == [
        ("new", "1 所"), ("old", "2 个"),
    ]  # fmt: skip


def test_a_name_that_would_be_read_as_something_else(tmp_path: Path) -> None:
    """It is refused before anything is written."""
    areas = ("甲县", "某市")
    shares = ms.Row("jobs", "人", areas, (1, 2), project=1, text="城镇新增就业")
    of = programme({"jobs": ("城镇新增就业", ">= 3 人")}, areas)
    of = attrs.evolve(of, allocation=ms.Allocation(areas, (shares,)))
    with pytest.raises(ms.DataError, match="某市2023年6月"):
        write_forms(of, tmp_path / "空", JUNE)
    assert not (tmp_path / "空").exists()


def test_what_has_no_unit_may_be_given_one(tmp_path: Path) -> None:
    [file] = write_forms(SMALL, tmp_path, JUNE)
    row = next(row for row, line in rows_of(file.read_bytes()) if line["指标"] == "二甲公立医院全覆盖")
    file.write_bytes(filled_in(file.read_bytes(), {f"D{row}": "所", f"F{row}": "3"}))
    [record] = ms.read_progress(tmp_path, SMALL).records
    assert record.value == ms.Amount(3, "所")


def test_the_citys_own_share_has_a_form(tmp_path: Path) -> None:
    write_forms(P, tmp_path, JUNE)
    data = (tmp_path / f"{CITY}2023年6月.xlsx").read_bytes()
    assert {line["指标"] for _, line in rows_of(data)} >= {P.indicator("skills-training").text}
