"""The arguments of every command, with a line of help and an example each."""

from __future__ import annotations

import argparse
from typing import TypeAlias

from topics.cli.catalogue import LANGUAGES, said
from topics.cli.parser import Command, Parser
from topics.names import QUANTITY_KINDS
from topics.settings import Settings

LEVELS = ("document", "section", "group")
Parent: TypeAlias = "argparse.ArgumentParser | argparse._ArgumentGroup"
RANKS = ("typical", "tf_idf", "frequency")


def build_parser(lang: str = "en") -> argparse.ArgumentParser:
    """Return the parser of all commands, with its help and its refusals in a language."""
    parser = Parser(
        prog="topics",
        lang=lang,
        description=said("Quantitative analysis of Chinese policy documents (政策文本分析).", lang),
        epilog=said("Start with: python -m topics report FOLDER", lang),
    )
    parser.add_argument("--version", action="store_true", help="print versions and exit")
    _language_argument(parser)
    parser.set_defaults(lang=Settings.lang, tongue=lang)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Command)
    for name, (summary, example, add_arguments) in COMMANDS.items():
        sub = commands.add_parser(
            name,
            lang=lang,
            help=said(summary, lang),
            description=_sentence(said(summary, lang), lang),
            epilog=f"{said('example', lang)}:\n  python -m topics {name} {example}",
        )
        noise = sub.add_mutually_exclusive_group()
        noise.add_argument("-q", "--quiet", action="store_true", help="no progress, warnings only")
        noise.add_argument(
            "-v",
            "--verbose",
            action="store_true",
            help="each stage with its seconds; tracebacks of errors",
        )
        _language_argument(sub)
        add_arguments(sub)
        sub.say_in_its_language()
    parser.say_in_its_language()
    return parser


def _sentence(text: str, lang: str) -> str:
    return f"{text}。" if lang == "zh" else f"{text[0].upper()}{text[1:]}."


def _language_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
        help="language of what is written (default: zh), and of help, progress and errors"
        " (default: that of the system)",
    )


def _report(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser)
    _statistics_arguments(parser)
    _topic_arguments(parser)
    parser.add_argument("--out", metavar="FOLDER", help="where to write (default: reports/NAME)")
    parser.add_argument(
        "--from",
        dest="manifest",
        metavar="MANIFEST",
        help="repeat a report with the settings of its manifest",
    )
    parser.add_argument("--pdf", action="store_true", help="write each figure as PDF, too")
    parser.add_argument(
        "--in-memory",
        action="store_true",
        help="all of the analysis, however large the corpus (default: up to a size)",
    )


def _answer(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser)
    _statistics_arguments(parser)


def _keywords(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser)
    parser.add_argument(
        "--level",
        type=_level,
        choices=LEVELS,
        default="document",
        help="what has keywords: each document, section or group of --by (default: document)",
    )
    _number_argument(parser, "keywords of each row", 20)
    _seed_argument(parser)
    parser.add_argument(
        "--rank",
        choices=RANKS,
        default="typical",
        help="what decides: typical against the other texts, tf_idf, or frequency (default:"
        " typical)",
    )


def _topics(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser)
    _topic_arguments(parser)
    _seed_argument(parser)
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "--typical", action="store_true", help="the sections in which each topic weighs most"
    )
    asked.add_argument(
        "--similar", action="store_true", help="how alike the words of each two topics are"
    )
    asked.add_argument(
        "--intrusion",
        metavar="FILE",
        help="write a .csv on which a person marks the intruding words, its key beside it",
    )
    asked.add_argument(
        "--save", metavar="FOLDER", help="write the model for topics.model.load_model"
    )


def _shift(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser)
    _statistics_arguments(parser)
    parser.add_argument(
        "--theme", action="append", metavar="NAME", help="only this theme (may be repeated)"
    )
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "--power", action="store_true", help="how large a shift could have been seen"
    )
    asked.add_argument(
        "--robust", action="store_true", help="in how many variants each verdict stands"
    )
    asked.add_argument("--trend", action="store_true", help="change per year over all groups")
    asked.add_argument(
        "--parts", action="store_true", help="what new, dropped and reworded sections add"
    )
    asked.add_argument(
        "--shared",
        action="store_true",
        help="only sections that have a counterpart on the other side",
    )
    asked.add_argument(
        "--without-strongest",
        action="store_true",
        help="what remains without each theme's strongest term",
    )


