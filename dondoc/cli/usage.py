"""What the command line says of itself, in our words: help, and mistakes in what was typed.

The library holds most of these sentences in its code, in English only; the few that it looks
up stand in the catalogue `click`. Its classes for them are private: pyproject and the lock
pin what was tried.
"""

from pathlib import Path
from typing import Any

import typer
from typer._click import exceptions as mistakes
from typer._click.core import Command, Context
from typer._click.formatting import HelpFormatter
from typer.core import TyperGroup
from typer.main import get_command

from dondoc.cli.wording import SETTINGS, tr

Mistake = mistakes.ClickException
"""Something typed that the command line cannot take."""


class _Formatter(HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{tr('cli.usage.usage')} ")


class _Context(Context):
    formatter_class = _Formatter


def in_own_words(app: typer.Typer) -> Command:
    """The command line ready to run, with help that speaks the reader's language."""
    command = get_command(app)
    _translate(command)
    return command


def _translate(command: Command) -> None:
    command.context_class = _Context
    command.options_metavar = tr("cli.usage.options")
    helping = command.get_help_option(Context(command, **SETTINGS))
    if helping is not None:
        helping.help = tr("help.help")
    for param in command.params:
        _name_value(param)
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = tr("cli.usage.command")
        for each_command in command.commands.values():
            _translate(each_command)


def _name_value(param: Any) -> None:
    """Says what kind of value belongs here: TỆP, NGÀY, and not `<Path>`."""
    if getattr(param, "is_flag", False):
        return
    name = param.metavar or _KINDS.get(param.type_descriptor.annotation, "text")
    param.metavar = tr(f"cli.metavar.{name.lower().replace('|', '_')}")
    if param.param_type_name == "argument":
        param.display_type_rich = lambda ctx: None  # its name says what it is: no `<str>` behind


_KINDS: dict[Any, str] = {int: "year", Path: "file", list[Path]: "file"}


def mistake_text(error: Mistake) -> str:
    """What is wrong with what was typed, how the command is used, and where help is."""
    if isinstance(error, mistakes.NoArgsIsHelpError):
        return error.message
    context = getattr(error, "ctx", None)
    if context is None:
        return _mistake(error)
    option = context.help_option_names[-1]
    hint = tr("cli.usage.try", command=context.command_path, option=option)
    return f"{_mistake(error)}\n{context.get_usage()}\n{hint}"


def _mistake(error: Mistake) -> str:
    match error:
        case mistakes.MissingParameter(param=param) if param is not None:
            key = f"cli.usage.missing_{param.param_type_name}"
            return tr(key, name=param.get_error_hint())
        case mistakes.BadParameter(param=param) if param is not None:
            return tr("cli.usage.bad_value", name=param.get_error_hint(), why=_why(error))
        case mistakes.NoSuchOption():
            no_option = tr("cli.usage.no_option", name=error.option_name)
            return _with_hints(no_option, ", ".join(error.possibilities or ()))
        case mistakes.BadOptionUsage():
            needs = "does not take" not in error.message
            key = "cli.usage.needs_value" if needs else "cli.usage.no_value"
            return tr(key, name=error.option_name)
    return _plain_mistake(error.format_message())


def _plain_mistake(message: str) -> str:
    """A mistake that the library gives as a sentence only."""
    if message.startswith(_EXTRA):
        return tr("cli.usage.extra", found=message.removeprefix(_EXTRA).strip("()"))
    text, _, hints = message.partition(_PERHAPS)
    return _with_hints(text.rstrip(".") + ".", hints.rstrip("?"))


_EXTRA = "Got unexpected extra argument(s) "
_PERHAPS = ". Did you mean "


def _with_hints(text: str, names: str) -> str:
    return f"{text} {tr('cli.usage.perhaps', names=names)}" if names else text


def _why(error: mistakes.BadParameter) -> str:
    """Our own parsers say why in words; the library's only for programmers."""
    if type(error.__cause__).__name__ != "ValidationError":
        return error.message
    numeric = error.param is not None and error.param.type_descriptor.annotation is int
    if not numeric:
        return tr("cli.usage.not_understood")
    from dondoc.clock import year_of_examples

    return tr("cli.usage.not_a_number", year=year_of_examples())
