"""The architecture, where import-linter cannot see it: walls, names, sizes, no state."""

from __future__ import annotations

import ast
import importlib
import pydoc
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import minsheng as ms
from tests.public import NAMESPACES, PUBLIC

SOURCE = Path(__file__).parent.parent / "src" / "minsheng"
MODULES = sorted(SOURCE.rglob("*.py"))

#: the only places that may import a walled library
WALLS = {
    "pint": {"domain/units.py"},
    "hypothesis": {"testing/"},
    "narwhals": {
        "rules/criteria/frames/dialect.py",
        "rules/criteria/frames/frame.py",
        "rules/criteria/over_rows/ranks.py",
        "rules/criteria/frames/rows.py",
        "rules/criteria/over_rows/series.py",
        "rules/criteria/over_rows/spread.py",
        "rules/criteria/over_rows/windows.py",
        "rules/criteria/over_rows/columns.py",
    },
    "python_calamine": {"reading/tables/excel.py"},
    "sqlglot": {"rules/criteria/sql/"},
    "docx": {"writing/word"},
    "cattrs": {"embedding/converting.py"},
    "pydantic": {"embedding/pydantic.py"},
    "pydantic_core": {"embedding/pydantic.py"},
    "psycopg": {"embedding/judging/postgres.py"},
    "rich": {"cli/watching.py"},
    "xlsxwriter": {"writing/workbook.py"},
    "chinese_calendar": {"domain/calendar.py"},
    "litestar": {"embedding/service/"},
    "msgspec": {"embedding/service/"},
    "swagger_ui_bundle": {"embedding/service/described.py"},
    "uvicorn": {"embedding/service/server.py"},
}
#: the one place that makes code: of steps, never of text in data
WRITES_CODE = "rules/criteria/records/record.py"


@cache
def parsed(path: Path) -> ast.Module:
    """A module, read once; whoever changes the tree takes a copy."""
    return ast.parse(path.read_text("utf-8"))


@cache
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


@pytest.mark.parametrize("root", [SOURCE, Path(__file__).parent], ids=["source", "tests"])
def test_no_function_stands_twice(root: Path) -> None:
    """None has the body of another, whatever it is called; a line or so is no copy."""
    where: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*.py")):
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("test_"):
                body = node.body[ast.get_docstring(node) is not None :]
                written = "\n".join(map(ast.unparse, body))
                where.setdefault(written, []).append(f"{path.relative_to(root)}: {node.name}")
    assert [names for body, names in where.items() if len(names) > 1 and len(body) > 60] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_nothing_is_executed_rounded_or_dated_today(path: Path) -> None:
    """No eval, no float on the way to a verdict, no round, no clock."""
    tree = parsed(path)
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
    assert ast.get_docstring(parsed(path))


def test_importing_loads_nothing_heavy() -> None:
    """`import minsheng` loads neither pint, hypothesis nor attrs, nor any module of its own."""
    code = "import sys, minsheng; print(*sorted(m.partition('.')[0] for m in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "minsheng" in loaded
    assert not {"pint", "narwhals", "hypothesis", "attr", "attrs"} & set(loaded)


def test_the_rules_do_not_need_hypothesis() -> None:
    code = (
        "import sys, minsheng as ms; ms.check, ms.Amount('3', '户'), ms.rule, ms.Criterion;"
        "print(*sorted(m.partition('.')[0] for m in sys.modules))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"hypothesis", "narwhals"} & set(loaded)


def listed(namespace: ModuleType) -> dict[str, str]:
    """The names that type checkers read of a namespace, each with its module."""
    stub = Path(str(namespace.__file__)).with_suffix(".pyi")
    return {
        alias.name: str(node.module)
        for node in ast.walk(ast.parse(stub.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    }


@pytest.mark.parametrize("namespace", NAMESPACES, ids=lambda one: one.__name__)
def test_the_public_names_are_one_list(namespace: ModuleType) -> None:
    """What type checkers read is what a namespace gives: each name, from where it is said to live."""
    typed = listed(namespace)
    assert dir(namespace) == sorted(typed)
    rooms = {name for name, module in typed.items() if module == namespace.__name__}
    assert namespace.__all__ == sorted(typed.keys() - rooms)
    assert rooms == ({*ms._NAMESPACES, "testing"} if namespace is ms else set())
    for name in namespace.__all__:
        assert getattr(namespace, name) is getattr(importlib.import_module(typed[name]), name), name
    modules = {one.stem for one in Path(str(namespace.__file__)).parent.iterdir()}
    assert not {*namespace.__all__} & modules or not hasattr(namespace, "__path__")  # it would hide the name


def test_a_name_is_public_in_one_place() -> None:
    """There are about eighty to begin with; the rest have a namespace each."""
    assert len(ms.__all__) <= 88
    assert sum(len(one.__all__) for one in NAMESPACES) > 190
    named = Counter(name for _, name in PUBLIC)
    assert {name for name, times in named.items() if times > 1} == {"Grade"}  # of tables, and of schemes
    where = Counter(getattr(space, name) for space, name in PUBLIC if isinstance(getattr(space, name), type))
    assert set(where.values()) == {1}


@pytest.mark.parametrize(("namespace", "name"), PUBLIC, ids=str)
def test_every_public_name_is_there_and_documented(namespace: ModuleType, name: str) -> None:
    value = getattr(namespace, name)
    if name not in ("STANDARD_RULES", "FORMS"):
        assert (value.__doc__ or "").strip()


def test_the_reference_has_every_public_name() -> None:
    text = (SOURCE.parent.parent / "docs" / "reference" / "api.md").read_text("utf-8")
    said = re.findall(r"^\.\. (?:py:data|auto\w+):: (?:minsheng\.)?([\w.]+)", text, re.MULTILINE)
    found = {f"minsheng.{one}" for one in said}
    wanted = {f"{space.__name__}.{name}" for space, name in PUBLIC}
    assert wanted <= found, sorted(wanted - found)


@pytest.mark.parametrize(
    ("namespace", "name", "met"),
    [
        (ms, "Amout", "module 'minsheng' has no attribute 'Amout'"),
        (ms, "Event", "module 'minsheng' has no attribute 'Event': it is minsheng.scoring.Event"),
        (ms.scoring, "load", "module 'minsheng.scoring' has no attribute 'load': it is minsheng.load"),
    ],
)
def test_a_name_that_is_not_public(namespace: ModuleType, name: str, met: str) -> None:
    """Whoever looks in the wrong namespace is told the right one."""
    with pytest.raises(AttributeError) as error:
        getattr(namespace, name)
    assert str(error.value) == met
    assert ms.__version__


def test_a_namespace_is_loaded_when_it_is_first_used() -> None:
    """And ``from minsheng.scoring import Scheme`` is the same as ``ms.scoring.Scheme``."""
    code = (
        "import sys, minsheng as ms; before = {*sys.modules}; print('minsheng.scoring' in before);"
        "from minsheng.scoring import Scheme; print(ms.scoring.Scheme is Scheme);"
        "from minsheng.frames import *; print(ranks is ms.frames.ranks, 'narwhals' in before)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", "True", "True", "False"]


@pytest.mark.parametrize("namespace", NAMESPACES, ids=lambda one: one.__name__)
def test_help_of_a_namespace_is_a_page(namespace: ModuleType) -> None:
    """What it is for, and not every class at length."""
    assert len(pydoc.plain(pydoc.render_doc(namespace)).splitlines()) < 120
