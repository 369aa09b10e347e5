"""The commands that answer one question with a table, a picture or a text."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from topics.cli.answers import format_table, print_answer, print_json, print_table, records_of
from topics.cli.asked import progress_of, say_left_out, settings_of_arguments, study_of
from topics.cli.catalogue import said
from topics.cli.typed import as_text

if TYPE_CHECKING:
    import pandas as pd

    from topics.answer.sentence import Answer
    from topics.study import Study

DEEPER = {  # option of `shift` → what answers it
    "power": "power",
    "robust": "robustness",
    "trend": "trend",
    "parts": "decomposition",
    "shared": "shared_shifts",
    "without_strongest": "shifts_without_strongest",
}

# Columns that fit on a screen; --json has all.
MARKED = (
    *("feature", "reference", "target", "n_reference", "n_target"),
    *("rate_reference", "rate_target", "p", "q", "note"),
)
SHIFT = (
    "theme",
    "reference",
    "target",
    "lens",
    "value_reference",
    "value_target",
    "difference",
    "low",
    "high",
    "p",
    "q",
    "verdict",
    "note",
)


def run_answer(arguments: Namespace) -> None:
    """Print what changed: the first screen of a report."""
    with progress_of(arguments) as progress:
        study = study_of(arguments, progress)
        found = study.answer()
    lines = [asdict(line) | {"text": line.text} for line in found.sentences]
    print_answer(arguments, lambda: print(_on_screen(found)), lines)


def _on_screen(found: Answer) -> str:
    blocks = [f"{line.title}\n{line.text}" if line.title else line.text for line in found.sentences]
    return "\n\n".join(blocks)


def run_keywords(arguments: Namespace) -> None:
    """Print keywords."""
    if arguments.compare:
        print_table(
            arguments,
            lambda study: _most_marked(study.keyness, arguments.n),
            shown=MARKED,
            grouped=True,
        )
        return
    level = "year" if arguments.level == "group" else arguments.level  # as tables call any group
    print_table(
        arguments,
        lambda study: study.keywords(level, n=arguments.n, rank=arguments.rank),
        grouped=level == "year",
    )


def _most_marked(keyness: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the n words that most mark the target of each pair, and the n of its reference."""
    pairs = keyness.groupby(["reference", "target"], sort=False)
    place, last = pairs.cumcount(), pairs["feature"].transform("size")
    return keyness[(place < n) | (place >= last - n)].reset_index(drop=True)


def run_topics(arguments: Namespace) -> None:
    """Print topics or what else is asked about them, or write the model or a sheet for readers."""
    if arguments.save or arguments.intrusion:
        _write_topics(arguments)
    elif arguments.compare:
        print_table(arguments, lambda study: _word_shifts(study, arguments.compare), grouped=True)
    elif arguments.typical:
        print_table(arguments, lambda study: study.typical_sections)
    elif arguments.similar:
        print_table(arguments, lambda study: study.topic_similarity)
    else:
        print_table(
            arguments, lambda study: study.topics.drop(columns=["quotation"], errors="ignore")
        )


def _word_shifts(study: Study, pairs: Sequence[Sequence[str]]) -> pd.DataFrame:
    import pandas as pd

    shifts = [study.topic_word_shift(reference, target) for reference, target in pairs]
    return pd.concat(shifts, ignore_index=True)


def _write_topics(arguments: Namespace) -> None:
    from topics.report.writers.tables import write_csv

    with progress_of(arguments) as progress:
        study = study_of(arguments, progress)
        if arguments.save:
            study.model.save(arguments.save)
            written = {"folder": arguments.save, "signature": study.model.signature}
        else:
            path = Path(arguments.intrusion)
            answers = path.with_name(f"{path.stem}.key{path.suffix}")
            sheet, key = study.word_intrusion()
            if sheet.empty:
                raise ValueError(
                    f"--intrusion: no word could intrude into {study.model.n_topics} topics of the"
                    " same few words; fit more"
                )
            write_csv(sheet, path)
            write_csv(key, answers)
            written = {"sheet": str(path), "key": str(answers)}
    print_answer(arguments, lambda: print(*written.values(), sep="\n"), written)


def run_shift(arguments: Namespace) -> None:
    """Print shifts of emphasis, or one of the deeper questions about them."""
    asked = next((name for name in DEEPER if getattr(arguments, name)), "shifts")
    attribute = DEEPER.get(asked, asked)

    def table(study: Study) -> pd.DataFrame:
        frame: pd.DataFrame = getattr(study, attribute)
        if frame.empty:
            groups = "、".join(sorted(set(study.labels) - {""})) or "none"
            what = (
                "a trend needs three groups of five documents each"
                if asked == "trend"
                else "nothing to compare"
            )
            raise ValueError(
                f"{what}: groups by {study.settings.by}: {groups}; add documents of another"
                f" {study.settings.by}, declare what is unknown in corpus.csv, or choose another"
                " --by"
            )
        return _only_themes(frame, arguments.theme)

    print_table(arguments, table, shown=SHIFT if asked == "shifts" else (), grouped=True)


