"""For mypy: decimals are not reckoned with outside the library's own context.

``a * b`` on decimals obeys the precision and the traps of whoever called, and is wrong under others
than the usual ones. No linter can tell a decimal from an integer; mypy can. In the library's source
it refuses every operation that obeys a context; ``domain.amount`` has functions in place of them.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy.plugin import FunctionContext, MethodContext, Plugin
from mypy.types import Instance, Type, UnionType, get_proper_type

#: what is exact in any context, or only shows a number; ``copy_negate`` is, unary minus is not
_EXACT = {
    *("__bool__", "__complex__", "__deepcopy__", "__eq__", "__float__", "__format__", "__ge__", "__gt__"),
    *("__hash__", "__int__", "__le__", "__lt__", "__ne__", "__new__", "__reduce__", "__repr__", "__str__"),
    *("adjusted", "as_integer_ratio", "as_tuple", "copy_abs", "copy_negate", "copy_sign", "is_finite"),
    *("is_infinite", "is_nan", "is_qnan", "is_signed", "is_snan", "is_zero"),
}
_FUNCTIONS = ("builtins.abs", "builtins.divmod", "builtins.pow", "builtins.round", "builtins.sum")
_CONTEXTS = tuple(
    f"{where}.{of}context" for where in ("decimal", "_decimal") for of in ("get", "local", "set")
)
_SAID = "decimals obey their caller's context here: use the functions of domain.amount, or fractions"


def _is_decimal(given: Type) -> bool:
    proper = get_proper_type(given)
    if isinstance(proper, UnionType):
        return any(_is_decimal(one) for one in proper.items)
    return isinstance(proper, Instance) and proper.type.fullname == "decimal.Decimal"


def _refused(context: FunctionContext | MethodContext) -> Type:
    if "src/minsheng/" in context.api.path.replace("\\", "/"):
        context.api.fail(_SAID, context.context)
    return context.default_return_type


def _refused_of_decimals(context: FunctionContext) -> Type:
    given = [one for argument in context.arg_types for one in argument]
    if any(map(_is_decimal, (context.default_return_type, *given))):
        return _refused(context)
    return context.default_return_type


class ExactDecimals(Plugin):
    """The operations of decimals, where mypy meets them."""

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        of, _, name = fullname.rpartition(".")
        return _refused if of == "decimal.Decimal" and name not in _EXACT else None

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        if fullname in _CONTEXTS:
            return _refused
        return _refused_of_decimals if fullname in _FUNCTIONS else None


def plugin(version: str) -> type[Plugin]:
    """What mypy asks for."""
    return ExactDecimals
