"""How many new terms, planted a few times, stand among the first candidates for the dictionary.

Half of the terms were used to fit the rules of `topics.vocabulary.candidates`; the other half
measures them. Each is tried in one text, in eight and in all, with texts of its own half:

    uv run python -m benchmarks.terms --folder FOLDER --half measure
"""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

from benchmarks.texts import arguments, plain
from topics import PolicyTokenizer
from topics.vocabulary.candidates import term_candidates

FIRST = 100


def planted(texts: list[str], terms: dict[str, list[str]], seed: int) -> list[str]:
    """Put each sentence of the terms between two lines of one of the texts."""
    chance = random.Random(seed)
    rows = [text.split("\n") for text in texts]
    for sentences in terms.values():
        for sentence in sentences:
            row = chance.choice(rows)
            row.insert(chance.randrange(len(row) + 1), sentence)
    return ["\n".join(row) for row in rows]


def main() -> None:
    """Print for one, eight and all texts how many planted terms are found, and which are not."""
    parser = arguments(__doc__, texts=30)
    parser.add_argument("--half", choices=("fit", "measure"), default="measure")
    given = parser.parse_args()
    with Path(__file__).with_name("terms.toml").open("rb") as file:
        terms = tomllib.load(file)[given.half]
    tokenizer = PolicyTokenizer()
    files = sorted(file for file in given.folder.rglob("*") if file.suffix in {".txt", ".md"})
    half = files[given.half == "measure" :: 2]
    drawn = random.Random(given.seed).sample(half, min(given.texts, len(half)))
    unlisted = [term for term in terms if term not in tokenizer.terms]
    for n_texts in sorted({1, min(8, len(drawn)), len(drawn)}):
        texts = planted([plain(file) for file in drawn[:n_texts]], terms, given.seed)
        first = term_candidates(texts, tokenizer)["word"].head(FIRST).tolist()
        missed = [term for term in unlisted if term not in first]
        print(
            f"{n_texts} texts: {len(unlisted) - len(missed)} of {len(unlisted)} among the first"
            f" {len(first)}; not {'、'.join(missed) or 'any'}"
        )


if __name__ == "__main__":
    main()
