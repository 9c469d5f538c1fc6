"""What one expression of a template may cost. Liquid's own limits count what a template keeps and writes, not what a
filter makes on the way: a range joined, a text replaced by a longer one, a number multiplied by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from liquid import BoundTemplate, RenderContext
from liquid.ast import Node
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.exceptions import LoopIterationLimitError, ResourceLimitError
from liquid.expression import Expression

Filter = Callable[..., Any]

LONGEST_RANGE = 100_000
LONGEST_TEXT = 5_000_000
LARGEST_NUMBER_BITS = 4_096


class BoundedRange(RangeLiteral):
    """`(1..n)` of at most `LONGEST_RANGE` numbers."""

    __slots__ = ()

    def evaluate(self, context: RenderContext) -> range:
        found: range = super().evaluate(context)
        if found and found[-1] - found[0] >= LONGEST_RANGE:
            raise LoopIterationLimitError(f"a range has more than {LONGEST_RANGE} numbers", token=self.token)
        return found


def bound_ranges(template: BoundTemplate) -> None:
    """Make every range of a parsed template a bounded one."""
    context = RenderContext(template)
    for node in nodes(template.nodes, context):
        for one in expressions(node.expressions()):
            if type(one) is RangeLiteral:
                one.__class__ = BoundedRange


def nodes(found: Iterable[Node], context: RenderContext) -> Iterator[Node]:
    for node in found:
        yield node
        yield from nodes(node.children(context, include_partials=False), context)


def expressions(found: Iterable[Expression]) -> Iterator[Expression]:
    for one in found:
        yield one
        yield from expressions(one.children())


def bounded(name: str, run: Filter) -> Filter:
    """The filter, refusing what would be too large before it is made where that can be told."""
    foretold = FORETOLD.get(name)

    @wraps(run)
    def limited(value: Any, *arguments: Any, **named: Any) -> Any:
        if foretold and foretold(value, *arguments) > LONGEST_TEXT:
            raise ResourceLimitError(f"the result of the filter '{name}' is too long", token=None)
        return kept(name, run(value, *arguments, **named))

    return limited


def kept(name: str, result: Any) -> Any:
    if isinstance(result, str) and len(result) > LONGEST_TEXT:
        raise ResourceLimitError(f"the result of the filter '{name}' is too long", token=None)
    if isinstance(result, int) and result.bit_length() > LARGEST_NUMBER_BITS:
        raise ResourceLimitError(f"the result of the filter '{name}' is too large a number", token=None)
    return result


def replaced(value: Any, seq: Any = "", sub: Any = "", *_: Any) -> int:
    text = str(value)
    return len(text) + text.count(str(seq)) * len(str(sub))


def joined(value: Any, separator: Any = " ", *_: Any) -> int:
    count = len(value) if isinstance(value, list | tuple | range | str) else 0
    return count * len(str(separator))


FORETOLD: dict[str, Callable[..., int]] = {"replace": replaced, "join": joined}
"""At least how long a filter's result is."""


def bound_filters(filters: dict[str, Filter]) -> dict[str, Filter]:
    return {name: bounded(name, run) for name, run in filters.items()}
