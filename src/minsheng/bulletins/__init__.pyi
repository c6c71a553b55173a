"""The public names of ``minsheng.bulletins``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.bulletins.document import Bulletin as Bulletin, BulletinKind as BulletinKind
from minsheng.bulletins.facts import Blank as Blank, Fact as Fact, Sentence as Sentence
from minsheng.bulletins.sections import Paragraph as Paragraph, BulletinSection as BulletinSection
from minsheng.bulletins.ending import YearEnd as YearEnd, year_end as year_end

__all__: list[str]
