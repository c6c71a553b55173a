"""The architecture, where import-linter cannot see it: walls, names, sizes, no state."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import minsheng as ms

SOURCE = Path(__file__).parent.parent / "src" / "minsheng"
MODULES = sorted(SOURCE.rglob("*.py"))

#: the only places that may import a walled library
WALLS = {
    "pint": {"domain/units.py"},
    "cattrs": {"reading/structure.py"},
    "hypothesis": {"testing/"},
    "narwhals": {
        "rules/criteria/frames/dialect.py",
        "rules/criteria/frames/frame.py",
        "rules/criteria/over_rows/ranks.py",
        "rules/criteria/frames/rows.py",
        "rules/criteria/over_rows/series.py",
        "rules/criteria/over_rows/windows.py",
        "rules/criteria/over_rows/columns.py",
    },
    "python_calamine": {"reading/tables/excel.py"},
    "xlsxwriter": {"writing/tables.py"},
    "chinese_calendar": {"domain/calendar.py"},
}
#: the one place that makes code: of steps, never of text in data
WRITES_CODE = "rules/criteria/records/record.py"


def imports(path: Path) -> set[str]:
    """The top-level packages a module imports at run time, lazily or not."""
    found: set[str] = set()
    for node in ast.walk(without_type_checking(ast.parse(path.read_text("utf-8")))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def without_type_checking(tree: ast.Module) -> ast.Module:
    class Drop(ast.NodeTransformer):
        def visit_If(self, node: ast.If) -> ast.AST | None:
            return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)

    kept: ast.Module = Drop().visit(tree)
    return kept


@pytest.mark.parametrize("library", WALLS)
def test_a_walled_library_is_imported_in_one_place(library: str) -> None:
    users = [str(p.relative_to(SOURCE)) for p in MODULES if library in imports(p)]
    assert users
    assert all(any(user.startswith(place) for place in WALLS[library]) for user in users), users


def test_modules_stay_small() -> None:
    lengths = {str(p.relative_to(SOURCE)): len(p.read_text("utf-8").splitlines()) for p in MODULES}
    assert {name: n for name, n in lengths.items() if n > 300} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 150


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_nothing_is_executed_rounded_or_dated_today(path: Path) -> None:
    """No eval, no float on the way to a verdict, no round, no clock."""
    tree = ast.parse(path.read_text("utf-8"))
    called = {
        node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    if str(path.relative_to(SOURCE)) == WRITES_CODE:
        called.discard("exec")
    if str(path.relative_to(SOURCE)) in (
        "rules/criteria/frames/reading.py",
        "rules/criteria/records/floats.py",
    ):
        called -= {"float", "round"}  # reading floats, where the caller asked for it
    assert not called & {"eval", "exec", "__import__", "float", "round", "today", "now"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_importing_loads_nothing_heavy() -> None:
    """`import minsheng` loads neither pint, cattrs, hypothesis nor attrs, nor any module of its own."""
    code = "import sys, minsheng; print(*sorted(m.partition('.')[0] for m in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "minsheng" in loaded
    assert not {"pint", "cattrs", "narwhals", "hypothesis", "attr", "attrs"} & set(loaded)


def test_the_rules_do_not_need_hypothesis_or_cattrs() -> None:
    code = (
        "import sys, minsheng as ms; ms.check, ms.Amount('3', '户'), ms.rule, ms.Criterion;"
        "print(*sorted(m.partition('.')[0] for m in sys.modules))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"cattrs", "hypothesis", "narwhals"} & set(loaded)


def test_the_public_names_are_one_list() -> None:
    """What type checkers read is what the package gives: each name, from where it is said to live."""
    typed = {
        alias.name: str(node.module)
        for node in ast.walk(ast.parse((SOURCE / "__init__.pyi").read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    }
    assert len(typed) > 150
    assert list(ms.__all__) == sorted([*typed, "__version__"]) == dir(ms)
    for name, module in typed.items():
        assert getattr(ms, name) is getattr(importlib.import_module(module), name), name


@pytest.mark.parametrize("name", ms.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(ms, name)
    if name not in ("STANDARD_RULES", "__version__"):
        assert (value.__doc__ or "").strip()


def test_a_name_that_is_not_public() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Amout'"):
        _ = ms.Amout  # type: ignore[attr-defined]  # that is the mistake
    assert ms.__version__
