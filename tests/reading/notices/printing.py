"""The same notice in other kinds of file, with merged cells: workbooks, saved pages, PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import attrs
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

Merge = tuple[int, int, int, int]


@attrs.frozen
class Cells:
    """A table: its texts, and the cells that are merged (first row, first column, last row, last column)."""

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merge, ...]

    @property
    def covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Each cell that is merged, with the first of those it is merged with."""
        return {
            (r, c): (top, left)
            for top, left, bottom, right in self.merged
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
        }


def pieces(text: str) -> Iterator[str | Cells]:
    """The paragraphs and the tables of a text in which the lines of tables have tabs."""
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            yield with_merges(rows)
            rows = []
        if line.strip():
            yield line.strip()


def with_merges(rows: Sequence[Sequence[str]]) -> Cells:
    """Blanks below a number or a title belong to it; blanks beside a long text too."""
    width = max(map(len, rows))
    whole = [[*row, *[""] * (width - len(row))] for row in rows]
    merged: list[Merge] = []
    for r, row in enumerate(whole):
        for c, text in enumerate(row):
            right = c
            if len(text) > 8:  # a text, wider than a column, spans the blanks beside it
                while right + 1 < width and not row[right + 1]:
                    right += 1
            bottom = r
            if c == 0 and text.isdecimal():
                while bottom + 1 < len(whole) and not whole[bottom + 1][0] and not whole[bottom + 1][1]:
                    bottom += 1
            if (right, bottom) != (c, r):
                merged.append((r, c, bottom, right))
    return Cells(tuple(map(tuple, whole)), tuple(merged))


def book(path: Path, text: str) -> Path:
    """A workbook: each table on a sheet of its own, the paragraphs before it above."""
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        at = 0
        for piece in pieces(text):
            if isinstance(piece, str):
                sheet.write_string(at, 0, piece)
                at += 1
                continue
            for r, row in enumerate(piece.rows):
                for c, cell in enumerate(row):
                    sheet.write_string(at + r, c, cell)
            for top, left, bottom, right in piece.merged:
                sheet.merge_range(at + top, left, at + bottom, right, piece.rows[top][left])
            at += len(piece.rows) + 1
    return path


def web(path: Path, text: str) -> Path:
    """A page in the characters of older sites, its content in a table for the looks."""
    made = []
    for piece in pieces(text):
        if isinstance(piece, str):
            made.append(f"<p>{escape(piece)}<br></p>")
            continue
        covered, first = piece.covered, {(t, c): (b - t + 1, e - c + 1) for t, c, b, e in piece.merged}
        lines = []
        for r, row in enumerate(piece.rows):
            cells = [
                f"<td rowspan={first[r, c][0]} colspan='{first[r, c][1]}'><p>{escape(cell)}</p></td>"
                if (r, c) in first
                else f"<td>{escape(cell)}"
                for c, cell in enumerate(row)
                if (r, c) in first or (r, c) not in covered
            ]
            lines.append(f"<tr>{''.join(cells)}</tr>")
        made.append(f"<table border=1>{''.join(lines)}</table>")
    head = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>x</title>'
    body = f"<script>alert('<p>序号</p>')</script><table><tr><td><div>{''.join(made)}</div></td></tr></table>"
    path.write_bytes(f"{head}</head><body>{body}</body></html>".encode("gb18030"))
    return path


# --- PDF ---------------------------------------------------------------------------------

_WIDE, _HIGH, _SIDE, _SIZE, _LEAD = 1190, 842, 40, 8, 10


