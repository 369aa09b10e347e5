"""Write the commands' help into docs/commands.md: `uv run -m scripts.update_docs`.

A test holds the page to the parser.
"""

import argparse
import sys

from scripts.generated import ROOT, settle
from topics.cli.arguments import build_parser

PAGE = ROOT / "docs" / "commands.md"
HEAD = """# Commands

Written from the parser by `scripts/update_docs.py`. Results go to standard output, progress and
warnings to standard error. Exit codes: 0 done, 1 could not (a sentence says why), 2 wrong use,
130 interrupted. With `--json`, one object: `{"schema_version": 1, "command": …, "answer": …}`.
"""


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of all commands by name."""
    actions = [
        action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    ]
    return dict(actions[0].choices)


def page() -> str:
    """Return the page as it should be."""
    parser = build_parser()
    parts = [HEAD, _block(parser)]
    for name, sub in subcommands(parser).items():
        parts += [f"## {name}\n", _block(sub)]
    return "\n".join(parts)


def _block(parser: argparse.ArgumentParser) -> str:
    # A fixed width: argparse would otherwise take the terminal's.
    parser.formatter_class = lambda prog: argparse.RawDescriptionHelpFormatter(prog, width=100)
    return f"```text\n{parser.format_help().rstrip()}\n```\n"


if __name__ == "__main__":
    sys.exit(settle(PAGE, page()))
