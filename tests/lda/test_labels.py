"""Labels of topics: the formula by hand, what may not be one, what is left where little is."""

import numpy as np
import pytest

from topics.lda.labels import topic_labels

PREVALENCE = np.array([0.5, 0.5])


def label(words: dict[str, tuple[float, float]], **more) -> list[list[str]]:
    phi = np.array(list(words.values())).T
    return topic_labels(phi, PREVALENCE, tuple(words), n_tokens=1000, **more)


def test_the_score_by_hand() -> None:
    # φ/√p · length: 污染防治 .2/√.1 = .632; 大气 .3/√.15 · 3/5 = .465; 义务教育 only in topic 2
    words = {"污染防治": (0.2, 0.0), "大气": (0.3, 0.0), "义务教育": (0.0, 0.4)}
    assert label(words) == [["污染防治", "大气"], ["义务教育"]]


def test_a_word_of_one_section_falls_behind_one_of_many() -> None:
    words = {"污染防治": (0.2, 0.0), "生态保护": (0.19, 0.0), "义务教育": (0.0, 0.4)}
    assert label(words)[0] == ["污染防治", "生态保护"]
    assert label(words, docfreq=np.array([1.0, 30.0, 9.0]))[0] == ["生态保护", "污染防治"]


@pytest.mark.parametrize("word", ["万套", "第四条", "一是", "建设", "工作", "进一步扩大", "AI"])
def test_what_names_no_subject_is_no_label(word: str) -> None:
    words = {word: (0.6, 0.0), "污染防治": (0.1, 0.0), "义务教育": (0.0, 0.4)}
    assert label(words)[0] == ["污染防治"]


def test_a_word_that_all_topics_share_comes_last() -> None:
    words = {
        "高质量发展": (0.5, 0.5),
        "污染防治": (0.1, 0.0),
        "义务教育": (0.0, 0.1),
    }
    assert label(words) == [["污染防治", "高质量发展"], ["义务教育", "高质量发展"]]


def test_three_words_at_most_and_none_inside_another() -> None:
    words = {
        "污染防治": (0.2, 0.0),
        "防治": (0.2, 0.0),
        "生态保护": (0.15, 0.0),
        "细颗粒物": (0.1, 0.0),
        "排污许可": (0.05, 0.0),
        "义务教育": (0.0, 0.3),
    }
    assert label(words)[0] == ["污染防治", "生态保护", "细颗粒物"]


def test_a_topic_of_units_alone_still_has_a_name() -> None:
    assert label({"万套": (0.5, 0.0), "义务教育": (0.0, 0.5)})[0] == ["万套"]
