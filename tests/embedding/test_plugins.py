"""Plug-ins of distributions: found when asked; one that is broken keeps no other from being used."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import minsheng as ms
from minsheng.cli import main
from minsheng.embedding.service.jobs import Jobs
from minsheng.embedding.service.limits import Limits
from minsheng.embedding.service.programme_bodies import Allocate, Allocated, Check
from minsheng.embedding.service.programme_work import allocated, checked
from minsheng.embedding.service.reading import Unread
from minsheng.embedding.service.shapes import spoken
from minsheng.embedding.service.shelf import Shelf

MODULE = '''
"""What a city brings of its own."""
from decimal import Decimal
from pathlib import Path

import minsheng as ms

print("loaded")

@ms.rule("M101", basis="自定")
def few_projects(programme: ms.Programme):
    """项目不超过十件"""
    if len(programme.projects) > 10:
        yield ms.Finding("项目", f"有 {len(programme.projects)} 件")

FLOOR = ms.Criterion("M201", ms.Amount(650, "元/月") <= ms.column("paid", "元/月", places=2), title="低保")
RULES = [few_projects, FLOOR]
TAKEN = ms.select(ms.STANDARD_RULES, "A101")
UNITS = [ms.domain.OwnUnit("网格"), ms.domain.OwnUnit("工日", of="小时", times=Decimal(8))]
SAME_UNIT = ms.domain.OwnUnit("户")
SCHEME = Path(__file__).parent / "办法.toml"
FOLDER = str(Path(__file__).parent / "moushi-2024")
NOWHERE = Path(__file__).parent / "nowhere"
NUMBER = 3
NOTHING = ()
RELATIVE = "办法.toml"
WORDS = ["网格"]

class Sly(list):
    def __iter__(self):
        raise SystemExit("sly")

SLY = Sly([FLOOR])
'''
POINTS = {
    "rules": [
        "own = moushi_city:RULES",
        "taken = moushi_city:TAKEN",
        "again = moushi_city:FLOOR",
        "sly = moushi_city:SLY",
    ],
    "schemes": [
        "moushi = moushi_city:SCHEME",
        "chizhou-2004 = moushi_city:SCHEME",
        "number = moushi_city:NUMBER",
        "relative = moushi_city:RELATIVE",
    ],
    "programmes": ["moushi-2024 = moushi_city:FOLDER", "nowhere = moushi_city:NOWHERE"],
    "units": [
        "own = moushi_city:UNITS",
        "same = moushi_city:SAME_UNIT",
        "nothing = moushi_city:NOTHING",
        "words = moushi_city:WORDS",
    ],
    "colours": ["own = moushi_city:NUMBER"],
}
BROKEN = {
    "raises": "raise RuntimeError('no luck')",
    "exits": "raise SystemExit(3)",
    "worse": "class Worse(BaseException): ...\nraise Worse('far')",
    "syntax": "def (",
    "imports": "import no_such_module_at_all",
    "mute": "class Mute(Exception):\n    def __str__(self): raise RuntimeError\nraise Mute",
}


def installed(folder: Path, name: str, entry_points: str, version: str = "1.2") -> None:
    """What an installer leaves of a distribution: its metadata beside its modules."""
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
    (info / "entry_points.txt").write_text(entry_points, "utf-8")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A distribution with something of each kind, good and bad; and others that are broken in every way."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "moushi_city.py").write_text(MODULE, "utf-8")
    data = Path(str(files("minsheng") / "data"))
    shutil.copyfile(data / "schemes" / "chizhou-2004.toml", folder / "办法.toml")
    shutil.copytree(data / "yueyang-2023", folder / "moushi-2024")
    points = "\n".join(f"[minsheng.{group}]\n" + "\n".join(lines) for group, lines in POINTS.items())
    installed(folder, "moushi-city", points)
    for name, text in BROKEN.items():
        (folder / f"broken_{name}.py").write_text(text, "utf-8")
        installed(folder, f"broken-{name}", f"[minsheng.rules]\nx = broken_{name}:RULES\n")
    installed(folder, "garbled", "[minsheng.rules]\nthis is no entry point\n")
    monkeypatch.syspath_prepend(str(folder))
    before = {*sys.modules}
    yield folder
    for module in {*sys.modules} - before:
        if module.startswith(("moushi_", "broken_")):
            del sys.modules[module]


def test_what_is_found_is_listed_with_its_distribution(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = ms.plugins()
    assert {(one["kind"], one["name"], one["brings"]) for one in found.to_records()} == {
        ("rules", "own", "M101、M201"),
        ("schemes", "moushi", str((city / "办法.toml").resolve())),
        ("programmes", "moushi-2024", str((city / "moushi-2024").resolve())),
        ("units", "own", "网格、工日"),
    }
    assert {one.distribution for one in found.found} == {"moushi-city 1.2"}
    assert [rule.code for rule in found.rules] == ["M101", "M201"]
    p = ms.load(found.programmes["moushi-2024"])
    report = ms.check(p, rules=[*ms.select(ms.STANDARD_RULES, "A101"), *found.rules])
    assert [finding.message for finding in report["M101"].findings] == ["有 20 件"]
    assert ms.Unit.parse("万网格", units=found.units).text == "万网格"
    assert ms.load_scheme(found.schemes["moushi"]).name
    out, err = capsys.readouterr()
    assert (out, err) == ("", "loaded\n")


def test_what_is_broken_is_named_and_skipped(city: Path) -> None:
    found = ms.plugins()
    said = {problem.where.removeprefix("插件 "): f"{problem.met}；{problem.todo}" for problem in found.broken}
    assert said.keys() == {
        *(f"minsheng.{one}（moushi-city 1.2）" for one in (
            "rules“taken”", "rules“again”", "rules“sly”", "schemes“relative”", "units“words”",
            "schemes“chizhou-2004”", "schemes“number”",
            "programmes“nowhere”", "units“same”", "units“nothing”", "colours“own”",
        )),
        *(f"minsheng.rules“x”（broken-{name} 1.2）" for name in BROKEN),
        "garbled",
    }  # fmt: skip
    for where, met in {
        "rules“taken”": "编号已经有了：A101（minsheng）；请换别的编号",
        "rules“again”": "编号已经有了：M201（moushi-city 1.2）；请换别的编号",
        "rules“sly”": "给的东西用不了：SystemExit：sly；没有用它，其余照常",
        "schemes“relative”": "“办法.toml”不是完整的路径；请从模块的位置写起：Path(__file__).parent / …",
        "units“words”": "列表里应都是单位（ms.domain.OwnUnit），不是 str",
        "schemes“chizhou-2004”": "已经有叫“chizhou-2004”的评分办法（minsheng）；请换一个名称",
        "schemes“number”": "应是一个路径，不是 int；请给文件或文件夹的路径",
        "programmes“nowhere”": "没有这个文件夹",
        "units“same”": "“户”已经是单位了；请换一个词",
    }.items():
        assert met in said[f"minsheng.{where}（moushi-city 1.2）"]
    assert "SystemExit：3；没有用它，其余照常" in said["minsheng.rules“x”（broken-exits 1.2）"]
    assert "出错：Mute；没有用它" in said["minsheng.rules“x”（broken-mute 1.2）"]
    assert "Worse：far" in said["minsheng.rules“x”（broken-worse 1.2）"]


def test_of_two_distributions_that_bring_the_same_one_is_used_wherever_they_stand(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "first").mkdir()
    installed(
        tmp_path / "first", "zz-city", "[minsheng.schemes]\nmoushi = moushi_city:SCHEME\n"
        "[minsheng.units]\nown = moushi_city:UNITS\n"
    )  # fmt: skip
    monkeypatch.syspath_prepend(str(tmp_path / "first"))  # it is found before the other
    found = ms.plugins()
    assert {one.distribution for one in found.found} == {"moushi-city 1.2"}
    said = {problem.where: problem.met for problem in found.broken}
    assert (
        said["插件 minsheng.schemes“moushi”（zz-city 1.2）"]
        == "已经有叫“moushi”的评分办法（moushi-city 1.2）"
    )
    assert "“网格”已经是单位了" in said["插件 minsheng.units“own”（zz-city 1.2）"]


def test_a_programme_read_with_units_of_a_plugin_keeps_them(city: Path) -> None:
    with ms.plugins().units_known():
        p = ms.load("yueyang-2023")
    assert [unit.text for unit in p.units] == ["网格", "工日"]
    assert ms.load_json(ms.dump(p)) == p
    assert ms.load("yueyang-2023").units == ()


def test_the_command_uses_them_only_if_asked(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "moushi-2024"]) == 2
    assert main(["check", "yueyang-2023", "--rules", "M101"]) == 2
    out, err = capsys.readouterr()
    assert "loaded" not in out + err
    assert main(["check", "moushi-2024", "--rules", "M101", "--plugins"]) == 1
    out, err = capsys.readouterr()
    assert "有 20 件" in out
    assert "loaded" not in out
    assert "broken-exits" in err
    assert main(["list", "--plugins"]) == 1  # not all of them could be used
    listed, _, brought = capsys.readouterr().out.partition("\n\n")
    assert "moushi-2024" in listed
    assert "moushi-city 1.2" in brought
    assert main(["score", "yueyang-2019", "--scheme", "moushi", "--subjects", "agencies", "--plugins"]) == 1
    assert "池州市" in capsys.readouterr().out


def test_criteria_of_plugins_judge_by_their_codes_and_check_skips_them(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "发放.csv"
    table.write_text("paid\n650\n640\n", "utf-8")
    assert main(["judge", "M201", str(table)]) == 2
    assert main(["judge", "M201", str(table), "--plugins"]) == 1
    assert "不符合 1 处" in capsys.readouterr().out
    assert main(["sql", "M201", "--dialect", "duckdb", "--table", "t", "--plugins"]) == 1  # some are broken
    assert "M201" in capsys.readouterr().out
    assert main(["scheme", "moushi", "--plugins"]) == 1
    assert "池州市" in capsys.readouterr().out
    found = ms.plugins()
    assert [one.code for one in found.criteria] == ["M201"]
    [result] = ms.check(ms.load("yueyang-2023"), rules=[found.rules[1]]).results
    assert result.skipped == "没有给出记录（records）"


def test_a_service_knows_what_plugins_bring(city: Path) -> None:
    found = ms.plugins()
    shelf = Shelf.of(None, found)
    assert "moushi-2024" in shelf.names["programmes"]
    assert shelf.scheme("moushi").title.startswith("池州市")
    language = spoken(shelf, 10)
    asked = Unread(b'{"programme": "moushi-2024", "rules": ["M101"]}', Check).read(language, 10)
    assert checked(shelf.rules, asked).report["results"][0]["rule"]["code"] == "M101"
    with found.units_known():  # as the command does; work in a thread knows them too

        async def divided() -> Allocated:
            body = b'{"total": "3 \xe7\xbd\x91\xe6\xa0\xbc", "weights": {"a": 1, "b": 2}}'
            return await Jobs(Limits()).run(lambda: allocated(Unread(body, Allocate).read(language, 10)))

        assert asyncio.run(divided()).shares == {"a": "1", "b": "2"}


def test_a_name_that_is_also_a_file_here_is_refused(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "moushi-2024").mkdir()
    assert main(["show", "moushi-2024", "--plugins"]) == 2
    assert "请写 ./moushi-2024" in capsys.readouterr().err
