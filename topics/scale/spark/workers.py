"""Whether the workers would count as the driver does, asked before any work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame

from topics.scale.spec import Spec, load_tools


def check_workers(documents: DataFrame, spec: Spec) -> None:
    """Ask the workers, before any work, whether they would count as this process does.

    Raises
    ------
    RuntimeError
        If one of them would not; the message says in what they differ and what to do.
    """
    load_tools(spec)
    session = documents.sparkSession
    answers = {
        row["answer"]
        for row in (
            session.range(8)
            .repartition(4)
            .mapInArrow(_probe(spec.to_json()), "answer string")
            .collect()
        )
    }
    if wrong := sorted(answers - {""}):
        raise RuntimeError(f"a worker cannot count: {wrong[0]}")


def _probe(written: str) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def probe(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow  # noqa: ICN001, PLC0415 — names no module of ours, so that it arrives where ours are missing

        for _ in batches:
            try:
                from topics.scale.spec import Spec, load_tools  # noqa: PLC0415

                load_tools(Spec.from_json(written))
                answer = ""
            except ImportError as error:
                answer = (
                    f"{error}; install topics-zh on every worker or ship it as an archive"
                    " (docs/scale.md)"
                )
            except Exception as error:  # noqa: BLE001 — whatever it is, the driver raises it with its words
                answer = str(error) or type(error).__name__
            yield pyarrow.RecordBatch.from_pydict({"answer": [answer]})

    return probe
