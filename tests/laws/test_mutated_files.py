"""Law: whatever comes in, only our errors come out.

A valid file of every format that the library reads is changed: bytes are lost, doubled and
exchanged, values give way to such as nobody writes. Either it loads or a MinshengError comes, and
its message is short.
"""

from __future__ import annotations

import contextlib
import copy
import datetime
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng.errors import MOST_LISTED
from minsheng.reading.marks import read_answers, read_events, read_marks
from minsheng.visible import MOST_SHOWN
from tests.reading.tables.old_books import old_book
from tests.reading.tables.test_sheets import OLD

DATA = Path(str(files("minsheng") / "data"))
YUEYANG, EARLIER = ms.load("yueyang-2023"), ms.load("yueyang-2019")
FOLDER = Path(tempfile.mkdtemp(prefix="minsheng-"))
shutil.copytree(DATA / "yueyang-2023", FOLDER / "p")

Read = Callable[[bytes], object]


def by_file(name: str, read: Callable[[Path], object]) -> Read:
    """Reads bytes by way of a file."""

    def put(data: bytes) -> object:
        path = FOLDER / name
        path.write_bytes(data)
        return read(path)

    return put


def in_folder(name: str) -> Read:
    """Loads the programme with one of its files exchanged."""

    def put(data: bytes) -> object:
        path = FOLDER / "p" / name
        path.write_bytes(data)
        try:
            return ms.load(FOLDER / "p")
        finally:
            shutil.copy(DATA / "yueyang-2023" / name, path)

    return put


def rules() -> str:
    """Criteria with a node of every usual kind."""
    paid = ms.column("paid", "元/月", places=2)
    kind, month = ms.column("area_kind"), ms.column("month")
    floor = YUEYANG.standard("subsistence-rural").floor(area_kind=kind, on=month)
    rate = ms.least(ms.column("actual", places=2) / ms.column("target", places=2), 1)
    light = ms.when(rate >= 1).then("绿").otherwise(None)
    return ms.dump(
        [
            ms.Criterion("S201", paid >= floor, title="农村低保标准", basis="附件2第7项"),
            ms.Criterion("X202", light != "红", when=ms.column("on", kind="date").month() > 3),
            ms.Criterion("X203", ~paid.is_missing() | (rate.half_up(2) > 0)),
        ]
    )


