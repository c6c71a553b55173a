"""From the draft to the programme: ids from words, answers in the folder, ids changed in one place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.cli import main
from minsheng.reading.notices.ids import ids_of
from minsheng.reading.ticks import ticked
from tests.reading.notices.test_notice import ANSWERS, NOTICE

TEXTS = [item.text for name in ms.programme_names() for p in ms.load(name).projects for item in p.items]
SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ms.write_folder(ms.read_notice(NOTICE, name="yueyang-2023"), tmp_path / "own")
    return tmp_path / "own"


def tick(folder: Path, answers: dict[str, str]) -> None:
    listed = folder / "疑问.md"
    text = listed.read_text("utf-8")
    for question, option in answers.items():
        at = text.index(f"## {question}\n")
        text = text[:at] + text[at:].replace(f"- [ ] {option}：", f"- [x] {option}：", 1)
    listed.write_text(text, "utf-8")


# --- ids ----------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(TEXTS), unique=True, max_size=12), st.data())
def test_ids_are_unique_short_and_the_same_in_any_order(texts: list[str], data: st.DataObject) -> None:
    """The same words have the same id in another order, at another place and with other figures."""
    ids = ids_of((f"project-{n}-1", text) for n, text in enumerate(texts, 1))
    own = {texts[int(place.split("-")[1]) - 1]: id for place, id in ids.items()}
    assert len(set(own.values())) == len(texts)
    assert all(SLUG.fullmatch(id) and len(id) <= 48 and id.count("-") <= 3 for id in own.values())
    turned = data.draw(st.permutations(texts))
    figures = re.compile(r"\d(?!\d*千伏)")  # 110千伏 is no figure
    again = ids_of((f"project-{n}-9", figures.sub("7", text)) for n, text in enumerate(turned, 1))
    for place, id in again.items():
        if not id.startswith("project-"):
            assert own[turned[int(place.split("-")[1]) - 1]] == id


def test_ids_of_the_notice() -> None:
    read = ms.read_notice(NOTICE, name="yueyang-2023").answered(ANSWERS).programme()
    ids = [item.id for project in read.projects for item in project.items]
    assert [id for id in ids if id.startswith("project-")] == ["project-16-2"]
    assert {"high-schools", "urban-jobs", "rural-roads-upgrading", "public-toilets-new", "farmland"} <= {*ids}


def test_an_id_is_changed_in_one_place(folder: Path) -> None:
    """``[ids]`` of the folder, or ``renamed`` of the draft: readings, rows, parts and tasks follow."""
    draft = ms.read_notice(NOTICE, name="yueyang-2023").answered(ANSWERS)
    ids = {"users": "urban-jobs", "urban-jobs": "users", "services": "online", "project-16-2": "reservoirs"}
    expected = draft.renamed(ids).programme()
    assert expected.indicator("one-stop-services").part_of == "online"
    assert str(expected.indicator("urban-jobs").target) == "> 230 万人"
    tick(folder, ANSWERS)
    toml = (folder / "programme.toml").read_text("utf-8")
    added = "".join(f"{old} = {json.dumps(new)}\n" for old, new in ids.items())
    (folder / "programme.toml").write_text(f"{toml}\n[ids]\n{added}", "utf-8")
    assert ms.load(folder) == expected
    (folder / "programme.toml").write_text(f'{toml}\n[ids]\nuser = "x"\n', "utf-8")
    with pytest.raises(ms.DataError, match="没有指标或标准“user”，最接近的是“users”"):
        ms.load(folder)
    (folder / "programme.toml").write_text(f"{toml}\n[ids]\nusers = 1\n", "utf-8")
    with pytest.raises(ms.DataError, match="不是一组 id"):
        ms.load(folder)
    with pytest.raises(ms.UnknownName):
        draft.renamed({"user": "x"})


def test_the_folder_says_where_each_row_stands_and_what_is_asked(folder: Path) -> None:
    text = (folder / "projects.toml").read_text("utf-8")
    assert re.search(r'\{ id = "users", .*\},  # 附件2第1页第6行\n', text)
    assert (
        "# 疑问.md unit-2-3，附件2第2项第3行：单位栏只有“万”，没有说以什么计\n[[projects]]\nnumber = 2\n"
        in text
    )


def test_what_a_remark_quotes_is_never_a_key(folder: Path) -> None:
    draft = ms.read_notice(NOTICE, name="yueyang-2023").answered(ANSWERS)
    mean = dict.fromkeys(draft.places, "第1页\nlevel = 1\u2028[[projects]]\r")
    ms.write_folder(attrs.evolve(draft, places=mean), folder / "mean")
    assert ms.load(folder / "mean") == draft.programme()


# --- answers ------------------------------------------------------------------------------


def test_the_list_is_answered_in_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = ms.read_notice(NOTICE, name="yueyang-2023")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "还是草稿：待答的疑问 5 处" in said
    assert all(f"（{id}）：待答" in said for id in ANSWERS)
    assert main(["check", str(folder), "--format", "json"]) == 1
    assert len(json.loads(capsys.readouterr().out)) == 5
    tick(folder, {"unit-2-3": "unit-1"})
    assert main(["check", str(folder)]) == 1
    assert "待答的疑问 4 处" in capsys.readouterr().out
    tick(folder, ANSWERS | {"kinds": "districts"})  # and one that had a default
    answered = draft.answered(ANSWERS | {"kinds": "districts"}).programme()
    assert ms.load(folder) == answered
    assert main(["check", str(folder)]) == 1  # what the rules find
    assert "规则" in capsys.readouterr().out


def test_the_list_may_be_saved_as_old_editors_do(folder: Path) -> None:
    tick(folder, ANSWERS)
    text = (folder / "疑问.md").read_text("utf-8")
    before = ms.load(folder)
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        (folder / "疑问.md").write_text(text, encoding)
        assert ms.load(folder) == before


def test_choices_are_written_into_the_folder_too(folder: Path) -> None:
    toml = (folder / "programme.toml").read_text("utf-8")
    for id, option in ANSWERS.items():
        at = toml.index(f'id = "{id}"')
        toml = toml[:at] + toml[at:].replace('chosen = ""', f'chosen = "{option}"', 1)
    (folder / "programme.toml").write_text(toml.replace('chosen = "zones"', 'chosen = "districts"'), "utf-8")
    draft = ms.read_notice(NOTICE, name="yueyang-2023")
    assert ms.load(folder) == draft.answered(ANSWERS | {"kinds": "districts"}).programme()
    tick(folder, {"unit-2-3": "unit-2"})
    with pytest.raises(ms.DataError, match=r"unit-2-3 选的是 unit-2，programme.toml 里是 unit-1；请把两处"):
        ms.load(folder)


def test_other_problems_are_told_with_the_open_questions(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "areas.csv").write_text(
        (folder / "areas.csv").read_text("utf-8").replace("平江县,县", "平江县,x"), "utf-8"
    )
    assert main(["check", str(folder)]) == 2
    said = capsys.readouterr().err
    assert "（unit-2-3）：待答" in said
    assert "“x”不是其中之一" in said


@pytest.mark.parametrize(
    "line",
    [
        "- [x] unit-1：万人",
        "- [X] unit-1:万人",
        "[ x ]unit-1：万人",
        "* 【√】 unit-1：万人",
        "－ ［ｘ］ unit-1：万人",
    ],
)
def test_an_x_is_written_in_many_ways(line: str) -> None:
    assert ticked(f"##unit-2-3\n\n{line}\n- [ ] unit-2：万户", "疑问.md") == {"unit-2-3": "unit-1"}


def test_what_is_no_x_is_refused() -> None:
    with pytest.raises(ms.DataError, match="方括号里是“选”；选这种读法请写 x"):
        ticked("## unit-2-3\n- [选] unit-1：万人\n", "疑问.md")