class Paper:
    """Prints paragraphs and ruled tables on pages, a table going on with or without its headings."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = float(_SIDE)

    def turn(self) -> None:
        """Begin a page."""
        self.pages.append([])
        self.y = float(_SIDE)

    def put(self, x: float, y: float, text: str) -> None:
        """One line of text."""
        if text:
            codes = text.encode("utf-16-be").hex()
            self.pages[-1].append(f"BT /F {_SIZE} Tf {x:.2f} {_HIGH - y - _SIZE:.2f} Td <{codes}> Tj ET")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """One rule."""
        self.pages[-1].append(f"{x0:.2f} {_HIGH - y0:.2f} m {x1:.2f} {_HIGH - y1:.2f} l S")

    def paragraph(self, text: str) -> None:
        """A paragraph: its first line indented, the others full."""
        most = (_WIDE - 2 * _SIDE) // _SIZE
        lines = [text[: most - 2], *(text[at : at + most] for at in range(most - 2, len(text), most))]
        for n, line in enumerate(lines):
            if self.y > _HIGH - 2 * _SIDE:
                self.turn()
            self.put(_SIDE + 2 * _SIZE * (n == 0), self.y, line)
            self.y += 1.6 * _LEAD

    def table(self, cells: Cells, *, heads: int = 0) -> None:
        """A table; where it is split over pages, its first rows are repeated as asked."""
        need = [
            max(1, max((len(row[c]) for row in cells.rows), default=1)) for c in range(len(cells.rows[0]))
        ]
        wish = [min(max(n, 2), 6 if n < 12 else 16) + 1.0 for n in need]
        scale = (_WIDE - 2 * _SIDE) / sum(wish)
        widths = [scale * n for n in wish]
        spans = {(top, left): right for top, left, _, right in cells.merged}
        covered = cells.covered
        heights = []
        for r, row in enumerate(cells.rows):
            lines = 1
            for c, text in enumerate(row):
                if covered.get((r, c), (r, c)) == (r, c):
                    right = spans.get((r, c), c)
                    lines = max(lines, -(-len(text) // self._fits(widths[c : right + 1])))
            heights.append(lines * _LEAD + 4)
        r = 0
        while r < len(cells.rows):
            part = [*range(min(heads, r))] if r else []
            height = sum(heights[n] for n in part)
            while r < len(cells.rows) and (not part or self.y + height + heights[r] < _HIGH - _SIDE):
                height += heights[r]
                part.append(r)
                r += 1
            self._part(cells, part, widths, heights)
            if r < len(cells.rows):
                self.turn()
        self.y += _LEAD

    @staticmethod
    def _fits(widths: Sequence[float]) -> int:
        return max(1, int((sum(widths) - 3) // _SIZE))

    def _part(
        self, cells: Cells, part: Sequence[int], widths: Sequence[float], heights: Sequence[float]
    ) -> None:
        spans, covered = {(top, left): right for top, left, _, right in cells.merged}, cells.covered
        xs = [_SIDE + sum(widths[:c]) for c in range(len(widths) + 1)]
        top = self.y
        for n, r in enumerate(part):
            for c, text in enumerate(cells.rows[r]):
                first = covered.get((r, c), (r, c))
                if not n or r != part[n - 1] + 1 or covered.get((r - 1, c), (r - 1, c)) != first:
                    self.rule(xs[c], self.y, xs[c + 1], self.y)
                if not c or covered.get((r, c - 1), (r, c - 1)) != first:
                    self.rule(xs[c], self.y, xs[c], self.y + heights[r])
                if first == (r, c):
                    fits = self._fits(widths[c : spans.get(first, c) + 1])
                    for at in range(0, len(text), fits):
                        self.put(xs[c] + 2, self.y + 2 + at // fits * _LEAD, text[at : at + fits])
            self.y += heights[r]
        self.rule(xs[0], self.y, xs[-1], self.y)
        self.rule(xs[-1], top, xs[-1], self.y)

    def bytes(self) -> bytes:
        """The file."""
        kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(self.pages)))
        inner = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000"
        shape = f"/MediaBox [0 0 {_WIDE} {_HIGH}] /Resources << /Font << /F 3 0 R >> >>"
        outline = "/Type /FontDescriptor /FontName /F /Flags 4 /Ascent 880 /Descent -120"
        inner += f" /FontDescriptor << {outline} /FontBBox [0 -120 1000 880] >>"
        font = f"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F {inner} >>]"
        meant = (
            "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> "
            "endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end"
        )
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} {shape} >>",
            f"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /ToUnicode 4 0 R {font} >>",
            f"<< /Length {len(meant)} >>\nstream\n{meant}\nendstream",
        ]
        for n, page in enumerate(self.pages):
            body = "\n".join(page)
            objects += [
                f"<< /Type /Page /Parent 2 0 R /Contents {6 + 2 * n} 0 R >>",
                f"<< /Length {len(body)} >>\nstream\n{body}\nendstream",
            ]
        out, places = b"%PDF-1.4\n", []
        for n, content in enumerate(objects, 1):
            places.append(len(out))
            out += f"{n} 0 obj\n{content}\nendobj\n".encode("ascii")
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
        return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode("ascii")


def paper(path: Path, text: str) -> Path:
    """A PDF, each page of a table of the text on a page of its own."""
    made, before = Paper(), ""
    for piece in pieces(text):
        if isinstance(piece, str):
            made.paragraph(piece)
        else:
            if before == "table":
                made.turn()
            made.table(piece)
        before = "text" if isinstance(piece, str) else "table"
    path.write_bytes(made.bytes())
    return path
