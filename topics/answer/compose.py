"""From tables to the first screen: which lines stand, in which order, under which headline."""

from __future__ import annotations

from topics.answer.findings import Findings, Pair
from topics.answer.pair_lines import PairLines, PairView
from topics.answer.ranked import (
    DOWN,
    UP,
    is_firm,
    named_by_headline,
    of_pair,
    with_evidence,
)
from topics.answer.reading import guard_of, reading
from topics.answer.sentence import Answer, Piece, Sentence
from topics.answer.series_lines import series_headline, shape_lines, word_lines
from topics.answer.wording import Wording, share, short_heading
from topics.emphasis.groups import in_time

LEAST_FIT = 0.5  # of the leaf sections must mention a theme, or the themes do not fit; chosen
MOST_NAMED = 3  # gains, and losses, of a headline
MOST_CHAPTERS = 4  # dropped chapters that a headline names


def answer(findings: Findings, lang: str = "zh") -> Answer:
    """Say what changed, in the order in which a reader asks.

    Parameters
    ----------
    findings : Findings
    lang : {"zh", "en"}

    Returns
    -------
    Answer
        The headline; whether the themes fit; chapters, gains, losses, what rests on one section
        and words of the widest pair, or the movements of a series; the latest neighbours; what
        hardly moved; and how to read all this.
    """
    say = Wording(lang)
    if not findings.pairs:
        return Answer((_nothing(say, findings), *reading(say, findings)))
    screen = _Screen(say, findings)
    return Answer(tuple(screen.lines()))


def _nothing(say: Wording, findings: Findings) -> Sentence:
    if findings.groups:
        text = say("headline_one", groups=say.listed(findings.groups))
    else:
        text = say("headline_no_groups", by=findings.by)
    return Sentence("headline", "", (Piece(text),))


