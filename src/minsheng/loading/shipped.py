"""What comes with the library: programmes, and of some their progress."""

from __future__ import annotations

from importlib.resources import files

from minsheng.loading.folder import PROGRAMME


def programme_names() -> tuple[str, ...]:
    """The programmes that come with the library.

    >>> programme_names()
    ('yueyang-2019', 'yueyang-2023')
    """
    data = files("minsheng") / "data"
    return tuple(sorted(entry.name for entry in data.iterdir() if (entry / PROGRAMME).is_file()))


def has_progress(name: str) -> bool:
    """Whether a programme of that name comes with the library, and its progress too.

    >>> has_progress("yueyang-2019"), has_progress("yueyang-2023")
    (True, False)
    """
    folder = files("minsheng") / "data" / name
    return name in programme_names() and (folder / "progress.csv").is_file()
