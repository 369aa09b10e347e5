"""How often planted formulations are missed or misdated, and what the ledger costs.

`python -m benchmarks.phrases --folder FOLDER`.

Documents of the folder become series of four: the same sections in another order of sentences, so
that their places are linked, with invented phrases put in where a known ledger says so. Said are
the shares of phrases that were found, whose first and last document and fate are right, of planted
exchanges that were found, and the time for a long text.
"""

from __future__ import annotations

import random
import time
from dataclasses import replace
from itertools import pairwise

from benchmarks.texts import arguments
from topics.corpus import Document, parse_text, read_corpus
from topics.phrases import ledger
from topics.phrases.reading import Reading
from topics.phrases.sets import find_set_phrases
from topics.tokenize import PolicyTokenizer

LEAST = 12  # sections of a document that takes part
PARTS = ("青禾", "泽畔", "云栖", "望潮", "霁月", "松风", "汀兰", "鹭洲", "枕河", "听涛")
ENDS = ("共建机制", "联治计划", "互助联盟", "焕新工程", "守护行动", "培育基金", "振兴纲要")
VERBS = (("试办", "推行"), ("扩大", "稳定"), ("探索", "全面推开"), ("鼓励", "要求"))
LIVES = ((0, 1, 2, 3), (0, 1), (1, 2, 3), (2, 3), (0, 3), (1, 2))
LONG = 1_000_000  # characters


def series(
    source: Document, rng: random.Random
) -> tuple[list[Document], dict[str, tuple[int, ...]], list[tuple[str, str]]]:
    """Return four documents, the lives of the phrases put in, and the exchanges put in."""
    texts = [source.section_text(leaf).strip().replace("\n", "") for leaf in source.leaves]
    texts = [text for text in texts if len(text) >= 20]
    names = [first + second + end for first in PARTS for second in PARTS[:3] for end in ENDS]
    rng.shuffle(names)
    lives = {names[number]: rng.choice(LIVES) for number in range(min(24, len(texts)))}
    swaps = [(rng.choice(VERBS), names[-number - 1]) for number in range(6)]
    documents = []
    for point in range(4):
        lines = ["一、任务"]
        for number, text in enumerate(texts):
            said = text if text.endswith("。") else f"{text}。"
            said += "".join(
                f"{name}。"
                for at, name in enumerate(lives)
                if at == number and point in lives[name]
            )
            if number < len(swaps):
                verbs, name = swaps[number]
                said += f"{verbs[point > 1]}{name}申报登记办法。"
            lines.append(f"{number + 1}.{said}")
        year = 2031 + point
        document = parse_text("\n".join(lines) + "\n", doc_id=f"{source.doc_id}-{year}")
        documents.append(replace(document, date=f"{year}-03-01", genre="方案"))
    return documents, lives, [verbs for verbs, _ in swaps]


def fate(held: tuple[int, ...]) -> str:
    """Return what a phrase that stands at some points has become by the last one."""
    if held[-1] < 3:
        return "gone"
    gap = any(later - one > 1 for one, later in pairwise(held))
    return "back" if gap else "kept"


def main() -> None:
    """Say how often the ledger is right."""
    asked = arguments(__doc__, texts=20).parse_args()
    rng, tokenizer = random.Random(asked.seed), PolicyTokenizer(stopwords=None)
    read = [document for document in read_corpus([asked.folder]) if document.analysed]
    sources = [document for document in read if len(document.leaves) >= LEAST][: asked.texts]
    found = right = total = swapped = n_swaps = 0
    for source in sources:
        documents, lives, swaps = series(source, rng)
        table = ledger(documents, tokenizer)
        rows = table.formulations.set_index("phrase")
        for name, held in lives.items():
            total += 1
            if name in rows.index:
                found += 1
                row = rows.loc[name]
                dates = (2031 + held[0], 2031 + held[-1])
                told = (row["first_year"], row["last_year"])
                right += dates == told and row["status"] == ("new" if held == (3,) else fate(held))
        pairs = list(zip(table.substitutions["old"], table.substitutions["new"], strict=True))
        n_swaps += len(swaps)
        swapped += sum(swap in pairs for swap in swaps)
    print(f"{len(sources)} documents, {total} phrases: found {found / max(total, 1):.3f},")
    print(f"first, last and fate right {right / max(total, 1):.3f};")
    print(f"exchanges found {swapped / max(n_swaps, 1):.3f} of {n_swaps}")
    text = "".join(document.text for document in read)
    text = (text * (LONG // max(len(text), 1) + 1))[:LONG] if len(text) > LONG / 4 else text
    document = parse_text(text, doc_id="长文")
    reading = Reading([document], tokenizer)
    for name, work in (
        ("words", lambda: reading.words),
        ("set phrases", lambda: find_set_phrases(reading)),
    ):
        start = time.process_time()
        work()
        print(f"{len(reading.text):,} characters, {name}: {time.process_time() - start:.1f} s")


if __name__ == "__main__":
    main()
