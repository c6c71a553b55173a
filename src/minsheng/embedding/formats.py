"""The formats by name: which class each is of. A new one is a line here, and ``_FORMAT`` in its class."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from minsheng.errors import UnknownName
from minsheng.plain.language import Language

#: of each format, where its class is, and the module here whose language it is written in; both are
#: imported when they are asked for
_FORMATS = {
    "programme": ("minsheng.domain.programme.Programme", "values"),
    "progress": ("minsheng.domain.progress.Progress", "values"),
    "criterion": ("minsheng.rules.criteria.criterion.Criterion", "values"),
    "criteria": ("minsheng.embedding.values.Criteria", "values"),
    "scheme": ("minsheng.rules.scoring.regulation.scheme.Scheme", "values"),
    "lights": ("minsheng.measuring.lights.LightPolicy", "values"),
    "verdict": ("minsheng.rules.criteria.criterion.Verdict", "results"),
    "trace": ("minsheng.rules.criteria.records.trace.Trace", "values"),
    "report": ("minsheng.rules.report.Report", "results"),
    "standings": ("minsheng.measuring.standings.Standings", "results"),
    "score": ("minsheng.rules.scoring.ranking.scores.Score", "results"),
    "ranking": ("minsheng.rules.scoring.ranking.ranking.Ranking", "results"),
    "division": ("minsheng.dividing.allocate.Division", "others"),
    "draft": ("minsheng.reading.notices.draft.Draft", "others"),
    "bulletin": ("minsheng.bulletins.document.Bulletin", "others"),
}


def format_names() -> tuple[str, ...]:
    """The names of all formats.

    >>> format_names()[:2]
    ('programme', 'progress')
    """
    return tuple(_FORMATS)


@cache
def class_of(name: str) -> Any:
    """The class of a format.

    Raises:
        UnknownName: there is no such format.
    """
    if name not in _FORMATS:
        raise UnknownName("format", name, _FORMATS)
    module, _, own = _FORMATS[name][0].rpartition(".")
    return getattr(import_module(module), own)


@cache
def language_of(name: str) -> Language:
    """How values of a format are written and read: with the checks that files go through."""
    found: Language = import_module(f"minsheng.embedding.{_FORMATS[name][1]}").LANGUAGE
    return found


def language() -> Language:
    """How parts of any document are written and read: it knows what all formats know."""
    return language_of("bulletin")
