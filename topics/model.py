"""Topic models: everything public about them, in one place.

`fit_topics` makes a `TopicModel`, `choose_topics` compares numbers of topics, and the rest are
tables of a model.
"""

from topics.lda.consensus_search import FAST, THOROUGH, TopicOptions
from topics.lda.matrix import join_background
from topics.lda.saved_model import load_model
from topics.lda.topic_choice import TooFewWords, choose_topics
from topics.lda.topic_fit import TooFewSections, fit_topics
from topics.lda.topic_model import TopicModel
from topics.lda.topic_tables import topic_shares, topics_table, typical_sections
from topics.lda.topic_words import topic_similarity, topic_words, word_intrusion, word_shift
from topics.lda.workers import TopicFitError

__all__ = [
    "FAST",
    "THOROUGH",
    "TooFewSections",
    "TooFewWords",
    "TopicFitError",
    "TopicModel",
    "TopicOptions",
    "choose_topics",
    "fit_topics",
    "join_background",
    "load_model",
    "topic_shares",
    "topic_similarity",
    "topic_words",
    "topics_table",
    "typical_sections",
    "word_intrusion",
    "word_shift",
]
