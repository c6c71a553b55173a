"""The public test kit of DMN (``dmn-tck/tck``), run against ``read_dmn``; none of it is kept here.

    python -m tests.reading.dmn_kit FOLDER [--tables] [-v]

FOLDER is ``TestCases/compliance-level-2`` or ``-3`` of a copy of the kit. Every result of every case is
passed, refused (with the reason, counted) or wrong. ``--tables`` takes only models with a decision table.
The exit code is 1 if one is wrong.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, parse

import minsheng as ms
from minsheng.reading.dmn.reader import read_dmn

KIT = "{http://www.omg.org/spec/DMN/20160719/testcase}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
#: an expected number is given to so many digits, as engines of 34 digits round
DIGITS = Fraction(1, 10**8)


def value_of(tag: Element | None) -> Any:
    """What the kit gives or expects: a plain value, a dict of parts, a list."""
    if tag is None or tag.get(f"{XSI}nil") == "true":
        return None
    parts = tag.findall(f"{KIT}component")
    if parts:
        return {part.get("name", ""): value_of(part) for part in parts}
    listed = tag.find(f"{KIT}list")
    if listed is not None:
        return [value_of(item) for item in listed.findall(f"{KIT}item")]
    value = tag.find(f"{KIT}value")
    if value is None or value.get(f"{XSI}nil") == "true":
        return None
    kind, text = value.get(f"{XSI}type", "").rpartition(":")[2], value.text or ""
    if kind in ("decimal", "double", "integer", "int", "long", "float"):
        return Decimal(text)
    if kind == "boolean":
        return text == "true"
    return datetime.date.fromisoformat(text) if kind == "date" else text


def flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A structured value as one name for each part."""
    if isinstance(value, dict):
        for part, inner in value.items():
            yield from flat(f"{name}.{part}", inner)
    else:
        yield name, value


def alike(found: Any, wanted: Any) -> bool:
    """Whether a result is what the kit expects."""
    if isinstance(wanted, Decimal):
        exact = Fraction(wanted)
        return isinstance(found, Fraction) and abs(found - exact) <= DIGITS * max(Fraction(1), abs(exact))
    return type(found) is type(wanted) and found == wanted


def results(test_file: Path) -> Iterator[tuple[str, str, str]]:
    """Each expected result: the case, ``passed``, ``refused`` or ``wrong``, and why."""
    root = parse(test_file).getroot()  # noqa: S314  # the kit is a file of one's own choice
    model = test_file.parent / root.findtext(f"{KIT}modelName", "")
    for case in root.findall(f"{KIT}testCase"):
        given: dict[str, Any] = {}
        for node in case.findall(f"{KIT}inputNode"):
            given |= dict(flat(node.get("name", ""), value_of(node)))
        for node in case.findall(f"{KIT}resultNode"):
            if node.get("type") == "decisionService" or case.get("type") == "decisionService":
                continue  # which may be called as a decision is
            name = node.get("name", "")
            which = f"{test_file.parent.name} {case.get('id')} {name}"
            yield (which, *judged(model, name, given, value_of(node.find(f"{KIT}expected"))))


def judged(model: Path, name: str, given: dict[str, Any], wanted: Any) -> tuple[str, str]:
    """How one result comes out."""
    try:
        read = read_dmn(model, decisions=[name])
    except ms.UnknownName:
        return "refused", "no decision (of an imported or boxed model)"
    except ms.DataError as error:
        return "refused", re.sub("“[^”]*”", "“…”", error.problems[0].met)
    record = {column.name: None for column in read.inputs} | given
    try:
        found = read.compute(record)
    except ms.DataError as error:
        return "refused", "a value: " + re.sub("“[^”]*”", "“…”", error.problems[0].met)
    if isinstance(wanted, list):
        return "wrong", f"{found}, not {wanted}"
    pairs = [*flat(name, wanted)]
    if wanted is None and name not in found:
        pairs = [(part, None) for part in found]
    for part, value in pairs:
        if part not in found or not alike(found[part], value):
            return "wrong", f"{part} is {found.get(part)!r}, not {value!r}"
    return "passed", ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tables", action="store_true", help="only models with a decision table")
    parser.add_argument("-v", "--verbose", action="store_true", help="every result that did not pass")
    asked = parser.parse_args()
    counted, why = Counter[str](), Counter[str]()
    for test_file in sorted(asked.folder.glob("*/*.xml")):
        texts = [path.read_text("utf-8", "replace") for path in test_file.parent.glob("*.dmn")]
        if asked.tables and not any("decisionTable" in text for text in texts):
            continue
        for which, outcome, reason in results(test_file):
            counted[outcome] += 1
            if outcome != "passed":
                why[f"{outcome}: {reason}"] += 1
                if asked.verbose or outcome == "wrong":
                    print(which, outcome, reason, sep="\t")
    print(*(f"{outcome} {counted[outcome]}" for outcome in ("passed", "refused", "wrong")), sep=", ")
    for reason, count in why.most_common():
        print(f"{count:6} {reason}")
    return 1 if counted["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
