"""The strict reader of theme files: every fault with its line and remedy, all of them at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from topics.given import MOST_LISTED, MOST_TOLD, brief, named, parse_toml, read_given, told

MAX_LENGTH = 32
MAX_TERMS = 2_000
MAX_THEMES = 500  # ten times what a study has: each is counted in every section
MAX_PARENTS = 8  # above a theme; a term counts for each of them
KEYS = {"terms", "without", "parent", "note"}
EXAMPLE = '[themes."名称"] with terms = ["词"]'
MAX_DEPTH = 8  # twice what any theme has: themes, name, terms, term
UNSEEN = {"Cc", "Cf", "Cs"}  # controls, zero width and direction marks, halves of a surrogate pair
QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』‘’‚‛'", '"'))
BARE_NAME = re.compile(
    r"^([ \t]*\[[ \t]*themes[ \t]*\.[ \t]*)([^\s\"'\[\].#]+)([ \t]*\])", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A named list of terms.

    Attributes
    ----------
    name : str
    terms : tuple of str
        Terms that are counted for the theme.
    parent : str
        Theme that counts the terms of this one, too; empty at the top.
    note : str
        Why the list is as it is.
    without : tuple of str
        Longer terms inside which the terms do not count: 改革 without 发展改革委.
    """

    name: str
    terms: tuple[str, ...]
    parent: str = ""
    note: str = ""
    without: tuple[str, ...] = ()


class ThemeError(ValueError):
    """Faults of theme files, one line each, all of them at once."""


def read_themes(paths: Sequence[str | Path]) -> tuple[Theme, ...]:
    """Read themes from TOML files; a theme that stands in several files has the terms of all.

    Parameters
    ----------
    paths : sequence of str or Path
        Files of tables `[themes."安全韧性"]` with `terms = [...]`, and optionally `parent` and
        `note`. The quotes that TOML asks for around a Chinese name may be missing.

    Returns
    -------
    tuple of Theme
        In the order of first mention.

    Raises
    ------
    ThemeError
        If a file cannot be read or holds a fault; all faults are named with file, line and remedy.

    Examples
    --------
    >>> from topics.resources import resource
    >>> themes = read_themes([resource("dictionary/themes.toml")])
    >>> "安全韧性" in {theme.name for theme in themes}
    True
    """
    themes: dict[str, Theme] = {}
    places: dict[str, str] = {}
    faults: list[str] = []
    for path in map(Path, paths):
        try:
            reader = _Reader(path.name, _read(path), faults)
        except ThemeError as error:
            faults.append(str(error))
            continue
        for theme in reader.themes():
            places.setdefault(theme.name, path.name)
            themes[theme.name] = (
                _joined(themes[theme.name], theme) if theme.name in themes else theme
            )
    faults.extend(_relation_faults(themes, places))
    if faults:
        raise ThemeError(told(faults))
    return tuple(themes.values())


def fold(term: str) -> str:
    """Return a term as it is compared: one width, one kind of quotes, no spaces.

    >>> fold("\u201c十四五\u201d规划") == fold('"十四五" 规划')
    True
    """
    return "".join(unicodedata.normalize("NFKC", term).translate(QUOTES).casefold().split())


