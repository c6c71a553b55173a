"""How many households a survey must ask, and how many of them in each area."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from minsheng.asking import asked
from minsheng.dividing.allocate import Division, allocate
from minsheng.dividing.ties import TieBreak
from minsheng.domain.amount import to_decimal
from minsheng.domain.sampling import Z


@asked
def survey_size(
    population: int, *, margin: Decimal | int | str, expected: Decimal | int | str = 50, z: Decimal | str = Z
) -> int:
    """How many must be asked so that a share is known within a margin.

    The formula for a simple random sample without replacement, rounded up: with p the expected share
    and e the margin, N·p·(1 − p) ÷ ((N − 1)·(e ÷ z)² + p·(1 − p)) (Cochran, *Sampling Techniques*, 1977,
    section 4.4).

    Args:
        population: how many there are.
        margin: how far the share may be off, in percentage points: 3 for ±3.
        expected: the share expected, in per cent; 50, the default, asks most.
        z: the confidence: 1.96 for 95 %.

    Raises:
        ValueError: a number that is out of range.

    >>> survey_size(1_900_000, margin="3"), survey_size(500, margin="5"), survey_size(8, margin="5")
    (1067, 218, 8)
    """
    margin, expected, z = to_decimal(margin), to_decimal(expected), to_decimal(z)
    for name, given, fits, wanted in (
        ("population", population, population >= 1, "how many there are, at least 1"),
        ("margin", margin, 0 < margin <= 50, "percentage points above 0, at most 50"),
        ("expected", expected, 0 < expected < 100, "per cent between 0 and 100"),
        ("z", z, 0 < z <= 10, "standard deviations above 0, at most 10, such as 1.96"),
    ):
        if not fits:
            raise ValueError(f"survey_size(): {name} is {given}: give {wanted}")
    spread = Fraction(expected) / 100 * (1 - Fraction(expected) / 100)
    off = Fraction(margin) / 100 / Fraction(z)
    exact = population * spread / ((population - 1) * off**2 + spread)
    return -(-exact.numerator // exact.denominator)


@asked
def survey_design(
    households: Mapping[str, int],
    *,
    margin: Decimal | int | str,
    least: int = 1,
    expected: Decimal | int | str = 50,
    z: Decimal | str = Z,
    ties: TieBreak | str = TieBreak.REFUSE,
) -> Division:
    """How many households to ask in each area, in proportion, so that the whole is known within a margin.

    Nobody is asked twice: no area is asked more than it has. Where areas with few households must be
    compared as well, ``least`` asks that many in each at least. Areas that are asked more than their
    part count for less in the whole, and so more are asked than one simple sample of all would need:
    so many that the share weighted by households, as :func:`minsheng.scoring.satisfaction` takes it, is
    known within the margin. Its variance is the sum over the areas of weight² · p·(1 − p) ÷ n ·
    (N − n) ÷ (N − 1) (Cochran, section 5.6).

    Args:
        households: the areas, each with how many households it has (or people to choose from).
        margin: how far the share of the whole may be off, in percentage points.
        least: at least so many in each area; all of them where there are fewer.
        expected: the share expected, in per cent.
        z: the confidence: 1.96 for 95 %.
        ties: what decides between areas with equal claims, as in :func:`allocate`.

    Raises:
        ValueError: a number that is out of range; no households at all.
        DataError: areas with equal claims, and no ``ties``.

    >>> households = {"平江县": 300_000, "云溪区": 52_000, "南湖新区": 40_000}
    >>> print(survey_design(households, margin="3", least=150).row.working())
    平江县 778 + 云溪区 150 + 南湖新区 150 = 1078 户
    """
    whole = sum(households.values())
    if any(number < 0 for number in households.values()) or not whole:
        raise ValueError("survey_design(): households is how many each area has: give numbers above 0")
    if least < 1:
        raise ValueError(
            f"survey_design(): least is {least}: of an area where nobody is asked, nothing is known"
        )
    size = survey_size(whole, margin=margin, expected=expected, z=z)
    floors = {area: min(least, number) for area, number in households.items()}
    p = Fraction(to_decimal(expected)) / 100
    variance = (Fraction(to_decimal(margin)) / 100 / Fraction(to_decimal(z))) ** 2 / (p * (1 - p))

    def design(total: int, ties: TieBreak | str) -> Division:
        return allocate(f"{total} 户", households, floors=floors, caps=households, ties=ties)

    def within(made: Division) -> bool:
        """Whether the weighted share is known within the margin."""
        parts = ((households[area], int(n or 0)) for area, n in made.shares.items())
        spread = (Fraction(of**2 * (of - n), n * (of - 1)) for of, n in parts if of > 1)
        return sum(spread, Fraction(0)) <= variance * whole**2

    least_of_all = max(size, sum(floors.values()))
    totals = range(least_of_all, whole)
    total = totals.start + bisect_left(totals, True, key=lambda of: within(design(of, TieBreak.ORDER)))
    while not within(made := design(total, ties)):  # ties decided otherwise: a household or two
        total += 1
    return made
