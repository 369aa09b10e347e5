"""How often planted changes between two plans are missed, and what it costs.

`python -m benchmarks.links --folder FOLDER`.

Documents of the folder are changed in known ways: sections are dropped, put in (from another
document), moved, split, merged, and their words exchanged at growing rates. Said are the shares of
sections with a counterpart that were called dropped, of links that are wrong, and of planted
splits, mergers and moves that were found; of sections of unrelated documents that were linked; the
time for many sections.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.texts import arguments
from topics.compare import link_sections
from topics.compare.links import find_links
from topics.compare.units import units, without_number
from topics.corpus import Document, Section, read_corpus

RATES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)  # share of pairs of characters that are exchanged
LEAST = 12  # sections of a document that takes part


@dataclass
class Planted:
    """A changed document: its sections' texts, and which section of the original each has."""

    texts: list[str] = field(default_factory=list)
    sources: list[set[int]] = field(default_factory=list)
    chapters: list[str] = field(default_factory=list)

    def add(self, text: str, sources: set[int], chapter: str) -> None:
        self.texts.append(text)
        self.sources.append(sources)
        self.chapters.append(chapter)


def document(name: str, planted: Planted) -> Document:
    """Lay sections out as a document whose headings were found."""
    text, sections = "", []
    for number, (part, chapter) in enumerate(zip(planted.texts, planted.chapters, strict=True)):
        end = len(text) + len(part) + 1
        sections.append(Section(name, f"{chapter}/条{number}", 2, "", len(text), end, leaf=True))
        text += f"{part}\n"
    return Document(name, text, tuple(sections))


def original(source: Document) -> Planted:
    planted = Planted()
    for number, section in enumerate(source.leaves):
        text = without_number(source.text[section.heading_start : section.end]).strip()
        if len(text) >= 20:
            planted.add(text, {number}, section.path.partition("/")[0])
    return planted


def reworded(text: str, others: str, rate: float, rng: random.Random) -> str:
    """Exchange pairs of characters for pairs from other texts."""
    pairs = [text[i : i + 2] for i in range(0, len(text), 2)]
    places = [rng.randrange(len(others) - 2) for _ in pairs]
    return "".join(
        others[place : place + 2] if rng.random() < rate else pair
        for pair, place in zip(pairs, places, strict=True)
    )


def changed(old: Planted, other: Planted, rate: float, rng: random.Random) -> Planted:
    """Drop, put in, split and merge a tenth of the sections each, and exchange words."""
    new, words, skip = Planted(), "".join(other.texts), False
    for i, text in enumerate(old.texts):
        if skip:
            skip = False
            continue
        kind = rng.choices(["plain", "drop", "put in", "split", "merge"], [6, 1, 1, 1, 1])[0]
        said = reworded(text, words, rate, rng)
        if kind == "put in":
            new.add(rng.choice(other.texts), set(), old.chapters[i])
        middle = said.find("。", len(said) // 3) + 1
        if kind == "split" and 30 <= middle <= len(said) - 30:
            new.add(said[:middle], {i}, old.chapters[i])
            said = said[middle:]
        if kind == "merge" and i + 1 < len(old.texts):
            said, skip = said + reworded(old.texts[i + 1], words, rate, rng), True
        if kind != "drop":
            new.add(said, {i, i + 1} if skip else {i}, old.chapters[i])
    return new


def measure(sources: list[Document], rate: float, rng: random.Random) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number, source in enumerate(sources):
        old = original(source)
        new = changed(old, original(sources[number - 1]), rate, rng)
        links = find_links(units(document("旧", old)), units(document("新", new)))
        found = set(links.counted)
        true = {(i, j) for j, held in enumerate(new.sources) for i in held}
        linked = {i for i, _ in found}
        counts["true"] += len(true)
        counts["found"] += len(found)
        counts["right"] += len(true & found)
        counts["with"] += len({i for i, _ in true})
        counts["lost"] += len({i for i, _ in true} - linked)
        several = Counter(i for i, _ in true)
        counts["splits"] += sum(n > 1 for n in several.values())
        counts["splits found"] += sum(
            n > 1 and {link for link in true if link[0] == i} <= found for i, n in several.items()
        )
        counts["mergers"] += sum(len(held) > 1 for held in new.sources)
        counts["mergers found"] += sum(
            len(held) > 1 and {(i, j) for i in held} <= found for j, held in enumerate(new.sources)
        )
    return counts


def unrelated(sources: list[Document]) -> float:
    """Return the share of sections of unrelated documents that are linked."""
    linked = total = 0
    for number, source in enumerate(sources):
        sides = units(sources[number - 1]), units(source)
        found = find_links(*sides).counted
        linked += len({i for i, _ in found}) + len({j for _, j in found})
        total += sum(map(len, sides))
    return linked / max(total, 1)


def speed(sources: list[Document], n_sections: int, rng: random.Random) -> str:
    """Say what many sections cost, changed by a tenth."""
    old = Planted()
    while len(old.texts) < n_sections:
        for source in sources:
            part = original(source)
            for text, chapter in zip(part.texts, part.chapters, strict=True):
                old.add(reworded(text, part.texts[0], 0.2, rng), {len(old.texts)}, chapter)
    new = changed(old, old, 0.1, rng)
    start = time.process_time()
    link_sections(document("旧", old), document("新", new))
    return f"{len(old.texts)} x {len(new.texts)} sections: {time.process_time() - start:.1f} s"


def main() -> None:
    parser = arguments(__doc__, texts=40)
    parser.add_argument("--sections", type=int, default=0, help="time so many sections a side")
    args = parser.parse_args()
    read = [one for one in read_corpus(args.folder) if one.analysed and len(one.leaves) >= LEAST]
    rng = random.Random(args.seed)
    sources = sorted(read, key=lambda one: one.doc_id)
    sources = rng.sample(sources, min(args.texts, len(sources)))
    print(f"{len(sources)} documents, {sum(len(one.leaves) for one in sources)} sections")
    print("exchanged  precision  recall  falsely dropped  splits  mergers")
    for rate in RATES:
        n = measure(sources, rate, rng)
        print(
            f"{rate:9.0%}  {n['right'] / n['found']:9.3f}  {n['right'] / n['true']:6.3f}"
            f"  {n['lost'] / n['with']:15.3f}  {n['splits found'] / max(n['splits'], 1):6.2f}"
            f"  {n['mergers found'] / max(n['mergers'], 1):7.2f}"
        )
    print(f"sections of unrelated documents that are linked: {unrelated(sources):.2%}")
    if args.sections:
        print(speed(sources, args.sections, rng))


if __name__ == "__main__":
    main()
