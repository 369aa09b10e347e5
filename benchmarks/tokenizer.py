"""Megabytes per second of the tokenizer and of the engines alone, on the same text in one process.

Run with `uv run benchmarks/tokenizer.py [FOLDER]` (text files; default: the sample corpus,
repeated). Rounds take turns and count processor seconds, and each figure is the median over the
rounds, so that a busy machine disturbs the ratios little. Repetition does not flatter: what is
remembered are decisions about single words; `first pass` has none of them, too. Targets:
PolicyTokenizer with dictionary and stop words at 15 times jieba.cut, first token within 0.6 s of
the start of a process.
"""

import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jieba
import rjieba

from topics import PolicyTokenizer
from topics.resources import resource

ROUNDS = 9
SLOW = 300_000  # characters that jieba gets, which is some twenty times slower
FIRST = "from topics import PolicyTokenizer; PolicyTokenizer()('推进城市更新')"


def read(folder: str | None) -> list[str]:
    if folder:
        return [
            path.read_text(encoding="utf-8", errors="replace")
            for path in sorted(Path(folder).rglob("*"))
            if path.is_file()
        ]
    return [
        path.read_text(encoding="utf-8") for path in sorted(resource("samples").rglob("*.txt"))
    ] * 20


def megabytes(texts: list[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def fresh() -> PolicyTokenizer:
    tokenizer = PolicyTokenizer(engine="rjieba")
    tokenizer("")  # reads the word lists; has met no word yet
    return tokenizer


def main(folder: str | None = None) -> None:
    texts = read(folder)
    some, size = [], 0
    while size < SLOW and len(some) < len(texts):
        some.append(texts[len(some)])
        size += len(some[-1])
    jieba.default_logger.setLevel(logging.CRITICAL)
    plain = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as folder_of_cache:
        plain.tmp_dir = folder_of_cache
        plain.initialize()
    runs = {
        "jieba.cut": (lambda text: list(plain.cut(text)), some),
        "rjieba.cut": (rjieba.Jieba().cut, texts),
        "PolicyTokenizer, rjieba": (PolicyTokenizer(engine="rjieba"), texts),
        "PolicyTokenizer, rjieba, first pass": (None, texts),
        "PolicyTokenizer, rjieba, no dictionary": (
            PolicyTokenizer(engine="rjieba", dictionary=(), only=True),
            texts,
        ),
        "PolicyTokenizer.spans, rjieba": (PolicyTokenizer(engine="rjieba").spans, texts),
        "PolicyTokenizer, jieba": (PolicyTokenizer(engine="jieba"), some),
        "PolicyTokenizer, jieba, no dictionary": (
            PolicyTokenizer(engine="jieba", dictionary=(), only=True),
            some,
        ),
    }
    seconds: dict[str, list[float]] = {name: [] for name in runs}  # per megabyte, by round
    for _ in range(ROUNDS):
        for name, (known, given) in runs.items():
            cut = known or fresh()
            start = time.process_time()
            for text in given:
                cut(text)
            seconds[name].append((time.process_time() - start) / megabytes(given))
    print(f"{len(texts)} texts, {megabytes(texts):.1f} MB (jieba: {megabytes(some):.1f} MB)")
    for name, own in seconds.items():
        factor = statistics.median(
            slow / fast for slow, fast in zip(seconds["jieba.cut"], own, strict=True)
        )
        print(f"{name:40} {1 / statistics.median(own):6.2f} MB/s  {factor:5.1f} × jieba.cut")

    tokenizer = PolicyTokenizer()
    long = texts * max(1, int(40 / megabytes(texts)))
    for workers in (1, os.cpu_count()):
        start = time.perf_counter()
        tokenizer.tokenize_all(long, workers=workers)
        print(
            f"tokenize_all, {workers} workers:"
            f" {megabytes(long) / (time.perf_counter() - start):6.2f} MB/s of wall time"
        )
    starts = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", FIRST], check=True)
        starts.append(time.perf_counter() - start)
    print(f"first token after {sorted(starts)[2]:.2f} s (median of five, target 0.6)")


if __name__ == "__main__":
    main(*sys.argv[1:])
