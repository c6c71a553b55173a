"""Ambiguous places are read as declared, and can be read another way."""

from __future__ import annotations

import datetime
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

import minsheng as ms

DAY = datetime.date(2023, 6, 1)


def floor(programme: ms.Programme, area: str) -> str | None:
    tier = programme.standard("subsistence-rural").tier(programme.area(area), DAY)
    return str(tier.target) if tier else None


@pytest.mark.parametrize(
    ("option", "zone"), [("included", ">= 7800 元/年"), ("excluded", None), ("as-counties", ">= 5000 元/年")]
)
def test_do_districts_include_the_zones(option: str, zone: str | None) -> None:
    programme = ms.load("yueyang-2023", readings={"zones-as-districts": option})
    assert floor(programme, "南湖新区") == zone
    assert floor(programme, "云溪区") == ">= 7800 元/年"
    assert floor(programme, "平江县") == ">= 5000 元/年"
    assert programme.reading("zones-as-districts").option.id == option


def test_every_option_of_every_reading_loads_and_can_be_taken_back(yueyang: ms.Programme) -> None:
    for reading in yueyang.readings:
        digests = set()
        for option in reading.options:
            other = ms.load("yueyang-2023", readings={reading.id: option.id})
            assert other == ms.reread(yueyang, {reading.id: option.id})
            assert ms.reread(other, {reading.id: reading.chosen}) == yueyang
            digests.add(other.digest())
        assert len(digests) == len(reading.options) > 1


def test_readings_do_not_get_in_each_others_way(yueyang: ms.Programme) -> None:
    both = {"standards-effective": "notice-date", "subsistence-per-person": "per-person"}
    programme = ms.load("yueyang-2023", readings=both)
    assert floor(programme, "云溪区") == ">= 7800 元/年·人"
    early = programme.standard("subsistence-rural").tier(programme.area("云溪区"), datetime.date(2023, 4, 26))
    assert early is None
    assert ms.reread(yueyang, both) == programme


def test_which_areas_have_the_water_sources() -> None:
    programme = ms.load("yueyang-2023", readings={"drinking-water-areas": "one-to-the-left"})
    assert programme.allocation["drinking-water-sources"].working() == "平江县 4 + 岳阳县 21 = 25 个"


def test_a_what_if_survives_a_reading(yueyang: ms.Programme) -> None:
    changed = yueyang.with_row(yueyang.allocation["jobs"].replace(平江县=1))
    again = ms.reread(changed, {"orphan-amounts": "floor"})
    assert again.allocation["jobs"].shares["平江县"] == 1


def test_unknown_readings_and_options_name_the_nearest() -> None:
    with pytest.raises(ms.UnknownName, match="did you mean 'zones-as-districts'"):
        ms.load("yueyang-2023", readings={"zones-as-district": "excluded"})
    with pytest.raises(ms.UnknownName, match="did you mean 'excluded'"):
        ms.load("yueyang-2023", readings={"zones-as-districts": "exclude"})


def test_a_path_names_what_has_a_name(tmp_path: Path) -> None:
    """A project's number is never taken for its place in the list: a slip would change another."""
    with as_file(files("minsheng") / "data" / "yueyang-2023") as real:
        folder = Path(shutil.copytree(real, tmp_path / "city"))
    text = (folder / "programme.toml").read_text("utf-8")
    text = text.replace("projects.2.indicators.e-licences.additivity", "projects.2.indicators.1.additivity")
    (folder / "programme.toml").write_text(text, "utf-8")
    with pytest.raises(ms.DataError) as caught:
        ms.load(folder)
    assert "要改的 projects.2.indicators.1.additivity 不存在" in str(caught.value)