class _Screen:
    def __init__(self, say: Wording, findings: Findings) -> None:
        self.say, self.found = say, findings
        self.in_time = in_time(findings.groups)
        self.facts = with_evidence(findings.facts, findings.evidence)
        self.widest = findings.pairs[-1]
        self.latest = self._latest()
        self.fits = findings.fit >= LEAST_FIT

    def _latest(self) -> Pair:
        """Return the latest neighbours: of all pairs with the last group the nearest."""
        order = self.found.groups
        last = [pair for pair in self.found.pairs if pair[1] == self.widest[1]]
        known = [pair for pair in last if pair[0] in order]
        return max(known or last, key=lambda pair: order.index(pair[0]) if known else 0)

    def lines(self) -> list[Sentence]:
        found = self.found
        if self.in_time and len(found.series):
            body = [*shape_lines(self.say, found.series, found.groups), *self._words_of_series()]
            body += self._of(self.latest).neighbours("latest")
            body += self._chapters_and_words(self.latest)
        elif self.in_time:
            body = self._of_widest()
        else:
            body = [line for pair in found.pairs for line in self._across(pair)]
        return [self._headline(), *self._misfit(), *body, *reading(self.say, found, self.widest)]

    def _of(self, pair: Pair) -> PairLines:
        order = list(self.found.groups)
        inside: list[str] = []
        if self.in_time and all(group in order for group in pair):
            start, end = sorted(order.index(group) for group in pair)
            inside = order[start + 1 : end]
        view = PairView(
            pair=pair,
            facts=self.facts,
            rates=self.found.rates,
            between=tuple(inside),
            in_time=self.in_time,
            guard=guard_of(self.say, self.found.guards, pair),
        )
        return PairLines(self.say, view)

    def _of_widest(self) -> list[Sentence]:
        wide = self._of(self.widest)
        body = [*self._of(self.latest).chapters(self.found.chapters)]
        body += [*wide.moved(), *wide.one_section(), *wide.words(self.found.words)]
        for pair in dict.fromkeys([self.latest, *reversed(self.found.pairs)]):
            if pair != self.widest:
                body += self._of(pair).neighbours()
        return [*body, *wide.steady()]

    def _chapters_and_words(self, pair: Pair) -> list[Sentence]:
        lines = self._of(pair)
        return [*lines.chapters(self.found.chapters), *lines.words(self.found.words)]

    def _across(self, pair: Pair) -> list[Sentence]:
        lines = self._of(pair)
        found = [*lines.moved(), *lines.words(self.found.words)]
        return found or lines.neighbours("pair")

    def _words_of_series(self) -> list[Sentence]:
        return word_lines(self.say, self.found.word_series)

    def _misfit(self) -> list[Sentence]:
        if self.fits:
            return []
        fields = {"share": share(self.found.fit)}
        names = self.say("list").join(self.found.proposed)
        text = (
            self.say("misfit", themes=names, **fields)
            if names
            else self.say("misfit_bare", **fields)
        )
        return [Sentence("misfit", self.say("misfit_title"), (Piece(text),))]

    # --- the headline ---

    def _headline(self) -> Sentence:
        if self.widest in self.found.equal:
            return Sentence("headline", "", (Piece(self.say("headline_equal")),), self.widest)
        if self.in_time and len(self.found.series):
            line = series_headline(self.say, self.found.series)
            if line is not None:
                return line
            if not self._firm():
                text = self.say("series_none", n=len(self.found.groups))
                return Sentence("headline", "", (Piece(text),), self.widest)
        text, about = self._shift()
        text = self.say("gap").join(part for part in (text, self._about_chapters()) if part)
        return Sentence("headline", "", (Piece(text),), self.widest, about)

    def _firm(self) -> bool:
        rows = of_pair(self.facts, self.widest)
        return any(is_firm(row, "chapter_gained") for _, row in rows.iterrows())

    def _shift(self) -> tuple[str, tuple[str, ...]]:
        """Say what gained and lost, at most three each; a shift of weight only where it is firm."""
        if not self.fits:
            return self._by_words()
        rows = of_pair(self.facts, self.widest)
        gains = named_by_headline(rows, UP, "chapter_gained").head(MOST_NAMED)
        losses = named_by_headline(rows, DOWN, "chapter_lost").head(MOST_NAMED)
        names = (*gains["theme"], *losses["theme"])
        firm = [str(row["theme"]) for _, row in gains.iterrows() if is_firm(row, "chapter_gained")]
        if firm and self.in_time:
            return self.say(
                "headline_shift", gains=self.say.listed(list(map(self.say.theme, firm)))
            ), tuple(firm)
        up, down = ("gains", "losses") if self.in_time else ("higher", "lower")
        parts = [
            self.say(
                f"headline_{key}", items=self.say.listed(list(map(self.say.theme, table["theme"])))
            )
            for key, table in ((up, gains), (down, losses))
            if len(table)
        ]
        if not parts:
            return self.say("headline_none"), ()
        return self.say("headline_facts", parts=self.say("comma").join(parts)), names

    def _by_words(self) -> tuple[str, tuple[str, ...]]:
        rows = of_pair(self.found.words, self.widest)
        rows = rows[rows["shown"].astype(bool) & rows["grade"].isin(UP) & (rows["kind"] == "word")]
        words = list(rows.sort_values(["score", "feature"], ascending=[False, True])["feature"])
        named = words[: 2 * MOST_NAMED]
        if not named:
            return self.say("headline_none"), ()
        return self.say("headline_words", gains=self.say("list").join(named)), tuple(named)

    def _about_chapters(self) -> str:
        """Say how many chapters the latest group opened and dropped, with their share."""
        if not self.in_time:
            return ""
        rows = of_pair(self.found.chapters, self.latest)
        rows = rows[~rows["formal"].astype(bool)]
        new, gone = rows[rows["status"] == "new"], rows[rows["status"] == "gone"]
        parts = []
        reference, target = self.latest
        if len(new):
            parts.append(
                self.say(
                    "headline_chapters",
                    target=self.say.group(target),
                    doc=self.found.titles.get(target, "").removeprefix("年度"),
                    n=len(new),
                    share=share(new["share_target"].sum()),
                )
            )
        if len(gone):
            gone = gone.sort_values("share_reference", ascending=False)
            headings = gone["heading_reference"].head(MOST_CHAPTERS)
            names = self.say("list").join(short_heading(heading) for heading in headings)
            parts.append(
                self.say(
                    "headline_dropped",
                    reference=reference,
                    names=names,
                    n=len(gone),
                    share=share(gone["share_reference"].sum()),
                )
            )
        return self.say("semicolon").join(parts) + self.say("stop") if parts else ""
