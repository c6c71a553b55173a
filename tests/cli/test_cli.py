"""The command line: what it prints, its exit status, and consoles that know no Chinese."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

import minsheng as ms
from minsheng.cli import main
from minsheng.cli.listing import programmes

HELD, FOUND, CANNOT_RUN = 0, 1, 2
TITLE = "岳阳市2023年重点民生实事（岳办函〔2023〕27号）"

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real programme's folder, to be spoilt."""
    own = tmp_path / "我市-2023"
    own.mkdir()
    for file in (files("minsheng") / "data" / "yueyang-2023").iterdir():
        (own / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return own


@pytest.fixture
def adopted(tmp_path: Path) -> Path:
    """What three areas have adopted; one of them too little."""
    file = tmp_path / "执行标准.csv"
    lines = (
        "地区,标准,数额,执行日期,依据",
        "平江县,subsistence-rural,5000元/年,2023-01-01,平政发〔2023〕1号",
        "岳阳楼区,农村低保标准从不低于4600元/年提高到不低于5000元/年,650元/月,2023-01-01,",
        "君山区,subsistence-rural,640元/月,2023-07-01,",
    )
    file.write_text("\n".join(lines) + "\n", "utf-8-sig")
    return file


def spoil(file: Path, old: str, new: str) -> None:
    """Change one thing in a file."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


# --- list and show ----------------------------------------------------------------------


def test_list_names_the_programmes_that_come_with_the_library(capsys: Capture) -> None:
    assert main(["list"]) == HELD
    header, _, earlier, line = capsys.readouterr().out.splitlines()
    assert header.split() == ["名称", "城市", "年度", "项目数", "文号"]
    assert earlier.split() == ["yueyang-2019", "岳阳市", "2019", "12"]  # a table, without a number
    assert line.split() == ["yueyang-2023", "岳阳市", "2023", "20", "岳办函〔2023〕27号"]


def test_show_gives_the_projects_the_procedure_and_the_readings(
    capsys: Capture, yueyang: ms.Programme
) -> None:
    assert main(["show", "yueyang-2023"]) == HELD
    out = capsys.readouterr().out
    assert out.startswith(str(yueyang.table()))
    assert "\n调度：旬简报、月通报、季总结\n" in out
    assert "验收考核：市实事办制定项目验收标准 → 各县市区评估验收 → 市直牵头单位汇总审核" in out
    assert "\n  ● included：" in out
    assert "\n  ○ excluded：" in out
    assert [r.id for r in yueyang.readings if f"读法 {r.id}（" not in out] == []


def test_show_gives_one_project_with_its_sums(capsys: Capture) -> None:
    assert main(["show", "yueyang-2023", "--project", "1"]) == HELD
    assert capsys.readouterr().out.splitlines() == [
        "1. 启动建设县域普通高中“徐特立项目”（省级）",
        "   附件2的名称：启动建设7所县域普通高中“徐特立项目”",
        "   牵头领导 黄伟雄，牵头单位 市教体局，责任人 尤庆学",
        "   责任单位 市发改委、市财政局、市人社局、市住建局、市自然资源和规划局、岳阳消防救援支队等，"  # noqa: ISC004
        "相关县市区政府（管委会）",
        "     · 启动建设县域普通高中“徐特立项目”",
        "   high-schools：启动7所县域普通高中“徐特立项目”建设，满足生源增长需要，改善办学条件",
        "     目标 不低于 7 所（岳办函〔2023〕27号附件2第1项第1行）",
        "     平江县 2 + 岳阳县 1 + 华容县 1 + 湘阴县 1 + 临湘市 1 + 汨罗市 1 = 7 所",
    ]


def test_show_gives_a_projects_standards(capsys: Capture) -> None:
    assert main(["show", "yueyang-2023", "--project", "7"]) == HELD
    out = capsys.readouterr().out
    assert "2023-01-01 起，区、管委会：不低于 7800 元/年，原为不低于 4600 元/年" in out
    assert "2023-01-01 起，县、县级市、区、管委会：等于 1100 元/月，原为等于 950 元/月" in out


def test_show_says_why_an_indicator_is_not_divided(capsys: Capture) -> None:
    assert main(["show", "yueyang-2023", "--project", "11"]) == HELD
    out = capsys.readouterr().out
    assert "目标 市城市建成区40%以上面积达到海绵城市建设要求：不低于 40 %；其他县市区" in out
    assert "原表不列各地任务数，按城市建成区面积的比例要求" in out


@pytest.mark.parametrize("number", range(1, 21))
def test_every_project_can_be_shown(number: int, capsys: Capture, yueyang: ms.Programme) -> None:
    assert main(["show", "yueyang-2023", "--project", str(number)]) == HELD
    out = capsys.readouterr().out
    project = yueyang.project(number)
    assert out.startswith(f"{number}. {project.title}（{project.level.label}）\n")
    assert [item.id for item in project.items if f"   {item.id}：{item.text}" not in out] == []


def test_list_is_what_loading_them_all_would_say() -> None:
    heading, *listed = programmes().splitlines()
    assert heading == "名称\t城市\t年度\t项目数\t文号"
    for line, name in zip(listed, ms.programme_names(), strict=True):
        p = ms.load(name)
        assert line.split("\t") == [name, p.city, str(p.year), str(len(p.projects)), p.document.number]


LIGHT = {"minsheng", "minsheng.cli", "minsheng.cli.exits", "minsheng.visible"}
LISTING = LIGHT | {"minsheng.cli.listing", "minsheng.layout"}
RULES, REGISTERS, SCORING = "minsheng.rules.catalogue", "minsheng.reading.tables", "minsheng.rules.scoring"


def imported(*arguments: str) -> set[str]:
    """The modules that a command imports, beyond those of an interpreter that does nothing."""
    code = (
        "import sys\nbefore = set(sys.modules)\nfrom minsheng.cli import main\n"
        f"try:\n    main({list(arguments)})\nexcept SystemExit:\n    pass\n"
        "print('-- imported', *(set(sys.modules) - before))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    return set(ran.stdout.rpartition("-- imported")[2].split())


@pytest.mark.parametrize(
    ("arguments", "ours"),
    [
        (["--help"], LIGHT),
        (["list"], LISTING),
        (["list", "--help"], LISTING),
        (["chek", "yueyang-2023"], LIGHT),
    ],
    ids=["help", "list", "help of list", "misspelt"],
)
def test_help_and_list_import_only_what_they_need(arguments: list[str], ours: set[str]) -> None:
    modules = imported(*arguments)
    assert {name for name in modules if name.partition(".")[0] == "minsheng"} == ours
    others = {name.partition(".")[0] for name in modules}
    assert not others & {"attr", "attrs", "pint", "narwhals", "numpy", "tomllib", "csv", "typing"}


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (["show", "yueyang-2023"], (RULES, REGISTERS, SCORING)),
        (["check", "yueyang-2023"], (REGISTERS, SCORING, "narwhals")),
        (["progress", "yueyang-2019"], (RULES, SCORING, "narwhals")),
    ],
    ids=lambda one: one[0],
)
def test_a_command_imports_no_part_that_only_others_need(
    arguments: list[str], without: tuple[str, ...]
) -> None:
    assert not imported(*arguments) & set(without)


# --- check ------------------------------------------------------------------------------


def test_check_of_the_notice_finds_and_exits_with_1(capsys: Capture, yueyang: ms.Programme) -> None:
    assert main(["check", "yueyang-2023"]) == FOUND
    captured = capsys.readouterr()
    assert captured.out == ms.check(yueyang).to_text() + "\n"
    assert captured.err == ""


def test_check_exits_with_0_where_all_held(capsys: Capture) -> None:
    assert main(["check", "yueyang-2023", "--rules", "A101,R101"]) == HELD
    assert "规则 2 条：成立 2 条；共发现 0 处" in capsys.readouterr().out


def test_check_exits_with_1_where_something_remained_unknown(capsys: Capture, adopted: Path) -> None:
    given = ["--rules", "S201", "--adopted", str(adopted), "--reading", "standards-effective=notice-date"]
    assert main(["check", "yueyang-2023", *given, "--on", "2023-04-26"]) == FOUND
    out = capsys.readouterr().out
    assert "【未知】S201 各地执行的标准符合规定标准：未知 2 处" in out
    assert "2023-04-26 没有适用的规定标准" in out


def test_check_shows_what_held_with_its_working_where_all_is_asked_for(
    capsys: Capture, yueyang: ms.Programme
) -> None:
    assert main(["check", "yueyang-2023", "--all"]) == FOUND
    out = capsys.readouterr().out
    assert out == ms.check(yueyang).to_text(all=True) + "\n"
    assert "    【成立】提质改造市一中：岳阳楼区 1 = 1 所" in out


def test_options_that_would_do_nothing_are_refused(capsys: Capture) -> None:
    assert main(["check", "yueyang-2019", "--period", "2019年1-9月"]) == CANNOT_RUN
    assert "请给出 --progress" in capsys.readouterr().err
    assert main(["progress", "yueyang-2019", "--format", "json", "--per", "area"]) == CANNOT_RUN
    assert "--per 和 --published 只用于 text" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_check_refuses_all_where_it_would_do_nothing(capsys: Capture, form: str) -> None:
    assert main(["check", "yueyang-2023", "--all", "--format", form]) == CANNOT_RUN
    assert "--all 只用于 text" in capsys.readouterr().err


def test_check_takes_families_and_codes(capsys: Capture) -> None:
    assert main(["check", "yueyang-2023", "--rules", "R,A104", "--format", "json"]) == FOUND
    codes = [result["rule"]["code"] for result in json.loads(capsys.readouterr().out)["results"]]
    assert codes == ["R101", "R102", "R103", "R104", "R105", "R106", "R107", "A104"]


def test_check_as_json_is_the_document_of_the_report(capsys: Capture, yueyang: ms.Programme) -> None:
    assert main(["check", "yueyang-2023", "--format", "json"]) == FOUND
    out = capsys.readouterr().out
    assert ms.load_json(out) == ms.check(yueyang)
    assert "岳阳市" in out  # readable, not escaped


def test_check_as_markdown(capsys: Capture, yueyang: ms.Programme) -> None:
    assert main(["check", "yueyang-2023", "--format", "markdown"]) == FOUND
    assert capsys.readouterr().out == ms.check(yueyang).to_markdown() + "\n"


def test_check_as_html_is_a_whole_page(capsys: Capture, yueyang: ms.Programme) -> None:
    assert main(["check", "yueyang-2023", "--format", "html"]) == FOUND
    out = capsys.readouterr().out
    assert out.startswith('<!doctype html><html lang="zh"><meta charset="utf-8">')
    assert ms.check(yueyang).to_html() in out
    HTMLParser().feed(out)
    assert out.endswith("</body></html>\n")


def test_check_with_adopted_standards_on_a_day(capsys: Capture, adopted: Path) -> None:
    given = ["check", "yueyang-2023", "--rules", "S201", "--adopted", str(adopted)]
    assert main(given) == FOUND  # on the last day of the year
    assert "640 元/月 × 12 = 7680 元/年 < 7800 元/年" in capsys.readouterr().out
    assert main([*given, "--on", "2023-06-30", "--all"]) == HELD  # 君山区 had not set its own yet
    assert "650 元/月 × 12 = 7800 元/年 ≥ 7800 元/年" in capsys.readouterr().out


def test_check_with_another_reading(capsys: Capture) -> None:
    given = ["check", "yueyang-2023", "--rules", "S102,A104"]
    readings = ["--reading", "zones-as-districts=excluded", "--reading", "e-licences-additivity=sum"]
    assert main([*given, *readings]) == FOUND
    out = capsys.readouterr().out
    assert "没有标准适用的地区" in out
    assert "【成立】A104" in out


def test_check_of_an_own_folder(capsys: Capture, folder: Path) -> None:
    spoil(folder / "allocation.csv", "high-schools,所,2,", "high-schools,所,1,")
    assert main(["check", str(folder), "--rules", "A101"]) == FOUND
    assert "临湘市 1 + 汨罗市 1 = 6 所 ≠ 7 所" in capsys.readouterr().out


# --- score ------------------------------------------------------------------------------

CHIZHOU = ["score", "yueyang-2019", "--scheme", "chizhou-2004"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three towns with what a scheme needs; one of them not asked about."""
    file = tmp_path / "考核.csv"
    lines = ("地区,组,inspection_mark,survey_mark", "甲县,山区,91,88.5", "乙区,平原,95,", "丙县,平原,90,80")
    file.write_text("\n".join(lines), "utf-8")
    return file


@pytest.mark.parametrize("by", ["agencies", "牵头单位"])
def test_score_says_the_same_as_the_library(capsys: Capture, by: str) -> None:
    assert main([*CHIZHOU, "--subjects", by]) == FOUND
    ranking = ms.score_files("yueyang-2019", "chizhou-2004", subjects=by)
    assert capsys.readouterr().out == f"{ranking.table()}\n"


def test_score_by_verified_figures(capsys: Capture) -> None:
    """The register has none, so nobody is scored by them."""
    assert main([*CHIZHOU, "--subjects", "projects", "--verified", "--format", "json"]) == FOUND
    assert {one["rank"] for one in json.loads(capsys.readouterr().out)} == {None}


def test_score_by_a_part_of_a_scheme(capsys: Capture, table: Path) -> None:
    own = ["score", "--records", str(table), "--scheme", "luan-2007", "--format", "json"]
    assert main([*own, "--only", "survey"]) == FOUND
    part = json.loads(capsys.readouterr().out)
    assert main([*own, "--only", "survey，inspection"]) == FOUND
    whole = json.loads(capsys.readouterr().out)
    assert [one["points"] for one in part] == ["17.7", "16", None]
    assert [one["points"] for one in whole] == ["90.5", "88", None]


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_score_of_a_table_by_groups(capsys: Capture, table: Path, form: str) -> None:
    own = ["score", "--records", str(table), "--scheme", "luan-2007", "--group-column", "组"]
    assert main([*own, "--format", form]) == FOUND
    out = capsys.readouterr().out
    assert out.index("甲县") < out.index("丙县") < out.index("乙区")
    if form == "json":
        assert [(one["group"], one["rank"]) for one in json.loads(out)] == [
            ("山区", 1),
            ("平原", 1),
            ("平原", None),
        ]


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_score_by_another_scheme_says_who_moves(capsys: Capture, form: str) -> None:
    other = ["--compare", "hunan-2005", "--subjects", "agencies", "--format", form]
    assert main([*CHIZHOU, *other]) == FOUND
    out = capsys.readouterr().out
    before = ms.score_files("yueyang-2019", "chizhou-2004", subjects="agencies")
    moves = before.compare(ms.score_files("yueyang-2019", "hunan-2005", subjects="agencies"))
    if form == "json":
        assert json.loads(out) == moves.to_records()
    else:
        assert "农业农村局" in out
        assert moves.title in out


def test_score_explains_a_project_by_its_number(capsys: Capture) -> None:
    assert main([*CHIZHOU, "--subjects", "projects", "--explain", "1"]) == FOUND
    assert capsys.readouterr().out.startswith("1 城镇新增就业：100 分")
    assert main([*CHIZHOU, "--subjects", "projects", "--explain", "城镇"]) == FOUND
    assert capsys.readouterr().out.startswith("1 城镇新增就业：100 分")
    assert main([*CHIZHOU, "--subjects", "agencies", "--explain", "农业"]) == FOUND
    assert capsys.readouterr().out.startswith("农业农村局：88.2 分")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--scheme", "hunan-2005"], "请写年度项目的名称或文件夹，或者用 --records 给一张表；只给一样"),
        (["yueyang-2019", "--records", "x.csv", "--scheme", "hunan-2005"], "只给一样"),
        (
            ["--records", "x.csv", "--scheme", "hunan-2005", "--verified", "--marks", "m.csv"],
            "用 --records 时，要用的数都在表里，不用 --marks、--verified",
        ),
        (
            ["yueyang-2019", "--scheme", "hunan-2005", "--group-column", "组"],
            "--group-column 说的是 --records 的",
        ),
        ([*CHIZHOU[1:], "--explain", "1", "--format", "json"], "--explain 只有文字"),
        (
            [*CHIZHOU[1:], "--subjects", "projects", "--explain", "农村"],
            "“农村”不明确，有：2 农村公路、3 农村通自来水、",
        ),
        ([*CHIZHOU[1:], "--subjects", "projects", "--explain", "100"], "没有排名对象“100”，最接近的是"),
        ([*CHIZHOU[1:], "--explain", "岳"], "“岳”不明确，有：岳阳"),
        ([*CHIZHOU[1:], "--subjects", "街道"], "没有排名对象“街道”；有：areas（地区）、"),
        ([*CHIZHOU[1:], "--only", "target"], "没有评分项“target”，最接近的是“targets”"),
        (["yueyang-2019", "--scheme", "chizhou"], "没有评分办法“chizhou”，最接近的是“chizhou-2004”"),
        (["--records", "没有.csv", "--scheme", "luan-2007"], "没有.csv：没有这个文件"),
    ],
)
def test_score_that_cannot_run_says_why(capsys: Capture, arguments: list[str], why: str) -> None:
    assert main(["score", *arguments]) == CANNOT_RUN
    captured = capsys.readouterr()
    assert captured.out == ""
    assert why in captured.err