def _compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="an older and a newer file, or one folder (default: ./corpus, else the sample)",
    )
    parser.add_argument(
        "--from",
        dest="sources",
        action="append",
        default=[],
        metavar="CENTRAL",
        help="what the paths took over from these files or folders (may be repeated)",
    )
    parser.add_argument(
        "--by",
        choices=("year",),
        default="year",
        help="in a folder: documents of one genre with the next ones in time (default: year)",
    )
    parser.add_argument(
        "--min",
        dest="least",
        choices=("sure", "likely", "weak"),
        default="likely",
        help="links listed from this certainty on (default: likely)",
    )
    parser.add_argument(
        "--sentences", action="store_true", help="list the changed sentences, not the sections"
    )
    parser.add_argument("--docx", metavar="FILE", help="write a Word file with tracked changes")
    parser.add_argument("--html", metavar="FILE", help="write a page with both texts side by side")
    _reading_arguments(parser)
    _json_argument(parser)


def _targets(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser, words=False)
    parser.add_argument(
        "--kind",
        dest="kinds",
        type=_kinds,
        metavar="LIST",
        help=f"only these kinds: a list with commas of {', '.join(QUANTITY_KINDS)}, or all"
        " (default: target)",
    )
    parser.add_argument("--unit", metavar="UNIT", help="only numbers of this unit, such as %%")
    parser.add_argument(
        "--series", action="store_true", help="what became of each target in later documents"
    )


def _phrases(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser, groups=False)
    asked = parser.add_argument_group("formulations")
    asked.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="WORD",
        help="what stands before this word or phrase, such as 城镇化战略 (may be repeated)",
    )
    asked.add_argument(
        "--phrase",
        action="append",
        default=[],
        metavar="PHRASE",
        help="the life of this phrase of your own (may be repeated)",
    )
    asked.add_argument("--new", metavar="YEAR", help="only what is first in this year or group")
    asked.add_argument(
        "--gone", metavar="YEAR", help="only what its place no longer has in this year or group"
    )
    asked.add_argument("--chains", action="store_true", help="what followed what, step by step")
    asked.add_argument(
        "--min",
        dest="least",
        type=_positive,
        default=5,
        metavar="N",
        help="Han characters of a set phrase (default: 5)",
    )
    _number_argument(asked, "rows on the screen", 40)
    parser.add_argument(
        "--background",
        metavar="FOLDER",
        help="further documents in which each first appearance is looked up, too",
    )


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH… QUERY",
        help='files and folders, then what to look for: words, "exact words", -word,'
        " word NEAR/10 word, year:2020-2024, path:五, issuer:…, genre:…, doc:…",
    )
    parser.add_argument(
        "--sentences", action="store_true", help="list every sentence, not sections with their best"
    )
    parser.add_argument(
        "--like", metavar="ADDRESS", help="sections like this one, such as 2024:五/（二）/3"
    )
    _number_argument(parser, "rows at most", 10)
    _reading_arguments(parser)
    _json_argument(parser)


def _themes(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser)
    _seed_argument(parser)
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "--suggest", action="store_true", help="propose themes from these texts, as a themes.toml"
    )
    asked.add_argument(
        "--sheet", metavar="FILE", help="write a .csv of sampled sentences for a person to judge"
    )
    asked.add_argument(
        "--judged", metavar="FILE", help="precision of each theme from a sheet that was filled in"
    )


def _cloud(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser, groups=False)
    parser.add_argument(
        "--out",
        metavar="PATH",
        help=".png, .svg or .pdf (default: cloud.png); with --by a folder (default: clouds)",
    )
    parser.add_argument(
        "--weight",
        choices=("count", "tf_idf", "keyness"),
        default="count",
        help="size of a word (default: count)",
    )
    _number_argument(parser, "words at most", 100)
    parser.add_argument("--mask", metavar="FILE", help="a picture, dark where words may stand")
    many = parser.add_argument_group("several clouds")
    asked = many.add_mutually_exclusive_group()
    asked.add_argument(
        "--by",
        dest="each",
        metavar="KIND",
        help="one each: document, section (chapter), topic, year or a column of corpus.csv",
    )
    asked.add_argument(
        "--compare",
        dest="between",
        nargs=2,
        metavar=("REFERENCE", "TARGET"),
        help="two years against each other in one cloud",
    )
    many.add_argument(
        "--topics",
        type=_positive,
        metavar="K",
        help="number of topics for --by topic (default: chosen)",
    )


def _tokenize(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="FILE", help="documents; - or nothing reads standard input"
    )
    parser.add_argument("--text", metavar="TEXT", help="this text instead of files")
    _word_arguments(parser, themes=False)
    _json_argument(parser)


def _outline(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser, words=False, groups=False)


def _audit(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser, groups=False)


def _terms(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser, groups=False)
    _number_argument(parser, "candidates at most", 100)


def _export(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser, groups=False)
    parser.add_argument(
        "--out", metavar="FOLDER", default="matrix", help="where to write (default: matrix)"
    )


