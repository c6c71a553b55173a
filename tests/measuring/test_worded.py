"""Targets in words, which have a stage and no rate."""

from __future__ import annotations

import datetime
from pathlib import Path

import attrs
import pytest

import minsheng as ms
from minsheng.domain.indicator import Indicator
from minsheng.domain.stage import Stage, stage_of
from minsheng.writing.folder import write_folder
from tests.domain.test_parents import folder, read

JUNE, END = datetime.date(2024, 6, 30), datetime.date(2024, 12, 31)


@pytest.fixture
def words(tmp_path: Path) -> ms.Programme:
    place = folder(tmp_path)
    own = (
        '\n[[projects.indicators]]\nid = "aid"\ntext = "困难残疾人补贴应补尽补"\nworded = "应补尽补"\n'
        'additivity = "each"\n'
        '\n[[projects.indicators]]\nid = "site"\ntext = "敬老院完成主体工程"\nworded = "完成主体工程"\n'
        'counts = ["全部开工"]\n'
    )
    with (place / "projects.toml").open("a", encoding="utf-8") as file:
        file.write(own)
    return ms.load(place)


def register(programme: ms.Programme, *lines: str) -> ms.Progress:
    return read(programme, "指标,地区,期间,完成数\n" + "".join(f"{line}\n" for line in lines), "各地.csv")


def test_words_mean_a_stage_or_none() -> None:
    said = [
        "未启动",
        "尚未开工",
        "正在推进",
        "全部开工",
        "主体完工",
        "已完成",
        "已达标",
        "进展顺利",
        "3个",
        "",
    ]
    stages = [stage_of(text) for text in said]
    assert [stage and stage.label for stage in stages] == [
        "未启动", "未启动", "推进中", "推进中", "推进中", "已完成", "已完成", None, None, None,
    ]  # fmt: skip
    assert stage_of("已应补尽补", "应补尽补") is Stage.DONE


@pytest.mark.parametrize(
    ("text", "stage", "met", "in_the_end"),
    [
        ("已完成", Stage.DONE, True, True),
        ("完成主体工程", Stage.DONE, True, True),
        ("全部开工", Stage.DONE, True, True),
        ("正在推进", Stage.UNDER_WAY, None, False),
        ("未启动", Stage.NOT_STARTED, None, False),
        ("领导很重视", None, None, None),
    ],
)
def test_a_target_in_words_is_met_when_it_is_done(
    words: ms.Programme, text: str, stage: Stage | None, met: bool | None, in_the_end: bool | None
) -> None:
    progress = register(words, f"site,全市,2024年6月,{text}")
    found = ms.standing(words, progress, "site", on=JUNE)
    assert (found.stage, found.met, found.rate, found.target) == (stage, met, None, None)
    assert ms.standing(words, progress, "site", on=END).met is in_the_end
    assert ms.standing(words, progress, "site", on=END).behind is (
        None if in_the_end is None else not in_the_end
    )


def test_that_all_has_begun_counts_as_done_only_where_it_is_said(words: ms.Programme) -> None:
    progress = register(words, "aid,甲县,2024年6月,全部开工")
    assert ms.standing(words, progress, "aid", "甲县", on=JUNE).stage is Stage.UNDER_WAY


def test_the_city_is_done_when_every_area_is(words: ms.Programme) -> None:
    lines = [f"aid,{area.name},2024年6月,已完成" for area in words.areas if not area.parent]
    whole = ms.standing(words, register(words, *lines), "aid", on=JUNE)
    assert whole.stage is Stage.DONE
    some = register(words, *lines[:-1], "aid,乙县,2024年6月,正在推进")
    assert ms.standing(words, some, "aid", on=END).met is False
    missing = ms.standing(words, register(words, *lines[1:]), "aid", on=END)
    assert (missing.met, missing.why) == (None, "甲县没有报，或看不出完成没有")


def test_standings_show_the_stage_and_count_it(words: ms.Programme) -> None:
    progress = register(words, "site,全市,2024年6月,正在推进", "aid,全市,2024年6月,已完成")
    found = ms.standings(words, progress, on=JUNE)
    assert found.summary.endswith("3 项，达到进度 1 项，落后 0 项，无法判断 2 项")
    table = found.table()
    at = table.columns.index("状态")
    assert [row[at] for row in table.rows] == ["–", "已完成", "推进中"]
    assert [line.get("stage") for line in found.to_records()] == [None, "done", "under-way"]


def test_a_score_is_refused_and_no_zero_is_given(words: ms.Programme) -> None:
    item = ms.scoring.Item("w", "完成", ms.scoring.Proportional(), 100, indicators=("site",))
    with pytest.raises(ms.DataError, match="指标 site 的目标是文字“完成主体工程”，没有完成率"):
        ms.score(words, ms.scoring.Scheme("x", "某办法", "", items=(item,)))
    every = attrs.evolve(item, indicators=("*",))
    ranking = ms.score(
        words,
        ms.scoring.Scheme("x", "某办法", "", items=(every,)),
        progress=register(words, "clinics,甲县,2024年6月,6个", "site,全市,2024年6月,未启动"),
        on=JUNE,
    )
    assert ranking["甲县"].text == "100"


def test_done_in_place_of_a_number_stays_text(words: ms.Programme) -> None:
    progress = register(words, "clinics,甲县,2024年6月,已完成", "clinics,乙县,2024年6月,4个")
    said = {record.area: (str(record.value or ""), record.text) for record in progress.records}
    assert said == {"甲县": ("", "已完成"), "乙县": ("4 个", "")}
    assert ms.standing(words, progress, "clinics", "甲县", on=JUNE).why == "是文字：已完成"


def test_it_is_written_and_read_back(words: ms.Programme, tmp_path: Path) -> None:
    write_folder(words, tmp_path / "again")
    assert ms.load(tmp_path / "again") == words
    progress = register(words, "site,全市,2024年6月,正在推进")
    ms.writing.write_register(progress, words, tmp_path / "again.csv")
    assert ms.read_progress(tmp_path / "again.csv", words).records[0].text == "正在推进"
    assert ms.check(words, progress=progress, on=JUNE)["A109"].findings == ()


def test_a_target_is_words_or_a_number() -> None:
    with pytest.raises(ValueError, match="a target in words has no target="):
        Indicator("x", "x", ms.Bound.parse(">= 1 个"), worded="全覆盖")
    with pytest.raises(ValueError, match="goes with worded="):
        Indicator("x", "x", counts=("全部开工",))


def test_words_are_right_where_the_target_is_words(words: ms.Programme) -> None:
    progress = register(words, "site,全市,2024年6月,正在推进", "clinics,甲县,2024年6月,正在推进")
    assert [note.partition("：")[2] for note in progress.notes] == [
        "1 格没有数，只有文字：各地.csv 第3行“正在推进”"
    ]