def workbook(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("6月")
        percent = book.add_format({"num_format": "0.0%"})
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.write_number(len(rows), 2, 0.72, percent)
        shown: Any = "#DIV/0!"  # xlsxwriter says that it is a number
        sheet.write_formula(len(rows), 3, "=1/0", None, shown)
        sheet.merge_range(len(rows) + 1, 0, len(rows) + 1, 2, "合计")
    return out.getvalue()


REGISTER = [
    ["指标", "县市区", "年度目标", "完成数", "填报日期"],
    ["jobs", "平江县", "5900人", "4,425人", "2023-07-03"],
    ["城镇新增就业5.9万人", "岳阳县", "5850人", "４０００", "2023年7月3日"],
]
TABLE = "\n".join(",".join(f'"{cell}"' for cell in row) for row in REGISTER).encode()


def texts() -> Iterator[tuple[str, bytes, Read]]:
    """Every format: its name, a valid file, and what reads it."""
    for name in ("programme.toml", "projects.toml", "areas.csv", "allocation.csv"):
        yield name, (DATA / "yueyang-2023" / name).read_bytes(), in_folder(name)
    yield "programme.json", ms.dump(YUEYANG).encode(), by_file("p.json", ms.load)
    yield "programme text", ms.dump(YUEYANG).encode(), ms.load
    yield "criteria", rules().encode(), ms.load_json
    for folder, load in (("schemes", ms.load_scheme), ("lights", ms.measuring.load_lights)):
        for path in sorted((DATA / folder).glob("*.toml")):
            yield f"{folder}/{path.stem}", path.read_bytes(), by_file(path.name, load)
    figures = (DATA / "yueyang-2019" / "progress.csv").read_bytes()
    yield "progress.csv", figures, lambda data: ms.read_progress(data, EARLIER)
    yield "register", TABLE, lambda data: ms.read_progress(data, YUEYANG, period="2023年6月")
    yield (
        "register.xlsx",
        workbook(REGISTER),
        lambda data: ms.read_progress(data, YUEYANG, period="2023年6月"),
    )
    yield (
        "register.xls",
        old_book(OLD),
        lambda data: ms.read_progress(data, YUEYANG, period="2023年6月", aliases={"就业": "jobs"}),
    )
    written = FOLDER / "written.xlsx"
    ms.writing.write_register(ms.read_progress(TABLE, YUEYANG, period="2023年6月"), YUEYANG, written)
    yield "written.xlsx", written.read_bytes(), lambda data: ms.read_progress(data, YUEYANG)
    yield "published", TABLE, ms.read_published
    marks = "对象,项,数\n平江县,作风,92\n岳阳县,作风,88.5\n".encode()
    yield "marks", marks, by_file("marks.csv", read_marks)
    events = "对象,事项,日期,次数\n平江县,通报批评,2023-06-30,2\n".encode()
    yield "events", events, by_file("events.csv", read_events)
    answers = "对象,项,满意,基本满意,不满意,弃权,到会,全体\n平江县,满意度,30,10,2,1,43,50\n".encode()
    yield "answers", answers, by_file("answers.csv", read_answers)
    row = "县市区,标准,执行标准,执行日期\n君山区,subsistence-rural,640元/月,2023-01-01\n".encode()
    yield "adopted", row, by_file("adopted.csv", lambda path: ms.read_adopted(path, YUEYANG))


#: there are many formats, and each example loads a file
FEWER = settings(
    max_examples=settings.default.max_examples // 4,  # type: ignore[union-attr]  # there is a profile
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FORMATS = {name: (data, read) for name, data, read in texts()}


def holds(name: str, data: bytes, read: Read) -> None:
    """The law, for one file."""
    said = ""
    try:
        read(data)
    except ms.MinshengError as error:
        said = str(error)
    event(f"{name}: {'refused' if said else 'read'}")
    assert len(said) < (MOST_LISTED + 2) * 3 * MOST_SHOWN


@pytest.mark.parametrize("name", FORMATS)
def test_the_files_that_are_changed_are_read(name: str) -> None:
    data, read = FORMATS[name]
    read(data)


# --- bytes -------------------------------------------------------------------------------

#: what nobody writes, or only to see what happens
PIECES = [
    "\0", "\x1b", "\u202e", "\u200b", "\ufeff", "\ud800", "\xff", '"', "'", "\\", "\n", "\r", ",", "=", "[",
    "]", "{", "}", "[[", "<", ">", "&", "#", "9" * 5000, "1e99999999999999999999", "-1e-9999999", "nan",
    "inf", "-0", "1_000", "[]", "{}", '""', "null", "true", "1979-05-27T07:32:00Z", "07:32:00",
    "9999-12-31", "0001-01-01", "万亿", "²", "①", "½", "٣", "\u0301" * 50, "a." * 40, "[" * 500,
    '{"a":' * 500, "\\u0000", "\\ud800", "💥",
]  # fmt: skip


@st.composite
def changed_bytes(draw: st.DrawFn, data: bytes) -> bytes:
    """A file with some places cut out, doubled, or with something put in."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, max(len(data) - 1, 0)))
        end = min(start + draw(st.sampled_from((0, 1, 2, 5, 40, 10**6))), len(data))
        piece = draw(st.sampled_from(PIECES)).encode("utf-8", "surrogatepass")
        put = draw(st.sampled_from((b"", piece, data[start:end] * 2)) | st.binary(max_size=3))
        data = data[:start] + put + data[end:]
    return data


@pytest.mark.parametrize("name", FORMATS)
@settings(FEWER)
@given(choices=st.data())
def test_bytes_may_be_lost_doubled_and_exchanged(name: str, choices: st.DataObject) -> None:
    data, read = FORMATS[name]
    holds(name, choices.draw(changed_bytes(data)), read)


# --- tokens ------------------------------------------------------------------------------

TOKEN = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[0-9]+(?:[-.][0-9]+)*|[A-Za-z_-]+|[^\x00-\x7f]+')
VALUES = [
    b"0", b"-1", b"9" * 5000, b"1e99999999999999999999", b"nan", b"-inf", b"true", b"false", b"[]", b"{}",
    b"[[1]]", b'["a"]', b'[["a"]]', b'{a = 1}', b'{"a": 1}', b"null", b'""', b'"\\u0000"', b'"\\ud800"',
    b'"\\u202e"', b"''", b"1979-05-27", b"1979-05-27T07:32:00Z", b"07:32:00", b'"1e999999999"',
    b'"' + b"9" * 5000 + b'"', b"0.1", b"1" + b"0" * 60, b'"-"', b'"a.b.c"', "“".encode(), "½".encode(),
    "1½".encode(), "壹".encode(), b"-0", b"1/0", "9999年99月".encode(), "2023年6月—2022年1月".encode(),
    b"0000-00-00", ">= 0 元/元".encode(), ">= 1e5 人".encode(),
]  # fmt: skip


@st.composite
def changed_tokens(draw: st.DrawFn, data: bytes) -> bytes:
    """A text with a few of its tokens exchanged, for others of it or for such as nobody writes."""
    found = list(TOKEN.finditer(data))
    for _ in range(draw(st.integers(1, 3))):
        old = found[draw(st.integers(0, len(found) - 1))]
        other = found[draw(st.integers(0, len(found) - 1))][0]
        new = draw(st.sampled_from((*VALUES, other)))
        data = data[: old.start()] + new + data[old.end() :]
        found = list(TOKEN.finditer(data)) or found[:1]
    return data


@pytest.mark.parametrize("name", [name for name in FORMATS if ".xls" not in name])
@settings(FEWER)
@given(choices=st.data())
def test_tokens_may_be_exchanged(name: str, choices: st.DataObject) -> None:
    data, read = FORMATS[name]
    holds(name, choices.draw(changed_tokens(data)), read)


# --- structure ---------------------------------------------------------------------------

JUNK: list[Any] = [
    None, True, 0, -1, 10**39, "HUGE", 1.5, "", "x", "\0", "\u202e", "9" * 5000, "1e99", [], {}, [[]],
    [None], {"node": []}, {"id": {}}, ["a", ["b"]], {"": None}, [{}] * 3, "2023-02-30", "9999-12-31", "NaN",
    "-0",
]  # fmt: skip


def _places(plain: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, value in inner:
        yield from _places(value, (*path, key))


@st.composite
def changed_structure(draw: st.DrawFn, plain: Any) -> str:
    """Data with some values exchanged for junk or for each other, taken out, or put elsewhere."""
    plain = copy.deepcopy(plain)
    for _ in range(draw(st.integers(1, 3))):
        places = [path for path in _places(plain) if path]
        if not places:
            break
        path = places[draw(st.integers(0, len(places) - 1))]
        holder = plain
        for step in path[:-1]:
            holder = holder[step]
        act = draw(st.sampled_from(("junk", "junk", "drop", "swap", "key")))
        if act == "drop":
            del holder[path[-1]]
        elif act == "key" and isinstance(holder, dict):
            holder[draw(st.sampled_from(("x", "", "id", "\u202e", "node", "number")))] = holder.pop(path[-1])
        elif act == "swap":
            other: Any = plain
            for step in places[draw(st.integers(0, len(places) - 1))]:
                other = other[step]
            holder[path[-1]] = copy.deepcopy(other)
        else:
            holder[path[-1]] = copy.deepcopy(draw(st.sampled_from(JUNK)))
    return json.dumps(plain, ensure_ascii=draw(st.booleans())).replace('"HUGE"', "9" * 5000)


@pytest.mark.parametrize("name", ["programme text", "criteria"])
@given(choices=st.data())
def test_values_may_be_of_any_kind_and_anywhere(name: str, choices: st.DataObject) -> None:
    data, read = FORMATS[name]
    text = choices.draw(changed_structure(json.loads(data)))
    holds(name, text.encode("utf-8", "surrogatepass"), read)


@pytest.mark.parametrize("name", ["register.xlsx", "written.xlsx"])
@given(choices=st.data())
def test_the_parts_of_a_workbook_may_be_changed(name: str, choices: st.DataObject) -> None:
    data, read = FORMATS[name]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    for part in choices.draw(st.sets(st.sampled_from(sorted(parts)), min_size=1, max_size=2)):
        changed = changed_bytes(parts[part]) | changed_tokens(parts[part])
        parts[part] = choices.draw(changed)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for part, content in parts.items():
            book.writestr(part, content)
    holds(name, out.getvalue(), read)


# --- records -----------------------------------------------------------------------------

VALUED: list[Any] = [
    *(one for one in JUNK if one != "HUGE"), 10**5000, -(10**39), Decimal("sNaN"), Decimal("NaN"),
    Decimal("-Infinity"), Decimal("1E+999999"), Decimal("1E-999999"), Decimal("-0"), float("nan"),
    float("inf"), 1e308, 5e-324, b"1", object(), 1j, Fraction(1, 3), datetime.date.max,
    datetime.datetime(1, 1, 1, tzinfo=datetime.UTC), datetime.time(), range(3), np.array([1, 2]),
    np.float32(0.1),
    np.datetime64("NaT", "D"), pd.NA, pd.NaT, pd.Series([1]), int, "\ud800", (1,), frozenset(),
]  # fmt: skip
CRITERIA = ms.load_json(rules())
COLUMNS = ("paid", "area_kind", "month", "on", "actual", "target")


@given(st.sampled_from(CRITERIA), st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from(VALUED)))
def test_records_may_hold_anything(criterion: ms.Criterion, junk: dict[str, Any]) -> None:
    record = {
        "paid": 640,
        "area_kind": "county",
        "month": datetime.date(2023, 6, 1),
        "on": None,
        "actual": 1,
        "target": 2,
    }
    with contextlib.suppress(ms.MinshengError):
        assert criterion.judge(record | junk).explain()


@given(st.lists(st.dictionaries(st.sampled_from([*REGISTER[0], "?"]), st.sampled_from(VALUED)), max_size=3))
def test_rows_of_a_register_may_hold_anything(junk: list[dict[str, Any]]) -> None:
    sound = dict(zip(REGISTER[0], REGISTER[1], strict=True))
    with contextlib.suppress(ms.MinshengError):
        progress = ms.read_progress([sound, *(sound | row for row in junk)], YUEYANG, period="2023年6月")
        assert all(len(line.cells) + len(line.why) < 3 * MOST_SHOWN for line in progress.aside)
