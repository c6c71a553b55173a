"""Names of tables and columns: refused if a database could not hold them, or tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minsheng.rules.criteria.sql.dialects import Sql
from minsheng.wanted import quoted

#: a table, its schema and its catalog
_MOST_PARTS = 3


def parts_of(table: str | Sequence[str]) -> tuple[str, ...]:
    """The parts of a table's name: text is taken apart at its dots, a sequence is taken as it is.

    >>> parts_of("pay.payments"), parts_of(["pay", "payments.2023"])
    (('pay', 'payments'), ('pay', 'payments.2023'))
    """
    parts = tuple(table.split(".")) if isinstance(table, str) else tuple(table)
    if not 1 <= len(parts) <= _MOST_PARTS:
        raise ValueError(
            f"table= has one to {_MOST_PARTS} parts, not {len(parts)}: give ('schema', 'table'), say"
        )
    return parts


def refuse_names(
    sql: Sql, table: Sequence[str], needed: Sequence[str], kept: Sequence[str] | None, made: Sequence[str]
) -> None:
    """Raise ``ValueError`` for a name that the text cannot hold or the database would cut or confuse."""
    for what, names in (
        ("table=", table),
        ("a column", needed),
        ("keep=", kept or ()),
        ("a new column", made),
    ):
        for name in names:
            _refuse(sql, what, name)
    columns = [*dict.fromkeys([*needed, *(kept or ())])]
    if kept is not None and len(set(kept)) < len(kept):
        raise ValueError(f"keep= has a column twice: {', '.join(map(quoted, kept))}")
    # with all columns kept, one that is needed stands beside the new ones
    beside = [*(columns if kept is None else kept), *made]
    for among in (beside, *([columns] if sql.folds else [])):
        seen: dict[str, str] = {}
        for name in among:
            twin = seen.setdefault(name.casefold() if sql.folds else name, name)
            if among is beside and twin == name and among.count(name) > 1:
                raise ValueError(f"two columns would be named {quoted(name)}: give prefix=, or another name")
            if twin != name:
                raise ValueError(
                    f"{sql.name} takes {quoted(twin)} and {quoted(name)} for one name: rename a column"
                )


def _refuse(sql: Sql, what: str, name: str) -> None:
    if not name:
        raise ValueError(f"{what}: a name cannot be empty")
    if not name.isprintable() and any(
        letter < " " or letter in _BREAKS or "\ud800" <= letter <= "\udfff" for letter in name
    ):
        raise ValueError(f"{what}: {name!a:.80} has a line break or another character that no name can hold")
    if sql.name == "spark" and "${" in name:
        raise ValueError(f"{what}: {quoted(name)}: Spark would put a setting in the place of ${{…}}")
    size = len(name.encode())
    if sql.longest and size > sql.longest:
        raise ValueError(
            f"{what}: {quoted(name)} has {size} bytes in UTF-8, and {sql.name} cuts a name after"
            f" {sql.longest}: give a shorter one (a 汉字 has 3)"
        )


#: what ends a line, besides control characters
_BREAKS = "\x7f\x85\u2028\u2029"


def refuse_texts(texts: Iterable[str]) -> None:
    """Raise ``ValueError`` for texts that no database can hold."""
    for text in texts:
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise ValueError(f"{text!a:.80} has a character that no text in a database can have")
