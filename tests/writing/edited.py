"""Workbooks as people fill them in and change them, and as LibreOffice saves them."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

SHEET = "xl/worksheets/sheet1.xml"
#: LibreOffice, where it is installed
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def edited(data: bytes, change: Callable[[str], str]) -> bytes:
    """A workbook with its first sheet changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()).encode() if name == SHEET else part)
    return out.getvalue()


def filled_in(data: bytes, cells: Mapping[str, str]) -> bytes:
    """A workbook with values typed into its cells: numbers as numbers, all else as text."""

    def change(sheet: str) -> str:
        for at, text in cells.items():
            number = re.fullmatch(r"-?\d+(\.\d+)?", text)
            kind = "" if number else ' t="inlineStr"'
            inside = f"<v>{text}</v>" if number else f'<is><t xml:space="preserve">{escape(text)}</t></is>'
            cell = re.compile(rf'<c r="{at}"( s="\d+")?(?: t="s")?(?:/>|>.*?</c>)')
            there = cell.search(sheet)
            assert there, at
            typed = f'<c r="{at}"{there[1] or ""}{kind}>{inside}</c>'
            sheet = sheet[: there.start()] + typed + sheet[there.end() :]
        return sheet

    return edited(data, change)


def row_inserted(data: bytes, above: int, cells: Mapping[str, str]) -> bytes:
    """A workbook with a row of texts inserted above one."""

    def change(sheet: str) -> str:
        def down(match: re.Match[str]) -> str:
            number = int(match[2])
            return f'{match[1]}{number + (number >= above)}"'

        moved = re.sub(r'(<row r="|<c r="[A-Z]+)(\d+)"', down, sheet)
        texts = "".join(
            f'<c r="{column}{above}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in cells.items()
        )
        return moved.replace(
            f'<row r="{above + 1}"', f'<row r="{above}">{texts}</row><row r="{above + 1}"', 1
        )

    return edited(data, change)


def saved_by_office(path: Path, folder: Path, kind: str = "xlsx") -> Path:
    """A file as LibreOffice opens it and saves it; the test is skipped where there is none."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    home = folder / "office"
    how = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76"}.get(kind, kind)  # in UTF-8
    done = subprocess.run(
        [OFFICE, f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", how,
         "--outdir", str(folder / "saved"), str(path)],
        env={**os.environ, "HOME": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    saved = folder / "saved" / f"{path.stem}.{kind}"
    assert saved.exists(), done.stderr
    return saved
