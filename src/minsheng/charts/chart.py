"""A chart: a small SVG, and the figures it was drawn from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.charts.drawing import svg, words
from minsheng.reading.files import write_whole
from minsheng.table import Table, Tabled

#: the height of the title above a drawing
HEAD = 28


@built
@attrs.frozen(repr=False)
class Chart(Tabled):
    """A picture that shows itself in a notebook, and the table of the figures in it.

    It needs no script, no font and no network; equal charts are equal bytes.

    Args:
        title: above it.
        width, height: its size in pixels, without the title.
        drawing: what is drawn, as SVG.
        figures: what it was drawn from.
    """

    title: str
    width: int
    height: int
    drawing: str = attrs.field(repr=False)
    figures: Table

    @property
    def summary(self) -> str:
        """The title."""
        return self.title

    def to_svg(self) -> str:
        """As an SVG file: on white, to be put into a document or a page."""
        return self._svg(alone=True)

    @asked
    def write(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Write it as an SVG file, whole or not at all.

        Raises:
            ValueError: another kind of file, or one that is there already and may not be replaced.
            DataError: it cannot be written.
        """
        path = Path(path)
        if path.suffix.lower() != ".svg":
            raise ValueError(f"a chart is written to .svg, not {path.name!r:.60}")
        if path.exists() and not overwrite:
            raise ValueError(f"{path.name!r:.60} is there already: give overwrite=True to replace it")
        write_whole(path, f"{self.to_svg()}\n".encode())

    def table(self) -> Table:
        """The figures it was drawn from."""
        return self.figures

    def to_records(self) -> list[dict[str, Any]]:
        """The figures it was drawn from, as they stand in the table."""
        return [*self.figures.to_records()]

    def _html(self, fold: str) -> str:
        return self._svg(alone=False)

    def _svg(self, *, alone: bool) -> str:
        head = words(8, 18, self.title, size=14, room=self.width - 16)
        drawing = f'{head}<g transform="translate(0 {HEAD})">{self.drawing}</g>'
        return svg(self.width, self.height + HEAD, drawing, self.title, alone=alone)