def _count(parser: argparse.ArgumentParser) -> None:
    _corpus_arguments(parser)
    _count_arguments(parser)


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", metavar="FOLDER", help="a folder of documents, or a new one for word lists"
    )
    parser.add_argument(
        "--empty", action="store_true", help="leave our terms and themes out of the word lists"
    )


def _corpus_arguments(
    parser: argparse.ArgumentParser, *, words: bool = True, groups: bool = True
) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and folders (default: ./corpus if it exists, else the sample)",
    )
    _reading_arguments(parser)
    if words:
        _word_arguments(parser)
    if groups:
        grouping = parser.add_argument_group("groups")
        grouping.add_argument(
            "--by",
            default="year",
            metavar="COLUMN",
            help="year, issuer, genre, region or a column of corpus.csv (default: year)",
        )
        grouping.add_argument(
            "--pool", action="store_true", help="join documents of different genre within a year"
        )
        grouping.add_argument(
            "--compare",
            nargs=2,
            action="append",
            default=[],
            metavar=("REFERENCE", "TARGET"),
            help="compare these two groups (may be repeated; default: neighbours, first and last)",
        )
    _json_argument(parser)


def _reading_arguments(parser: argparse.ArgumentParser) -> None:
    reading = parser.add_argument_group("reading")
    reading.add_argument(
        "--metadata",
        metavar="FILE",
        help="a corpus.csv or .xlsx (default: the one beside the documents)",
    )
    reading.add_argument(
        "--encoding", metavar="NAME", help="encoding of all text files (default: found per file)"
    )
    reading.add_argument(
        "--keep-agencies", action="store_true", help="analyse responsibility lists as text"
    )
    reading.add_argument(
        "--traditional",
        choices=("t2s", "tw2s", "hk2s"),
        help="turn traditional script into simplified (extra: opencc)",
    )
    reading.add_argument(
        "--strict", action="store_true", help="a file that cannot be read is an error"
    )
    reading.add_argument(
        "--workers", type=_positive, metavar="N", help="processes (default: one per core)"
    )


def _word_arguments(parser: argparse.ArgumentParser, *, themes: bool = True) -> None:
    words = parser.add_argument_group("words")
    files = {"dictionary": "terms kept whole", "stopwords": "words left out"} | (
        {"themes": "themes.toml"} if themes else {}
    )
    for name, what in files.items():
        words.add_argument(
            f"--{name}", action="append", default=[], metavar="FILE", help=f"{what}, added to ours"
        )
    words.add_argument(
        "--layers",
        type=_layers,
        default=Settings.layers,
        metavar="LIST",
        help=(
            f"our stop words: a list with commas of {', '.join(Settings.layers)}, or none (default:"
            " all)"
        ),
    )
    words.add_argument("--only", action="store_true", help="use the files given instead of ours")
    words.add_argument(
        "--insist", action="store_true", help="let a stop list remove dictionary or theme terms"
    )
    words.add_argument(
        "--nested",
        choices=("longest", "every"),
        default="longest",
        help="count terms inside longer terms (default: longest)",
    )
    words.add_argument(
        "--lower",
        action="store_true",
        help="write Latin words in lower case: APEC and apec are one word",
    )


def _statistics_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("statistics")
    group.add_argument(
        "--min-mentions",
        type=_positive,
        default=1,
        metavar="K",
        help="mentions that make a section count (default: 1)",
    )
    group.add_argument(
        "--exclusive",
        action="store_true",
        help="a place counts for the theme with the longest term only",
    )
    group.add_argument(
        "--min-sections",
        type=_positive,
        default=3,
        metavar="N",
        help="sections that must bear a shift (default: 3)",
    )
    group.add_argument(
        "--ratio",
        type=_ratio,
        default=Settings.ratio,
        metavar="LARGE,SMALL",
        help="ratios of the rates from which a shift is large, and is one (default: 2,1.5)",
    )
    group.add_argument(
        "--excess",
        type=_at_least_zero,
        default=5.0,
        metavar="N",
        help="mentions beyond the other side's rate from which a shift is one (default: 5)",
    )
    group.add_argument("--strength", metavar="FILE", help="a strength.toml in place of ours")
    group.add_argument(
        "--resamples",
        type=_positive,
        default=9999,
        metavar="N",
        help="resamples behind p (default: 9999)",
    )
    _seed_argument(group)


def _topic_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("topics")
    group.add_argument(
        "--topics", type=_positive, metavar="K", help="number of topics (default: chosen)"
    )
    group.add_argument(
        "--engine",
        choices=("tomotopy", "gensim", "sklearn-lda", "sklearn-nmf"),
        default="tomotopy",
        help="(default: tomotopy)",
    )
    group.add_argument("--seed-themes", action="store_true", help="give each theme a seeded topic")
    group.add_argument(
        "--background",
        metavar="FOLDER",
        help="fit on these documents, too; their words are the prior of log_odds",
    )


