"""Tables of any length, judged: every row is counted, and judged as its record is."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.cli import main
from minsheng.reading.tables.sheets import guarded
from tests.tries import tries

PAID = ms.column("paid", "元/月", places=2, low=0, high=100_000)
KIND = ms.column("kind")
MONTH = ms.column("month", kind="date")
JUNE = datetime.date(2023, 6, 1)
FLOOR = ms.Criterion("P201", ms.Amount(650, "元/月") <= PAID, when=KIND == "区", title="低保标准")
LATE = ms.Criterion("P202", MONTH >= JUNE, title="六月起")
COMMA = "数里的逗号（1,234）会把一格分成两格，请加引号或去掉"
judge = ms.embedding.judge_file


def outcomes(judged: ms.embedding.JudgedRows) -> list[dict[str, int]]:
    counts = ("met", "unmet", "unknown", "not_applicable", "invalid")
    return [{name: one[name] for name in counts if one[name]} for one in judged.to_records()]


def written(tmp_path: Path, text: str | bytes, name: str = "发放.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_every_encoding_and_every_separator(tmp_path: Path, encoding: str, mark: str) -> None:
    rows = [("户", "kind", "paid"), ("甲", "区", "650.00"), ("乙", "区", "649.99"), ("丙", "县", "1")]
    text = "2023年6月发放表\r\n" + "\r\n".join(map(mark.join, rows)) + "\r\n\r\n"
    judged = judge([FLOOR], written(tmp_path, text.encode(encoding)))
    assert outcomes(judged) == [{"met": 1, "unmet": 1, "not_applicable": 1}]
    assert judged.counts[0].examples == ("发放.csv 第4行：649.99 元/月 < 650 元/月",)
    assert judged.not_used == ("户",)


def test_what_is_wrong_is_told_with_line_and_column_and_no_row_is_dropped(tmp_path: Path) -> None:
    text = (
        "kind,month,paid,\n"
        "区,2023-06-01,六百多,\n"  # no number
        '区,2023年6月30日,"1,234.5",\n'  # as offices write them
        "区,2023-06-01,0.0651万元/月,\n"
        "区,2023-13-01,650.005,\n"  # two at once; one criterion needs only one of them
        "区,2023-06-01,1,234.50\n"  # a comma too many
        "区,2023-06-01\n"
        '"区\n",,,\n'  # two lines long
        "\n,,,\n"
        "合计,,9999,\n"
        "注：不含六月\n"
        "区,2023-06-01,\u200b700,\n"
        "区,2023-06-01,7\u202e00,\n"
    )
    judged = judge([FLOOR, LATE], written(tmp_path, text))
    assert judged.rows == 11
    assert outcomes(judged) == [
        {"met": 3, "unknown": 1, "invalid": 7},
        {"met": 5, "unknown": 1, "invalid": 5},
    ]
    assert [str(one) for one in judged.wrong] == [
        "发放.csv 第2行C列“paid”：“六百多”不是数，请写成 640 或 640.5 这样",
        "发放.csv 第5行C列“paid”：“650.005”超过 2 位小数",
        "发放.csv 第5行B列“month”：“2023-13-01”不是日期；请写成 2023-06-30",
        f"发放.csv 第6行：有 4 格，表头有 3 列，多出“234.50”；{COMMA}",
        "发放.csv 第7行：只有 2 格，表头有 3 列；请补上逗号",
        "发放.csv 第12行：“合计”是合计或平均，不是一条记录，请删去这一行",
        "发放.csv 第13行：只有 1 格，表头有 3 列；请补上逗号",
        "发放.csv 第15行C列“paid”：有看不见的字符 U+202E；请删去",
    ]
    assert judged.wrong_rows == 7
    assert not judged.ok
    assert judged.summary == "发放.csv：11 行，2 条规则；不符合 0 处，未知 2 处；数据有误 7 行"


@pytest.mark.parametrize(
    ("content", "met"),
    [
        (b"", "发放.csv：没有列“paid”"),
        ("a,b\n1,2\n", "没有列“paid”；有：a、b"),
        ("paid,kind,paid\n", "有不止一列叫“paid”"),
        ("paid,kind\n1,\0\n", "不是表格文件，也不是 UTF-8"),
        (b"paid,kind\n1,\xff\xfe\xff\n", "不是表格文件，也不是 UTF-8"),
        ('paid,kind\n1,"区\n', "第2行：不是合格的 CSV"),
        ('paid,kind\n1,"区"x\n', "第2行：不是合格的 CSV"),
        ("paid,kind\n" + "x" * 200_000 + ",1\n", "不是合格的 CSV：field larger"),
        ("x" * 5_000_000, "有一行超过"),
        (",".join(map(str, range(600))) + "\n", "有 600 列"),
        ("<html><table><tr><td>paid", "内容是网页"),
        (b"PK\x03\x04nothing", "不是完好的 xlsx"),
        (b"PAR1nothing", "不是完好的 Parquet"),
    ],
)
def test_a_file_that_cannot_be_judged(tmp_path: Path, content: str | bytes, met: str) -> None:
    with pytest.raises(ms.DataError) as error:
        judge([FLOOR], written(tmp_path, content), to=tmp_path / "out.csv")
    assert met in str(error.value)
    assert not (tmp_path / "out.csv").exists()


VALUES = st.fixed_dictionaries({
    "paid": st.none() | st.decimals(0, 2000, places=2) | st.just(Decimal("-1")),
    "kind": st.none() | st.sampled_from(["区", "县", "=区", "'区", "a\nb"]),
    "month": st.none() | st.dates(datetime.date(2023, 5, 30), datetime.date(2023, 6, 2)),
})  # fmt: skip


def as_csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    names = ("paid", "kind", "month")
    writer.writerow([*names, "备注"])
    for row in rows:
        cells = ("" if row[name] is None else guarded(str(row[name])) for name in names)
        writer.writerow([*cells, "一行"])  # one with nothing in it is no row
    path.write_text(text.getvalue(), "utf-8")


def as_parquet(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    types = {
        "paid": pa.decimal128(12, 2),
        "kind": pa.string(),
        "month": pa.date32(),
        "tags": pa.list_(pa.int64()),
    }
    table = [row | {"tags": [1, 2]} for row in rows]
    pq.write_table(pa.Table.from_pylist(table, pa.schema(types.items())), path, row_group_size=3)


@pytest.mark.parametrize("write", [as_csv, as_parquet], ids=["csv", "parquet"])
def test_every_row_is_judged_as_its_record(tmp_path: Path, write: Callable[..., None]) -> None:
    @tries(25)
    @given(st.lists(VALUES, min_size=1, max_size=12))
    def law(rows: list[dict[str, Any]]) -> None:
        """A file says of each row what ``Criterion.judge`` says of its record; invalid where that raises."""
        path, to = tmp_path / "rows", tmp_path / "out.jsonl"
        write(path, rows)
        judged = judge([FLOOR, LATE], path, to=to, overwrite=True)
        lines = [json.loads(line) for line in to.read_text("utf-8").splitlines()]
        assert len(lines) == judged.rows == len(rows)
        for row, line in zip(rows, lines, strict=True):
            for criterion in (FLOOR, LATE):
                try:
                    meant = criterion.judge(row).outcome.value
                except ms.DataError:
                    meant = "invalid"
                    assert "paid" in line["有误"]
                assert line[criterion.code] == meant
        assert sum(outcomes(judged)[0].values()) == len(rows)

    law()


@pytest.mark.parametrize("end", [".csv", ".jsonl", ".parquet", ".xlsx"])
@pytest.mark.parametrize("write", [as_csv, as_parquet], ids=["csv", "parquet"])
def test_what_is_written_can_be_judged_again(tmp_path: Path, write: Callable[..., None], end: str) -> None:
    rows = [
        {"paid": Decimal("650.00"), "kind": "区", "month": JUNE},
        {"paid": Decimal("-1.00"), "kind": "=HYPERLINK(1)", "month": None},
        {"paid": None, "kind": "区", "month": JUNE},
    ]
    path, to = tmp_path / "发放", tmp_path / f"结果{end}"
    write(path, rows)
    if write is as_parquet and end in (".csv", ".xlsx"):
        with pytest.raises(ms.DataError, match=r"“tags”列一格里不止一个值；.*放不下，请写成 .parquet"):
            judge([FLOOR], path, to=to)
        assert [*tmp_path.iterdir()] == [path]
        return
    judged = judge([FLOOR], path, to=to)
    assert outcomes(judged) == [{"met": 1, "unknown": 1, "invalid": 1}]
    with pytest.raises(ms.DataError, match="已经有这个文件了"):
        judge([FLOOR], path, to=to)
    if end == ".jsonl":
        line = json.loads(to.read_text("utf-8").splitlines()[1])
        assert line["P201"] == "invalid"
        assert line["kind"] == "=HYPERLINK(1)"
        return
    with pytest.raises(ms.DataError, match="已经有“P201”“有误”列"):
        judge([FLOOR], to, to=tmp_path / "again.csv")
    assert outcomes(judge([FLOOR], to)) == outcomes(judged)
    if end == ".parquet":
        schema = pq.read_schema(to)
        kept = write is as_parquet
        assert schema.field("paid").type == (pa.decimal128(12, 2) if kept else pa.string())
        assert pq.read_table(to)["有误"].to_pylist() == [None, "“paid”：“-1.00”不在 0 到 100000 之间", None]
    elif end == ".csv":
        assert "'=HYPERLINK(1)" in to.read_text("utf-8-sig")
    else:
        with zipfile.ZipFile(to) as book:
            sheet = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"<v>650" in sheet


def as_xlsx(path: Path, text: str) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(text.split()):
            sheet.write_row(row, 0, line.split(","))


def formula(sheet: Any, row: int, column: int, said: str, shown: Any) -> None:
    sheet.write_formula(row, column, said, value=shown)  # xlsxwriter says that it is a number


def as_text(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def test_a_cell_that_shows_nothing_reliable_is_a_wrong_value_of_its_row_and_its_column(
    tmp_path: Path,
) -> None:
    path, to = tmp_path / "发放.xlsx", tmp_path / "o.csv"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["kind", "paid", "month", "比"])
        for row in range(1, 7):
            sheet.write_row(row, 0, ["区", 650, "2023-06-01"])
        formula(sheet, 1, 3, "=1/0", "#DIV/0!")  # which nobody needs
        formula(sheet, 2, 1, "=1/0", "#DIV/0!")
        formula(sheet, 3, 2, "=[1]别处!A1", "2023-06-01")
        sheet.merge_range(4, 1, 5, 1, "")
        formula(sheet, 4, 1, "=NA()", "#N/A")
        formula(sheet, 7, 1, "=1/0", "#REF!")  # all that these rows have
        formula(sheet, 8, 3, "=1/0", "#REF!")
    judged = judge([FLOOR, LATE], path, to=to)
    assert judged.rows == 7
    assert outcomes(judged) == [{"met": 3, "invalid": 4}, {"met": 5, "unknown": 1, "invalid": 1}]
    failed = "公式出错（如 #DIV/0!、#REF!）"
    assert [str(one) for one in judged.wrong] == [
        f"发放.xlsx “Sheet1”表第3行B列“paid”：{failed}",
        "发放.xlsx “Sheet1”表第4行C列“month”：数取自别的工作簿，可能已经过时，请粘贴为数值",
        *(f"发放.xlsx “Sheet1”表第{row}行B列“paid”：{failed}" for row in (5, 6, 8)),
    ]
    lines = to.read_text("utf-8-sig").splitlines()
    assert lines[2] == f"区,{failed},2023-06-01,,invalid,met,“paid”：{failed}"
    assert lines[3].startswith("区,650,2023-06-01,,met,invalid,")


def test_formulas_without_a_result_are_counted_though_they_stand_below_all_that_the_parser_gives(
    tmp_path: Path,
) -> None:
    row = '<row r="{0}"><c r="A{0}"><f>1+{0}</f></c><c r="Z{0}"><f>1</f></c></row>'
    path = tmp_path / "发放.xlsx"
    as_xlsx(tmp_path / "x", "paid,kind\n650,区")
    with zipfile.ZipFile(tmp_path / "x") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b"</sheetData>", (row.format(7) + "</sheetData>").encode()))
    judged = judge([FLOOR], path)
    assert outcomes(judged) == [{"met": 1, "invalid": 1}]
    assert "第7行A列“paid”：公式没有存下结果" in str(judged.wrong[0])


def test_a_heading_that_shows_nothing_reliable_may_be_the_one_that_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "发放.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["kind", "paid"])
        formula(sheet, 0, 2, "=1/0", "#REF!")
        sheet.write_row(1, 0, ["区", 650, "2023-06-01"])
    assert outcomes(judge([FLOOR], path)) == [{"met": 1}]
    with pytest.raises(ms.DataError, match="第1行C列：公式出错"):
        judge([LATE], path)


BOUGHT = ms.Criterion("P203", ms.column("insured", kind="truth"), title="参保")
NOTED = ms.Criterion("P204", ms.column("note").is_in(["是", "-"]), title="备注")


@pytest.mark.parametrize("write", [as_text, as_xlsx], ids=["csv", "xlsx"])
@pytest.mark.parametrize(
    ("cell", "came_to"),
    [
        ("-", "unknown"),
        ("—", "unknown"),
        ("——", "unknown"),
        ("/", "unknown"),
        ("／", "unknown"),
        ("无", "invalid"),
    ],
)
def test_a_mark_for_nothing_is_missing_in_a_column_of_any_kind(
    tmp_path: Path, write: Callable[[Path, str], None], cell: str, came_to: str
) -> None:
    """无 is refused in all of them: of an income it may mean 0, of a truth 否."""
    write(tmp_path / "x", f"paid,kind,month,insured\n{cell},区,{cell},{cell}\n")
    assert outcomes(judge([FLOOR, LATE, BOUGHT], tmp_path / "x")) == [{came_to: 1}] * 3


@pytest.mark.parametrize("write", [as_text, as_xlsx], ids=["csv", "xlsx"])
def test_no_is_a_truth_and_among_texts_a_text(tmp_path: Path, write: Callable[[Path, str], None]) -> None:
    write(tmp_path / "x", "insured,note\n是,是\n否,否\nfalse,-\n")
    assert outcomes(judge([BOUGHT, NOTED], tmp_path / "x")) == [
        {"met": 1, "unmet": 2},
        {"met": 2, "unmet": 1},
    ]


def test_a_column_of_parquet_that_can_hold_no_such_value(tmp_path: Path) -> None:
    table = pa.table({"paid": [650.0], "kind": [["区"]]})
    pq.write_table(table, tmp_path / "x.parquet")
    with pytest.raises(ms.DataError) as error:
        judge([FLOOR], tmp_path / "x.parquet")
    assert [one.met for one in error.value.problems] == ["是浮点数，不精确", "是 list<element: string>"]


def test_who_watches_is_told_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    path = written(tmp_path, "paid,kind\n" + "650,区\n" * 12_000)
    judge([FLOOR], path, progress=lambda *step: told.append(step))
    size = path.stat().st_size
    assert told[0] == ("核对", 0, size)
    assert told[-1] == ("核对", size, size)
    assert [*map(str, sorted(one[1] for one in told))] == [str(one[1]) for one in told]
    assert len(told) == 4 == len({*told})  # no step is told twice


# --- the command line ---------------------------------------------------------------------------


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = main(["judge", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_the_command_counts_writes_and_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    criteria = tmp_path / "规则.json"
    criteria.write_text(ms.dump([FLOOR]), "utf-8")
    good = written(tmp_path, "paid,kind\n650,区\n1,县\n", "好.csv")
    bad = written(tmp_path, "paid,kind\n640,区\n,区\nx,区\n", "坏.csv")
    status, out, _ = run(str(criteria), str(good), capsys=capsys)
    assert (status, out.splitlines()[0]) == (0, "好.csv：2 行，1 条规则；都符合或不适用")
    status, out, _ = run(str(criteria), str(bad), "-o", str(tmp_path / "o.csv"), capsys=capsys)
    assert status == 1
    assert "坏.csv 第2行：640 元/月 < 650 元/月" in out
    assert "坏.csv 第4行A列“paid”：“x”不是数" in out
    assert (tmp_path / "o.csv").read_text("utf-8-sig").splitlines()[1:] == [
        "640,区,unmet,",
        ",区,unknown,",
        "x,区,invalid,“paid”：“x”不是数，请写成 640 或 640.5 这样",
    ]
    status, out, _ = run(str(criteria), str(bad), "--format", "json", capsys=capsys)
    plain = json.loads(out)
    assert (plain["ok"], plain["rows"], plain["wrong_rows"]) == (False, 3, 1)
    assert plain["criteria"][0]["unmet"] == 1


@pytest.mark.parametrize(
    ("content", "met"),
    [
        ("", "不是合格的 JSON"),
        ("[]", "没有写明格式"),
        ('{"format": "minsheng/criteria", "version": 1, "criteria": []}', "里没有规则"),
        ('{"format": "minsheng/criteria", "version": 99, "criteria": []}', "99"),
        ('{"format": "minsheng/criteria", "version": 1, "criteria": [{"code": "P201"}]}', "requirement"),
        ("[" * 2000 + "]" * 2000, "嵌套"),
        (ms.dump(FLOOR).replace('"comparison"', '"__import__"'), "__import__"),
        (ms.dump(ms.measuring.load_lights("ouhai")), "里的是 LightPolicy，不是规则"),
    ],
)
def test_criteria_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, met: str
) -> None:
    status, _, err = run(str(written(tmp_path, content, "规则.json")), "x.csv", capsys=capsys)
    assert status == 2
    assert met in err
    assert "规则.json" in err


def test_of_several_versions_the_day_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = ms.Criterion("P201", ms.Amount(600, "元/月") <= PAID, effective=datetime.date(2022, 1, 1))
    new = ms.Criterion("P201", ms.Amount(650, "元/月") <= PAID, effective=datetime.date(2023, 1, 1))
    criteria = str(written(tmp_path, ms.dump([old, new]), "规则.json"))
    data = str(written(tmp_path, "paid\n620\n"))
    assert "请用 --on 写明" in run(criteria, data, capsys=capsys)[2]
    assert run(criteria, data, "--on", "2022-06-01", capsys=capsys)[0] == 0
    assert run(criteria, data, "--on", "2023-06-01", capsys=capsys)[0] == 1
    assert "没有 2021-01-01 执行的规则" in run(criteria, data, "--on", "2021-01-01", capsys=capsys)[2]


@pytest.mark.parametrize(
    ("arguments", "met"),
    [
        (["c.json"], "只给一样"),
        (["c.json", "x.csv", "--postgres", "postgresql://x"], "只给一样"),
        (["c.json", "--postgres", "postgresql://x"], "要一起用"),
        (["c.json", "x.csv", "--table", "t"], "要一起用"),
        (["c.json", "x.csv", "--force"], "--force 要和 -o 一起用"),
    ],
)
def test_options_that_do_not_go_together(
    arguments: list[str], met: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run(*arguments, capsys=capsys)
    assert status == 2
    assert met in err
