"""Formulations: runs of tokens that a document repeats, such as 以人为本的新型城镇化."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from scipy.sparse import csr_array

from topics.answer.candidates import counted, substrings
from topics.answer.options import FactOptions
from topics.corpus.document import HAN_RUNS

BREAK = ""  # between tokens that no formulation joins


def count_runs(
    sections: Sequence[Sequence[str]],
    vocabulary: Collection[str],
    *,
    without: Collection[str] = (),
    options: FactOptions | None = None,
) -> tuple[tuple[str, ...], csr_array]:
    """Count for every section the runs of tokens that stand often enough in the corpus.

    Parameters
    ----------
    sections : sequence of sequence of Span
        Each section as `topics.answer.candidates.cut` cuts it.
    vocabulary : collection of str
        The tokens that may begin and end a run: those that the tokenizer keeps, so no stop word.
    without : collection of str
        Strings that are no formulations, such as the words that are counted anyway.
    options : FactOptions, optional

    Returns
    -------
    tuple of str
        The runs, sorted.
    csr_array of shape (n_sections, n_runs), int64

    Examples
    --------
    >>> from topics.answer.candidates import cut
    >>> from topics.tokenize import PolicyTokenizer
    >>> tokenizer = PolicyTokenizer()
    >>> text = "推动产业园区和城市更新。"
    >>> runs, counts = count_runs([cut(text, tokenizer)] * 3, tokenizer(text))
    >>> runs, counts.sum(axis=0).tolist()
    (('产业园区和城市更新',), [3])
    """
    options = options or FactOptions()
    (fewest, most), (shortest, longest) = options.run_tokens, options.run_chars
    ends, barred = frozenset(vocabulary), frozenset(without)
    tokens, rows = _tokens(sections, options.word_mentions)
    found: list[Counter[str]] = [Counter() for _ in sections]
    # a run can be frequent only where the run without its last token is
    runs = [(at, token) for at, token in enumerate(tokens) if token]
    for size in range(2, most + 1):
        runs = [
            (at, run + tokens[at + size - 1])
            for at, run in runs
            if tokens[at + size - 1] and len(run) < longest
        ]
        often = Counter(run for _, run in runs)
        runs = [(at, run) for at, run in runs if often[run] >= options.word_mentions]
        for at, run in runs if size >= fewest else ():
            within = shortest <= len(run) <= longest  # tokens here are Han characters alone
            if within and tokens[at] in ends and tokens[at + size - 1] in ends:
                found[rows[at]][run] += run not in barred
    total: Counter[str] = Counter()
    for counter in found:
        total.update(counter)
    names = tuple(sorted(run for run, count in total.items() if count >= options.word_mentions))
    column = {run: at for at, run in enumerate(names)}
    kept = [
        Counter({run: count for run, count in counter.items() if run in column})
        for counter in found
    ]
    return names, counted(kept, column)


def covered(mentions: Mapping[str, int], share: float) -> set[str]:
    """Return the runs of which a longer one covers so large a share of the places.

    >>> covered({"城市更新": 4, "城市更新行动": 4, "行动方案": 3}, 0.8)
    {'城市更新'}
    """
    return {
        part
        for run, count in mentions.items()
        for part in substrings(run)
        if part != run and part in mentions and count >= share * mentions[part]
    }


def _tokens(sections: Sequence[Sequence[str]], least: int) -> tuple[list[str], list[int]]:
    """Return all tokens in a row and their sections, with a break wherever no run may pass: at a
    section's end, a mark, a number, a word too rare to stand in a frequent run.
    """
    often = Counter(chain.from_iterable(sections))
    written = {
        token: token if count >= least and HAN_RUNS.fullmatch(token) else BREAK
        for token, count in often.items()
    }
    tokens: list[str] = []
    rows: list[int] = []
    for row, section in enumerate(sections):
        tokens += [written[token] for token in section]
        tokens.append(BREAK)
        rows += [row] * (len(section) + 1)
    return tokens, rows
