"""Writing a programme's folder: the four files that are loaded, and the list of questions of a draft."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from minsheng.asking import asked
from minsheng.domain.area import CITY
from minsheng.domain.plain import WHOLE
from minsheng.domain.programme import Programme
from minsheng.errors import DataError
from minsheng.reading.files import write_whole
from minsheng.reading.folder import ALLOCATION, AREAS, PROGRAMME, PROJECTS
from minsheng.reading.notices.draft import Draft, items_of
from minsheng.reading.paths import holder
from minsheng.reading.ticks import DEFAULT, QUESTIONS
from minsheng.visible import shown
from minsheng.writing.shortening import shortened
from minsheng.writing.toml import REMARKS, toml_text, without_empty


@asked
def write_folder(of: Programme | Draft, folder: str | Path) -> None:
    """Write a programme, or the draft of one with its questions, as a folder that :func:`load` reads.

    Of a draft there is ``疑问.md`` too. A question that is still open is a reading without a choice: the
    folder is loaded once each has one.

    Raises:
        DataError: there is a programme in the folder already, or it cannot be written.
        ValueError: it holds what the folder's format has no place for.

    >>> import tempfile
    >>> from minsheng import load
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_folder(load("yueyang-2023"), f"{place}/again")
    ...     load(f"{place}/again") == load("yueyang-2023")
    True
    """
    folder = Path(folder)
    plain = of.whole() if isinstance(of, Draft) else as_printed(WHOLE.write(of))
    if isinstance(of, Draft):
        _remark(plain["projects"], of)
    own = without_empty(_short(plain, str(plain["document"].get("number", ""))))
    files = {
        PROGRAMME: toml_text({k: v for k, v in own.items() if k not in ("areas", "projects", "allocation")}),
        PROJECTS: toml_text(shortened(own["projects"], own.get("levels", ()))),
        AREAS: _csv(_areas(plain["areas"])),
        ALLOCATION: _csv(_allocation(plain)),
    }
    if isinstance(of, Draft):
        files[QUESTIONS] = questions_text(of)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:  # a name with a null character is no name
        raise DataError.at(
            str(folder), f"建不了文件夹（{getattr(error, 'strerror', None) or error}）"
        ) from None
    if there := [name for name in files if (folder / name).exists()]:
        raise DataError.at(str(folder), f"已经有 {'、'.join(there)}", "请换一个文件夹，或先移走")
    for name, text in files.items():
        write_whole(folder / name, text.encode())


def questions_text(draft: Draft) -> str:
    """The list of questions; a question is answered by an x in the brackets of one reading.

    What is read by default has no x, so that an x is always a person's.
    """
    how = "在要取的读法前面的方括号里写 x，存好以后运行 minsheng check 这个文件夹。没有写的照默认读。"
    lines = [f"# {shown(draft.summary)}", "", how, ""]
    for q in sorted(draft.questions, key=lambda q: not q.open):
        state = "待答" if q.open else "已按默认读，可以换" if q.options else "请核对"
        lines += [f"## {q.id}", "", f"{state}。{shown(f'{q.where}：{q.met}')}", "", shown(q.question), ""]
        for o in q.options:
            x, default = (o.id == q.chosen and yes for yes in (q.answered, not q.answered))
            lines.append(f"- [{'x' if x else ' '}] {o.id}：{shown(o.text)}{DEFAULT if default else ''}")
        lines += [f"读作：{shown(q.reads)}"] if q.reads else []
        lines.append("")
    return "\n".join(lines)


def as_printed(plain: dict[str, Any]) -> dict[str, Any]:
    """The data with what errata correct as it is printed, since the errata are applied when it is loaded."""
    for erratum in plain["errata"]:
        found = holder(plain, erratum["path"]) if erratum["path"] else None
        if found:
            found[0][found[1]] = erratum["printed"]
    return plain


def _remark(projects: Sequence[dict[str, Any]], draft: Draft) -> None:
    """Say above each project which questions are about it, and beside each row where it stands."""
    for project in projects:
        of = re.compile(rf"(?:附件\d*)?第{project['number']}项")
        about = [q for q in draft.questions if of.match(q.where)]
        for item in items_of(project):
            item[REMARKS] = [_in_a_line(draft.places[item["id"]])] if item["id"] in draft.places else []
        project[REMARKS] = [_in_a_line(f"{QUESTIONS} {q.id}，{q.where}：{q.question}") for q in about]


def _in_a_line(text: str) -> str:
    """A remark: nothing that it quotes may end it and become a key."""
    return " ".join(shown(text).split())


def _short(value: Any, number: str) -> Any:
    """The data with citations of the notice itself as their place alone."""
    if isinstance(value, list):
        return [_short(one, number) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"document", "where"} and value["document"] == number:
        return value["where"]
    return {key: _short(one, number) for key, one in value.items()}


def _areas(areas: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    nested = any(area.get("parent") for area in areas)
    columns = ("name", "kind", "code", "note", *(["parent"] if nested else []))
    return [columns, *(tuple(area.get(key) or "" for key in columns) for area in areas)]


def _allocation(plain: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    areas = [area["name"] for area in plain["areas"]]
    yield ("indicator", "unit", *areas, CITY)
    for row in plain["allocation"]["rows"]:
        cells = (row["cells"][area] for area in areas)
        yield (
            row["indicator"],
            row["unit"],
            *("/" if c is None else c for c in cells),
            row["city_share"] or "",
        )


def _csv(rows: Iterator[Sequence[str]] | list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