def run_themes(arguments: Namespace) -> None:
    """Print which terms carry each theme, propose themes, or have themes judged."""
    from topics.emphasis.sheet import precision, read_sheet
    from topics.emphasis.suggest import proposed_themes, themes_toml
    from topics.report.writers.tables import write_csv

    if arguments.judged:
        judged = precision(read_sheet(arguments.judged))
        print_answer(arguments, lambda: print(format_table(judged)), records_of(judged))
        return
    with progress_of(arguments) as progress:
        study = study_of(arguments, progress)
        if arguments.suggest:
            proposals = study.suggested_themes
            print_answer(
                arguments,
                lambda: print(themes_toml(proposed_themes(proposals))),
                records_of(proposals),
            )
        elif arguments.sheet:
            write_csv(study.sentence_sheet(), Path(arguments.sheet))
            print_answer(arguments, lambda: print(arguments.sheet), {"sheet": arguments.sheet})
        else:
            terms = study.theme_terms
            print_answer(arguments, lambda: print(format_table(terms)), records_of(terms))


def _only_themes(frame: pd.DataFrame, names: Sequence[str] | None) -> pd.DataFrame:
    known = set(frame["theme"])
    if unknown := [name for name in names or () if name not in known]:
        raise ValueError(
            f"no theme named {'、'.join(unknown)}; there are: {'、'.join(sorted(known))}"
        )
    return frame[frame["theme"].isin(names)] if names else frame


def run_cloud(arguments: Namespace) -> None:
    """Draw one cloud, or one per document, chapter, topic or group, and print where they are."""
    from topics import viz
    from topics.cli.clouds import check_out, draw, write_clouds

    out = check_out(arguments.out, several=bool(arguments.each))
    with progress_of(arguments) as progress:
        kinds = {"document", "section", "topic", None}
        chosen = settings_of_arguments(arguments)
        study = study_of(
            arguments,
            progress,
            chosen if arguments.each in kinds else replace(chosen, by=arguments.each),
        )
        if arguments.between or arguments.each not in kinds:
            say_left_out(study, progress)
        progress.stage("drawing the clouds")
        mask = viz.read_mask(arguments.mask) if arguments.mask else None
        style = viz.CloudStyle(n=arguments.n, lang=arguments.lang, mask=mask)
        compare = tuple(arguments.between) if arguments.between else None
        clouds = draw(study, style, each=arguments.each, compare=compare, weight=arguments.weight)
        words = write_clouds(clouds, out, progress.advance)
    if missing := list(words.loc[words["reason"] == "room", "word"]):
        told = f"{len(missing)} words did not fit: {'、'.join(missing)}"
        print(said(told, arguments.tongue), file=sys.stderr)
    print_answer(arguments, lambda: print(out), {"picture": str(out), "words": records_of(words)})


def run_tokenize(arguments: Namespace) -> None:
    """Print tokens: one line per input line of text, per leaf section of files."""
    from topics.study import make_tokenizer

    tokenizer = make_tokenizer(settings_of_arguments(arguments))
    if arguments.text is not None:
        texts: Iterable[str] = [arguments.text]
    elif arguments.paths and arguments.paths != ["-"]:
        from topics.dfm import leaf_texts

        with progress_of(arguments) as progress:
            texts = leaf_texts(study_of(arguments, progress).documents)
    else:
        texts = (as_text(line.rstrip("\n")) for line in sys.stdin)
    if arguments.json:
        print_json(arguments, [tokenizer.tokenize(text) for text in texts])
    else:
        for text in texts:
            print(" ".join(tokenizer.tokenize(text)))


def run_outline(arguments: Namespace) -> None:
    """Print section trees."""
    from topics.corpus import outline

    with progress_of(arguments) as progress:
        documents = study_of(arguments, progress).documents
    read = [document for document in documents if document.status != "skipped"]
    outlines = {document.doc_id: outline(document) for document in read}
    heads = [
        f"{document.doc_id}  {document.title}".rstrip() + "\n" if len(read) > 1 else ""
        for document in read
    ]
    shown = [head + tree for head, tree in zip(heads, outlines.values(), strict=True)]
    print_answer(arguments, lambda: print("\n\n".join(shown)), outlines)


def run_audit(arguments: Namespace) -> None:
    """Print what the dictionary does on a corpus."""
    from topics.vocabulary.audit import format_audit

    with progress_of(arguments) as progress:
        frame = study_of(arguments, progress).audit
    print_answer(arguments, lambda: print(format_audit(frame)), records_of(frame))


def run_terms(arguments: Namespace) -> None:
    """Print candidates for the dictionary in its own format."""
    from topics.vocabulary.candidates import format_candidates

    with progress_of(arguments) as progress:
        candidates = study_of(arguments, progress).term_candidates.head(arguments.n)
    print_answer(
        arguments, lambda: print(format_candidates(candidates), end=""), records_of(candidates)
    )
