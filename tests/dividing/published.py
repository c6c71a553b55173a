"""Published apportionments, as facts."""

from __future__ import annotations

#: census of 1790, and the House by several methods: Balinski and Young, Fair Representation (2nd ed. 2001)
CENSUS_1790 = {
    "Virginia": 630_560, "Massachusetts": 475_327, "Pennsylvania": 432_879, "North Carolina": 353_523,
    "New York": 331_589, "Maryland": 278_514, "Connecticut": 236_841, "South Carolina": 206_236,
    "New Jersey": 179_570, "New Hampshire": 141_822, "Vermont": 85_533, "Georgia": 70_835,
    "Kentucky": 68_705, "Rhode Island": 68_446, "Delaware": 55_540,
}  # fmt: skip
HOUSE_1792 = {
    ("hamilton", 120): (21, 16, 14, 12, 11, 9, 8, 7, 6, 5, 3, 2, 2, 2, 2),  # the bill Washington vetoed
    ("jefferson", 105): (19, 14, 13, 10, 10, 8, 7, 6, 5, 4, 2, 2, 2, 2, 1),  # the one that became law
    ("webster", 105): (18, 14, 13, 10, 10, 8, 7, 6, 5, 4, 2, 2, 2, 2, 2),
    ("adams", 105): (18, 14, 12, 10, 10, 8, 7, 6, 5, 4, 3, 2, 2, 2, 2),
}

#: U.S. Census Bureau, Apportionment Population and Number of Representatives by State, 2020, table 1
HOUSE_2020 = {
    "Alabama": (5_030_053, 7), "Alaska": (736_081, 1), "Arizona": (7_158_923, 9),
    "Arkansas": (3_013_756, 4), "California": (39_576_757, 52), "Colorado": (5_782_171, 8),
    "Connecticut": (3_608_298, 5), "Delaware": (990_837, 1), "Florida": (21_570_527, 28),
    "Georgia": (10_725_274, 14), "Hawaii": (1_460_137, 2), "Idaho": (1_841_377, 2),
    "Illinois": (12_822_739, 17), "Indiana": (6_790_280, 9), "Iowa": (3_192_406, 4),
    "Kansas": (2_940_865, 4), "Kentucky": (4_509_342, 6), "Louisiana": (4_661_468, 6),
    "Maine": (1_363_582, 2), "Maryland": (6_185_278, 8), "Massachusetts": (7_033_469, 9),
    "Michigan": (10_084_442, 13), "Minnesota": (5_709_752, 8), "Mississippi": (2_963_914, 4),
    "Missouri": (6_160_281, 8), "Montana": (1_085_407, 2), "Nebraska": (1_963_333, 3),
    "Nevada": (3_108_462, 4), "New Hampshire": (1_379_089, 2), "New Jersey": (9_294_493, 12),
    "New Mexico": (2_120_220, 3), "New York": (20_215_751, 26), "North Carolina": (10_453_948, 14),
    "North Dakota": (779_702, 1), "Ohio": (11_808_848, 15), "Oklahoma": (3_963_516, 5),
    "Oregon": (4_241_500, 6), "Pennsylvania": (13_011_844, 17), "Rhode Island": (1_098_163, 2),
    "South Carolina": (5_124_712, 7), "South Dakota": (887_770, 1), "Tennessee": (6_916_897, 9),
    "Texas": (29_183_290, 38), "Utah": (3_275_252, 4), "Vermont": (643_503, 1),
    "Virginia": (8_654_542, 11), "Washington": (7_715_946, 10), "West Virginia": (1_795_045, 2),
    "Wisconsin": (5_897_473, 8), "Wyoming": (577_719, 1),
}  # fmt: skip

#: European election of 2019, region London: votes and seats by D'Hondt, the smaller lists, without
#: seats, left out (House of Commons Library, European Parliament elections 2019: results and analysis)
LONDON_2019 = {
    "Liberal Democrats": (608_725, 3), "Labour": (536_810, 2), "Brexit": (400_257, 2),
    "Green": (278_957, 1), "Conservative": (177_964, 0), "Change UK": (117_635, 0),
}  # fmt: skip
