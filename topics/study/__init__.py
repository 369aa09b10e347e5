"""One analysis from files to tables: each stage is computed once, when it is first asked for.

`WordStages` ← `SearchStages` ← `TopicStages` ← `EmphasisStages` ← `CompareStages` ←
`PhraseStages` ← `Study`: each adds the stages of one room to those it needs.
"""

from topics.study.answer import Study
from topics.study.words import make_tokenizer

__all__ = ["Study", "make_tokenizer"]
