"""A table of PostgreSQL as rows: read by a cursor of the server, in a transaction that cannot write."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.embedding.judging.rows import BATCH, AsTheyAre, Batch
from minsheng.errors import DataError, Problems, UnknownName
from minsheng.rules.criteria.records.floats import SAY_FLOATS

#: a name in a table's name: quoted as in SQL, or as it stands
_NAME = re.compile(r'"((?:[^"]|"")+)"|([^".]+)')
#: what PostgreSQL cuts a name off at, in silence
_LONGEST = 63
#: the types that cannot be what a criterion judges
_FLOATS = ("real", "double precision")
_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a
WHERE a.attrelid = %s::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""


def identifiers(table: str) -> tuple[str, ...]:
    """The names that a table's name consists of, each as it is spelled; quotes are as in SQL.

    Raises:
        DataError: it is no name of a table.

    >>> identifiers('payments'), identifiers('民政."发放.2023"')
    (('payments',), ('民政', '发放.2023'))
    """
    found, rest = list[str](), table
    while match := _NAME.match(rest):
        found.append(match[1].replace('""', '"') if match[1] else match[2])
        rest = rest[match.end() :]
        if not rest.startswith("."):
            break
        rest = rest[1:]
        if not rest:
            found = []
    if rest or not 1 <= len(found) <= 2 or "\0" in table:
        todo = '请写成 表名 或 模式.表名；名称里有点或引号的，照 SQL 加双引号："2023.发放"'
        raise DataError.at("--table", f"“{table}”不是表名", todo)
    for name in found:
        many = len(name.encode("utf-8", "surrogatepass"))
        if many > _LONGEST:
            met = f"“{name}”有 {many} 字节，PostgreSQL 的名称至多 {_LONGEST} 字节"
            raise DataError.at("--table", met)
    return tuple(found)


class PostgresRows(AsTheyAre):
    """A table or a view.

    Args:
        url: what libpq connects by; it is never shown.
        table: the name, see :func:`identifiers`.
        wanted: the columns that are judged.
        whole: whether the others are read too.
    """

    size: int | None = None

    def __init__(self, url: str, table: str, wanted: Collection[Column], *, whole: bool) -> None:
        self._names, self._url, self.name = identifiers(table), url, table
        try:
            import psycopg
            from psycopg import sql
        except ImportError:
            todo = "请安装：pip install 'minsheng[postgres]'"
            raise DataError.at("--postgres", "读 PostgreSQL 要用 psycopg，这里没有安装", todo) from None
        self._psycopg, self._sql = psycopg, sql
        named = {one.name: one for one in wanted}
        with self._connected() as connection:
            types = dict(self._types(connection))
        whole = whole or not named.keys() <= types.keys()  # so that it is told what there is instead
        self.columns = [name for name in types if whole or name in named]
        self._refuse({name: one for name, one in named.items() if name in types}, types)
        # others are carried as the server writes them, days so that one beyond the calendar is only wrong
        self._as_text = {name for name in self.columns if name not in named or types[name] == "date"}

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        """A connection on which nothing can be written."""
        try:
            with self._psycopg.connect(self._url, connect_timeout=10) as connection:
                connection.read_only = True
                connection.isolation_level = self._psycopg.IsolationLevel.REPEATABLE_READ
                connection.execute("SET LOCAL datestyle TO ISO")
                yield connection
                connection.rollback()
        except (self._psycopg.Error, UnicodeEncodeError) as error:
            said = " ".join(f"{error!s:.300}".split())
            raise DataError.at(f"PostgreSQL“{self.name}”", f"读不了：{said}") from None

    def _types(self, connection: Any) -> list[tuple[str, str]]:
        """The columns and their types.

        Raises:
            DataError: there is no such table.
        """
        quoted = self._sql.Identifier(*self._names).as_string(connection)
        [found] = connection.execute("SELECT to_regclass(%s)::oid", [quoted]).fetchone()
        if found is None:
            known = "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r','v','m','f','p') LIMIT 2000"
            names = [name for (name,) in connection.execute(known)]
            met = UnknownName("表", self._names[-1], names)
            todo = f"最接近的是“{met.nearest}”" if met.nearest else "请写明模式：模式.表名"
            raise DataError.at("PostgreSQL", f"没有表“{self.name}”（大小写照库里的）", todo)
        rows: list[tuple[str, str]] = connection.execute(_COLUMNS, [found]).fetchall()
        return rows

    def _refuse(self, needed: dict[str, Column], types: dict[str, str]) -> None:
        problems = Problems()
        for name, column in needed.items():
            kind, where = types[name], f"{self.name}“{name}”列"
            if column.of is Kind.NUMBER and not column.floats and kind in _FLOATS:
                todo = f"请换成 numeric；{SAY_FLOATS}"
                problems.add(where, "是浮点数，不精确", todo)
            elif kind.endswith("[]") or kind in ("json", "jsonb", "bytea"):
                problems.add(where, f"是 {kind}", "请换成数、文字、日期或真假值")
        problems.refuse()

    def batches(self) -> Iterator[Batch]:
        sql, done = self._sql, 0
        columns = sql.SQL(", ").join(
            sql.SQL("{}::text").format(sql.Identifier(name))
            if name in self._as_text
            else sql.Identifier(name)
            for name in self.columns
        )
        query = sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier(*self._names))
        with self._connected() as connection, connection.cursor("minsheng") as cursor:
            cursor.itersize = BATCH
            cursor.execute(query)
            while rows := cursor.fetchmany(BATCH):
                lines, done = range(done + 1, done + len(rows) + 1), done + len(rows)
                yield Batch(lines, rows, done)

    def place(self, line: int, at: int | None = None) -> str:
        where = f"{self.name} 读到的第{line}行"
        return where if at is None else f"{where}“{self.columns[at]}”列"
