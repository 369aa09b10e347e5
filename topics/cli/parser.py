"""How arguments are read: no abbreviations, one sentence for a mistake with what may have been
meant, and help in the language of the terminal.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from difflib import get_close_matches
from functools import partial
from typing import Any, NoReturn

from topics.cli.catalogue import said, wrapped


class Parser(argparse.ArgumentParser):
    """A parser that speaks `lang`; options are written out, as `--nested`, not `--ne`."""

    def __init__(self, *, lang: str = "en", **kwargs: Any) -> None:
        super().__init__(
            allow_abbrev=False,
            add_help=False,
            formatter_class=partial(_Formatter, lang=lang),
            **kwargs,
        )
        self.lang = lang
        self.add_argument("-h", "--help", action="help", help="show this help message and exit")

    def say_in_its_language(self) -> None:
        """Turn what stands in the help into the language of the parser."""
        for action in self._actions:
            if action.help and action.help != argparse.SUPPRESS:
                action.help = said(action.help, self.lang)
        for group in self._action_groups:
            group.title = said(f"{group.title}:", self.lang).removesuffix(":")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in a sentence and where the options stand, without the block of all of
        them in front.
        """
        told = said(message, self.lang)
        remedy = said("PROGRAM --help lists what there is", self.lang)
        remedy = remedy.replace("PROGRAM", f"python -m {self.prog}")
        end = {"zh": "；", "en": "; "}[self.lang]
        if told.endswith(("?", "？")):
            end = end[1:]
        self.exit(2, f"{self.prog}: {told}{end}{remedy}\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Name the nearest of the choices where a value is none of them."""
        if action.choices is None or value in action.choices:
            return
        choices = list(map(str, action.choices))
        what = "no such command" if action.dest == "command" else "invalid choice"
        near = self._meant([str(value)], choices)
        raise argparse.ArgumentError(
            None if action.dest == "command" else action,
            f"{what}: '{value}'{near or ';'} there are: {', '.join(choices)}",
        )

    def _meant(self, words: Iterable[str], known: Iterable[str]) -> str:
        """Ask whether the nearest of the known words were meant; nothing where none is near."""
        names = list(known)
        near = [name for word in words for name in get_close_matches(word, names, n=1)]
        return f"; did you mean {', '.join(dict.fromkeys(near))}?" if near else ""


class Command(Parser):
    """The parser of one command."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Refuse what the command does not know here, where its options are known; the parser of
        all would name none.
        """
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            options = [word.partition("=")[0] for word in unknown if word.startswith("-")]
            near = self._meant(options, self._option_string_actions)
            self.error(f"unrecognized arguments: {' '.join(unknown)}{near}")
        return found, unknown


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as argparse lays it out, in another language and with Han characters two cells wide."""

    def __init__(self, prog: str, *, lang: str, width: int | None = None) -> None:
        super().__init__(prog, width=width)
        self.lang = lang

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        own = said("usage: ", self.lang) if prefix is None else prefix
        super().add_usage(usage, actions, groups, own)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return super()._split_lines(text, width) if self.lang == "en" else wrapped(text, width)
