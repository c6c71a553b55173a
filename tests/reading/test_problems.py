"""What is wrong with a folder is said all at once, each thing with its place, in Chinese."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest

import minsheng as ms
from minsheng.reading.files import MOST_BYTES

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real programme, to be broken."""
    with as_file(files("minsheng") / "data" / "yueyang-2023") as real:
        return Path(shutil.copytree(real, tmp_path / "city"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace some text of a file, once."""

    def replace(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    return replace


def problems(source: Path | str) -> list[str]:
    with pytest.raises(ms.DataError) as caught:
        ms.load(source)
    return [str(problem) for problem in caught.value.problems]


def test_an_unbroken_copy_is_the_real_programme(folder: Path, yueyang: ms.Programme) -> None:
    assert ms.load(folder) == yueyang
    assert ms.load(str(folder)) == yueyang


def test_a_bare_ten_thousand_is_of_the_lines_unit(folder: Path, edit: Edit, yueyang: ms.Programme) -> None:
    edit("allocation.csv", "jobs,人,5900", "jobs,人,0.59万")
    edit("allocation.csv", "grid-110kv,万元,6548", "grid-110kv,万元,6548万")
    assert ms.load(folder) == yueyang


def test_all_problems_of_all_files_at_once(folder: Path, edit: Edit) -> None:
    edit("allocation.csv", "high-schools,所,2", "high-schools,锁,2")
    edit("allocation.csv", "jobs,人,5900", "jobs,人,5九00")
    edit("allocation.csv", "markets,家,2,2,1,/,1,/,/,/,/,/,/,/,/,", "markets,家,2,2,1")
    edit("allocation.csv", "elevators,台,42", "elevators,台,42户")
    edit("areas.csv", "汨罗市,县级市", "汨罗市,市")
    edit("projects.toml", '{ id = "farmland"', '{ id = "markets"')
    edit("projects.toml", 'target = ">= 24 座"', 'target = ">= 24 坐"')
    edit("projects.toml", 'lead_agency = "市教体局"', 'lead_agency = "市教体局"\nopen_ended = 1')
    edit("projects.toml", 'title = "加快城镇老旧小区改造"', 'title = "加快城镇老旧小区改造"\ncolour = "红"')
    edit("programme.toml", "year = 2023", 'year = "2023"')
    said = problems(folder)
    for expected in (
        "allocation.csv 第2行“unit”列：不认识的单位“锁”；最接近的是“所”",
        "allocation.csv 第6行“平江县”列：“5九00”不是一个数；没有任务数请写“/”",
        "allocation.csv 第42行：有 5 格，表头有 16 格，少了 11 格",
        "allocation.csv 第32行“平江县”列：“42户”的单位是“户”，这一行的单位是“台”",
        "areas.csv 第7行“kind”列，areas[6].kind：“市”不是其中之一：county（县）、",
        "id“markets”出现了不止一次",
        "不认识的单位“坐”；最接近的是“座”",
        "projects[1].assignments[1].open_ended：“1”不是 true 或 false",
        "不认识的键“colour”；可用的键：number、level",
        "programme.toml 第6行，year：“2023”不是整数",
    ):
        assert any(expected in line for line in said), (expected, said)


def test_the_line_of_a_toml_problem_is_its_line(folder: Path, edit: Edit) -> None:
    edit("projects.toml", 'target = ">= 24 座"', 'target = ">= 24 坐"')
    lines = (folder / "projects.toml").read_text("utf-8").splitlines()
    [line] = [n for n, text in enumerate(lines, 1) if 'target = ">= 24 坐"' in text]
    [said] = problems(folder)
    assert said.startswith(f"projects.toml 第{line}行，projects[18].indicators[2].target：")


def test_an_area_nobody_knows(folder: Path, edit: Edit) -> None:
    edit("allocation.csv", "平江县", "平江")
    assert problems(folder) == [
        "allocation.csv 第1行“平江”列：没有地区“平江”，最接近的是“平江县”",
        "allocation.csv 第1行：缺少地区：平江县",
    ]


def test_columns_may_stand_in_any_order(folder: Path, yueyang: ms.Programme) -> None:
    lines = [line.split(",") for line in (folder / "allocation.csv").read_text("utf-8").splitlines()]
    turned = [",".join([*line[:2], *reversed(line[2:])]) for line in lines]
    (folder / "allocation.csv").write_text("\n".join(turned), "utf-8")
    assert ms.load(folder) == yueyang


def test_a_row_in_another_unit_than_its_target(folder: Path, edit: Edit) -> None:
    edit("allocation.csv", "household-toilets,个", "household-toilets,户")
    [said] = problems(folder)
    assert "household-toilets 的目标是 34310 个；两个单位不能相比" in said
    assert said.startswith("allocation.csv 第40行“unit”列：这一行的单位是“户”")


def test_a_row_of_no_indicator_and_a_row_twice(folder: Path, edit: Edit) -> None:
    edit("allocation.csv", "farmland,", "farmlands,")
    edit("allocation.csv", "markets,", "elevators,")
    said = problems(folder)
    near = "没有指标“farmlands”，最接近的是“farmland”；请核对拼写，或先在 projects.toml 里写这个指标"
    assert f"allocation.csv 第43行“indicator”列：{near}" in said
    assert "allocation.csv 第42行“indicator”列：指标 elevators 已经有一行" in said


def test_references_to_nothing(folder: Path, edit: Edit) -> None:
    edit("projects.toml", '{ id = "reservoir-management", amount', '{ id = "lifts", amount')
    edit("projects.toml", 'part_of = "skills-training"', 'part_of = "training"')
    said = problems(folder)
    assert len(said) == 2
    assert "没有 id 为“training”的指标；" in said[0]
    assert "没有 id 为“lifts”的指标或标准" in said[1]


def test_a_share_with_its_own_unit_is_converted(folder: Path, edit: Edit, yueyang: ms.Programme) -> None:
    edit("allocation.csv", "jobs,人,5900,", "jobs,人,0.59万人,")
    assert ms.load(folder) == yueyang


def test_zero_is_kept_apart_from_no_share(folder: Path, edit: Edit) -> None:
    edit("allocation.csv", "markets,家,2,2,1,/,1,", "markets,家,2,2,1,0,1,")
    shares = ms.load(folder).allocation["markets"].shares
    assert shares["湘阴县"] == 0
    assert shares["汨罗市"] is None


def test_not_utf8(folder: Path) -> None:
    text = (folder / "projects.toml").read_text("utf-8")
    (folder / "projects.toml").write_bytes(text.encode("gb18030"))
    said = problems(folder)
    assert said[0].startswith("projects.toml：第1行第")
    assert "不是 UTF-8 编码；请另存为“UTF-8”" in said[0]


def test_a_byte_order_mark_is_fine(folder: Path, yueyang: ms.Programme) -> None:
    for file in folder.iterdir():
        file.write_text(file.read_text("utf-8"), "utf-8-sig")
    assert ms.load(folder) == yueyang


def test_a_file_far_too_large(folder: Path) -> None:
    with (folder / "allocation.csv").open("ab") as file:
        file.truncate(MOST_BYTES + 1)
    assert any("allocation.csv：超过 8 MB" in line for line in problems(folder))


@pytest.mark.parametrize("file", ["programme.toml", "projects.toml", "areas.csv", "allocation.csv"])
def test_a_missing_and_an_empty_file(folder: Path, file: str) -> None:
    (folder / file).write_text("", "utf-8")
    assert problems(folder)
    (folder / file).unlink()
    assert any(line.startswith(f"{file}：没有这个文件") for line in problems(folder))


def test_broken_toml_and_csv_are_placed(folder: Path, edit: Edit) -> None:
    edit("programme.toml", "year = 2023", "year = ")
    edit("areas.csv", "君山区,区", '君山区,"区')
    said = problems(folder)
    assert any(line.startswith("programme.toml 第6行第8列：不是合格的 TOML") for line in said)
    assert any("areas.csv" in line and "不是合格的 CSV" in line for line in said)


def test_an_erratum_must_stand_on_the_print(folder: Path, edit: Edit) -> None:
    edit("allocation.csv", "users,万,", "users,万人,")
    [said] = problems(folder)
    assert "勘误 users-unit 要改的 allocation.rows.users.unit 不是原文“万”" in said


def lines_with(file: Path, text: str) -> list[int]:
    return [n for n, line in enumerate(file.read_text("utf-8").splitlines(), 1) if text in line]


def test_a_reading_must_hold_together(folder: Path, edit: Edit) -> None:
    edit("programme.toml", 'chosen = "exact"', 'chosen = "precise"')
    edit(
        "programme.toml",
        '{ path = "projects.2.indicators.e-licences.additivity", value = "sum" }',
        '{ path = "projects.2.indicators.e-licences.target", value = "> 80 类" }',
    )
    said = problems(folder)
    where = lines_with(folder / "programme.toml", 'chosen = "precise"')
    assert (
        f"programme.toml 第{where[0]}行：读法 orphan-amounts 选的“precise”不在其中；可选：exact、floor"
        in said
    )
    assert any("读法 e-licences-additivity 的各种选择改动的位置不同" in line for line in said)


@pytest.mark.parametrize("depth", [10_000, 200_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    assert problems('{"a":' + "[" * depth)
    deep = json.dumps(json.loads(ms.dump(ms.load("yueyang-2023"))) | {"city": "@"})
    assert problems(deep.replace('"@"', "[" * depth + "]" * depth))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "不是合格的 JSON"),
        ('{"year": 2023.5}', "请加引号"),
        ('{"year": NaN}', "请加引号"),
        ("{}", "没有写明格式"),
    ],
)
def test_json_that_is_no_programme(text: str, said: str) -> None:
    assert any(said in line for line in problems(text))


def test_a_programme_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ms.UnknownName, match="did you mean 'yueyang-2023'"):
        ms.load("yueyang-2032")
    assert "没有这个文件夹" in problems(tmp_path / "nowhere")[0]
    assert "没有这个文件夹" in problems(str(tmp_path / "nowhere"))[0]
    with pytest.raises(TypeError, match="not 3"):
        ms.load(3)  # type: ignore[arg-type]  # the misuse under test


def test_a_name_cannot_lead_out_of_the_data() -> None:
    assert "没有这个文件夹" in problems("../yueyang-2023")[0]


def test_a_json_file_is_read_as_well(tmp_path: Path, yueyang: ms.Programme) -> None:
    path = tmp_path / "p.json"
    path.write_text(ms.dump(yueyang), "utf-8")
    assert ms.load(path) == yueyang
    path.write_bytes(b"\xff")
    assert "p.json：第1行第1个字节处不是 UTF-8" in problems(path)[0]


def test_json_rows_are_by_area_name(yueyang: ms.Programme) -> None:
    plain = json.loads(ms.dump(yueyang))
    cells = plain["allocation"]["rows"][0]["cells"]
    plain["allocation"]["rows"][0]["cells"] = dict(reversed(cells.items()))
    assert ms.load(json.dumps(plain)) == yueyang
    cells["平江"] = cells.pop("平江县")
    plain["allocation"]["rows"][0]["cells"] = cells
    said = problems(json.dumps(plain))
    assert any("没有地区“平江”" in line for line in said)
    assert any("缺少地区：平江县" in line for line in said)
