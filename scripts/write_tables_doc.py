"""Write docs/tables.md from the column contract: `uv run -m scripts.write_tables_doc`."""

import sys

from scripts.generated import ROOT, settle
from topics.report.findings.bounds import MOST_ROWS
from topics.report.findings.contract import contract

HEAD = f"""# Tables

Every number of a report stands in one of these tables (`tables/*.csv`, and one sheet each of
`tables.xlsx`). Columns are added as the package grows; none of these is renamed. This page is
written from `topics/report/findings/columns.toml` by `scripts/write_tables_doc.py`; tests hold both
to each other and the tables to them.

- CSV: UTF-8 with BOM, comma, one record a line (a line break inside a text shows as ↵), numbers
  with eight significant digits, missing values empty. A text that begins with `= + - @` (half or
  full width) gets an apostrophe in front, so that no spreadsheet program takes it for a formula.
  Words such as `NA` or `null` are words: read text columns as text
  (`pandas.read_csv(..., keep_default_na=False, na_values=[""])`).
- Characters that nobody can see (controls, marks that turn the reading direction) are written out:
  `‹U+202E›`.
- `topic_shares`, `keywords` and `clouds` grow with sections times topics, or with words: beyond
  {MOST_ROWS:,} rows, only so many rows of each section or cloud are written, heaviest first, that
  the table has at most that many, at least one of each. Those of documents and groups, and the
  words that a cloud shows, all stay. `manifest.json` then says under `bounded_tables` how many rows
  were found and how many written.
- kinds: text; integer; number; share (0 to 1); rate (per 10,000 Han characters); boolean; date
  (ISO).
- "may be empty" says that a column can hold missing values, and its meaning says when. A table that
  is not always written is marked so. Nothing is invented to fill a gap.
"""


def render() -> str:
    parts = [HEAD]
    for name, table in contract().items():
        note = (
            " Not always written: only where there is something to compare or to fit."
            if table.get("optional")
            else ""
        )
        parts.append(
            f"\n## {name}.csv\n\n{table['en']} {table['zh']}{note}\n\n| column | kind | may be"
            " empty | meaning | 说明 |"
        )
        parts.append("|---|---|---|---|---|")
        parts += [
            f"| {column} | {spec['kind']} | {'yes' if spec.get('gap') else ''} | {spec['en']} |"
            f" {spec['zh']} |"
            for column, spec in table["columns"].items()
        ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(settle(ROOT / "docs" / "tables.md", render()))
