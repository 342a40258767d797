"""What a template may say at the most, so that filling it in takes no longer than its values ask.

A loop within a loop goes only over what the outer one gives: together they go once over the
values, however deep they lie.
"""

from collections.abc import Iterator

from jinja2 import nodes

MAX_MARKS = 2_000
"""Opening braces of a template; the standard one has about 150."""
MAX_GLUE = 20
"""Letters that `join` puts between values."""


def has_too_many_marks(parts: Iterator[bytes]) -> bool:
    """Whether so many tags begin that taking them apart would run long."""
    return sum(part.count(b"{") for part in parts) > MAX_MARKS


def unbounded(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """Tags whose work grows beyond the values: a word for each, and its line."""
    yield from _loops(tree, ())
    for each in tree.find_all(nodes.Filter):
        if each.name == "join" and not all(_is_glue(argument) for argument in _arguments(each)):
            yield "join", each.lineno


def _arguments(filtered: nodes.Filter) -> list[nodes.Node]:
    """What `join` is called with; values that are unpacked are none that it may have."""
    more = (filtered.dyn_args, filtered.dyn_kwargs)
    return [
        *filtered.args,
        *(pair.value for pair in filtered.kwargs),
        *(each for each in more if each),
    ]


def _is_glue(argument: nodes.Node) -> bool:
    return (
        isinstance(argument, nodes.Const)
        and isinstance(argument.value, str)
        and len(argument.value) <= MAX_GLUE
    )


def _loops(node: nodes.Node, outer: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """`outer`: what the loops around give, by name, the innermost last."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.For):
            if child.recursive or (outer and _root(child.iter) != outer[-1]):
                yield "for", child.lineno
            if not isinstance(child.target, nodes.Name):
                yield "for", child.lineno
                continue
            yield from _loops(child, (*outer, child.target.name))
        else:
            yield from _loops(child, outer)


def _root(node: nodes.Node) -> str:
    """The name from which a value is taken; '' where it is put together otherwise."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""
