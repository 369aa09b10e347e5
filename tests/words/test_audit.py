"""The audit of word lists against texts."""

from topics import PolicyTokenizer
from topics.vocabulary.audit import COLUMNS, STATUSES, audit, format_audit

TEXTS = [
    "城市群众和城市群。县城群众。",
    "新型城镇化加快。提高市民化解能力。",
    "“十四五”规划。\n开展“一屏统览”。",
    "完善“一屏统览”。",
]
WORDS = ["城市群", "市民化", "城镇化", "新型城镇化", "“十四五”", "都市圈", "县城"]


def by_word(frame):
    return {row["word"]: row for row in frame.to_dict("records") if row["kind"] == "entry"}


def test_each_entry_gets_its_status():
    frame = audit(PolicyTokenizer(dictionary=WORDS, only=True, stopwords=None), TEXTS)
    rows = by_word(frame)
    assert {word: row["status"] for word, row in rows.items()} == {
        "城市群": "ambiguous",
        "市民化": "crossed",
        "城镇化": "covered",
        "新型城镇化": "ok",
        "“十四五”": "ok",
        "都市圈": "never",
        "县城": "ok",
    }
    assert rows["市民化"]["by"] == "化解"
    assert rows["市民化"]["example"] == "提高市民化解能力。"
    assert rows["城市群"]["example"] == "城市群众和城市群。"
    assert (rows["城市群"]["n_token"], rows["城市群"]["n_crossed"]) == (1, 1)
    assert rows["城镇化"]["by"] == "新型城镇化"
    assert list(frame.columns) == COLUMNS


def test_every_place_is_counted_once():
    tokenizer = PolicyTokenizer()
    text = "".join(TEXTS) * 3
    rows = [
        row
        for word, row in by_word(audit(tokenizer, [text])).items()
        if not set(word) & set("“Ⅰ1RPB")
    ]
    assert sum(row["n_token"] for row in rows) > 0
    for row in rows:
        found = sum(text.startswith(row["word"], start) for start in range(len(text)))
        assert row["n_token"] + row["n_covered"] + row["n_crossed"] == found, row


def test_stop_words_that_hide_terms_are_told_not_raised():
    frame = audit(
        PolicyTokenizer(
            dictionary=["城市群"], only=True, stopwords=["城市群", "韧性"], protect=["韧性"]
        ),
        TEXTS,
    )
    assert frame[frame["status"] == "hides"]["word"].tolist() == ["城市群", "韧性"]


def test_unlisted_words_are_told():
    frame = audit(PolicyTokenizer(stopwords=None), TEXTS)
    assert frame[frame["kind"] == "candidate"]["word"].tolist() == ["一屏统览"]
    told = next(line for line in format_audit(frame).splitlines() if line.startswith("  一屏统览"))
    assert told.split()[1:3] == ["出现", str("".join(TEXTS).count("一屏统览"))]
    assert "成词" not in told  # the tokenizer does not know the word


def test_the_gravest_comes_first():
    frame = audit(PolicyTokenizer(dictionary=WORDS, only=True, stopwords=["城市群"]), TEXTS)
    order = [list(STATUSES).index(status) for status in frame["status"]]
    assert order == sorted(order)


def test_the_text_names_all_statuses_in_chinese():
    text = format_audit(
        audit(PolicyTokenizer(dictionary=WORDS, only=True, stopwords=["城市群"]), TEXTS)
    )
    assert text.splitlines()[:2] == [
        "停用词删去了词典或主题的词：1 个",
        "  城市群 成词 0，被含 0，被拆 0",
    ]
    assert "词典的词没有出现：1 个" in text
    assert "  市民化（化解） 成词 0，被含 0，被拆 1  提高市民化解能力。" in text


def test_no_texts_are_no_error():
    frame = audit(PolicyTokenizer(dictionary=WORDS, only=True), [])
    assert set(frame["status"]) == {"never"}
    assert format_audit(frame.head(0)) == ""