@dataclass
class _Reader:
    """One theme file and the faults found in it."""

    file: str
    text: str
    faults: list[str]

    def fault(self, near: str, message: str) -> None:
        """Note a fault at the line on which `near` first stands; beyond those told, that it is."""
        if len(self.faults) >= MOST_TOLD:
            self.faults.append("")
            return
        at = self.text.find(f'"{near}"')
        at = self.text.find(near) if at < 0 else at
        self.faults.append(f"{self.file}:{self.text.count(chr(10), 0, max(at, 0)) + 1}: {message}")

    def themes(self) -> Iterator[Theme]:
        """Yield the themes of the file that are in order."""
        try:
            tables = parse_toml(BARE_NAME.sub(r'\1"\2"\3', self.text))
        except (
            ValueError
        ) as error:  # TOMLDecodeError, and what int() says of a number with thousands of digits
            line = re.search(r"line (\d+)", str(error))
            number = int(line[1]) if line else self.text.count("\n") + 1
            self.faults.append(
                f"{self.file}:{number}: no valid TOML ({brief(str(error))}); a theme is {EXAMPLE}"
            )
            return
        if _is_deep(tables):
            self.faults.append(f"{self.file}:1: nested too deeply; a theme is {EXAMPLE}")
            return
        for key in sorted(set(tables) - {"themes"}):
            self.fault(key, f'unknown key {brief(key)!r}; put it into a table [themes."名称"]')
        listed = tables.get("themes", {})
        if not isinstance(listed, dict) or not listed:
            self.fault("themes", f"no themes; write a table {EXAMPLE}")
            return
        if len(listed) > MAX_THEMES:
            self.fault("themes", f"{len(listed)} themes; {MAX_THEMES} are allowed")
            return
        for name, entry in listed.items():
            theme = self.theme(name, entry)
            if theme is not None:
                yield theme

    def theme(self, name: str, entry: object) -> Theme | None:
        """Return one theme, or None where its table has a fault."""
        before = len(self.faults)
        if unseen := _unseen(name):
            self.fault(
                name,
                f"theme name {brief(name)!r} holds the invisible character {unseen}; delete it",
            )
            return None
        if not self._sound(name):
            self.fault(
                name,
                f"theme name {brief(name)!r} is empty, too long or holds a space; use 1 to"
                f" {MAX_LENGTH} characters",
            )
            return None
        if not isinstance(entry, dict):
            self.fault(name, f"theme '{name}' is no table; write {EXAMPLE}")
            return None
        for key in sorted(set(entry) - KEYS):
            self.fault(
                key,
                f"theme '{name}': unknown key {brief(key)!r}; there are terms, without, parent,"
                " note",
            )
        for key in ("parent", "note"):
            if not isinstance(entry.get(key, ""), str):
                self.fault(
                    key,
                    f"theme '{name}': {key} = {brief(repr(entry[key]))} is no text; put it in"
                    " quotes",
                )
        terms, without = (self._terms(name, entry, key) for key in ("terms", "without"))
        if len(self.faults) > before:
            return None
        return Theme(name, terms, entry.get("parent", ""), entry.get("note", ""), without)

    def _terms(self, name: str, entry: dict[str, Any], key: str) -> tuple[str, ...]:
        terms = entry.get(key, [])
        if not isinstance(terms, list):
            self.fault(
                name,
                f"theme '{name}': {key} = {brief(repr(terms))} is no list; write {key} = [\"词\"]",
            )
            return ()
        if len(terms) > MAX_TERMS:
            self.fault(name, f"theme '{name}' has {len(terms)} {key}; {MAX_TERMS} are allowed")
            return ()
        seen: set[str] = set()
        for term in terms:
            if not isinstance(term, str):
                self.fault(
                    name, f"theme '{name}': term {brief(repr(term))} is no text; put it in quotes"
                )
            elif unseen := _unseen(term):
                self.fault(
                    term,
                    f"theme '{name}': term {brief(term)!r} holds the invisible character {unseen};"
                    " delete it",
                )
            elif not self._sound(term):
                self.fault(
                    term,
                    f"theme '{name}': term {brief(term)!r} is empty, too long or holds a space; "
                    f"use 1 to {MAX_LENGTH} characters without spaces",
                )
            elif term in seen:
                self.fault(term, f"theme '{name}': term '{term}' stands twice; delete one")
            seen.add(str(term))
        return tuple(str(term) for term in terms)

    @staticmethod
    def _sound(word: str) -> bool:
        return (
            0 < len(word) <= MAX_LENGTH
            and not re.search(r"[\s\x00-\x1f\x7f]", word)
            and bool(fold(word))
        )


def _unseen(word: str) -> str:
    """Return the code of the first character of a word that no one sees, or nothing."""
    found = (char for char in word if unicodedata.category(char) in UNSEEN and not char.isspace())
    return next((f"U+{ord(char):04X}" for char in found), "")


def _is_deep(table: object) -> bool:
    """Say whether tables and lists stand in one another deeper than in any theme."""
    level = [table]
    for _ in range(MAX_DEPTH + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(level)


def _read(path: Path) -> str:
    """Return the text of a theme file; the message of the error names the remedy."""
    try:
        data = read_given(path, MOST_LISTED)
    except OSError as error:
        raise ThemeError(
            f"{path}: cannot be read ({error.strerror or error}); give a theme file in TOML"
        ) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ThemeError(
            f"{path}:{line}: byte {error.start} is no UTF-8; save the file as UTF-8"
        ) from error


def _joined(first: Theme, second: Theme) -> Theme:
    """Join what two files say of one theme: the terms of both, parent and note of the later one
    where it has them.
    """
    terms = tuple(dict.fromkeys(first.terms + second.terms))
    without = tuple(dict.fromkeys(first.without + second.without))
    return Theme(
        first.name, terms, second.parent or first.parent, second.note or first.note, without
    )


def _relation_faults(themes: Mapping[str, Theme], places: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong between themes: parents that do not exist or lead in a circle, themes
    without any term.
    """
    parents = {theme.parent for theme in themes.values()}
    for name, theme in themes.items():
        if theme.parent and theme.parent not in themes:
            yield (
                f"{places[name]}: theme '{name}': parent {brief(theme.parent)!r} is no theme; there"
                f" are: {named(list(themes))}"
            )
        if not theme.terms and name not in parents:
            yield (
                f"{places[name]}: theme '{name}' has no terms; write terms = [\"词\"] or name it as"
                " the parent of another"
            )
        above, steps = theme.parent, 0
        while above in themes and above != name and steps < MAX_PARENTS:
            above, steps = themes[above].parent, steps + 1
        if above == name:
            yield (
                f"{places[name]}: theme '{name}' is above itself; its parents lead in a circle,"
                " remove one"
            )
        elif above in themes:
            yield (
                f"{places[name]}: theme '{name}' has more than {MAX_PARENTS} parents one above the"
                " other; leave some out"
            )
