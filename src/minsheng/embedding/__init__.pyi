"""The public names of ``minsheng.embedding``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.embedding.converting import converter as converter
from minsheng.embedding.documents import digest as digest, from_data as from_data, to_data as to_data
from minsheng.embedding.formats import format_names as format_names
from minsheng.embedding.judging.judge import judge_file as judge_file, judge_postgres as judge_postgres
from minsheng.embedding.judging.judged import JudgedRows as JudgedRows, CriterionCount as CriterionCount
from minsheng.embedding.plugins import Plugin as Plugin, PluginKind as PluginKind, Plugins as Plugins
from minsheng.embedding.pydantic import record_model as record_model
from minsheng.steps import Watcher as Watcher, watched as watched

__all__: list[str]
