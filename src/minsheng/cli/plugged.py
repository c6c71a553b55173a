"""``--plugins``: what other distributions bring, for one command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minsheng.cli.common import names
from minsheng.embedding.plugins import Plugins, plugins
from minsheng.errors import MinshengError
from minsheng.rules.criteria.criterion import Criterion
from minsheng.visible import shown


def criteria_of(given: argparse.Namespace, codes: str) -> tuple[Criterion, ...]:
    """The criteria of plug-ins with these codes; none if the text is something else, such as a file."""
    known = {one.code: one for one in given.plugged.criteria} if given.plugins else {}
    listed = names(codes)
    if not all(code in known for code in listed):
        return ()
    if listed and Path(codes).exists():
        raise MinshengError(f"“{codes}”既是这里的文件，又是插件里的；要这里的，请写 ./{codes}")
    return tuple([known[code] for code in listed])


@contextmanager
def plugged(given: argparse.Namespace) -> Iterator[Plugins]:
    """The plug-ins, whose names are replaced by the paths they stand for; what is broken is told."""
    found = plugins()
    for problem in found.broken:
        print(shown(f"minsheng：{problem}"), file=sys.stderr)
    for option, paths in (("name", found.programmes), ("scheme", found.schemes), ("compare", found.schemes)):
        name = getattr(given, option, None)
        if name in paths:
            if Path(name).exists():
                raise MinshengError(f"“{name}”既是这里的文件，又是插件里的；要这里的，请写 ./{name}")
            setattr(given, option, str(paths[name]))
    given.plugged = found
    with found.units_known():
        yield found
