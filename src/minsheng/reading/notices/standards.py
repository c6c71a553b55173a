"""Rows whose requirement is in words that span the areas: standards, and percentages to be reached."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from typing import Any

from minsheng.domain.area import AreaKind
from minsheng.domain.printed import Relation, read_cell
from minsheng.domain.source import Change, Option
from minsheng.domain.units import known_unit
from minsheng.domain.wording import Mention, find_mentions
from minsheng.reading.notices.bounds import bound_of, left_out, name_of
from minsheng.reading.notices.breakdown import Line
from minsheng.reading.notices.clauses import before, clauses, people_of, whose
from minsheng.reading.notices.doubts import undated
from minsheng.reading.notices.draft import Question

_RAISED = re.compile("[从由].+(?:提高|调整|提标|增加|上调)")
_MONTH = re.compile(r"(\d{1,2})月(?:(\d{1,2})日|底|末|份)?(?:起|前|以前|之前)?")
_YEAR_END = re.compile("年底|年末|年终")
IN_WORDS = "原表不列各地任务数，要求写在文字里"


class Standards:
    """Makes standards, and indicators with tiers, of rows in words; what is doubtful is asked."""

    def __init__(self, areas: Sequence[dict[str, Any]], year: int, issued: datetime.date | None) -> None:
        self.areas = {area["name"]: area["kind"] for area in areas}
        self.kinds = [*dict.fromkeys(area["kind"] for area in areas)]
        self.year, self.issued = year, issued
        self.questions: list[Question] = []
        self._dated: list[str] = []
        self._marked: list[Line] = []
        self._by_year_end = False
        self._named: list[str] = []
        self._people: list[str] = []

    def of(self, line: Line) -> tuple[str, list[dict[str, Any]]] | None:
        """``("standards", …)`` or ``("indicators", …)``; None where the row is left out."""
        words, id = line.lies[0].words, name_of(line)
        self._named, self._people = [], []
        unit = known_unit(line.unit)
        found = [(c, m) for c in clauses(words) for m in find_mentions(undated(c))[-1:] if m.unit is not None]
        same = [
            (c, m)
            for c, m in found
            if unit is not None and m.unit is not None and m.unit.measures_same_as(unit)
        ]
        pays = unit is not None and "/" in unit.text
        if pays and not same:
            self.questions.append(left_out(line, "文字里没有这个单位的数"))
            return None
        told = pays or read_cell(words).relation is not None  # 4.3%以内 says nothing without its name
        item: dict[str, Any] = {"id": id, "text": line.text if told else words, "source": line.source}
        if line.heading:
            item["heading"] = line.heading
        kind = "standards" if pays else "indicators"
        used = same if pays else [(c, m) for c, m in found if m.text.endswith("%")]
        self._by_year_end = bool(_YEAR_END.search(words))
        self._others(line, used)
        if pays and (people := people_of(used)):
            self._people = people
            met, reads = "一行里有几项标准，分开录入", "、".join(people)
            self.questions.append(
                Question(f"apart-{line.project}-{line.order}", line.source, words, met, reads=reads)
            )
            return kind, [
                self._with_tiers(
                    line, item | {"id": f"{id}-{n}", "text": f"{item['text']}（{who}）"}, kind, [one]
                )
                for n, (who, one) in enumerate(zip(people, used, strict=True), 1)
            ]
        if used:
            item = self._with_tiers(line, item, kind, used)
        if not pays:
            item["undivided"] = IN_WORDS
            said = f"单位栏是“{line.unit}”，各地的要求写在文字里"
            reads = "按文字里的百分比分档" if used else "没有可以计数的目标"
            self.questions.append(
                Question(f"words-{line.project}-{line.order}", line.source, words, said, reads=reads)
            )
        if line.lies[0].odd:
            self._marked.append(line)
        return kind, [item]

    def _with_tiers(
        self, line: Line, item: dict[str, Any], kind: str, used: Sequence[tuple[str, Mention]]
    ) -> dict[str, Any]:
        base = f"projects.{line.project}.{kind}.{item['id']}.tiers"
        tiers = [self._tier(line, clause, m, f"{base}.{n}") for n, (clause, m) in enumerate(used, 1)]
        item = item | {"tiers": tiers}
        if kind == "standards":
            self._baseline(line, item)
        return item

    def _tier(self, line: Line, clause: str, mention: Mention, path: str) -> dict[str, Any]:
        tier: dict[str, Any] = {
            "scope": clause,
            "target": bound_of(mention, line.unit),
            "source": line.source,
        }
        if found := _MONTH.search(clause):
            self._from(line, tier, clause, found, path)
        elif self._by_year_end:
            tier["effective"] = f"{self.year}-12-31"
        else:
            tier["effective"] = f"{self.year}-01-01"
            self._dated.append(f"{path}.effective")
        if mention.relation in (None, Relation.EXACTLY):
            exact, floor = f"= {tier['target'].partition(' ')[2]}", f">= {tier['target'].partition(' ')[2]}"
            options = (
                Option("exact", f"定额：{exact}", (Change(f"{path}.target", exact),)),
                Option("floor", f"下限：{floor}", (Change(f"{path}.target", floor),)),
            )
            said = f"“{clause}”没有写“不低于”，是定额，还是下限？"
            chosen = "exact" if mention.relation else None
            tier["target"] = exact
            self.questions.append(Question(_name("exact", path), line.source, clause, said, options, chosen))
        first = find_mentions(undated(clause))[0]
        if first != mention and _RAISED.search(clause):
            relation = first.relation or Relation(tier["target"].partition(" ")[0])
            tier["baseline"] = f"{relation.value} {bound_of(first, line.unit).partition(' ')[2]}"
        self._whom(line, tier, clause, first, path)
        return tier

    def _from(self, line: Line, tier: dict[str, Any], clause: str, found: re.Match[str], path: str) -> None:
        """The day that a clause names: 6月底前 is the month's last day, 7月起 its first."""
        month = min(max(int(found[1]), 1), 12)
        last = calendar.monthrange(self.year, month)[1]
        starts = found[0].endswith("起") or not found[0].endswith(("底", "末", "前"))
        day = min(int(found[2] or (1 if starts else last)), last)
        tier["effective"] = f"{self.year}-{month:02}-{day:02}"
        days = {"named": tier["effective"], "year-start": f"{self.year}-01-01"}
        options = (Option(id, f"{day} 起", (Change(f"{path}.effective", day),)) for id, day in days.items())
        said = f"“{clause}”从哪一天起执行？"
        self.questions.append(
            Question(_name("from", path), line.source, clause, said, tuple(options), "named")
        )

    def _others(self, line: Line, used: Sequence[tuple[str, Mention]]) -> None:
        """Figures of a clause that went nowhere are said."""
        for n, (clause, mention) in enumerate(used, 1):
            others = find_mentions(undated(clause))[:-1]
            if others and not (len(others) == 1 and _RAISED.search(clause)):
                met, reads = "一句里有几个数，只录入了最后一个", mention.text
                name = f"figures-{line.project}-{line.order}-{n}"
                self.questions.append(Question(name, line.source, clause, met, reads=reads))

    def _whom(self, line: Line, tier: dict[str, Any], clause: str, mention: Mention, path: str) -> None:
        """The areas a clause is for, by the words before its figure."""
        whom = before(clause, mention)
        county, district = AreaKind.COUNTY, AreaKind.DISTRICT
        counties = [k for k in self.kinds if k in (county.label, AreaKind.COUNTY_LEVEL_CITY.label)]
        districts = [k for k in self.kinds if k == district.label]
        zones = [k for k in self.kinds if k == AreaKind.ZONE.label]
        named = whom.replace("和", "、").split("、")
        if all(name in self.areas for name in named):
            tier |= {"area_kinds": [], "areas": named}
            self._named += named
        elif (
            not whom
            or whom in self._people
            or re.fullmatch("(?:各|全部)?(?:县市区|地)|各县[、（(]?市[、）)]?区", whom)
        ):
            tier["area_kinds"] = self.kinds
        elif whom in ("各县市", "县市", "各县（市）"):
            tier["area_kinds"] = counties
            tier["_counties"] = True
        elif whom in ("各区", "区", "城区"):
            tier["area_kinds"] = districts
            tier["_districts"] = bool(zones)
        else:
            ways = [
                ([], True),
                (counties, False),
                (districts, False),
                (counties + districts, False),
                (self.kinds, False),
            ]
            if zones:
                ways.insert(3, (districts + zones, False))
            options = [
                Option(
                    f"whom-{n}", "全市整体" if city else "、".join(kinds),
                    whose(path, kinds, [], city=city),
                )
                for n, (kinds, city) in enumerate(ways, 1) if kinds or city
            ]  # fmt: skip
            options += self._by_name(whom, path)
            said = f"“{clause}”由谁达到？"
            self.questions.append(Question(_name("whom", path), line.source, clause, said, tuple(options)))
            tier["area_kinds"] = self.kinds

    def _by_name(self, whom: str, path: str) -> list[Option]:
        """Areas by name: those that the words name, and after others were named, the rest."""
        said = [name for name in self.areas if name in whom]
        rest = [name for name in self.areas if name not in self._named]
        ways = {"named": said}
        if self._named and re.match("其他|其它|其余", whom):
            zone = AreaKind.ZONE.label
            ways |= {"rest": rest, "rest-but-zones": [n for n in rest if self.areas[n] != zone]}
        unlike = {
            id: names for id, names in ways.items() if names and (id != "rest-but-zones" or names != rest)
        }
        return [Option(id, "、".join(names), whose(path, [], names)) for id, names in unlike.items()]

    def _baseline(self, line: Line, item: dict[str, Any]) -> None:
        """The standard that is replaced, and whether zones are meant by 各区."""
        tiers, mentions = item["tiers"], find_mentions(line.text)
        if len(mentions) == 2 and _RAISED.search(line.text):
            for tier in (tier for tier in tiers if "baseline" not in tier):
                relation = mentions[0].relation or Relation(tier["target"].partition(" ")[0])
                tier["baseline"] = f"{relation.value} {bound_of(mentions[0], line.unit).partition(' ')[2]}"
            if len(tiers) > 1:
                reads = f"各档的原标准都是 {tiers[0]['baseline']}"
                said = "原标准只写了一个，标准分几档"
                self.questions.append(
                    Question(
                        f"baseline-{line.project}-{line.order}", line.source, line.text, said, reads=reads
                    )
                )
        if mentions and not any(
            tier["target"].endswith(bound_of(mentions[-1], line.unit).partition(" ")[2]) for tier in tiers
        ):
            said = f"名称里是“{mentions[-1].text}”，与各地一栏的标准不同"
            reads = "按各地一栏"
            self.questions.append(
                Question(f"standard-{line.project}-{line.order}", line.source, line.text, said, reads=reads)
            )
        self._zones(line, item)

    def _zones(self, line: Line, item: dict[str, Any]) -> None:
        zone = AreaKind.ZONE.label
        base = f"projects.{line.project}.standards.{item['id']}.tiers"
        of = {
            key: (n, tier)
            for key in ("_counties", "_districts")
            for n, tier in enumerate(item["tiers"], 1)
            if tier.pop(key, False)
        }
        if "_districts" not in of:
            return
        n, tier = of["_districts"]
        ways = [("included", "“各区”包括管委会", True, False), ("excluded", "只指行政区", False, False)]
        if "_counties" in of:
            ways.append(("as-counties", "管委会与县市相同", False, True))
        options = []
        for id, text, as_districts, as_counties in ways:
            changes = [_kinds(f"{base}.{n}", tier, zone if as_districts else "")]
            if "_counties" in of:
                m, other = of["_counties"]
                changes.append(_kinds(f"{base}.{m}", other, zone if as_counties else ""))
            options.append(Option(id, text, tuple(changes)))
        said = f"“{tier['scope']}”的“各区”，是否包括各管委会？"
        self.questions.append(
            Question(
                f"zones-{line.project}-{line.order}", line.source, line.lies[0].words, said, tuple(options)
            )
        )

    def together(self) -> tuple[Question, ...]:
        """What is asked once of several rows: whether words span all areas, and from which day they hold."""
        asked: list[Question] = []
        if self._marked:
            said = "文字的格之后还有“/”，看不出它是备注，还是最后一个地区没有这项要求"
            where = "、".join(line.source for line in self._marked)
            met, reads = f"{self._marked[0].lies[0].words} /", "按文字横跨全部地区读"
            asked.append(Question("words-span", where, met, said, reads=reads))
        if self._dated:
            start = f"{self.year}-01-01"
            days = [("year-start", f"{self.year}年1月1日起", start)]
            if self.issued is not None:
                days.append(("notice-date", f"发文之日 {self.issued} 起", self.issued.isoformat()))
            options = (Option(id, text, tuple(Change(p, day) for p in self._dated)) for id, text, day in days)
            said = "标准从哪一天起执行？原文没有写明"
            asked.append(
                Question(
                    "standards-effective", "各项标准", "没有写明日期", said, tuple(options), "year-start"
                )
            )
        return tuple(asked)


def _name(what: str, path: str) -> str:
    """The id of a question about a tier: ``exact-7-5-1``."""
    *_, id, _, n = path.split(".")
    return f"{what}-{id.removeprefix('project-')}-{n}"


def _kinds(path: str, tier: dict[str, Any], more: str) -> Change:
    return Change(f"{path}.area_kinds", (*tier["area_kinds"], *filter(None, [more])))
