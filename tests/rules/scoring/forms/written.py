"""What a form writes of a record, with the points it gives it."""

from __future__ import annotations

from decimal import Decimal

from minsheng.rules.scoring.terms.worth import Values, worth
from minsheng.scoring import Form, Inputs


def written(form: Form, weight: Decimal, inputs: Inputs, values: Values) -> str:
    return form.working(weight, inputs)(values, worth(form.points(weight, inputs), values))
