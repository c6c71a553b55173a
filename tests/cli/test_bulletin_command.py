"""``minsheng bulletin``: from files to the document, and nothing written over."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from minsheng.cli import main

WRITTEN, UNREAD, CANNOT_RUN = 0, 1, 2
Capture = pytest.CaptureFixture[str]
OF_2019 = ["bulletin", "yueyang-2019", "--period", "2019年11月"]


def county(folder: Path, name: str, *lines: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.csv").write_text("\n".join(("指标,单位,完成数", *lines)), "utf-8")


def test_without_a_file_it_is_printed(capsys: Capture) -> None:
    assert main(OF_2019) == WRITTEN
    out = capsys.readouterr().out
    assert out.startswith(
        "〔　　　〕\n关于2019年11月份重点民生实事项目进展情况的通报\n"
    )  # the number is left blank
    assert "全市完成7854户，完成率61.36%，落后序时进度30.31个百分点。" in out


@pytest.mark.parametrize("suffix", [".docx", ".md", ".html", ".txt"])
def test_it_is_written_in_each_form_and_not_over_another(
    capsys: Capture, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"通报{suffix}"
    command = [*OF_2019, "--out", str(out), "--lights", "ouhai", "--office", "某办", "--issued", "2019-12-05"]
    assert main(command) == WRITTEN
    said = capsys.readouterr().out
    assert "待填：发文字号" in said
    assert "待填：落款单位" not in said
    words = docx_text(out) if suffix == ".docx" else out.read_text("utf-8")
    assert "数字广播电视户户通" in words
    assert "2019年12月5日" in words
    assert main(command) == CANNOT_RUN
    assert "--force" in capsys.readouterr().err
    assert main([*command, "--force"]) == WRITTEN


def test_the_page_is_written_alone_or_beside_the_document(capsys: Capture, tmp_path: Path) -> None:
    page, out = tmp_path / "一页.html", tmp_path / "通报.md"
    assert main([*OF_2019, "--page", str(page)]) == WRITTEN
    assert capsys.readouterr().out == f"写好了 {page}\n"
    alone = page.read_bytes()
    assert main([*OF_2019, "--page", str(page), "--out", str(out)]) == CANNOT_RUN
    assert "--force" in capsys.readouterr().err
    assert not out.exists()
    assert main([*OF_2019, "--page", str(page), "--out", str(out), "--force"]) == WRITTEN
    assert "待填：发文字号" in capsys.readouterr().out
    assert out.exists()
    assert page.read_bytes() == alone


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (["--page", "一页.docx"], "请写成 .html"),
        (["--page", "同.html", "--out", "同.html"], "同一个文件"),
        (["--force"], "--out 或 --page"),
    ],
)
def test_a_page_that_cannot_be_is_refused(given: list[str], wrong: str, capsys: Capture) -> None:
    assert main([*OF_2019, *given]) == CANNOT_RUN
    assert wrong in capsys.readouterr().err


def docx_text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_two_months_of_counties_and_a_ranking(capsys: Capture, tmp_path: Path) -> None:
    county(tmp_path / "5月", "平江县", "jobs,人,2000", "farmland,万亩,0.9")
    county(tmp_path / "6月", "平江县", "jobs,人,3100", "farmland,万亩,看不懂9")
    command = ["bulletin", "yueyang-2023", "--period", "2023年6月", "--progress", str(tmp_path / "6月")]
    status = main([*command, "--previous", str(tmp_path / "5月")])
    out = capsys.readouterr().out
    assert "由落后转为达到进度的有“城镇新增就业5.9万人”（平江县）" in out
    assert "2023年6月未报的有" in out
    assert status in (WRITTEN, UNREAD)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--out", "x.doc"], "写不了"),
        (["--template", "t.docx"], "要和 --out 一起用"),
        (["--out", "x.md", "--template", "t.docx"], "只用于 .docx"),
        (["--contact", "市实事办"], "请加 --notice"),
        (["--period", "2019年1—11月"], "写公示请加 --notice"),
        (["--period", "2018年11月"], "不是yueyang-2019的年份"),
        (["--notice", "--period", "2019年1—11月", "--previous", "x.csv"], "没有上一期"),
    ],
)
def test_what_does_not_go_together_is_refused(capsys: Capture, more: list[str], said: str) -> None:
    assert main([*OF_2019, *more]) == CANNOT_RUN
    assert said in capsys.readouterr().err


def test_a_public_notice_says_where_to_object(capsys: Capture) -> None:
    notice = ["--notice", "--objections", "12月2日至8日", "--contact", "市实事办"]
    assert main([*OF_2019, *notice]) == WRITTEN
    assert (
        "公示时间为12月2日至8日。公示期内如有异议，请以书面或电话方式向市实事办反映"
        in capsys.readouterr().out
    )


def test_a_programme_without_figures_asks_for_them(capsys: Capture) -> None:
    assert main(["bulletin", "yueyang-2023", "--period", "2023年6月"]) == CANNOT_RUN
    assert "--progress" in capsys.readouterr().err
