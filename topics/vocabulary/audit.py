"""What the word lists do on given texts: entries that never match, that lose to other words, stop
words that hide terms.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import pandas as pd

from topics.tokenize import PolicyTokenizer
from topics.vocabulary.candidates import sentence_around, term_candidates
from topics.words.segmenter import places
from topics.words.special import normalise
from topics.words.wordlists import hidden_terms

COLUMNS = ["kind", "word", "status", "n_token", "n_covered", "n_crossed", "by", "example"]
STATUSES = {
    "hides": "停用词删去了词典或主题的词",
    "crossed": "词典的词出现过，但每次都被跨越边界的词拆开",
    "ambiguous": "词典的词有时成词、有时被跨越边界的词拆开",
    "covered": "词典的词只出现在更长的词里",
    "never": "词典的词没有出现",
    "unlisted": "文中多见而词典未收的词",
    "ok": "词典的词都成词，或在更长的词里",
}
N_CANDIDATES = 50


def audit(
    tokenizer: PolicyTokenizer, texts: Iterable[str], *, documents: Sequence[str] | None = None
) -> pd.DataFrame:
    """Check a tokenizer's word lists against texts.

    Stop words that remove terms, which the tokenizer refuses to use, are told here instead of
    raised.

    Parameters
    ----------
    tokenizer : PolicyTokenizer
    texts : iterable of str
    documents : sequence of str, optional
        The document that each text is a part of, for the candidates; by default each is one.

    Returns
    -------
    DataFrame
        kind (entry of the dictionary, stopword, candidate); word; status; n_token, n_covered,
        n_crossed (places where the word is a token, stands inside a longer one, is cut because a
        word crosses its border); by (the words that most often cover or cross it); example (a
        sentence). Sorted by status, the gravest first, then by falling number of places. The
        statuses: hides (a stop word that is a term); crossed (an entry that never comes out);
        ambiguous (one that sometimes does); covered (stands only inside longer words); never (does
        not occur); unlisted (a frequent candidate, n_token its count); ok.

    Examples
    --------
    >>> from topics import PolicyTokenizer
    >>> tokenizer = PolicyTokenizer(dictionary=["城市群", "都市圈"], only=True,
    ...     stopwords=["都市圈"])
    >>> frame = audit(tokenizer, ["城市群众和城市群一体化。"])
    >>> frame[["word", "status", "n_token", "n_crossed", "by"]].values.tolist()
    [['都市圈', 'hides', 0, 0, ''], ['城市群', 'ambiguous', 1, 1, '群众'], ['都市圈', 'never', 0, 0,
    '']]
    """
    tokenizer = type(tokenizer)(**{**tokenizer.get_params(), "insist": True})
    normal = [normalise(text) for text in texts]
    uses = _uses(normal, tokenizer)
    rows = [("entry", word, *use.row()) for word, use in uses.items()]
    protected = {*tokenizer.subject_terms, *tokenizer.protect}
    rows += [
        ("stopword", word, "hides", 0, 0, 0, "", "")
        for word in hidden_terms(tokenizer.stoplist, protected)
    ]
    candidates = term_candidates(normal, tokenizer, documents=documents).sort_values(
        ["count", "word"], ascending=[False, True]
    )
    rows += [
        ("candidate", row["word"], "unlisted", row["count"], 0, 0, "", row["example"])
        for row in candidates.head(N_CANDIDATES).to_dict("records")
    ]
    gravity = list(STATUSES)
    rows.sort(key=lambda row: (gravity.index(row[2]), -sum(row[3:6]), row[1]))
    return pd.DataFrame(rows, columns=COLUMNS)


def format_audit(frame: pd.DataFrame, n: int = 10) -> str:
    """Tell an audit in Chinese: each status with its number of words and the first `n` of them."""
    lines = []
    for status, meaning in STATUSES.items():
        rows = frame[frame["status"] == status]
        if rows.empty:
            continue
        lines.append(f"{meaning}：{len(rows)} 个")
        if status in {"ok", "never"}:
            continue
        for row in rows.head(n).to_dict("records"):
            by = f"（{row['by']}）" if row["by"] else ""
            counts = f"成词 {row['n_token']}，被含 {row['n_covered']}，被拆 {row['n_crossed']}"
            if status == "unlisted":  # counted in the text; the tokenizer does not know it
                counts = f"出现 {row['n_token']} 次"
            lines.append(f"  {row['word']}{by} {counts}  {row['example']}".rstrip())
    return "\n".join(lines) + "\n" if lines else ""


@dataclass
class _Use:
    """What happened to one entry."""

    n_token: int = 0
    n_covered: int = 0
    n_crossed: int = 0
    by: Counter[str] = field(default_factory=Counter)
    example: str = ""

    @property
    def status(self) -> str:
        if self.n_crossed:
            return "ambiguous" if self.n_token or self.n_covered else "crossed"
        if self.n_token:
            return "ok"
        return "covered" if self.n_covered else "never"

    def row(self) -> tuple[str, int, int, int, str, str]:
        by = sorted(self.by, key=lambda word: (-self.by[word], word))[:3]
        return (
            self.status,
            self.n_token,
            self.n_covered,
            self.n_crossed,
            "、".join(by),
            self.example,
        )


def _uses(texts: Iterable[str], tokenizer: PolicyTokenizer) -> dict[str, _Use]:
    uses = {word: _Use() for word in sorted(tokenizer.terms)}
    for text in texts:
        words = tokenizer.segmenter.cut(text)
        ends = [0, *accumulate(map(len, words))]
        for term, use in uses.items():
            for start, end in places(text, term):
                first, last = bisect_right(ends, start) - 1, bisect_left(ends, end) - 1
                outcome = _note(
                    use, words[first : last + 1], ends[first] < start, ends[last + 1] > end
                )
                if (outcome == "crossed" and use.n_crossed == 1) or (
                    outcome == "covered" and not use.example
                ):
                    use.example = sentence_around(text, start, end)
    return uses


def _note(use: _Use, words: list[str], before: bool, after: bool) -> str:
    """Note one place, given the words over it and whether they begin before or end after it."""
    if len(words) == 1 and not (before or after):
        use.n_token += 1
        return "token"
    if len(words) == 1:
        use.n_covered += 1
        use.by.update(words)
        return "covered"
    use.n_crossed += 1
    use.by.update([words[0]] * before + [words[-1]] * after)
    return "crossed"
