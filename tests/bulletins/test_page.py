"""The page: what it says is what is so, nothing is loaded, it fits a phone, and it prints on A4."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTComponent, LTContainer

import minsheng as ms
from minsheng.bulletins.document import Bulletin
from minsheng.bulletins.page import page
from minsheng.domain.written import percent
from minsheng.measuring.standing import Standing
from tests.browser import Tab, browser
from tests.bulletins.invented import LIGHTS, P, invented
from tests.bulletins.test_bulletins import MAY, NOVEMBER, REPORTED, months, registers

JUNE = invented(6)
HOSTILE = '<script>alert(1)</script>\' onload="x" \u202e很长的名称' + "很长" * 60


def whole(bulletin: Bulletin) -> str:
    return page(bulletin.title.text, bulletin.sections, bulletin.situation, bulletin.ranking)


def of_forty_areas() -> Bulletin:
    """Forty invented areas, some of them with long names."""
    names = tuple(f"第{n}虚构经济技术开发区" if n % 5 == 0 else f"虚构{n}县" for n in range(1, 41))
    areas = tuple(attrs.evolve(P.areas[0], name=name, code=None) for name in names)
    rows = tuple(
        attrs.evolve(row, areas=names, cells=tuple(n % 7 + 1 for n in range(40)), city_share=None)
        for row in P.allocation.rows[:12]
    )
    programme = attrs.evolve(P, areas=areas, allocation=attrs.evolve(P.allocation, rows=rows, areas=names))
    june = ms.Period.month(2023, 6)
    records = [
        ms.Record(row.indicator, june, ms.Amount(n % 5, row.unit), name)
        for row in rows
        for n, name in enumerate(names)
    ]
    return ms.bulletin(programme, ms.Progress(tuple(records)), "2023年6月", lights=LIGHTS)


def of_hostile_words() -> Bulletin:
    """Markup and very long words wherever people may write."""
    project = attrs.evolve(
        NOVEMBER.projects[0],
        title=HOSTILE,
        indicators=tuple(attrs.evolve(one, text=HOSTILE) for one in NOVEMBER.projects[0].indicators),
    )
    programme = attrs.evolve(NOVEMBER, projects=(project, *NOVEMBER.projects[1:]), city=HOSTILE)
    return ms.bulletin(programme, REPORTED, "2019年11月", notes=(HOSTILE,))


def ranking() -> ms.Ranking:
    items = tuple(
        ms.scoring.Item(one, f"{one}的得分", ms.scoring.Proportional(), 50, indicators=(one,))
        for one in ("jobs", "users")
    )
    scheme = ms.scoring.Scheme("x", "某评分办法", "", items=items)
    return ms.score(P, scheme, progress=JUNE, on=ms.Period.month(2023, 6).last)


def of_one_county() -> Bulletin:
    records = tuple(record for record in JUNE.records if record.area == "平江县")
    return ms.bulletin(P, ms.Progress(records), "2023年6月")


BULLETINS = {
    "november": lambda: ms.bulletin(NOVEMBER, REPORTED, "2019年11月", lights=LIGHTS),
    "june": lambda: ms.bulletin(
        P, JUNE, "2023年6月", lights=LIGHTS, ranking=ranking(), previous=ms.bulletin(P, MAY, "2023年5月")
    ),
    "without lights": lambda: ms.bulletin(P, JUNE, "2023年6月"),
    "one county": of_one_county,
    "forty areas": of_forty_areas,
    "hostile": of_hostile_words,
}


# --- what it says -------------------------------------------------------------------------------


def cells(html: str) -> dict[tuple[str, str], str]:
    """What the matrix says of a task, by its heading, in an area."""
    found = {}
    for table in re.findall(r'<table class="matrix.*?</table>', html, re.DOTALL):
        areas = [unescape(one) for one in re.findall(r'<th scope="col">(.*?)</th>', table)][1:]
        for head, rest in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table):
            given = re.findall(r"<td[^>]*>(.*?)</td>", rest)
            for area, said in zip(areas, given, strict=len(given) == len(areas)):
                found[unescape(head), area] = unescape(re.sub("<[^>]*>", "", said))
    return found


def expected(part: Standing, *, lights: bool) -> str:
    rate = f" {percent(part.rate, 1)[:-1]}" if part.rate is not None and part.counts else ""
    if part.light is not None:
        sign = {"green": "●", "yellow": "▲", "red": "■"}[part.light.value]
        return f"{sign} {part.light.label}{rate}"
    if part.behind is None:
        return f"？ {'没有数' if part.actual is None else '未知'}{rate}"
    return f"– 不亮灯{rate}" if lights else f"{'▼ 落后' if part.behind else '✓ 达到'}{rate}"


@settings(max_examples=12)
@given(registers, months)
def test_the_matrix_says_of_every_task_in_every_area_what_is_so(
    progress: ms.Progress, period: ms.Period
) -> None:
    for lights in (None, LIGHTS):
        try:
            bulletin = ms.bulletin(P, progress, period, lights=lights)
        except ms.DataError:  # no figure at all by then
            return
        now, said = bulletin.situation, cells(whole(bulletin))
        for part in (*now.city, *now.areas):
            told = said[f"{part.project}　{part.text}", part.area or "全市"]
            assert told == expected(part, lights=lights is not None)
        by_area = {part.item for part in now.areas}
        known = {(f"{part.project}　{part.text}", part.area or "全市") for part in (*now.city, *now.areas)}
        tasks = {f"{part.project}　{part.text}" for part in now.city if part.item not in by_area}
        for (head, area), words in said.items():
            if (head, area) not in known:
                assert words == ("没有分地区的数" if head in tasks else "/")


def test_the_tiles_and_the_groups_count_alike() -> None:
    html = whole(BULLETINS["june"]())
    tiles = [int(number) for number in re.findall(r"<b>(\d+)<small> 项", html)]
    groups = {words: int(number) for words, number in re.findall(r"<h2>(\S+)（(\d+)项）</h2>", html)}
    done, fine, behind, unknown = tiles
    assert groups == {"落后": behind, "无法判断": unknown, "达到进度": done + fine}
    assert list(groups) == ["落后", "无法判断", "达到进度"]


def test_it_is_the_same_every_time_and_written_whole(tmp_path: Path) -> None:
    bulletin = BULLETINS["one county"]()
    path = tmp_path / "一页.html"
    bulletin.to_page(path)
    assert path.read_text("utf-8") == whole(BULLETINS["one county"]())
    with pytest.raises(ValueError, match="overwrite=True"):
        bulletin.to_page(path)
    bulletin.to_page(path, overwrite=True)
    with pytest.raises(ValueError, match=r"to \.html"):
        bulletin.to_page(tmp_path / "一页.docx")
    assert [one.name for one in tmp_path.iterdir()] == ["一页.html"]


def test_a_figure_is_found_where_it_was_read() -> None:
    bulletin = BULLETINS["june"]()
    html = whole(bulletin)
    exact = [fact for fact in bulletin.facts if fact.sources and fact.what != "日期"]
    assert any("平江县6月.xlsx" in source for fact in exact for source in fact.sources)
    assert all("；".join(fact.sources) in html for fact in exact)


# --- in a browser -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


#: pairs of text and ground whose contrast is too small to be read easily
CONTRASTS = """(() => {
  const part = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  const rgb = text => text.match(/[\\d.]+/g).map(Number)
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  const found = []
  for (const one of document.querySelectorAll('h1,h2,h3,p,td,th,.tag,.tile,summary,li,text')) {
    if (!one.textContent.trim() || !one.getClientRects().length) continue
    const clear = node => (rgb(getComputedStyle(node).backgroundColor)[3] ?? 1) === 0
    let ground = one
    while (ground && clear(ground)) ground = ground.parentElement
    const ink = getComputedStyle(one)[one.tagName === 'text' ? 'fill' : 'color']
    const both = [light(rgb(ink)), light(rgb(getComputedStyle(ground ?? document.body).backgroundColor))]
    const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)
    if (ratio < 4.5) found.push([one.tagName, one.textContent.slice(0, 20), ratio])
  }
  return found
})()"""


@pytest.mark.parametrize("name", BULLETINS)
def test_in_a_browser(name: str, tab: Tab, tmp_path: Path) -> None:
    """Nothing is asked for, nothing complains; it can be read in light and dark, on a desk and a phone."""
    path = tmp_path / "一页.html"
    bulletin = BULLETINS[name]()
    bulletin.to_page(path)
    for wide, dark in ((1280, False), (1280, True), (360, False)):
        tab.open(path, wide, dark=dark)
        tab.run("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert tab.run("document.documentElement.scrollWidth") <= wide
        assert tab.run("document.querySelector('.box').getBoundingClientRect().right") <= wide
        assert tab.run(CONTRASTS) == []
        # the head and the tasks stay where they are when the matrix is scrolled
        assert tab.run("""(() => {
            const box = document.querySelector('.box'), at = () => [
              box.querySelector('thead th').getBoundingClientRect().x - box.getBoundingClientRect().x,
              box.querySelector('thead th').getBoundingClientRect().y - box.getBoundingClientRect().y]
            const before = at(); box.scrollTo(300, 300)
            return JSON.stringify(before) === JSON.stringify(at())
        })()""")
        shown = tab.run(
            "[...document.querySelectorAll('.matrix tbody tr')]"
            ".map(row => [...row.cells].map(cell => cell.innerText))"
        )
        now = bulletin.situation
        first = next(row for row in shown if row[0].endswith(now.city[1].text))
        assert first[1] == expected(now.city[1], lights=now.policy is not None)
        assert tab.run("document.scripts.length") == 0
        assert (
            tab.run("""[...document.querySelectorAll('*')].flatMap(one => one.getAttributeNames())
            .filter(name => name.startsWith('on') || ['src', 'href'].includes(name))""")
            == []
        )
    assert tab.requests == [path.as_uri()]
    assert tab.complaints == []


def characters(part: LTComponent) -> Iterator[LTChar]:
    if isinstance(part, LTChar):
        yield part
    elif isinstance(part, LTContainer):
        for inner in part:
            yield from characters(inner)


@pytest.mark.parametrize("name", ["november", "june", "forty areas", "hostile"])
def test_on_paper(name: str, tab: Tab, tmp_path: Path) -> None:
    """It prints on A4, the matrix across; every area is there, and no character beyond the edge."""
    path = tmp_path / "一页.html"
    bulletin = BULLETINS[name]()
    bulletin.to_page(path)
    tab.open(path, 1280)
    pages = list(extract_pages(io.BytesIO(tab.print()), laparams=None))
    assert {(round(one.width), round(one.height)) for one in pages} == {(842, 595), (595, 842)}
    assert pages[0].width > pages[0].height
    for one in pages:
        for character in characters(one):
            assert 20 < character.x0 <= character.x1 < one.width - 20, character
    printed = "".join(character.get_text() for character in characters(pages[0]))
    for area in {part.area or "全市" for part in bulletin.situation.areas}:
        assert not set(area) - set(printed)
