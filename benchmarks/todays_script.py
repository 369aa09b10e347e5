"""The script that researchers write today, and the report beside it: what each takes.

Run with `uv run --with gensim --with jieba benchmarks/todays_script.py [FOLDER]` (default: the
sample). The script cuts words with jieba, weighs them with scikit-learn's TfidfVectorizer, fits
gensim's LDA for five numbers of topics and takes the most coherent, and draws a cloud per document
and one heat map. Both start cold, one after the other, `ROUNDS` times in turn; medians of wall and
processor seconds, the largest memory of one process, and the ratio of the report to the script.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from topics.resources import resource as shipped

ROUNDS = 3
TOPICS = (4, 6, 8, 10, 12)
PASSES, TOP_WORDS, SIDE = 20, 20, 800


def script(folder: Path, out: Path) -> None:
    """Do what such a script does: words, tf-idf, five models, clouds, one heat map."""
    import jieba
    import matplotlib as mpl
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel, LdaModel
    from matplotlib.figure import Figure
    from sklearn.feature_extraction.text import TfidfVectorizer
    from wordcloud import WordCloud

    cutter = jieba.Tokenizer()
    paths = sorted(folder.glob("*.txt"))
    documents = [
        [word for word in cutter.lcut(path.read_text(encoding="utf-8")) if len(word) > 1]
        for path in paths
    ]
    vectors = TfidfVectorizer(analyzer=lambda words: words)
    weights = vectors.fit_transform(documents).toarray()
    names = vectors.get_feature_names_out()
    top = [[names[column] for column in row.argsort()[::-1][:TOP_WORDS]] for row in weights]
    (out / "keywords.csv").write_text("\n".join(map(",".join, top)), encoding="utf-8-sig")

    dictionary = Dictionary(documents)
    bags = [dictionary.doc2bow(document) for document in documents]
    found = []
    for number in TOPICS:
        model = LdaModel(bags, number, dictionary, passes=PASSES, random_state=1)
        score = CoherenceModel(model, texts=documents, coherence="c_v", processes=1)
        found.append((score.get_coherence(), number, model))
    best = max(found, key=lambda one: one[:2])[2]

    font = str(shipped("fonts/TopicsSansSC-Regular.otf"))
    for path, row in zip(paths, weights, strict=True):
        cloud = WordCloud(font_path=font, width=SIDE, height=SIDE, random_state=1)
        cloud.generate_from_frequencies(dict(zip(names, row, strict=True)))
        cloud.to_file(str(out / f"{path.stem}.png"))
    shares = [[share for _, share in best.get_document_topics(bag, 0.0)] for bag in bags]
    mpl.font_manager.fontManager.addfont(font)
    with mpl.rc_context({"font.family": "Topics Sans SC"}):
        figure = Figure(figsize=(8, 5))
        axes = figure.add_subplot()
        axes.imshow(shares, aspect="auto")
        axes.set_yticks(range(len(paths)), [path.stem for path in paths])
        figure.savefig(out / "topics.png", dpi=300)


def measured(command: list[str]) -> tuple[float, float, float]:
    """Return wall seconds, processor seconds and MB of a command and all that it starts."""
    program = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, *command], capture_output=True, text=True, check=True
    )
    cpu, memory = map(float, done.stdout.split())
    return time.perf_counter() - start, cpu, memory


def main(folder: str | None = None) -> None:
    """Run both in turn and print what each takes, and the ratios."""
    source = Path(folder or shipped("samples/jichuan"))
    taken: dict[str, list[tuple[float, float, float]]] = {"script": [], "report": []}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as out:
            taken["script"].append(measured([sys.executable, __file__, str(source), out]))
            report = [sys.executable, "-m", "topics", "report", str(source), "--quiet"]
            taken["report"].append(measured([*report, "--out", f"{out}/report"]))
    medians = {
        name: [statistics.median(column) for column in zip(*runs, strict=True)]
        for name, runs in taken.items()
    }
    print(f"{'':10}{'wall s':>10}{'CPU s':>10}{'MB':>10}   on {os.cpu_count()} cores")
    for name, row in medians.items():
        print(f"{name:10}" + "".join(f"{value:10.1f}" for value in row))
    pairs = zip(medians["report"], medians["script"], strict=True)
    print(f"{'ratio':10}" + "".join(f"{report / script:10.2f}" for report, script in pairs))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        script(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        main(*sys.argv[1:])