def test_help_for_score_names_every_scheme_in_one_piece(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["score", "--help"])
    out = capsys.readouterr().out
    assert all(name in out for name in ms.scoring.scheme_names())
    assert "areas（地区）、agencies（牵头单位）、projects（项目）" in out


# --- what cannot run: status 2, and why on stderr ------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["show", "yueyang-2022"], "没有年度项目“yueyang-2022”，最接近的是“yueyang-2023”"),
        (["check", "yueyang-2022"], "没有年度项目“yueyang-2022”，最接近的是“yueyang-2023”"),
        (["check", "./没有/"], "./没有/：没有这个文件夹；文件夹里应有 programme.toml 等四个文件"),
        (["show", "yueyang-2023", "--project", "21"], "没有项目“21”；有：1、2、3、"),
        (["check", "yueyang-2023", "--rules", "A999"], "没有规则“A999”，最接近的是“A109”"),
        (["check", "yueyang-2023", "--on", "2023年6月30日"], "“2023年6月30日”不是日期，请写成 2023-06-30"),
        (["check", "yueyang-2023", "--on", "2023-02-29"], "“2023-02-29”不是日期，请写成 2023-06-30"),
        (["check", "yueyang-2023", "--on", ""], "“”不是日期，请写成 2023-06-30"),
        (
            ["check", "yueyang-2023", "--reading", "zones-as-districts"],
            "“zones-as-districts”应写成 读法=选择，如 zones-as-districts=excluded",
        ),
        (
            ["check", "yueyang-2023", "--reading", "zones-as-district=excluded"],
            "没有读法“zones-as-district”，最接近的是“zones-as-districts”",
        ),
        (
            ["check", "yueyang-2023", "--reading", "zones-as-districts=exclude"],
            "没有选择“exclude”，最接近的是“excluded”",
        ),
        (["check", "yueyang-2023", "--adopted", "没有.csv"], "没有.csv：没有这个文件"),
    ],
    ids=lambda value: "-".join(value[2:]) or "name" if isinstance(value, list) else "",
)
def test_what_cannot_run_exits_with_2_and_says_why(arguments: list[str], why: str, capsys: Capture) -> None:
    assert main(arguments) == CANNOT_RUN
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("minsheng：")
    assert why in captured.err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["mend", "yueyang-2023"],
        ["check", "yueyang-2023", "--format", "pdf"],
        ["show", "yueyang-2023", "--project", "一"],
    ],
    ids=lambda value: "-".join(value) or "nothing",
)
def test_what_argparse_refuses_exits_with_2_too(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == CANNOT_RUN
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("usage: minsheng")


def test_help_is_in_chinese(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", "--help"])
    assert stopped.value.code == 0
    assert "退出码：0 全部成立，1 有发现，或草稿还有待答的疑问，2 不能运行。" in capsys.readouterr().out


def test_every_problem_of_an_adopted_file_is_listed(capsys: Capture, adopted: Path) -> None:
    spoil(adopted, "平江县,", "平江,")
    spoil(adopted, "640元/月", "640")
    spoil(adopted, "2023-07-01", "7月1日")
    assert main(["check", "yueyang-2023", "--adopted", str(adopted)]) == CANNOT_RUN
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "minsheng：有 3 处问题：",
        "  1. 执行标准.csv 第2行“地区”列：没有地区“平江”，最接近的是“平江县”",
        "  2. 执行标准.csv 第4行“数额”列：“640”：缺少单位",
        "  3. 执行标准.csv 第4行“执行日期”列：“7月1日”不是日期；请写成 2023-06-30",
    ]


def test_an_adopted_file_in_another_encoding_is_the_same(capsys: Capture, adopted: Path) -> None:
    status = main(["check", "yueyang-2023", "--adopted", str(adopted)])
    printed = capsys.readouterr().out
    adopted.write_bytes(adopted.read_text("utf-8-sig").encode("gbk"))
    assert main(["check", "yueyang-2023", "--adopted", str(adopted)]) == status
    assert capsys.readouterr().out == printed


def test_every_problem_of_a_folder_is_listed_on_stderr(capsys: Capture, folder: Path) -> None:
    spoil(folder / "allocation.csv", "jobs,人,5900,", "jobs,仁,5900,")
    spoil(folder / "allocation.csv", "high-schools,所,2,", "high-schools,所,两所半,")
    spoil(folder / "areas.csv", "南湖新区,管委会,,", "南湖新区,片区,,")
    spoil(folder / "projects.toml", 'target = ">= 300 台"', 'target = "300 台"')
    assert main(["check", str(folder)]) == CANNOT_RUN
    captured = capsys.readouterr()
    assert captured.out == ""
    first, *problems = captured.err.splitlines()
    assert first == f"minsheng：有 {len(problems)} 处问题："
    for met in (
        "allocation.csv 第6行“unit”列：不认识的单位“仁”；最接近的是“人”",
        "allocation.csv 第2行“平江县”列：“两所半”不是一个数",
        "areas.csv 第13行“kind”列",
        "“300 台”没有说明怎样比较",
    ):
        assert [line for line in problems if met in line] != [], met


def test_a_name_that_is_far_too_long_exits_with_2(capsys: Capture) -> None:
    assert main(["check", "岳" * 2000]) == CANNOT_RUN
    assert capsys.readouterr().err.startswith("minsheng：")


# --- as a program: consoles of every encoding --------------------------------------------


def run(*arguments: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """``python -m minsheng`` where the console has an encoding and the machine no language."""
    environment = {
        **os.environ,
        "PYTHONIOENCODING": encoding,
        "PYTHONUTF8": "0",
        "LC_ALL": "C",
    }
    return subprocess.run(
        [sys.executable, "-m", "minsheng", *arguments], env=environment, capture_output=True, check=False
    )


CONSOLES = [("ascii", "utf-8"), ("latin-1", "utf-8"), ("gbk", "gbk")]


@pytest.mark.parametrize(("console", "written"), CONSOLES)
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["show", "yueyang-2023"], HELD),
        (["check", "yueyang-2023"], FOUND),
    ],
    ids=["show", "check"],
)
def test_a_console_without_chinese_gets_utf_8_and_one_with_it_its_own(
    console: str, written: str, arguments: list[str], status: int
) -> None:
    ran = run(*arguments, encoding=console)
    assert ran.returncode == status
    assert ran.stderr == b""
    assert "岳阳市" in ran.stdout.decode(written)


