"""The tables of a corpus by the in-memory path: what every other path is held to."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from topics.corpus import parse_text
from topics.corpus.document import Document
from topics.dfm import Dfm, build_dfm, group_labels
from topics.keywords import keywords, section_idf
from topics.themes import Theme, ThemeMatcher
from topics.tokenize import PolicyTokenizer


def read(records: list[dict]) -> list[Document]:
    documents = []
    for record in records:
        document = parse_text(record["text"], doc_id=record["doc_id"])
        declared = {name: record[name] for name in ("date", "genre") if record[name]}
        documents.append(replace(document, **declared))
    return documents


@dataclass
class Reference:
    documents: list[Document]
    tokenizer: PolicyTokenizer
    themes: tuple[Theme, ...]

    @cached_property
    def dfm(self) -> Dfm:
        return build_dfm(self.documents, self.tokenizer)

    @cached_property
    def labels(self) -> pd.Series:
        return group_labels(self.dfm.rows)

    def terms(self, by) -> pd.DataFrame:
        """Term totals of each group: by, term, tf, sections, documents."""
        rows, columns = self.dfm.counts.nonzero()
        tf = self.dfm.counts.data[self.dfm.counts.data > 0]
        frame = pd.DataFrame(
            {
                "by": np.asarray(by)[rows],
                "term": columns,
                "tf": tf,
                "doc": self.dfm.rows["doc_id"].to_numpy()[rows],
            }
        )
        frame = frame[frame["by"] != ""]
        found = (
            frame.groupby(["by", "term"])
            .agg(tf=("tf", "sum"), sections=("tf", "size"), documents=("doc", "nunique"))
            .reset_index()
        )
        found["term"] = [self.dfm.features[column] for column in found["term"]]
        return found.sort_values(["by", "term"], ignore_index=True)

    @property
    def vocabulary(self) -> pd.DataFrame:
        found = self.terms(np.full(self.dfm.n_rows, "all", dtype=object)).drop(columns="by")
        return found.assign(idf=section_idf(self.dfm).loc[found["term"]].to_numpy())

    @property
    def keywords(self) -> pd.DataFrame:
        parts = [
            keywords(self.dfm, level="document"),
            keywords(self.dfm, level="year", labels=self.labels),
        ]
        return pd.concat(parts).sort_values(["level", "group", "rank"], ignore_index=True)

    @property
    def groups(self) -> pd.DataFrame:
        rows = self.dfm.rows.assign(group=self.labels)
        sums = {
            "documents": ("doc_id", "nunique"),
            "sections": ("doc_id", "size"),
            "n_chars": ("n_chars", "sum"),
            "n_tokens": ("n_tokens", "sum"),
        }
        return rows.groupby("group").agg(**sums).reset_index()

    @property
    def theme_group(self) -> pd.DataFrame:
        dfm = build_dfm(self.documents, ThemeMatcher(self.themes, self.tokenizer))
        rows, columns = dfm.counts.nonzero()
        frame = pd.DataFrame(
            {
                "theme": columns,
                "group": self.labels.to_numpy()[rows],
                "mention": dfm.counts.data[dfm.counts.data > 0],
                "n_chars": dfm.rows["n_chars"].to_numpy()[rows],
            }
        )
        frame = frame[frame["group"] != ""]
        found = (
            frame.groupby(["theme", "group"])
            .agg(
                mentions=("mention", "sum"),
                sections=("mention", "size"),
                n_chars=("n_chars", "sum"),
            )
            .reset_index()
        )
        found["theme"] = [dfm.features[column] for column in found["theme"]]
        return found.sort_values(["theme", "group"], ignore_index=True)
