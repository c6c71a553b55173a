"""The public names of ``minsheng.dividing``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.dividing.allocate import Division as Division
from minsheng.dividing.compare import Comparison as Comparison, compare_allocations as compare_allocations
from minsheng.dividing.distance import Distance as Distance
from minsheng.dividing.matrix import MatrixDivision as MatrixDivision, MatrixMethod as MatrixMethod
from minsheng.dividing.matrix import allocate_matrix as allocate_matrix
from minsheng.dividing.methods import Method as Method
from minsheng.dividing.reallocation import Reallocation as Reallocation, reallocate as reallocate
from minsheng.dividing.resemble import Resemblance as Resemblance, Resemblances as Resemblances
from minsheng.dividing.resemble import resembles as resembles
from minsheng.dividing.survey import survey_design as survey_design, survey_size as survey_size
from minsheng.dividing.ties import TieBreak as TieBreak

__all__: list[str]
