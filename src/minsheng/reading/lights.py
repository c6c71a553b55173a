"""Light policies: those that come with the library, and one's own, from TOML files."""

from __future__ import annotations

from pathlib import Path

from minsheng.asking import asked
from minsheng.domain.plain import DOMAIN
from minsheng.errors import DataError, Problems
from minsheng.measuring.lights import LightPolicy
from minsheng.reading.files import read_toml
from minsheng.reading.shipped import names_in, toml_file


def light_policy_names() -> tuple[str, ...]:
    """The light policies that come with the library.

    >>> "yinchuan-2025" in light_policy_names()
    True
    """
    return names_in("lights")


@asked
def load_lights(source: str | Path) -> LightPolicy:
    """A light policy by the name of one that comes with the library, or from a TOML file.

    Raises:
        DataError: the file cannot be read, or its bands have a gap or an overlap; all of it at
            once, with file and line.
        UnknownName: no such policy.

    >>> [str(band) for band in load_lights("yinchuan-2025").bands]
    ['(-10, ∞) 绿灯', '[-30, -10] 黄灯', '(-∞, -30) 红灯']
    """
    problems = Problems()
    plain, _ = read_toml(toml_file(source, "lights", "light policy"), problems)
    policy = None if problems else DOMAIN.read(plain, LightPolicy, problems)
    if policy is None:
        raise DataError(problems)
    return policy
