"""How the documentation is built: ``sphinx-build -W -b html docs docs/_build``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

import minsheng

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from rules_page import rules_page  # noqa: E402  # it lies beside this file, not in a package

project = "minsheng"
author = "The minsheng founders"
copyright = "2026, The minsheng founders"
release = minsheng.__version__
language = "zh_CN"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"

html_theme = "furo"
html_title = f"minsheng {release}"


def write_rules_page(_: Sphinx) -> None:
    """Write the page of the rules from their docstrings; leave it alone where nothing changed."""
    page = HERE / "reference" / "rules.md"
    text = rules_page()
    if not page.exists() or page.read_text("utf-8") != text:
        page.write_text(text, "utf-8")


def draw_pictures(_: Sphinx) -> None:
    """Draw what the pages show: the charts and the page of the programme of 2019."""
    folder = HERE / "howto" / "pictures"
    folder.mkdir(exist_ok=True)
    of_2019 = minsheng.load("yueyang-2019")
    reported = minsheng.read_progress("yueyang-2019", of_2019)
    november = minsheng.bulletin(
        of_2019, reported, "2019年11月", lights=minsheng.measuring.load_lights("yinchuan-2025")
    )
    november.to_page(folder / "page.html", overwrite=True)
    minsheng.charts.schedule_lines(of_2019, reported).write(folder / "schedule.svg", overwrite=True)
    shares = minsheng.load("yueyang-2023").allocation["users"].shares
    weights = {area: share for area, share in shares.items() if share is not None}
    compared = minsheng.dividing.compare_allocations("59000 人", weights)
    minsheng.charts.allocation_bars(compared).write(folder / "methods.svg", overwrite=True)


#: every public name, with the namespace it is documented in
PUBLIC = {
    name: f"{space.__name__}.{name}"
    for space in (minsheng, *(import_module(f"minsheng.{one}") for one in minsheng._NAMESPACES))
    for name in space.__all__
}


# docutils comes without types: its nodes are Any
def link_public_name(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Any) -> Any:
    """Link a class named by its defining module to its public name, which is what is documented."""
    name = str(node.get("reftarget", "")).rpartition(".")[2]
    if node.get("refdomain") != "py" or name not in PUBLIC:
        return None
    found = env.domains.python_domain.resolve_any_xref(
        env, node["refdoc"], app.builder, PUBLIC[name], node, content
    )
    return found[0][1] if found else None


def keep_sentence_whole(
    _: Sphinx, what: str, name: str, value: object, options: object, lines: list[str]
) -> None:
    """Keep napoleon from taking a property's "One line: …" for a type and its description."""
    if what == "property":
        lines[:0] = ["..", ""]  # an empty comment stands where napoleon looks for the type


def setup(app: Sphinx) -> None:
    """Connect the functions above."""
    app.connect("autodoc-process-docstring", keep_sentence_whole, priority=400)  # before napoleon's 500
    app.connect("builder-inited", write_rules_page)
    app.connect("builder-inited", draw_pictures)
    app.connect("missing-reference", link_public_name)
