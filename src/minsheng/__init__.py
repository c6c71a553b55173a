"""minsheng: a city's yearly livelihood projects as values, and rules that judge them.

    >>> import minsheng as ms
    >>> p = ms.load("yueyang-2023")
    >>> report = ms.check(p)
    >>> report["A101"].summary
    '成立 41 处'

What to begin with; ``help(ms.load)`` and so on says more, ``dir(ms)`` lists every name:

- read: ``load``, ``read_progress``, ``read_adopted``, ``read_published``, ``load_scheme``, ``load_lights``
- write: ``dump``, ``write_table``, ``write_progress``
- values: ``Programme``, ``Project``, ``Indicator``, ``Standard``, ``Allocation``, ``Row``, ``Amount``,
  ``Bound``, ``Period``, ``Progress``, ``Record``
- rules over a programme: ``check``, ``select``, ``rule``, ``STANDARD_RULES``, ``Report``, ``Finding``
- how far it is: ``standing``, ``standings``, ``total``, ``completeness``, ``projected``
- rules over records and frames: ``column``, ``Criterion``, ``judge``, ``compute``, ``streaks``,
  ``totals``, ``ranks``
- scores: ``score``, ``score_files``, ``score_records``, ``Scheme``, ``Ranking``
- dividing a target: ``allocate``, ``allocate_matrix``, ``reallocate``, ``compare_allocations``, ``resembles``
- published tables: ``check_published``, ``check_ranks``, ``check_grades``

Every result has ``table()``, ``to_records()``, ``to_html()``, ``to_markdown()`` and ``summary``, and shows
itself in a notebook. Every public name is here, and loaded when it is first used: ``import minsheng``
costs nothing. ``__init__.pyi`` beside this file says which names there are and where they live, once
for type checkers and for the package itself.
"""

import sys


def _text(path: str) -> str:
    """A file of the package, by its loader, which reads a zip file too: importlib.resources costs more."""
    return __spec__.loader.get_data(f"{__path__[0]}/{path}").decode("utf-8")


def _names() -> dict[str, str]:
    """Every public name with its module, as ``__init__.pyi`` lists them; read once."""
    if not _MODULE_OF:
        for line in _text("__init__.pyi").splitlines():
            if line.startswith("from "):
                _, module, _, names = line.split(" ", 3)
                _MODULE_OF.update((name.partition(" as ")[0], module) for name in names.split(", "))
    return _MODULE_OF


_MODULE_OF: dict[str, str] = {}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("minsheng")
    if name == "__all__" and sys._getframe(1).f_code.co_name != "docmodule":
        return __dir__()  # help(ms) is the page above, and not every class at length
    if name not in _names():
        raise AttributeError(f"module 'minsheng' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_names()[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*_names(), "__version__"])
