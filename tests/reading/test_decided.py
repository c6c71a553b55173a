"""对照.toml: what was decided once of an office's files is asked of nobody again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.cli import main
from minsheng.reading.decided import DECISIONS, Decision, timeless

P = ms.load("yueyang-2023")
#: a county's file with a heading nobody knows, a short name and an indicator by another name
COUNTY = "指标,地区,完成,已办数\njobs,楼区,7,3000人\n农村公路改造,平江县,9,3\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def without_signs(text: str) -> str:
    """The file as it is after a person agreed to all that is open."""
    return re.sub(r'^# (?=["\w]+ = )', "", text, flags=re.M).replace('# "', '"')


def test_what_was_given_and_agreed_to_in_june_holds_in_july(tmp_path: Path) -> None:
    write(
        tmp_path, {"2023-06/平江县6月.csv": COUNTY, "2023-07/平江县7月.csv": COUNTY.replace("3000", "3500")}
    )
    with pytest.raises(ms.DataError) as raised:
        ms.read_progress(tmp_path / "2023-06", P, columns={"已办数": "actual", "完成": "aside"}, learn=True)
    assert "2 条对照，还没有定的 2 条写成了注释" in str(raised.value)
    file = tmp_path / DECISIONS
    assert not (tmp_path / "2023-06" / DECISIONS).exists()
    assert '\n"已办数" = "累计完成数"\n' in file.read_text("utf-8")
    assert '\n# "楼区" = "岳阳楼区"  # 最接近的是它，请核对\n' in file.read_text("utf-8")
    with pytest.raises(ms.DataError, match="楼区"):  # a comment is no decision
        ms.read_progress(tmp_path / "2023-07", P)
    file.write_text(without_signs(file.read_text("utf-8")), "utf-8")
    july = ms.read_progress(tmp_path / "2023-07", P, strict=True)
    assert [(r.indicator, r.area, str(r.value), str(r.period)) for r in july.records] == [
        ("jobs", "岳阳楼区", "3500 人", "2023年7月"),
        ("rural-roads", "平江县", "3 公里", "2023年7月"),
    ]
    whys = {column.header: column.why for column in july.intake.columns}
    assert re.fullmatch(r"按对照.toml 第\d+行", whys["已办数"])
    assert "“楼区”是岳阳楼区（对照.toml 第" in july.intake.sheets[0].about


def test_what_stands_in_it_is_kept_and_nothing_is_written_twice(tmp_path: Path) -> None:
    before = '# 老王定的\n[[files]]\nname = "*"\n[files.columns]\n"已办数" = "累计完成数"\n'
    write(tmp_path, {"平江县6月.csv": COUNTY, DECISIONS: before})
    columns = {"完成": "aside", "D": "actual"}
    for _ in range(2):
        with pytest.raises(ms.DataError):
            ms.read_progress(tmp_path / "平江县6月.csv", P, columns=columns, strict=True, learn=True)
    text = (tmp_path / DECISIONS).read_text("utf-8")
    assert text.startswith(before)
    assert [text.count(line) for line in ("已办数", '"完成" = "不用"', "楼区")] == [1, 1, 2]


def test_what_the_call_says_goes_before_it(tmp_path: Path) -> None:
    said = (
        '[[files]]\nname = "*"\narea = "平江县"\nindicator = "jobs"\n[files.columns]\n"甲" = "累计完成数"\n'
    )
    write(tmp_path, {"a.csv": "甲,乙\n3人,5人\n", DECISIONS: said})
    for given_, value in (({}, "3 人"), ({"甲": "aside", "乙": "actual"}, "5 人")):
        progress = ms.read_progress(tmp_path / "a.csv", P, period="2023年6月", columns=given_)
        assert [(r.area, str(r.value)) for r in progress.records] == [("平江县", value)]
    assert "平江县（对照.toml 第3行）" in progress.intake.sheets[0].about
    progress = ms.read_progress(tmp_path / "a.csv", P, period="2023年6月", area="岳阳县")
    assert [r.area for r in progress.records] == ["岳阳县"]
    assert "平江县" not in progress.intake.sheets[0].about


def test_a_nearer_folder_and_a_later_line_go_before(tmp_path: Path) -> None:
    entry = '[[files]]\nname = "a.csv"\narea = "{}"\n'
    write(tmp_path, {"2023-06/汨罗/a.csv": "指标,完成数\njobs,3人\n"})
    for place, area in (
        ("", "平江县"), ("2023-06/", "岳阳县"), ("2023-06/汨罗/", "汨罗市"),
    ):  # fmt: skip
        (tmp_path / f"{place}{DECISIONS}").write_text(entry.format("华容县") + entry.format(area), "utf-8")
        assert [r.area for r in ms.read_progress(tmp_path / "2023-06", P).records] == [area]
    progress = ms.read_progress(tmp_path / "2023-06/汨罗", P, period="2023年6月")
    assert [r.area for r in progress.records] == ["汨罗市"]


def test_a_heading_and_a_sheet_may_name_the_month(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    for month in (6, 7):
        (folder := tmp_path / f"2023-0{month}").mkdir()
        book = xlsxwriter.Workbook(str(folder / "汇总.xlsx"))
        for name in (f"{month}月", "旧表"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["指标", "县市区", f"截至{month}月底已办", "完成"])
            sheet.write_row(1, 0, ["jobs", "平江县", f"{month}00人", "3人"])
        book.close()
    told = {"截至6月底已办": "actual", "完成": "aside"}
    ms.read_progress(tmp_path / "2023-06", P, columns=told, sheet="6月", learn=True)
    july = ms.read_progress(tmp_path / "2023-07", P, strict=True)
    assert [(str(r.value), str(r.period)) for r in july.records] == [("700 人", "2023年7月")] or [
        (str(r.value), r.period.last.month) for r in july.records
    ] == [("700 人", 7)]


def test_what_a_file_does_not_say_is_left_to_be_filled_in(tmp_path: Path) -> None:
    write(tmp_path, {"2023-06/市人社局/6月.csv": "县市区,完成数\n平江县,3人\n"})
    with pytest.raises(ms.DataError):
        ms.read_progress(tmp_path / "2023-06", P, learn=True)
    kept = (tmp_path / DECISIONS).read_text("utf-8")
    assert kept.endswith('name = "市人社局/6月.csv"\n# indicator = ""  # 没有写明是哪个指标的数\n')
    (tmp_path / DECISIONS).write_text(kept.replace("# indicator", "indicator"), "utf-8")
    with pytest.raises(ms.DataError, match=r"对照.toml 第6行：空着；请写上，或删去这一行"):
        ms.read_progress(tmp_path / "2023-06", P)
    (tmp_path / DECISIONS).write_text(kept.replace('# indicator = ""', 'indicator = "jobs"'), "utf-8")
    assert len(ms.read_progress(tmp_path / "2023-06", P, strict=True).records) == 1


def test_every_problem_of_it_with_its_line(tmp_path: Path) -> None:
    lines = (
        "a = 1", "[[files]]", 'name = "a.csv"', 'area = "平江"', 'indicator = "job"', "months = 3",
        "[files.columns]", '"甲" = "完成树"', '"乙" = 3', '"丙" = "不用"', "[[files]]", 'name = "b*.csv"',
        "[files.aliases]", '"x" = "没有的"', "[files.columns]", '"丁" = "不用"', "[[files]]",
        'area = "平江县"',
    )  # fmt: skip
    write(tmp_path, {"a.csv": "指标,完成数\njobs,3人\n", DECISIONS: "\n".join(lines)})
    with pytest.raises(ms.DataError) as raised:
        ms.read_progress(tmp_path / "a.csv", P)
    assert [problem.where for problem in raised.value.problems] == [
        f"对照.toml 第{line}行" for line in (1, 4, 5, 6, 8, 9, 14, 17)
    ]
    good = "\n".join(line for n, line in enumerate(lines, 1) if n not in (1, 4, 5, 6, 8, 9, 14, 17, 18))
    (tmp_path / DECISIONS).write_text(good, "utf-8")
    progress = ms.read_progress(tmp_path / "a.csv", P, period="2023年6月")
    [line] = progress.aside  # of b*.csv there is none this month, and that is no problem
    assert (line.source, line.why) == (
        "对照.toml 第4行",
        "“a.csv”这样的文件里没有列“丙”；请核对列名；已不用的，删去这一行",
    )
    with pytest.raises(ms.DataError, match="没有列“丙”"):
        ms.read_progress(tmp_path / "a.csv", P, period="2023年6月", strict=True)


@pytest.mark.parametrize(
    "text", ["files = 3", "[files]\nx = 1", "[[files]]\nname = 3", "x = [", "files = [3]"]
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"a.csv": "指标,完成数\njobs,3人\n", DECISIONS: text})
    with pytest.raises(ms.DataError, match=DECISIONS):
        ms.read_progress(tmp_path / "a.csv", P, period="2023年6月")


def test_its_size_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("指标,完成数\njobs,3人\n", "utf-8")
    many = "".join(f'"{n}" = "不用"\n' for n in range(5001))
    for text in (f'[[files]]\nname = "b"\n[files.columns]\n{many}', f'[[files]]\nname = "{"长" * 256}"\n'):
        (tmp_path / DECISIONS).write_text(text, "utf-8")
        with pytest.raises(ms.DataError, match=DECISIONS):
            ms.read_progress(tmp_path / "a.csv", P, period="2023年6月")
    (tmp_path / DECISIONS).unlink()
    (tmp_path / DECISIONS).mkdir()
    with pytest.raises(ms.DataError, match="打不开"):
        ms.read_progress(tmp_path / "a.csv", P, period="2023年6月")


def test_only_files_have_a_place_for_it() -> None:
    with pytest.raises(ValueError, match="learn writes 对照"):
        ms.read_progress([{"指标": "jobs", "完成数": "3人"}], P, period="2023年6月", learn=True)


def test_the_command_line_learns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        tmp_path,
        {"2023-06/a.csv": "指标,甲,乙\njobs,3000人,2\n", "2023-07/a.csv": "指标,甲,乙\njobs,3500人,2\n"},
    )
    june = ["--columns", "甲=完成数", "C=不用", "--area", "平江县", "--learn"]
    assert main(["progress", "yueyang-2023", str(tmp_path / "2023-06"), *june]) == 0
    assert "写入" in capsys.readouterr().out
    assert main(["progress", "yueyang-2023", str(tmp_path / "2023-07"), "--strict", "--intake"]) == 0
    assert "按对照.toml" in capsys.readouterr().out


months = st.sampled_from(
    [
        "{m}月",
        "2023年{m}月",
        "2023年1-{m}月",
        "20230{m}",
        "2023-0{m}",
        "2023.{m}",
        "截至{m}月底",
        "（{m}月）",
        "{m}.30",
    ]
)
words = st.text("平江县岳阳楼区就业公路附件表ABc123（）-", min_size=1, max_size=8)


@given(words, words, months, st.integers(1, 9), st.integers(1, 9))
def test_the_month_in_a_name_does_not_count_and_all_else_does(
    name: str, other: str, form: str, june: int, july: int
) -> None:
    """A decision on one month's file is one on the other's, and on no file of another name."""
    first, second = (f"{name}_{form.format(m=m)}.xlsx" for m in (june, july))
    decision = Decision(first, "area", "", "平江县")
    assert decision.is_of(Path("x", second))
    if timeless(name) != timeless(other):
        assert not decision.is_of(Path("x", f"{other}_{form.format(m=july)}.xlsx"))


def test_a_printed_table_is_read_as_was_decided(tmp_path: Path) -> None:
    said = '[[files]]\nname = "通报6月.csv"\n[files.columns]\n"已办" = "累计完成数"\n"甲" = "不用"\n'
    write(tmp_path, {"通报7月.csv": "指标,目标,甲,已办,完成率\njobs,10,3,5,50%\n", DECISIONS: said})
    for programme in (None, P):  # it needs none
        [line] = table = ms.read_published(tmp_path / "通报7月.csv", programme)
        assert (line.actual, line.rate) == ("5", "50%")
        assert [c.why for c in table.intake.columns if c.why.startswith("按对照")] == [
            "按对照.toml 第5行", "按对照.toml 第4行",
        ]  # fmt: skip
    given = ms.read_published(tmp_path / "通报7月.csv", columns={"已办": "aside", "甲": "actual"})
    assert given[0].actual == "3"


def test_a_printed_sheet_is_the_one_that_was_decided(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(str(tmp_path / "通报7月.xlsx"))
    for name, done in (("7月", 5), ("旧表", 4)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["指标", "目标", "完成数"])
        sheet.write_row(1, 0, ["jobs", 10, done])
    book.close()
    write(tmp_path, {DECISIONS: '[[files]]\nname = "通报"\nsheet = "6月"\n'})
    assert [line.actual for line in ms.read_published(tmp_path / "通报7月.xlsx")] == ["5"]


def test_the_command_checks_a_folder_of_printed_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "指标,地区,目标,已办,完成率\njobs,平江县,5900人,{0}人,{1}%\n"
    write(tmp_path, {"6月.csv": rows.format(590, 10), "7月.csv": rows.format(2950, 50)})
    main(["progress", "yueyang-2023", str(tmp_path), "--published", "--columns", "已办=完成数"])
    out = capsys.readouterr().out
    assert ["590人 ÷ 5900人 = 10 %" in out, "2950人 ÷ 5900人 = 50 %" in out] == [True, True]
