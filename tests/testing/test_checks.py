"""Assertions about rules and folders, and what changed between two programmes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import minsheng as ms
from minsheng.testing.checks import assert_finds, assert_passes, assert_valid_folder, new_findings

KNOWN = ["R106"]


@ms.rule("X101", basis="自定")
def no_project_about_elevators(programme: ms.Programme) -> Iterator[ms.Finding | ms.Held]:
    """没有电梯项目"""
    for indicator in programme.indicators:
        if "电梯" in indicator.text:
            yield ms.Finding(indicator.text, "是电梯项目", subject=indicator.id)
    yield ms.Held("其余指标", "与电梯无关")


# --- rules ------------------------------------------------------------------------------


def test_what_a_rule_finds_is_handed_back(yueyang: ms.Programme) -> None:
    [found] = assert_finds(no_project_about_elevators, yueyang)
    assert (found.code, found.subject) == ("X101", "elevators")
    assert_finds(no_project_about_elevators, yueyang, subject="elevators", times=1)
    assert assert_finds(no_project_about_elevators, yueyang, subject="jobs", times=0) == ()


@pytest.mark.parametrize(
    ("subject", "times", "said"),
    [
        ("jobs", None, r"应发现 至少 1 处（jobs），实际 0 处\n【发现】支持既有住宅加装电梯300台"),
        (None, 2, "应发现 2 处，实际 1 处"),
        ("elevators", 0, "应发现 0 处（elevators），实际 1 处"),
    ],
)
def test_what_a_rule_does_not_find_fails_with_what_it_said(
    yueyang: ms.Programme, subject: str | None, times: int | None, said: str
) -> None:
    with pytest.raises(AssertionError, match=said):
        assert_finds(no_project_about_elevators, yueyang, subject=subject, times=times)


def test_what_does_not_hold_does_not_pass(yueyang: ms.Programme) -> None:
    assert_passes(no_project_about_elevators, yueyang, subject="jobs")
    with pytest.raises(AssertionError, match="应全部成立，有 1 处不是\n【发现】支持既有住宅加装电梯300台"):
        assert_passes(no_project_about_elevators, yueyang)


def test_what_is_unknown_does_not_pass(yueyang: ms.Programme) -> None:
    @ms.rule("X102", basis="自定")
    def nobody_knows(programme: ms.Programme) -> Iterator[ms.Unknown]:
        """谁也不知道"""
        yield ms.Unknown("全市", "没有数据")

    with pytest.raises(AssertionError, match="【未知】全市：没有数据"):
        assert_passes(nobody_knows, yueyang)


def test_a_rule_that_was_skipped_neither_finds_nor_passes(yueyang: ms.Programme) -> None:
    for judge in (assert_finds, assert_passes):
        with pytest.raises(AssertionError, match="跳过，没有给出各地采用的标准"):
            judge("S201", yueyang)


def test_a_criterion_is_judged_as_a_rule(yueyang: ms.Programme) -> None:
    paid = ms.Criterion("X201", ms.column("paid", "元/月") >= ms.Amount(650, "元/月"), title="低保标准")
    [found] = assert_finds(paid, yueyang, records=[{"paid": 640}, {"paid": 650}])
    assert found.working == "640 元/月 < 650 元/月"
    assert_passes(paid, yueyang, records=[{"paid": 650}])


def test_a_family_is_no_rule(yueyang: ms.Programme) -> None:
    with pytest.raises(ValueError, match="a family of"):
        assert_finds("A", yueyang)
    with pytest.raises(ms.UnknownName):
        assert_finds("A999", yueyang)


def test_a_finding_that_only_reads_otherwise_is_not_new(yueyang: ms.Programme) -> None:
    less = yueyang.with_row(yueyang.allocation["users"].replace(平江县="43.23"))
    before, after = ms.check(yueyang), ms.check(less)
    assert [(f.code, f.subject) for f in new_findings(before, after)] == [("A101", "users")]
    assert new_findings(before, before) == ()


# --- folders ----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A city's own folder."""
    source = Path(str(files("minsheng") / "data" / "yueyang-2023"))
    return Path(shutil.copytree(source, tmp_path / "yueyang"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_a_folder_in_order_gives_its_programme(folder: Path) -> None:
    assert assert_valid_folder(folder, allowed=KNOWN) == ms.load("yueyang-2023")


def test_a_folder_that_cannot_be_read_fails_with_every_problem(folder: Path) -> None:
    edit(folder / "allocation.csv", "jobs,人,5900", "jobs,人,五千九百多")
    edit(folder / "areas.csv", "云溪区,区,430603", "云溪区,郡,430603")
    with pytest.raises(AssertionError) as raised:
        assert_valid_folder(folder, allowed=KNOWN)
    assert "有 2 处问题" in str(raised.value)
    assert "allocation.csv 第6行“平江县”列" in str(raised.value)


def test_a_folder_with_an_error_fails_with_its_working(folder: Path) -> None:
    edit(folder / "allocation.csv", "jobs,人,5900", "jobs,人,5800")
    with pytest.raises(AssertionError) as raised:
        assert_valid_folder(folder, allowed=KNOWN)
    _, said, working = str(raised.value).splitlines()
    assert said == "A101 【发现】城镇新增就业5.9万人：各地之和比总目标少 100 人"
    assert working.endswith("= 58900 人 ÷ 10000 = 5.89 万人 ≠ 5.9 万人")
    assert assert_valid_folder(folder, allowed=[*KNOWN, ("A101", "jobs")]).name == "yueyang-2023"


def test_an_allowance_that_is_not_needed_fails(folder: Path) -> None:
    with pytest.raises(AssertionError, match=r"A101 jobs：没有这样的发现，可以从 allowed 里删去$"):
        assert_valid_folder(folder, allowed=[*KNOWN, ("A101", "jobs")])


def test_warnings_and_notes_are_for_reading(folder: Path) -> None:
    severities = {f.severity for f in ms.check(ms.load(folder)).findings if f.code not in KNOWN}
    assert severities == {ms.Severity.WARNING, ms.Severity.NOTE}
