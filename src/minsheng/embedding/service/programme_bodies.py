"""What is asked and answered of programmes, schemes, divisions and printed tables."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NewType

import attrs

from minsheng.dividing.methods import Method
from minsheng.dividing.ties import TieBreak
from minsheng.domain.amount import Amount
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.standards import AdoptedStandard
from minsheng.embedding.service.bodies import Record
from minsheng.published.printed import Agreement, Subject
from minsheng.rules.scoring.forms.events import Event, Mark
from minsheng.rules.scoring.forms.survey import Answers
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.choices import Ranked

#: results as the plain data of their formats
ReportDocument = NewType("ReportDocument", dict[str, Any])
RankingDocument = NewType("RankingDocument", dict[str, Any])
DivisionDocument = NewType("DivisionDocument", dict[str, Any])
Figure = str | int


@attrs.frozen
class Check:
    """A programme to be checked by the standard rules.

    Args:
        programme: its name, or it itself.
        progress: what was reported; without it the rules on progress are skipped.
        adopted: the standards that the areas have adopted; without them their rules are skipped.
        on: the day; by default the last of the programme's year, or the last reported on.
        rules: only these, by family or code, such as A or S201.
    """

    programme: Programme
    progress: Progress | None = None
    adopted: tuple[AdoptedStandard, ...] | None = None
    on: datetime.date | None = None
    rules: tuple[str, ...] = ()


@attrs.frozen
class Checked:
    """The report of a check.

    Args:
        ok: whether nothing was found and nothing is unknown.
        summary: how many rules found something, held or were skipped, in Chinese.
        report: the report.
    """

    ok: bool
    summary: str
    report: ReportDocument


@attrs.frozen
class Score:
    """Who is to be scored: the subjects of a programme, or records.

    Args:
        scheme: its name, or it itself.
        programme: its name, or it itself; give this or records.
        records: by subject, its values by the columns of the scheme.
        groups: of records, the group that each subject is ranked in.
        progress: of a programme, what was reported.
        marks: of a programme, marks and other numbers that no register has.
        events: of a programme, what happened; null if unknown, empty if nothing did.
        survey: of a programme, the results of surveys and votes.
        verified: of a programme, whether verified figures count instead of reported ones.
        subjects: who is ranked, where not as the scheme says.
        on: the day.
        explain: the subjects whose points are to be explained in words.
    """

    scheme: Scheme
    programme: Programme | None = None
    records: Mapping[str, Record] | None = None
    groups: Mapping[str, str] | None = None
    progress: Progress | None = None
    marks: tuple[Mark, ...] = ()
    events: tuple[Event, ...] | None = None
    survey: tuple[Answers, ...] = ()
    verified: bool = False
    subjects: Ranked | None = None
    on: datetime.date | None = None
    explain: tuple[str, ...] = ()


@attrs.frozen
class Scored:
    """A ranking.

    Args:
        summary: how many are scored and ranked, in Chinese.
        ranking: rank, points and grade of each subject, where the points come from, and who is not
            scored, with the reasons.
        explanations: in words, by the subjects that were asked for.
    """

    summary: str
    ranking: RankingDocument
    explanations: Mapping[str, str]


@attrs.frozen
class Allocate:
    """A total to be divided over areas.

    Args:
        total: what is divided, such as ``41.3 万亩``.
        weights: of each area; null for one that gets no share.
        step: shares are multiples of it; by default of one in the last place of the total.
        floors: the least share, by area.
        caps: the greatest share, by area.
        city_share: what is kept for the city itself.
        method: how the last steps are given.
        ties: who gets the last step where claims are equal.
    """

    total: Amount
    weights: Mapping[str, Figure | None]
    step: Figure | None = None
    floors: Mapping[str, Figure] | None = None
    caps: Mapping[str, Figure] | None = None
    city_share: Figure | None = None
    method: Method = Method.HAMILTON
    ties: TieBreak = TieBreak.REFUSE


@attrs.frozen
class Allocated:
    """A division.

    Args:
        shares: by area, as text; null where it has none.
        working: how they come about, in Chinese.
        division: the division.
    """

    shares: Mapping[str, str | None]
    working: str
    division: DivisionDocument


@attrs.frozen
class Published:
    """A printed table to be checked by its own figures.

    Args:
        lines: its lines; keys are headings as offices print them, cells are text.
    """

    lines: tuple[Mapping[str, str | int | None], ...]


@attrs.frozen
class PrintedCell:
    """A cell of a printed table, and whether it follows from the others.

    Args:
        subject: what it is.
        group: the table or the part of it that the line is in.
        name: what the line is about.
        area: whose line it is.
        printed: what is printed.
        agreement: whether that follows.
        working: the arithmetic.
        why: an explanation, or why nothing can be said.
        source: the line's place in the request, counted from 0.
    """

    subject: Subject
    group: str
    name: str
    area: str
    printed: str
    agreement: Agreement
    working: str
    why: str
    source: str


@attrs.frozen
class Verified:
    """Which cell of a printed table follows from the others.

    Args:
        ok: whether something could be checked and everything follows.
        summary: how many cells agree, how many do not, in Chinese.
        checks: of each cell whether it follows.
    """

    ok: bool
    summary: str
    checks: tuple[PrintedCell, ...]
