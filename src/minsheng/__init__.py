"""minsheng: a city's yearly livelihood projects as values, and rules that judge them.

    >>> import minsheng as ms
    >>> p = ms.load("yueyang-2023")
    >>> report = ms.check(p)
    >>> report["A101"].summary
    '成立 41 处'

What to begin with; ``help(ms.load)`` and so on says more, ``dir(ms)`` lists every name:

- from the notice: ``read_notice``, ``Draft``, ``write_folder``
- read: ``load``, ``read_progress``, ``read_adopted``, ``read_published``, ``load_scheme``
- write: ``dump``, ``write_table``; ``load_json`` reads what ``dump`` wrote, ``json_schema`` describes it
- values: ``Programme``, ``Project``, ``Indicator``, ``Standard``, ``Allocation``, ``Row``, ``Amount``,
  ``Bound``, ``Period``, ``Progress``, ``Record``
- rules over a programme: ``check``, ``select``, ``rule``, ``STANDARD_RULES``, ``Report``, ``Finding``
- how far it is: ``standing``, ``standings``, ``total``, ``completeness``
- rules over records and frames: ``column``, ``when``, ``Criterion``, ``judge``, ``compute``
- scores: ``score``, ``score_files``, ``score_records``, ``Ranking``, ``Score``
- dividing a target: ``allocate``
- published tables: ``check_published``
- what is sent: ``bulletin``

The rest has a namespace each, ``help(ms.scoring)`` and so on:

- ``ms.domain``: schedules, deadlines, sources, errata and other parts of a programme
- ``ms.measuring``: lights, projections, totals by groups
- ``ms.rules``: decision tables, sets of criteria, limits of registers
- ``ms.dividing``: matrices, reallocations, comparisons, which method a table follows
- ``ms.published``: what a printed table is checked for
- ``ms.writing``: registers to work with, forms to be filled in
- ``ms.bulletins``: what a bulletin is made of
- ``ms.charts``: charts as small SVG, for notebooks and documents
- ``ms.scoring``: all that a regulation is built of, and marks, events and answers
- ``ms.frames``: ranks, streaks and totals over rows; schemes on frames
- ``ms.embedding``: values as versioned plain data, for other systems; whole tables judged
- ``ms.testing``: strategies and laws for tests (extra ``testing``)

Every result has ``table()``, ``to_records()``, ``to_html()``, ``to_markdown()`` and ``summary``, and shows
itself in a notebook. Each name is public in one place, and loaded when it is first used: ``import
minsheng`` costs nothing. The ``.pyi`` file beside a namespace says which names it has and where they
live, once for type checkers and for the package itself.
"""

import sys


def _text(path: str) -> str:
    """A file of the package, by its loader, which reads a zip file too: importlib.resources costs more."""
    return __spec__.loader.get_data(f"{__path__[0]}/{path}").decode("utf-8")


def _listed(name: str):  # typed in the .pyi
    """``__getattr__`` and ``__dir__`` of a namespace: the names that the ``.pyi`` file beside it lists."""
    namespace = sys.modules[name]
    modules: dict[str, str] = {}

    def names() -> dict[str, str]:
        """Every name with its module; read once."""
        if not modules:
            path = str(namespace.__file__)[len(__path__[0]) + 1 :].rpartition(".")[0]
            for line in _text(f"{path}.pyi").splitlines():
                if line.startswith("from "):
                    _, module, _, listed = line.split(" ", 3)
                    modules.update((one.partition(" as ")[0], module) for one in listed.split(", "))
        return modules

    def find(attribute: str) -> object:
        if attribute == "__all__" and sys._getframe(1).f_code.co_name != "docmodule":
            # no namespaces of its own, which are modules; and help() is a page, not every class at length
            return sorted(one for one, module in names().items() if module != name)
        if attribute == "__version__" and name == __name__:
            from importlib.metadata import version

            return version(name)
        if attribute not in names():
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}{_elsewhere(attribute)}")
        from importlib import import_module

        module, own = names()[attribute], f"{name}.{attribute}"
        value: object = import_module(own) if module == name else getattr(import_module(module), attribute)
        setattr(namespace, attribute, value)
        return value

    return find, lambda: sorted(names())


def _elsewhere(attribute: str) -> str:
    """Where a name is public that was looked for in another namespace."""
    from importlib import import_module

    if not attribute.startswith("_"):
        for place in (__name__, *(f"{__name__}.{one}" for one in _NAMESPACES)):
            if attribute in dir(import_module(place)):
                return f": it is {place}.{attribute}"
    return ""


_NAMESPACES = (
    "domain",
    "measuring",
    "rules",
    "dividing",
    "published",
    "scoring",
    "frames",
    "bulletins",
    "writing",
    "charts",
    "embedding",
)
__getattr__, __dir__ = _listed(__name__)
