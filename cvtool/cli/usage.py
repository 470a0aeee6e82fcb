"""What is wrong with the command itself, in one line, worded as for the same mistake in cv.yaml."""

from __future__ import annotations

import re

import click

from ..model.problems import near, suggestion

_NO_COMMAND = re.compile("No such command '(.*)'")


def explain(error: click.ClickException) -> str:
    """The line, with the command whose help tells more."""
    context = getattr(error, "ctx", None)
    message = error.format_message().split(". Did you mean")[0].rstrip(".")
    if isinstance(error, click.NoSuchOption):
        known = error.possibilities or ()
        message = f"unknown option '{error.option_name}'{near(error.option_name, known)}"
    elif (found := _NO_COMMAND.match(message)) and context:
        message = f"unknown command '{found[1]}'{_other_commands(found[1], context)}"
    command = context.command_path if context else "cvtool"
    return f"{message[:1].lower()}{message[1:]} (see '{command} --help')"


def _other_commands(name: str, context: click.Context) -> str:
    group = context.command
    return suggestion(name, group.list_commands(context)) if isinstance(group, click.Group) else ""