def _count_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("counting")
    group.add_argument(
        "--out",
        metavar="FOLDER",
        default="counts",
        help="where to write, and to go on after a crash (default: counts)",
    )
    _number_argument(group, "keywords of each document and group", 20)
    group.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help=(
            "column of Parquet input that holds doc_id, text, date, genre or issuer (may be"
            " repeated)"
        ),
    )
    group.add_argument(
        "--engine",
        dest="on",
        choices=("local", "spark"),
        default="local",
        help="where to count (default: local; extra: spark)",
    )
    group.add_argument(
        "--master", metavar="URL", help="Spark master, such as spark://host:7077 or local[4]"
    )
    group.add_argument(
        "--remote", metavar="URL", help="Spark Connect server, such as sc://host:15002"
    )
    group.add_argument(
        "--conf",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="Spark setting (may be repeated)",
    )


def _json_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _number_argument(parser: Parent, what: str, default: int) -> None:
    parser.add_argument(
        "-n",
        "--number",
        dest="n",
        type=_positive,
        default=default,
        metavar="N",
        help=f"{what} (default: {default})",
    )


def _seed_argument(parser: Parent) -> None:
    parser.add_argument(
        "--seed",
        type=_natural,
        default=Settings.seed,
        metavar="N",
        help=f"start of the random numbers (default: {Settings.seed})",
    )


def _level(text: str) -> str:
    """Take `year`, as tables call any group, for what it means."""
    return "group" if text == "year" else text


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 up")
    return int(text)


def _natural(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0 to {2**32 - 1}")
    return int(text)


def _at_least_zero(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' is no number from 0 up")
    return value


def _ratio(text: str) -> tuple[float, ...]:
    parts = tuple(_at_least_zero(part) for part in text.split(","))
    if len(parts) != 2 or not parts[0] >= parts[1] >= 1:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not the large ratio and the small one, such as 2,1.5"
        )
    return parts


def _layers(text: str) -> tuple[str, ...]:
    chosen = [] if text == "none" else text.split(",")
    if unknown := [name for name in chosen if name not in Settings.layers]:
        raise argparse.ArgumentTypeError(
            f"'{unknown[0]}' is no layer of stop words; there are: {', '.join(Settings.layers)}; or"
            " write none"
        )
    return tuple(name for name in Settings.layers if name in chosen)


def _kinds(text: str) -> tuple[str, ...]:
    chosen = list(QUANTITY_KINDS) if text == "all" else text.split(",")
    if unknown := [name for name in chosen if name not in QUANTITY_KINDS]:
        raise argparse.ArgumentTypeError(
            f"'{unknown[0]}' is no kind of quantity; there are: {', '.join(QUANTITY_KINDS)}; or"
            " write all"
        )
    return tuple(chosen)


COMMANDS = {
    "report": ("write the whole report of a folder", "corpus/ --out reports/urbanization", _report),
    "answer": ("say what changed: the first screen of a report", "corpus/ --by year", _answer),
    "keywords": ("rank the words typical of each text", "corpus/ --level group -n 10", _keywords),
    "topics": ("fit topics and list them", "corpus/ --topics 8", _topics),
    "shift": ("test which themes gained or lost weight", "corpus/ --theme 安全韧性", _shift),
    "compare": (
        "say what a newer document changed, section by section",
        "plan-2022.docx plan-2024.docx --docx changes.docx",
        _compare,
    ),
    "targets": (
        "list the numbers that bind, and what became of them",
        "corpus/ --series --unit %",
        _targets,
    ),
    "phrases": (
        "follow formulations (提法): which are new, kept, changed, gone",
        "corpus/ --new 2024",
        _phrases,
    ),
    "search": (
        "find words, phrases and like sections: counts by document and year, and sentences",
        'corpus/ "韧性 资金" --sentences',
        _search,
    ),
    "themes": ("show, propose or check themes", "corpus/ --suggest > themes.toml", _themes),
    "cloud": ("draw a word cloud of files", "plan.pdf --out cloud.png", _cloud),
    "tokenize": (
        "cut text or files into tokens",
        "--text 实施城市更新和安全韧性提升行动",
        _tokenize,
    ),
    "outline": ("print the section tree of files", "plan.docx", _outline),
    "audit": ("check the dictionary against a corpus", "corpus/ --dictionary mine.txt", _audit),
    "terms": ("propose new dictionary terms from a corpus", "corpus/ > candidates.txt", _terms),
    "export": ("write the matrix for R and other programs", "corpus/ --out matrix/", _export),
    "count": (
        "count a corpus of any size into tables (extra: scale)",
        "corpus/ --out counts/",
        _count,
    ),
    "init": (
        "write a corpus.csv of the documents in a folder, or all word lists into a new one",
        "corpus/",
        _init,
    ),
}
