"""Scoring by names and files: what the command line does, as one function."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import attrs

from minsheng.loading.marks import read_answers, read_events, read_marks
from minsheng.loading.programme import load
from minsheng.loading.progress import has_progress, read_progress
from minsheng.loading.scheme import load_scheme
from minsheng.scoring.choices import Ranked
from minsheng.scoring.ranking import Ranking
from minsheng.scoring.score import score


def score_files(
    name: str | Path,
    scheme: str | Path,
    *,
    progress: str | Path | None = None,
    period: str | None = None,
    on: datetime.date | None = None,
    by: str | None = None,
    only: Sequence[str] = (),
    marks: str | Path | None = None,
    events: str | Path | None = None,
    survey: str | Path | None = None,
    verified: bool = False,
) -> Ranking:
    """A programme scored by a scheme, all by names and files.

    Args:
        name: a programme that comes with the library, or its folder.
        scheme: a scheme that comes with the library, its file or folder.
        progress: the register; the one that comes with the programme, without.
        period: what its figures cover, where it does not say.
        on: the day.
        by: ``areas``, ``agencies`` or ``projects``, or the Chinese word; as the scheme says without.
        only: only these items and sections of the scheme.
        marks, events, survey: CSV files; see :mod:`minsheng.loading.marks`.
        verified: by verified figures.

    Raises:
        DataError: a file that cannot be read, or that does not fit.
        UnknownName: no such programme, scheme or item.

    >>> ranking = score_files("yueyang-2019", "chizhou-2004", by="agencies")
    >>> len(ranking), len(ranking.unscored)
    (10, 2)
    """
    programme = load(name)
    loaded = load_scheme(scheme)
    if only:
        loaded = loaded.only(*only)
    if by is not None:
        loaded = attrs.evolve(loaded, ranked=Ranked(by))
    register = progress if progress is not None else str(name) if has_progress(str(name)) else None
    return score(
        programme,
        loaded,
        progress=None if register is None else read_progress(register, programme, period=period),
        on=on,
        marks=() if marks is None else read_marks(marks),
        events=None if events is None else read_events(events),
        survey=() if survey is None else read_answers(survey),
        verified=verified,
    )
