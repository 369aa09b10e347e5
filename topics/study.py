"""One analysis from files to tables: each stage is computed once, when it is first asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import pandas as pd

from topics.corpus import ReadOptions, read_corpus, require_readable
from topics.corpus.document import Document
from topics.dfm import Dfm, build_dfm, dfm_from_tokens, group_labels, leaf_texts, section_rows
from topics.emphasis.theme_files import Theme, read_themes
from topics.resources import resource
from topics.settings import Settings
from topics.tokenize import PolicyTokenizer, Span

if TYPE_CHECKING:
    from topics.emphasis.lenses import Counting, Measures
    from topics.model import TopicModel, TopicOptions

Tell = Callable[[str], None]
Advance = Callable[[int, int], None]
Pair = tuple[str, str]
Item = TypeVar("Item")

MIN_TERMFREQ, MIN_DOCFREQ = 3, 2  # a topic needs words that recur
FREE_TOPICS = 4  # beside the seeded ones, for what no theme covers


class Study:
    """The stages of one analysis.

    Parameters
    ----------
    paths : sequence of str or Path
        Files and folders with policy documents.
    settings : Settings, optional
    tell : callable, str -> None, optional
        Told what is being done, for progress.
    advance : callable, (int, int) -> None, optional
        Told how much of that is done, and of how much.

    Examples
    --------
    >>> from topics.resources import resource
    >>> study = Study([resource("samples/jichuan")])
    >>> len(study.documents), len(study.analysed)
    (5, 4)
    """

    def __init__(
        self,
        paths: Sequence[str | Path],
        settings: Settings | None = None,
        *,
        tell: Tell | None = None,
        advance: Advance | None = None,
    ) -> None:
        self.paths = [Path(path) for path in paths]
        self.settings = settings or Settings()
        self._tell = tell or (lambda _: None)
        self._advance = advance or (lambda _done, _total: None)

    def _counted(self, items: Sequence[Item]) -> Iterator[Item]:
        """Yield the items and tell how many are done."""
        for done, item in enumerate(items):
            self._advance(done, len(items))
            yield item

    def _by_pair(self, table: Callable[[list[Pair]], pd.DataFrame], pairs: list[Pair]) -> pd.DataFrame:
        """Join the tables of single pairs; no pair changes the numbers of another."""
        frames = [table([pair]) for pair in self._counted(pairs)]
        return pd.concat(frames, ignore_index=True) if frames else table([])

    @property
    def name(self) -> str:
        """Name of the report: that of the input folder, `sample` for the sample corpus."""
        first = self.paths[0].resolve()
        if self.fictional:
            return "sample"
        return (first.name if first.is_dir() else first.stem) or "corpus"

    @property
    def fictional(self) -> bool:
        """Whether the documents are the invented sample."""
        return self.paths[0].resolve() == resource("samples/jichuan").resolve()

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
        documents = tuple(read_corpus(self.paths, options, progress=self._advance))
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
        return read_themes(_shipped_and_own("dictionary/themes.toml", self.settings.themes, only=self.settings.only))

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
        return dfm_from_tokens([[span.token for span in row] for row in self.spans], section_rows(self.analysed))

    @cached_property
    def background(self) -> Dfm | None:
        """Counts of all tokens in the background's leaf sections; None without one.

        Raises
        ------
        CorpusError
            If nothing in it can be read.
        """
        if self.settings.background is None:
            return None
        self._tell("reading the background")
        documents = read_corpus([self.settings.background], ReadOptions(workers=self.settings.workers), progress=self._advance)
        require_readable(documents)
        return build_dfm(documents, self.tokenizer)

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
    def document_names(self) -> dict[str, str]:
        """What figures call each analysed document: its group where it is alone in it, else its `doc_id`."""
        documents = Counter(self.groups.values())
        ids = [document.doc_id for document in self.analysed]
        return {doc_id: group if documents[group := self.groups.get(doc_id, "")] == 1 else doc_id for doc_id in ids}

    def keywords(self, level: str, *, n: int | None = None) -> pd.DataFrame:
        """Return the keywords of each document, section or group (`year`)."""
        from topics.keywords import keywords

        return keywords(self.dfm, level=level, labels=self.labels, n=n or self.settings.n_keywords)

    def weights(self, labels: pd.Series, kind: str = "count") -> dict[str, dict[str, float]]:
        """Return how much each word weighs in each group.

        Parameters
        ----------
        labels : Series of str
            The group of each leaf section; empty for none.
        kind : {"count", "tf_idf"}
        """
        from topics.keywords import keywords

        table = keywords(self.dfm, level="year", labels=labels, n=len(self.dfm.features))
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

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The groups that are compared, as (reference, target)."""
        from topics.emphasis import default_pairs

        return default_pairs(self.measures.groups, self.measures.genres)

    @cached_property
    def keyness(self) -> pd.DataFrame:
        """Words that mark one group against another."""
        from topics.keyness import background_prior, keyness

        dfm, pairs, chosen = self.dfm, self.pairs, self.settings
        prior = None if self.background is None else background_prior(self.background, size=int(dfm.counts.sum()))
        self._tell("testing words between groups")
        return self._by_pair(
            lambda pair: keyness(dfm, self.labels, pairs=pair, n_resamples=chosen.n_resamples, seed=chosen.seed, prior=prior), pairs
        )

    # --- emphasis ---

    @cached_property
    def measures(self) -> Measures:
        """Every lens of every theme, per section."""
        from topics.emphasis import measure

        documents, labels, theta, counting = self.analysed, self.labels, self._seeded_shares, self._counting
        self._tell("counting themes")
        return measure(documents, self.themes, self.tokenizer, labels, counting=counting, theta=theta)

    @property
    def _counting(self) -> Counting:
        from topics.emphasis.lenses import Counting
        from topics.emphasis.strength import read_strength

        chosen = self.settings
        strength = read_strength(Path(chosen.strength)) if chosen.strength else None
        return Counting(min_mentions=chosen.min_mentions, exclusive=chosen.exclusive, strength=strength)

    @cached_property
    def theme_shares(self) -> pd.DataFrame:
        """The weight of each theme in each group through each lens."""
        from topics.emphasis import theme_shares

        measures = self.measures
        self._tell("estimating emphasis")
        return theme_shares(measures, n_resamples=self.settings.n_resamples, seed=self.settings.seed)

    @cached_property
    def shifts(self) -> pd.DataFrame:
        """How each theme differs between groups, with intervals and verdicts."""
        from topics.emphasis import shifts

        measures, pairs, chosen = self.measures, self.pairs, self.settings
        self._tell("testing shifts of emphasis")
        return self._by_pair(
            lambda pair: shifts(measures, pairs=pair, n_resamples=chosen.n_resamples, seed=chosen.seed), pairs
        )

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """One row per theme and pair: the verdict of all lenses together."""
        from topics.emphasis import verdicts

        return verdicts(self.shifts)

    @cached_property
    def guards(self) -> pd.DataFrame:
        """What differs between compared groups besides their emphasis."""
        from topics.emphasis.guards import guards

        return guards(self.analysed, self.labels, pairs=self.pairs)

    @cached_property
    def shared_shifts(self) -> pd.DataFrame:
        """The shifts within the sections that have a counterpart on the other side."""
        from topics.emphasis.shared import shared_shifts

        measures, pairs, chosen = self.measures, self.pairs, self.settings
        self._tell("comparing what both sides have")
        return shared_shifts(measures, self.texts, pairs=pairs, n_resamples=chosen.n_resamples, seed=chosen.seed)

    @cached_property
    def shifts_without_strongest(self) -> pd.DataFrame:
        """What remains of each shift when the theme's strongest term is left out."""
        from topics.emphasis.coverage import leave_one_out

        documents, labels, chosen = self.analysed, self.labels, self.settings
        self._tell("leaving out the strongest terms")
        return leave_one_out(
            documents, self.themes, self.tokenizer, labels,
            counting=self._counting, n_resamples=chosen.n_resamples, seed=chosen.seed,
        )  # fmt: skip

    @cached_property
    def decomposition(self) -> pd.DataFrame:
        """What new, dropped, heavier and reworded sections add to each difference of the rate."""
        from topics.emphasis.decomposition import decomposition

        measures, pairs = self.measures, self.pairs
        self._tell("decomposing the shifts")
        return decomposition(measures, self.texts, pairs=pairs)

    @cached_property
    def trend(self) -> pd.DataFrame:
        """How each theme moves per year over all groups."""
        from topics.emphasis.trend import trend

        measures = self.measures
        self._tell("testing trends")
        return trend(measures, n_resamples=self.settings.n_resamples, seed=self.settings.seed)

    @cached_property
    def power(self) -> pd.DataFrame:
        """How large a shift could have been seen with so many sections."""
        from topics.emphasis.power import power

        measures, pairs = self.measures, self.pairs
        self._tell("simulating shifts")
        return power(measures, pairs=pairs, seed=self.settings.seed)

    @cached_property
    def robustness(self) -> pd.DataFrame:
        """In how many variants each verdict stands: other dictionaries, thresholds, seeds, documents and terms left out."""
        from topics.emphasis.robustness import robustness, robustness_summary

        documents, labels, chosen = self.analysed, self.labels, self.settings
        self._tell("repeating the shifts under other choices")
        plain: Literal["longest", "every"] = "every" if chosen.nested == "longest" else "longest"
        tokenizers = {
            "shipped": self.tokenizer,
            "no dictionary": PolicyTokenizer(dictionary=()),
            f"nested {plain}": make_tokenizer(replace(chosen, nested=plain), protect=self._theme_terms),
        }
        table = robustness(documents, self.themes, tokenizers, labels, counting=self._counting, seed=chosen.seed)
        return robustness_summary(table)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Every mention of a theme: row, theme, term, doc_id, path, date, start, end."""
        from topics.emphasis.coverage import places

        return places(self.analysed, self.themes, self.tokenizer, counting=self._counting)

    @cached_property
    def theme_terms(self) -> pd.DataFrame:
        """Which terms carry each theme in each group."""
        from topics.emphasis.coverage import term_coverage

        return term_coverage(self.places, self.labels)

    @cached_property
    def first_appearances(self) -> pd.DataFrame:
        """Where each term of a theme first stands."""
        from topics.emphasis.coverage import first_appearances

        return first_appearances(self.places)

    def sentence_sheet(self, n: int = 20) -> pd.DataFrame:
        """Return sampled sentences of each theme for a person to judge."""
        from topics.emphasis.sheet import sentence_sheet

        return sentence_sheet(self.places, self.analysed, n=n, seed=self.settings.seed)

    @cached_property
    def suggested_themes(self) -> pd.DataFrame:
        """Themes that these texts propose, one row per term."""
        from topics.emphasis.suggest import suggest_themes

        return suggest_themes(self.dfm)

    # --- topics ---

    @cached_property
    def topic_dfm(self) -> Dfm:
        """The matrix that topics are fitted to: words that recur, joined with the background where there is one."""
        from topics.model import join_background

        dfm = self.dfm.trim(min_termfreq=MIN_TERMFREQ, min_docfreq=MIN_DOCFREQ)
        return dfm if self.background is None else join_background(dfm, self.background)

    @cached_property
    def topic_choice(self) -> pd.DataFrame:
        """The candidates for the number of topics; empty where the user chose it."""
        from topics.model import choose_topics

        if self.settings.n_topics is not None or self.settings.seed_themes:
            return pd.DataFrame()
        dfm = self.topic_dfm
        self._tell("choosing the number of topics")
        return choose_topics(dfm, seed=self.settings.seed, engine=self.settings.engine, options=self._topic_options())

    @cached_property
    def model(self) -> TopicModel:
        """The topic model.

        Raises
        ------
        TooFewSections
            If there are too few sections for it; the message says how many are needed.
        """
        from topics.model import fit_topics

        dfm, seeded = self.topic_dfm, self._seeds
        n_topics = self.settings.n_topics or (len(seeded) + FREE_TOPICS if seeded else self._chosen_topics)
        self._tell(f"fitting {n_topics} topics")
        chosen = self.settings
        return fit_topics(
            dfm, n_topics, seed=chosen.seed, engine=chosen.engine, seeded=seeded, options=self._topic_options()
        )

    @cached_property
    def topics(self) -> pd.DataFrame:
        """The topics, one row each."""
        from topics.model import topics_table

        return topics_table(self.model, self.analysed)

    @cached_property
    def topic_shares(self) -> pd.DataFrame:
        """The weight of each topic in each document, section and group."""
        from topics.model import topic_shares

        return topic_shares(self.model, {"year": self._topic_labels})

    @cached_property
    def typical_sections(self) -> pd.DataFrame:
        """The three sections in which each topic weighs most."""
        from topics.model import typical_sections

        return typical_sections(self.model)

    @cached_property
    def topic_similarity(self) -> pd.DataFrame:
        """How alike the words of each two topics are."""
        from topics.model import topic_similarity

        return topic_similarity(self.model)

    def topic_word_shift(self, reference: str, target: str) -> pd.DataFrame:
        """Return the words that each topic gained and lost between two groups."""
        from topics.model import word_shift

        return word_shift(self.model, self.topic_dfm, self._topic_labels, reference=reference, target=target)

    def word_intrusion(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return a sheet on which a person marks the word that does not belong to a topic, and its key."""
        from topics.model import word_intrusion

        return word_intrusion(self.model, seed=self.settings.seed)

    @property
    def _topic_labels(self) -> pd.Series:
        """The group of each row of `topic_dfm`: that of the section, none for the background."""
        return self.labels.reindex(range(self.topic_dfm.n_rows), fill_value="")

    def _topic_options(self) -> TopicOptions:
        from topics.model import TopicOptions

        return TopicOptions(workers=self.settings.workers, progress=self._advance)

    @property
    def _chosen_topics(self) -> int:
        choice = self.topic_choice
        return int(choice.loc[choice["chosen"], "n_topics"].iloc[0])

    @cached_property
    def _seeds(self) -> dict[str, tuple[str, ...]]:
        """Themes with a term among the features, where topics are to be seeded."""
        features = set(self.topic_dfm.features) if self.settings.seed_themes else set()
        return {theme.name: theme.terms for theme in self.themes if features.intersection(theme.terms)}

    @property
    def _seeded_shares(self) -> pd.DataFrame | None:
        """Share of each theme's seeded topic in each leaf section; None without a seeded model."""
        if not self.settings.seed_themes:
            return None
        model, own = self.model, len(self.dfm.rows)
        columns = {name: model.theta[:own, number] for number, name in enumerate(model.names) if name}
        return pd.DataFrame(columns).assign(n_tokens=model.rows["tokens"].to_numpy()[:own])

    # --- word lists against the corpus ---

    @cached_property
    def texts(self) -> list[str]:
        """The texts of the leaf sections."""
        return leaf_texts(self.analysed)

    @cached_property
    def term_candidates(self) -> pd.DataFrame:
        """Words of these texts that the dictionary may lack, best first."""
        from topics.words.terms import term_candidates

        return term_candidates(self.texts, self.tokenizer)

    @cached_property
    def audit(self) -> pd.DataFrame:
        """What each dictionary entry does in these texts."""
        return self.tokenizer.audit(self.texts)


def make_tokenizer(settings: Settings, *, protect: Sequence[str] = ()) -> PolicyTokenizer:
    """Build the tokenizer that the settings ask for."""
    own = settings.only
    dictionary = [] if own and settings.dictionary else [resource("dictionary/policy.txt")]
    layers: list[str | Path] = [] if own and settings.stopwords else list(settings.layers)
    return PolicyTokenizer(
        dictionary=(*dictionary, *map(Path, settings.dictionary)),
        stopwords=(*layers, *map(Path, settings.stopwords)),
        protect=tuple(protect),
        insist=settings.insist,
        nested=settings.nested,
    )


def _shipped_and_own(shipped: str, own: Sequence[str], *, only: bool) -> list[Path]:
    return [*([] if only and own else [resource(shipped)]), *map(Path, own)]
