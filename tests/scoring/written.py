"""What a form writes of a record, with the points it gives it."""

from __future__ import annotations

from decimal import Decimal

from minsheng.scoring.forms import Form
from minsheng.scoring.inputs import Inputs
from minsheng.scoring.terms import Values, worth


def written(form: Form, weight: Decimal, inputs: Inputs, values: Values) -> str:
    return form.working(weight, inputs)(values, worth(form.points(weight, inputs), values))