@pytest.mark.parametrize("console", ["ascii", "latin-1", "gbk"])
def test_json_is_utf_8_on_any_console(console: str) -> None:
    ran = run("check", "yueyang-2023", "--format", "json", encoding=console)
    assert ran.returncode == FOUND
    assert json.loads(ran.stdout.decode("utf-8"))["title"] == TITLE


@pytest.mark.parametrize(("console", "written"), CONSOLES)
def test_errors_are_readable_on_any_console(console: str, written: str) -> None:
    ran = run("check", "yueyang-2023", "--on", "30.6.2023", encoding=console)
    assert ran.returncode == CANNOT_RUN
    assert ran.stdout == b""
    assert ran.stderr.decode(written).strip() == "minsheng：“30.6.2023”不是日期，请写成 2023-06-30"


def test_an_argument_in_chinese_does_not_crash_a_machine_without_language() -> None:
    ran = run("check", "没有的项目", encoding="ascii")
    assert ran.returncode == CANNOT_RUN
    assert ran.stderr.decode("utf-8").startswith("minsheng：没有年度项目“")
    assert b"Traceback" not in ran.stderr


def test_a_character_the_console_lacks_is_shown_by_its_code(folder: Path) -> None:
    spoil(folder / "programme.toml", 'city = "岳阳市"', 'city = "𠮷市"')  # 𠮷 is not in GBK
    ran = run("check", str(folder), "--rules", "R101", encoding="gbk")
    assert ran.returncode == HELD
    assert ran.stdout.decode("gbk").startswith("\\U00020bb7市2023年重点民生实事")


def test_json_stays_json_where_the_console_lacks_a_character(folder: Path) -> None:
    spoil(folder / "programme.toml", 'city = "岳阳市"', 'city = "𠮷市"')
    ran = run("check", str(folder), "--rules", "R101", "--format", "json", encoding="gbk")
    assert json.loads(ran.stdout.decode("utf-8"))["title"].startswith("𠮷市2023年")


def test_html_is_written_in_the_encoding_it_names() -> None:
    ran = run("check", "yueyang-2023", "--rules", "R101", "--format", "html", encoding="gbk")
    assert ran.returncode == HELD
    assert b'<meta charset="utf-8">' in ran.stdout
    assert "岳阳市" in ran.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.parametrize("arguments", [["list"], ["check", "yueyang-2023"]], ids=["list", "check"])
def test_a_reader_that_has_seen_enough_is_no_crash(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "minsheng", *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert ran.returncode == CANNOT_RUN
    assert ran.stderr == b""
