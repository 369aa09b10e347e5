"""The stages from files to words: documents, tokens, groups, and word lists against the corpus."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pandas as pd

from topics.corpus import ReadOptions, read_corpus, require_readable
from topics.corpus.document import Document
from topics.corpus.messages import Remark
from topics.dfm import Dfm, build_dfm, dfm_from_tokens, group_labels, leaf_texts, section_rows
from topics.resources import resource
from topics.settings import Settings
from topics.shown import html_facts, line
from topics.themes import Theme, read_themes
from topics.tokenize import PolicyTokenizer, Span

Tell = Callable[[str], None]
Advance = Callable[[int, int], None]
Item = TypeVar("Item")


class WordStages:
    """What every analysis begins with; the parameters are those of `Study`."""

    def __init__(
        self,
        paths: str | Path | Sequence[str | Path | Document],
        settings: Settings | None = None,
        *,
        tell: Tell | None = None,
        advance: Advance | None = None,
    ) -> None:
        items = [paths] if isinstance(paths, (str, Path)) else list(paths)
        given = tuple(item for item in items if isinstance(item, Document))
        if given and len(given) < len(items):
            raise ValueError("documents and paths together; give the ones or the others")
        self.paths = [Path(item) for item in items if not isinstance(item, Document)]
        if given:
            self.__dict__["documents"] = given  # read already: the stage is done
        self.settings = settings or Settings()
        self.remarks: list[Remark] = []  # on the input as a whole, once it is read
        self._tell = tell or (lambda _: None)
        self._advance = advance or (lambda _done, _total: None)

    def _counted(self, items: Sequence[Item], parts: int = 1) -> Iterator[Item]:
        """Yield the items and tell how many are done, each of so many parts."""
        for done, item in enumerate(items):
            self._advance(done * parts, len(items) * parts)
            yield item

    @property
    def name(self) -> str:
        """Name of the report: that of the input, or of the folder that all inputs have in common,
        in whatever order they are given; `sample` for the sample corpus.
        """
        if self.fictional:
            return "sample"
        if not self.paths:
            return "corpus"
        inputs = {path.resolve() for path in self.paths}
        common = Path(os.path.commonpath(inputs))
        return (common.name if common.is_dir() else common.stem) or "corpus"

    @property
    def fictional(self) -> bool:
        """Whether the documents are the invented sample, and nothing else."""
        sample = resource("samples/jichuan").resolve()
        return bool(self.paths) and all(path.resolve() == sample for path in self.paths)

    def __repr__(self) -> str:
        read = self.__dict__.get("documents")
        files = f"{len(read)} documents" if read else "not read yet"
        return line("Study", *[path.name for path in self.paths[:3]], files=files, **self._changed)

    def _repr_html_(self) -> str:
        """Show the documents once they are read; nothing is computed to be shown."""
        read = self.__dict__.get("documents", ())
        columns = ("doc_id", "title", "year", "genre", "issuer", "status")
        rows = [[getattr(document, name) for name in columns] for document in read]
        table = pd.DataFrame(rows, columns=columns).fillna("").to_html(index=False, max_rows=20)
        paths = {"paths": "、".join(map(str, self.paths))}
        return html_facts("Study", paths | self._changed, table if read else "")

    @property
    def _changed(self) -> dict[str, object]:
        """The settings that are not the default."""
        plain = asdict(Settings())
        return {name: v for name, v in asdict(self.settings).items() if v != plain[name]}

    # --- documents ---

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Every input file, the skipped ones and the duplicates too.

        Raises
        ------
        CorpusError
            If no file can be read, or with `strict` if one cannot; the message gives the reasons.
        """
        self._tell("reading documents")
        chosen = self.settings
        options = ReadOptions(
            encoding=chosen.encoding,
            metadata=chosen.metadata,
            keep_agencies=chosen.keep_agencies,
            traditional=chosen.traditional,
            workers=chosen.workers,
        )
        documents = tuple(
            read_corpus(self.paths, options, progress=self._advance, note=self.remarks.append)
        )
        require_readable(documents, strict=chosen.strict)
        return documents

    @cached_property
    def analysed(self) -> tuple[Document, ...]:
        """The documents that enter the counts."""
        return tuple(document for document in self.documents if document.analysed)

    # --- words ---

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """The curated themes."""
        return read_themes(
            _shipped_and_own(
                "dictionary/themes.toml", self.settings.themes, only=self.settings.only
            )
        )

    @cached_property
    def tokenizer(self) -> PolicyTokenizer:
        """The tokenizer; no stop list may hide a term of a theme."""
        return make_tokenizer(self.settings, protect=self._theme_terms)

    @property
    def _theme_terms(self) -> list[str]:
        return sorted({term for theme in self.themes for term in theme.terms})

    @cached_property
    def spans(self) -> list[list[Span]]:
        """The tokens of each leaf section, with offsets in the section's text."""
        texts = self.texts
        self._tell("tokenizing")
        return [self.tokenizer.spans(text) for text in self._counted(texts)]

    @cached_property
    def dfm(self) -> Dfm:
        """Counts of all tokens in the leaf sections."""
        return dfm_from_tokens(
            [[span.token for span in row] for row in self.spans], section_rows(self.analysed)
        )

    @cached_property
    def inside(self) -> Dfm:
        """How often each word stands inside longer ones, beyond its count in `dfm`."""
        from topics.vocabulary.nested import inside_longer

        return inside_longer(self.dfm, self.tokenizer)

    @cached_property
    def background(self) -> Dfm | None:
        """Counts of all tokens in the background's leaf sections; None without one.

        Raises
        ------
        CorpusError
            If nothing in it can be read.
        """
        documents = self.background_documents
        return build_dfm(documents, self.tokenizer) if documents else None

    @cached_property
    def background_documents(self) -> tuple[Document, ...]:
        """The documents of the background; none without one.

        Raises
        ------
        CorpusError
            If nothing in it can be read.
        """
        if self.settings.background is None:
            return ()
        self._tell("reading the background")
        documents = read_corpus(
            [self.settings.background],
            ReadOptions(workers=self.settings.workers),
            progress=self._advance,
        )
        require_readable(documents)
        return tuple(documents)

    @cached_property
    def labels(self) -> pd.Series:
        """The group of each leaf section; empty where it is unknown."""
        return group_labels(self.dfm.rows, self.settings.by, pool=self.settings.pool)

    @cached_property
    def groups(self) -> dict[str, str]:
        """The group of each analysed document that has one, by `doc_id`."""
        pairs = zip(self.dfm.rows["doc_id"], self.labels, strict=True)
        return {doc_id: group for doc_id, group in pairs if group}

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """The analysed documents that have no group, and so enter no comparison, by `doc_id`."""
        ids = dict.fromkeys(self.dfm.rows["doc_id"])
        return tuple(doc_id for doc_id in ids if doc_id not in self.groups)

    @cached_property
    def document_names(self) -> dict[str, str]:
        """What figures call each analysed document: its group where it is alone in it, else its
        `doc_id`.
        """
        documents = Counter(self.groups.values())
        ids = [document.doc_id for document in self.analysed]
        return {
            doc_id: group if documents[group := self.groups.get(doc_id, "")] == 1 else doc_id
            for doc_id in ids
        }

    def keywords(self, level: str, *, n: int | None = None, rank: str = "typical") -> pd.DataFrame:
        """Return the keywords of each document, section or group (`year`), by what is `typical` of
        it, by `tf_idf` or by `frequency`.
        """
        from topics.keywords import keywords
        from topics.vocabulary.nested import keywords_inside

        found = keywords(
            self.dfm,
            level=level,
            labels=self.labels,
            rank=rank,
            background=self.background,
            n=n or self.settings.n_keywords,
        )
        return keywords_inside(found, self.inside, self.labels)

    def weights(self, labels: pd.Series, kind: str = "count") -> dict[str, dict[str, float]]:
        """Return how much each word weighs in each group.

        Parameters
        ----------
        labels : Series of str
            The group of each leaf section; empty for none.
        kind : {"count", "tf_idf"}

        Returns
        -------
        dict of str to dict
            By group, then by word; numbers, measure words, ordinals and enumerators are left out.
        """
        from topics.keywords import keywords

        n = max(len(self.dfm.features), 1)
        table = keywords(self.dfm, level="year", labels=labels, rank="tf_idf", n=n)
        return {
            str(group): dict(zip(words["feature"], words[kind].astype(float), strict=True))
            for group, words in table.groupby("group")
        }

    @cached_property
    def cooccurrence(self) -> pd.DataFrame:
        """Words that stand together in leaf sections, by group."""
        from topics.stats.cooccurrence import cooccurrence

        return cooccurrence(self.dfm, self.labels)

    @cached_property
    def document_map(self) -> pd.DataFrame:
        """Where the documents stand by the distance of their words."""
        from topics.stats.document_map import document_map

        return document_map(self.dfm, self.labels)

    # --- word lists against the corpus ---

    @cached_property
    def texts(self) -> list[str]:
        """The texts of the leaf sections."""
        return leaf_texts(self.analysed)

    @property
    def _text_documents(self) -> list[str]:
        """The document of each of the texts."""
        return [document.doc_id for document in self.analysed for _ in document.leaves]

    @cached_property
    def term_candidates(self) -> pd.DataFrame:
        """Words of these texts that the dictionary may lack, best first."""
        from topics.vocabulary.candidates import term_candidates

        return term_candidates(self.texts, self.tokenizer, documents=self._text_documents)

    @cached_property
    def audit(self) -> pd.DataFrame:
        """What each dictionary entry does in these texts."""
        from topics.vocabulary.audit import audit

        return audit(self.tokenizer, self.texts, documents=self._text_documents)


def make_tokenizer(settings: Settings, *, protect: Sequence[str] = ()) -> PolicyTokenizer:
    """Build the tokenizer that the settings ask for."""
    return PolicyTokenizer(
        dictionary=tuple(map(Path, settings.dictionary)) or None,
        only=settings.only,
        stopwords=(*settings.layers_in_force, *map(Path, settings.stopwords)),
        protect=tuple(protect),
        insist=settings.insist,
        nested=settings.nested,
        lower=settings.lower,
    )


def _shipped_and_own(shipped: str, own: Sequence[str], *, only: bool) -> list[Path]:
    return [*([] if only and own else [resource(shipped)]), *map(Path, own)]
