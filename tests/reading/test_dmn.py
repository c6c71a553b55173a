"""DMN: what is read means what the standard says; what is written is read again; the rest is refused."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.base import Kind
from minsheng.reading.dmn.document import VERSIONS
from minsheng.testing import tables

NEWEST = "https://www.omg.org/spec/DMN/20230324/MODEL/"
TYPES = {"x": "number", "s": "string", "b": "boolean", "d": "date", "y": "number"}


def file(folder: Path, inside: str, space: str = NEWEST, *, inputs: dict[str, str] = TYPES) -> Path:
    """A file with inputs of some types, and what else is in it."""
    declared = "".join(
        f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
        for name, kind in inputs.items()
    )
    path = folder / "表.dmn"
    path.write_text(
        f'<definitions xmlns="{space}" name="试" namespace="urn:x">{declared}{inside}</definitions>', "utf-8"
    )
    return path


def decision(name: str, inside: str, needs: str = "xsbdy", decisions: tuple[str, ...] = ()) -> str:
    wanted = "".join(
        f'<informationRequirement><requiredInput href="#{one}"/></informationRequirement>' for one in needs
    )
    wanted += "".join(
        f'<informationRequirement><requiredDecision href="#D{one}"/></informationRequirement>'
        for one in decisions
    )
    return f'<decision id="D{name}" name="{name}"><variable name="{name}"/>{wanted}{inside}</decision>'


def formula(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


@attrs.frozen
class Made:
    """A table to be written as XML."""

    keys: tuple[str, ...]
    rules: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    policy: str = "UNIQUE"
    aggregation: str = ""
    listed: tuple[str, ...] = ("",)
    default: tuple[str, ...] = ("",)
    allowed: tuple[str, ...] = ()
    names: tuple[str, ...] = ("",)

    def xml(self) -> str:
        allowed = self.allowed or ("",) * len(self.keys)
        parts = [
            f'<input><inputExpression typeRef="{TYPES.get(key, "")}">'
            f"<text>{escape(key)}</text></inputExpression>"
            + (f"<inputValues><text>{escape(values)}</text></inputValues>" if values else "")
            + "</input>"
            for key, values in zip(self.keys, allowed, strict=True)
        ]
        for name, values, default in zip(self.names, self.listed, self.default, strict=True):
            parts.append(
                f"<output{f' name={quoteattr(name)}' if name else ''}>"
                + (f"<outputValues><text>{escape(values)}</text></outputValues>" if values else "")
                + (
                    f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>"
                    if default
                    else ""
                )
                + "</output>"
            )
        for cells, results in self.rules:
            entries = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells)
            outs = "".join(f"<outputEntry><text>{escape(one)}</text></outputEntry>" for one in results)
            parts.append(f"<rule>{entries}{outs}</rule>")
        how = f' aggregation="{self.aggregation}"' if self.aggregation else ""
        return f'<decisionTable hitPolicy="{self.policy}"{how}>{"".join(parts)}</decisionTable>'


def table(*rules: str, keys: str = "x", **more: Any) -> str:
    """A table of rules written as ``cell | cell -> result, result``."""
    split = [tuple(part.strip() for part in rule.split("->")) for rule in rules]
    made = tuple(
        (tuple(map(str.strip, cells.split("|"))), tuple(map(str.strip, results.split(" & "))))
        for cells, results in split
    )
    return Made(tuple(keys.split("|")), made, **more).xml()


def read(folder: Path, inside: str, **more: Any) -> ms.rules.DecisionModel:
    return ms.read_dmn(file(folder, inside), **more)


def worth(model: ms.rules.DecisionModel, name: str = "D", /, **record: Any) -> Any:
    return model.compute({column.name: None for column in model.inputs} | record)[name]


def refused(folder: Path, inside: str, **more: Any) -> str:
    with pytest.raises(ms.DataError) as error:
        read(folder, inside, **more)
    return "\n".join(map(str, error.value.problems))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.05 ** 16 ** 16 + x", "数太长"), ("1.000001 ** 16 ** 16 + x", "数太长"), ("1e40", "数太长"),
        ("10 ** 16 ** 16 ** 16 + x", "数太长"), ("1e999999999", "不是一个可用的数"),
        ("x ** 16 ** 16 ** 16", "多于 64 个"), ("(x + 1) ** 16 ** -16", "多于 64 个"),
        ("(1 / (x ** 9)) ** 9", "多于 64 个"),
    ],
)  # fmt: skip
def test_numbers_that_are_too_long_are_refused(tmp_path: Path, text: str, said: str) -> None:
    """Whether they are written or would be calculated."""
    assert said in refused(tmp_path, decision("D", formula(text)))


def test_chains_of_products_are_bounded_too(tmp_path: Path) -> None:
    links = (decision(f"N{n}", formula(f"N{n - 1} * N{n - 1}"), "", (f"N{n - 1}",)) for n in range(1, 20))
    assert "多于 64 个" in refused(tmp_path, decision("N0", formula("x"), "x") + "".join(links))


def test_a_quotient_is_no_column_and_which_is_said(tmp_path: Path) -> None:
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"x": ["7"], "y": ["3"]})
    model = read(tmp_path, decision("人均", formula("x / y * 2")))
    with pytest.raises(ms.RuleError, match=r"'人均' is a quotient.*round half up\(…, 2\).*x ÷ y × 2"):
        ms.compute(frame, **model.decisions)
    rounded = read(tmp_path, decision("人均", formula("round half up(x / y * 2, 2)")))
    assert ms.compute(frame, **rounded.decisions)["人均"].to_list() == [Decimal("4.67")]


def test_units_that_do_not_fit_are_said_in_chinese(tmp_path: Path) -> None:
    columns = {"x": ms.column("x", "元", places=2), "y": ms.column("y", "人", places=0)}
    for inside in (
        formula("x + y"), formula("max(x, y)"), formula("if b then x else y"), formula("x in [1..y]"),
        table("1 -> x", "2 -> y"), table("1 -> 3", "2 -> x", "4 -> y"), table("> y -> 1"),
    ):  # fmt: skip
        assert "的单位是“元”，“y”的单位是“人”" in refused(tmp_path, decision("D", inside), columns=columns)


# --- the law: tables as the standard says, by an evaluator of its own -----------------------------

#: cells by kind, each with what it says of a value, as FEEL has it: True, False, or None for null
Tried = tuple[str, Callable[[Any], Any]]


def null_is(value: bool | None, fits: Callable[[Any], bool]) -> Callable[[Any], Any]:
    return lambda x: value if x is None else fits(x)


CELLS: dict[str, list[Tried]] = {
    "x": [
        ("-", lambda x: True),
        ("", lambda x: True),
        (">=18", null_is(None, lambda x: x >= 18)),
        ("<18", null_is(None, lambda x: x < 18)),
        ("[18..60)", null_is(None, lambda x: 18 <= x < 60)),
        ("]18..60]", null_is(None, lambda x: 18 < x <= 60)),
        ("(0..18[", null_is(None, lambda x: 0 < x < 18)),
        ("60", null_is(False, lambda x: x == 60)),
        ("0, 18, >= 60", null_is(None, lambda x: x in (0, 18) or x >= 60)),
        ("not(18, 60)", null_is(True, lambda x: x not in (18, 60))),
        ("not([18..60])", null_is(None, lambda x: not 18 <= x <= 60)),
        ("null", null_is(True, lambda x: False)),
        ("not(null)", null_is(False, lambda x: True)),
        ("-2 * 3", null_is(False, lambda x: x == -6)),
    ],
    "s": [
        ("-", lambda s: True),
        ('"a"', null_is(False, lambda s: s == "a")),
        ('"a", "b"', null_is(False, lambda s: s in ("a", "b"))),
        ('not("a")', null_is(True, lambda s: s != "a")),
        ('not("a", "b")', null_is(True, lambda s: s not in ("a", "b"))),
        ('not(null, "a")', null_is(False, lambda s: s != "a")),
        ('"c", null', null_is(True, lambda s: s == "c")),
    ],
    "b": [
        ("-", lambda b: True),
        ("true", null_is(False, lambda b: b)),
        ("false", null_is(False, lambda b: not b)),
        ("not(true)", null_is(True, lambda b: not b)),
    ],
}
#: every value that some cell tells from another, and none
VALUES: dict[str, list[Any]] = {
    "x": [None, *map(Decimal, ("-6", "-1", "0", "0.5", "17.9", "18", "18.1", "59.9", "60", "61"))],
    "s": [None, "a", "b", "c", "z"],
    "b": [None, True, False],
}
ALLOWED: dict[str, list[Tried]] = {
    "x": [("", lambda x: True), ("[0..60]", lambda x: x is None or 0 <= x <= 60)],
    "s": [("", lambda s: True), ('"a", "b"', lambda s: s in (None, "a", "b"))],
    "b": [("", lambda b: True)],
}
OUTPUTS = ("1", "2", "3", "null")
HITS = [("UNIQUE", ""), ("ANY", ""), ("FIRST", ""), ("PRIORITY", "")]
HITS += [("COLLECT", how) for how in ("SUM", "MIN", "MAX", "COUNT")]


@attrs.frozen
class Drawn:
    """A table, and what the standard makes of it."""

    made: Made
    tests: tuple[tuple[Callable[[Any], Any], ...], ...]
    allowed: tuple[Callable[[Any], Any], ...]

    def fitting(self, values: tuple[Any, ...]) -> list[int]:
        return [
            n
            for n, row in enumerate(self.tests)
            if all(test(v) is True for test, v in zip(row, values, strict=True))
        ]

    def of(self, values: tuple[Any, ...]) -> Any:
        """The result; ``"refused"`` for what this library refuses when it reads the table."""
        if not all(fits(v) for fits, v in zip(self.allowed, values, strict=True)):
            return None
        found = [self.result(n) for n in self.fitting(values)]
        default = self.made.default[0]
        if not found:
            if default:
                return Fraction(default)
            return Fraction(0) if self.made.aggregation == "COUNT" else None
        policy = self.made.policy
        if policy == "UNIQUE":
            return found[0] if len(found) == 1 else "refused"
        if policy == "ANY":
            return found[0] if len(set(found)) == 1 else "refused"
        if policy == "PRIORITY":
            order = [*self.made.listed[0].split(", "), "null"]
            return min(found, key=lambda one: order.index("null" if one is None else str(one)))
        if policy == "FIRST":
            return found[0]
        if self.made.aggregation == "COUNT":
            return Fraction(len(found))
        if None in found:
            return None
        how: dict[str, Callable[[list[Any]], Any]] = {"SUM": sum, "MIN": min, "MAX": max}
        return how[self.made.aggregation](found)

    def result(self, number: int) -> Any:
        said = self.made.rules[number][1][0]
        return None if said == "null" else Fraction(said)


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    keys = tuple(draw(st.lists(st.sampled_from("xsb"), min_size=1, max_size=3, unique=True)))
    policy, how = draw(st.sampled_from(HITS))
    count = draw(st.integers(1, 4))
    outputs = OUTPUTS[:3] if how in ("MIN", "MAX") else OUTPUTS
    rows = [tuple(draw(st.sampled_from(CELLS[key])) for key in keys) for _ in range(count)]
    results = [draw(st.sampled_from(outputs)) for _ in rows]
    allowed = [draw(st.sampled_from(ALLOWED[key])) for key in keys]
    default = draw(st.sampled_from(("", "", "3")))
    listed = draw(st.permutations(OUTPUTS[:3])) if policy == "PRIORITY" else []
    made = Made(
        keys,
        tuple((tuple(text for text, _ in row), (result,)) for row, result in zip(rows, results, strict=True)),
        policy,
        how,
        (", ".join(listed),),
        (default,),
        tuple(text for text, _ in allowed),
    )
    tests = tuple(tuple(test for _, test in row) for row in rows)
    return Drawn(made, tests, tuple(fits for _, fits in allowed))


@given(drawn())
def test_a_table_is_worth_what_the_standard_says(of: Drawn) -> None:
    """On every record and on a frame; refused if and only if rules meet that may not."""
    import tempfile

    cases = [*product(*(VALUES[key] for key in of.made.keys))]
    wanted = {case: of.of(case) for case in cases}
    with tempfile.TemporaryDirectory() as folder:
        inside = decision("D", of.made.xml())
        if "refused" in wanted.values():
            assert "能同时成立" in refused(Path(folder), inside)
            return
        model = read(Path(folder), inside)
        for case, result in wanted.items():
            assert worth(model, **dict(zip(of.made.keys, case, strict=True))) == result, case
        pl = pytest.importorskip("polars")
        kinds = {"x": pl.Decimal(20, 6), "s": pl.String, "b": pl.Boolean}
        columns = {
            key: pl.Series([case[n] for case in cases], dtype=kinds[key])
            for n, key in enumerate(of.made.keys)
        }
        done = ms.compute(pl.DataFrame(columns), **model.decisions)["D"].to_list()
        assert [None if one is None else Fraction(one) for one in done] == [*wanted.values()]
        gaps = any(
            not of.fitting(case)
            for case in cases
            if None not in case and all(fits(v) for fits, v in zip(of.allowed, case, strict=True))
        )
        assert not gaps or model.gaps("D")
        ms.writing.write_dmn(model, Path(folder) / "again.dmn")
        assert ms.read_dmn(Path(folder) / "again.dmn") == model


# --- the law: what is written is read again -------------------------------------------------------


@given(st.data())
def test_a_table_written_is_read_again(data: st.DataObject) -> None:
    """Equal, with its unit; and it judges alike."""
    import tempfile

    kind = data.draw(st.sampled_from([*Kind]))
    unit = data.draw(st.sampled_from((None, "元/月"))) if kind is Kind.NUMBER else None
    one = data.draw(tables(kind=kind, unit=unit))
    one = attrs.evolve(
        one, lines=tuple(attrs.evolve(line, source=f" 第{n}行\n") for n, line in enumerate(one.lines))
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.dmn"
        ms.writing.write_dmn(one, path)
        assert ms.read_dmn(path).tables[one.title] == one


def test_a_standard_and_a_criterion(tmp_path: Path) -> None:
    rural = ms.load("yueyang-2023").standard("subsistence-rural")
    ms.writing.write_dmn(rural, tmp_path / "a.dmn")
    assert ms.read_dmn(tmp_path / "a.dmn").tables[rural.text] == rural.decision_table
    paid = ms.column("发放", "元/月", places=2)
    floor = rural.floor(area_kind=ms.column("类别"), on=ms.column("月份"))
    known = ms.column("在保", kind="truth")
    one = ms.Criterion(
        "S201", (paid >= floor) | (paid * 2 == ms.Amount(5, "元/月")), when=known, title="低保"
    )
    ms.writing.write_dmn(one, tmp_path / "b.dmn")
    model = ms.read_dmn(tmp_path / "b.dmn")
    days = (None, datetime.date(2022, 1, 1), datetime.date(2023, 6, 1))
    for amount, kind, day in product((None, "2.5", "640", "650"), (None, "区", "县", "x"), days):
        record = {"发放": amount, "类别": kind, "月份": day, "在保": True}
        said = {True: "met", False: "unmet", None: "unknown"}[model.compute(record)["S201"]]  # type: ignore[index]  # a truth value
        assert said == one.judge(record).outcome, record


def test_texts_stay_texts(tmp_path: Path) -> None:
    """Whatever they hold: marks of XML, quotes, formulas."""
    odd = "]]></text><script>&\"'\\=1+1\n<!--"
    line = ms.rules.Line((ms.rules.OneOf((odd,)),), odd, odd)
    one = ms.rules.DecisionTable("<b>&", ("k",), (line,))
    ms.writing.write_dmn(one, tmp_path / "a.dmn")
    assert ms.read_dmn(tmp_path / "a.dmn").tables["<b>&"] == one
    with pytest.raises(ValueError, match="no model holds"):
        ms.writing.write_dmn(
            attrs.evolve(one, lines=(attrs.evolve(line, source="\x1b"),)), tmp_path / "b.dmn"
        )


# --- formulas --------------------------------------------------------------------------------------

RECORD: dict[str, Any] = {"x": 7, "y": Decimal("0.3"), "s": "a", "b": True, "d": datetime.date(2023, 6, 1)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x + 2 * y - 1", Fraction("6.6")), ("(x + 2) * y", Fraction("2.7")), ("-x - -y", Fraction("-6.7")),
        ("x / 3", Fraction(7, 3)), ("x / (x - 7)", None),
        ("x ** 2 - 2 ** 3", Fraction(41)), ("10 ** -2", Fraction(1, 100)),
        ("x + null", None), (".5 + y", Fraction("0.8")),
        ("x > 5 and y <= 0.3", True), ("x > 9 or not(b)", False), ("x = 7", True), ("x != 7", False),
        ("x = null", False), ("null = null", True), ("x between 1 and 7", True), ("x in [1..7)", False),
        ('"\\uD83D\\uDC0E" = "\\U01F40E"', True), ('"\\U01F40E" = "🐎"', True),
        ("x in (1, 7, >9)", True), ('s in ("b", "c")', False), ("(x) > (y)", True),
        ('if s = "a" then x else y', Fraction(7)), ("if x > 9 then 1 else null", None),
        ("max(x, y, 9)", Fraction(9)), ("min(x, y)", Fraction("0.3")), ("abs(y - x)", Fraction("6.7")),
        ("floor(y)", Fraction(0)), ("ceiling(y)", Fraction(1)), ("round half up(2.5, 0)", Fraction(3)),
        ('d >= date("2023-06-01")', True), ('d < @"2023-06-01"', False), ('"a" = s', True),
        ('"\\u4e2d\\"" = "中\\""', True),
        ("x + 1 // 加一", Fraction(8)), ("/* 见\n第三条 */ x /* */ * 2 // 倍", Fraction(14)),
        ('s = "// a"', False),
        ("1.5e2 + x * 1E1", Fraction(220)),
        ("-1.5e-3", Fraction("-0.0015")), ("x in [1e0..2e1]", True),
    ],
)  # fmt: skip
def test_formulas(tmp_path: Path, text: str, wanted: Any) -> None:
    assert worth(read(tmp_path, decision("D", formula(text))), **RECORD) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("b and x > 1", None), ("b and 1 > 2", False), ("b or 2 > 1", True), ("not(b)", None),
        ("x < 1", None),
        ("x = 1", False), ("x != 1", True), ("x = null", True), ("x = y", True),
        ("if b then 1 else 2", Fraction(2)),
        ("if x < 1 then 1 else 2", Fraction(2)), ("x + 1", None), ("max(x, 1)", None), ("x in (1, 2)", False),
    ],
)  # fmt: skip
def test_formulas_of_what_is_missing(tmp_path: Path, text: str, wanted: Any) -> None:
    """Null is equal to itself alone; a condition that is null takes ``else``."""
    assert worth(read(tmp_path, decision("D", formula(text)))) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"a" + s', "文字相接"), ("x ** y", "乘方的指数"), ("decimal(x, 2)", "round half up"),
        ("x +", "没有写完"),
        ("x > ", "没有写完"), ("unknown + 1", "没有输入或决策“unknown”"), ('s > "a"', "没有大小"),
        ("x = s", "不能比较"),
        ("if x then 1 else 2", "这里要真假"), ("if b then 1 else s", "then 是数，else 是文字"),
        ("[1, 2]", "看不懂"),
        ('date("2023-02-30")', "不是日期"), ("now()", "now"), ("x; y", "看不懂"),
        ("(" * 200 + "x", "层"), ("", "空着"),
        ("x // 1\n /", "没有写完"), ("/* 没有写完", "看不懂"), ("// 空", "空着"), ("2e + x", "看不懂"),
        ('max(s, "a")', "没有大小"), ("min(x, s)", "不能比较"), ("floor(x, 10)", "0 到 9 位"),
        ("for i in x return i", "没有输入"), ("?", "只能写在表的格子里"), ("1" * 60, "数"),
    ],
)  # fmt: skip
def test_what_is_outside_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    told = refused(tmp_path, decision("某决策", formula(text)))
    assert told.startswith("表.dmn 决策“某决策”："), told
    assert said in told


# --- tables ---------------------------------------------------------------------------------------


def test_the_working_names_the_rule(tmp_path: Path) -> None:
    """With its annotation; whether the table is one of ours or a chain of choices."""
    for policy in ("UNIQUE", "FIRST"):
        inside = table(">=18 -> 600", "<18 -> 300", *(["- -> 0"] if policy == "FIRST" else []), policy=policy)
        inside = inside.replace("</rule>", "<annotationEntry><text>第七条</text></annotationEntry></rule>", 1)
        model = read(tmp_path, decision("D", inside, "x"), units={"D": "元/月"})
        one = ms.Criterion("X101", ms.column("paid", "元/月", places=2) >= model["D"])
        assert one.explain({"paid": 640, "x": 20}) == "640 元/月 ≥ 600 元/月（规则1：第七条）"
        assert one.explain({"paid": 40, "x": 2}) == "40 元/月 < 300 元/月（规则2）"
        assert (policy == "UNIQUE") is bool(model.tables)


def test_comments_in_cells(tmp_path: Path) -> None:
    inside = table(">= 1e1 // 大 -> 1.5e1 /* 元 */", "- // 其他 -> 2", policy="FIRST")
    model = read(tmp_path, decision("D", inside.replace("<text>x<", "<text>x // 年龄<"), "x"))
    assert [worth(model, x=x) for x in (9, 10)] == [2, 15]


def test_several_outputs_and_chains(tmp_path: Path) -> None:
    first = table(
        '>=18 -> 1 & "高"', '<18 -> 2 & "低"', names=("分", "档"), listed=("", ""), default=("", "")
    )
    inside = decision("B", formula("A.分 * 10 + y"), "y", ("A",)) + decision("A", first, "x")
    inside += decision("C", table('"高" -> true', '"低" -> false', keys="A.档"), "", ("A",))
    model = read(tmp_path, inside)
    assert model.compute({"x": 18, "y": "0.5"}) == {"B": Fraction("10.5"), "A.分": 1, "A.档": "高", "C": True}
    assert [column.name for column in model.inputs] == ["x", "y"]
    only = read(tmp_path, inside + decision("E", formula("now()")), decisions=["C"])
    assert [*only.decisions] == ["A.分", "A.档", "C"]
    ms.writing.write_dmn(only, tmp_path / "only.dmn")
    assert ms.read_dmn(tmp_path / "only.dmn") == only
    assert worth(only, "C", x=3) is False


def test_units_and_places_of_columns(tmp_path: Path) -> None:
    """A number beside a figure is in its unit; the caller says which."""
    inside = decision("D", formula("if x >= 650 then x * 12 else 0"), "x")
    paid = ms.column("发放", "元/月", places=2)
    model = read(tmp_path, inside, columns={"x": paid})
    assert str(model["D"].node.unit) == "元/月"
    assert ms.Criterion("X101", model["D"] >= ms.Amount(7800, "元/月")).judge({"发放": "650.01"}).ok
    keyed = read(tmp_path, decision("D", table(">=650 -> 1", "<650 -> 0"), "x"), columns={"x": paid})
    assert keyed.compute({"发放": "649.99"}) == {"D": 0}
    with pytest.raises(ms.UnknownName, match="no input 'z'"):
        read(tmp_path, inside, columns={"z": paid})
    with pytest.raises(ms.RuleError, match="in the file a number"):
        read(tmp_path, inside, columns={"x": ms.column("x", kind="text")})
    with pytest.raises(ms.DataError):
        read(tmp_path, decision("D", formula("x"), "x")).compute({"x": "0.1234567"})


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (table("1 -> 1", policy="RULE ORDER"), "决策“D”：命中策略是 RULE ORDER"),
        (table("1 -> 1", policy="COLLECT"), "没有汇总方式"),
        (table("1 -> 1", "1 -> 2", policy="PRIORITY"), "没有列输出值"),
        (table("1 -> 1", "[0..2] -> 2"), "决策“D” 规则1、2：能同时成立"),
        (table("1 -> 1", "[0..2] -> 2", policy="ANY"), "能同时成立而输出不同"),
        (table("1 -> 1", '2 -> "a"'), "文字"),
        (table("[3..1] -> 1"), "规则1 “x”列“[3..1]”：范围是空的"),
        (table('"a" -> 1'), '规则1 “x”列“"a"”：数与文字不能比较'),
        (table("1 | 2 -> 1"), "规则1：有 2 个条件、1 个输出"),
        (table("1 -> "), "“第1列输出”列“”：空着"),
        (table("1 -> 4", listed=("1, 2",)), "不在列出的输出值"),
        (table("1 -> 1", keys="x + "), "没有写完"),
        ("<relation/>", "“relation”不在能读的范围内"),
        ("", "没有决策逻辑"),
        (formula("A") + "", "没有输入或决策“A”"),
    ],
)
def test_tables_that_are_refused(tmp_path: Path, inside: str, said: str) -> None:
    assert said in refused(tmp_path, decision("D", inside, "xs"))


def test_all_problems_at_once(tmp_path: Path) -> None:
    inside = decision("甲", table("a -> 1", '1 -> "', "> -> 2"), "x") + decision("乙", formula("now()"))
    assert refused(tmp_path, inside).count("\n") == 3


def test_circles_and_what_is_not_there(tmp_path: Path) -> None:
    circle = decision("A", formula("B"), "", ("B",)) + decision("B", formula("A"), "", ("A",))
    assert "A → B → A" in refused(tmp_path, circle)
    assert "“#Dno”不在这个文件里" in refused(tmp_path, decision("A", formula("1"), "", ("no",)))
    chain = "".join(decision(f"N{n}", formula(f"N{n + 1}"), "", (f"N{n + 1}",)) for n in range(200))
    assert "多于" in refused(tmp_path, chain + decision("N200", formula("1"), ""))


def test_cells_that_depend_on_other_inputs(tmp_path: Path) -> None:
    """Rules that meet are null then, as the standard says of a record; gaps cannot be told."""
    model = read(tmp_path, decision("D", table("[y..10] -> 1", ">5 -> 2"), "xy"))
    assert [worth(model, x=x, y=y) for x, y in ((3, 2), (7, 8), (7, 2), (1, 2), (3, None), (7, None))] == [
        1, 2, None, None, None, 2,
    ]  # fmt: skip
    assert model.gaps("D") is None


@pytest.mark.parametrize("space", VERSIONS)
def test_every_version_is_read_and_written_as_one(tmp_path: Path, space: str) -> None:
    model = ms.read_dmn(file(tmp_path, decision("D", table("1 -> 1")), space))
    ms.writing.write_dmn(model, tmp_path / "new.dmn")
    assert "20191111" in (tmp_path / "new.dmn").read_text("utf-8")
    assert ms.read_dmn(tmp_path / "new.dmn") == model


# --- hostile files ----------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE x [<!ENTITY a "' + "ha" * 99 + '"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ROOT = f'<definitions xmlns="{NEWEST}" name="x" namespace="x">'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f"{LAUGHS}{ROOT}&b;</definitions>".encode(), "DTD"),
        (f"{OUTSIDE}{ROOT}&a;</definitions>".encode(), "DTD"),
        (f"{LAUGHS}{ROOT}</definitions>".encode("utf-16"), "DTD"),
        ((ROOT + "<a>" * 100).encode(), "深于"),
        ((ROOT + "<a/>" * 65_000).encode(), "多于"),
        ((ROOT + "<decision><description>" + "长" * 20_000).encode(), "完好|个字"),
        (b"x" * (9 * 1024 * 1024), "MB"),
        (b"<definitions/>", "命名空间"),
        (ROOT.replace("20230324", "20990101").encode() + b"</definitions>", "命名空间"),
        (f'<?xml version="1.0" encoding="GBK"?>{ROOT}中</definitions>'.encode("gbk"), "编码是 gbk"),
        (f'<?xml version="1.0" encoding="utf-7"?>{ROOT}</definitions>'.encode(), "编码是 utf-7"),
        (ROOT.encode() + b"\xff\xfe</definitions>", "不是完好的 XML"),
        (b"\0" * 100, "不是完好的 XML"),
        (b"", "不是完好的 XML"),
        (f"{ROOT}</definitions>".encode(), "没有决策"),
        (f'{ROOT}<decision name="a"/><decision name="a"/></definitions>'.encode(), "有几个"),
        (f'{ROOT}<decision name="a&#x202e;"/></definitions>'.encode(), "控制字符"),
    ],
)
def test_hostile_files_are_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "坏.dmn").write_bytes(data)
    with pytest.raises(ms.DataError, match=said) as error:
        ms.read_dmn(tmp_path / "坏.dmn")
    assert all(problem.where.startswith("坏.dmn") for problem in error.value.problems)


def test_utf_16_is_read(tmp_path: Path) -> None:
    """Which XML has, as it has UTF-8."""
    text = file(tmp_path, decision("D", formula("1"))).read_text("utf-8")
    (tmp_path / "十六.dmn").write_bytes(text.encode("utf-16"))
    assert ms.read_dmn(tmp_path / "十六.dmn").compute({}) == {"D": 1}


def test_larger_tables_than_anybody_writes(tmp_path: Path) -> None:
    """Are refused, or read, and never hang."""
    assert "条规则" in refused(tmp_path, decision("D", table(*["1 -> 1"] * 3000)))
    many = [f"{n} -> {n}" for n in range(300)]
    assert worth(read(tmp_path, decision("D", table(*many))), x=265) == 265


@pytest.mark.parametrize(
    "tag", ["inputExpression", "inputEntry", "outputEntry", "inputValues", "literalExpression"]
)
@pytest.mark.parametrize("language", ["javascript", "juel", "https://example.org/groovy"])
def test_another_language_is_never_taken_for_feel(tmp_path: Path, tag: str, language: str) -> None:
    """Wherever the standard lets it be said; with its place, so that other decisions can be asked for."""
    inside = (
        formula("x + 1")
        if tag == "literalExpression"
        else table("< 5 -> 1", ">= 5 -> 2", allowed=("[0..9]",))
    )
    said = inside.replace(f"<{tag}", f'<{tag} expressionLanguage="{language}"', 1)
    assert said != inside
    other = decision("E", formula("x + 2"))
    assert f"这里的语言是 {language}；只读 FEEL" in refused(tmp_path, decision("D", said) + other)
    assert "决策“D”" in refused(tmp_path, decision("D", said) + other)
    assert worth(read(tmp_path, decision("D", said) + other, decisions=["E"]), "E", x=1) == 3
    feel = inside.replace(
        f"<{tag}", f'<{tag} expressionLanguage="https://www.omg.org/spec/DMN/20230324/FEEL/"', 1
    )
    assert worth(read(tmp_path, decision("D", feel)), x=1) == (2 if tag == "literalExpression" else 1)


def test_a_file_in_another_language_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, decision("D", formula("x + 1")))
    path.write_text(
        path.read_text("utf-8").replace("<definitions", '<definitions expressionLanguage="groovy"'), "utf-8"
    )
    with pytest.raises(ms.DataError, match="全部公式的语言是 groovy；只读 FEEL"):
        ms.read_dmn(path)


@pytest.mark.parametrize("kind", ["integer", "long"])
def test_a_whole_number_has_no_places(tmp_path: Path, kind: str) -> None:
    [column] = ms.read_dmn(file(tmp_path, decision("D", formula("x + 1"), "x"), inputs={"x": kind})).inputs
    assert column.places == 0
