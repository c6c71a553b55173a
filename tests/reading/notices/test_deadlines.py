"""完成时限 of responsibility tables and lists, and who is responsible in a breakdown."""

from __future__ import annotations

from pathlib import Path

import pytest

import minsheng as ms
from minsheng.cli import main
from minsheng.writing.folder import write_folder

HEAD = """东陵市人民政府办公室

东政办发〔2024〕12号

东陵市人民政府办公室关于印发2024年民生实事项目的通知

各县（市、区）人民政府：

2024年2月20日

"""
WHO = """附件1

2024年民生实事项目责任分解表

"""
BREAKDOWN = """
附件2

2024年民生实事指标任务分解表

序号\t项目\t指标\t单位\t合计\t甲县\t乙县
1\t养老服务\t新增养老床位300张\t张\t300\t100\t200
2\t就业\t城镇新增就业4000人\t人\t4000\t1000\t3000
注：1项为省级，2项为市级。
"""
TABLES = [
    """序号\t项目名称\t任务\t牵头领导\t牵头单位\t责任人\t责任单位\t完成时限
1\t养老服务\t新增养老床位300张\t张三\t市民政局\t李四\t市财政局\t2024年11月底前
2\t就业\t城镇新增就业4000人\t王五\t市人社局\t赵六\t市财政局\t全年
\t\t其他就业服务\t\t\t\t\t2024年6月底
""",
    """序号\t项目名称\t完成时间\t具体任务\t牵头领导\t牵头单位\t责任人\t责任单位
1\t养老服务\t2024年11月底前\t新增养老床位300张\t张三\t市民政局\t李四\t市财政局
2\t就业\t全年\t城镇新增就业4000人\t王五\t市人社局\t赵六\t市财政局
\t\t2024年6月底\t其他就业服务\t\t\t\t
""",
]


def read(folder: Path, text: str) -> ms.Draft:
    (folder / "通知.txt").write_text(HEAD + text, "utf-8")
    return ms.read_notice(folder / "通知.txt", name="dongling-2024", city="东陵市", year=2024)


@pytest.mark.parametrize("table", TABLES)
def test_deadlines_are_read_written_shown_and_compared(
    tmp_path: Path, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = read(tmp_path, WHO + table + BREAKDOWN)
    assert not [q for q in draft.questions if "时" in q.met]
    programme = draft.programme()
    said = [(a.lead_agency, a.deadline, a.tasks[0].text) for a in programme.assignments]
    assert said == [
        ("市民政局", "2024年11月底前", "新增养老床位300张"),
        ("市人社局", "全年", "城镇新增就业4000人"),
        ("市人社局", "2024年6月底", "其他就业服务"),
    ]
    write_folder(programme, tmp_path / "again")
    assert ms.load(tmp_path / "again") == programme == ms.load(ms.dump(programme))
    main(["show", str(tmp_path / "again"), "--project", "1"])
    assert "完成时限 2024年11月底前" in capsys.readouterr().out
    later = read(tmp_path, WHO + table.replace("11月底前", "10月底前") + BREAKDOWN).programme()
    [one] = ms.domain.compare_programmes(programme, later)
    assert (one.kind, one.old, one.new) == ("完成时限", "2024年11月底前", "2024年10月底前")


def test_a_list_in_prose_says_by_when(tmp_path: Path) -> None:
    text = "附件\n\n2024年民生实事项目\n\n" + "".join(
        f"{n}.新增养老床位{n}00张。（牵头单位：市民政局；责任单位：市财政局；完成时限：2024年{n}月底）\n\n"
        for n in (8, 9)
    ).replace("8.", "1.").replace("9.", "2.")
    plain = read(tmp_path, text).whole()
    made = [one for project in plain["projects"] for one in project["assignments"]]
    assert [(one["deadline"], one["responsible_agencies"]) for one in made] == [
        ("2024年8月底", ["市财政局"]), ("2024年9月底", ["市财政局"]),
    ]  # fmt: skip


def test_a_programme_without_deadlines_is_as_it_was() -> None:
    assert "deadline" not in ms.dump(ms.load("yueyang-2023")).partition('"projects"')[2]


@pytest.mark.parametrize("head", ["责任单位", "牵头单位", "完成时限"])
def test_who_is_responsible_in_a_breakdown_is_asked_about(tmp_path: Path, head: str) -> None:
    lines = BREAKDOWN.replace("乙县\n", f"乙县\t{head}\n").replace("\t200\n", "\t200\t市民政局\n")
    [one] = [q for q in read(tmp_path, lines).questions if q.id == "who"]
    assert (one.where, one.met) == ("附件2表头", head)
    assert "who" not in {q.id for q in read(tmp_path, WHO + TABLES[0] + BREAKDOWN).questions}
