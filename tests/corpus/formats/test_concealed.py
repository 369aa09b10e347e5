"""Text of a web page that does not show at once is read or named, and never lost in silence."""

import pytest

from topics.corpus.formats.html.page import read_html

TEXT = ["为缩短就医距离，市卫健委决定增设社区诊室，有关事项通知如下。",
        "一、布点原则。每个社区至少设一处诊室，老城区可以两个社区合设。",
        "二、服务时间。工作日延长到晚上八点，周末安排医生轮值。"]  # fmt: skip
BODY = "".join(f"<p>{line}</p>" for line in TEXT)
TITLE = "<h1>云川市社区诊室建设方案</h1>"
ASIDE = "相关单位应当在五个工作日内回复群众来信，并抄送督查室。"


def read(page):
    source = read_html(f"<html><head><title>云川</title></head><body>{page}</body></html>")
    return source.text, [(change.kind, change.text) for change in source.changes]


def assert_read(page):
    text, _ = read(page)
    assert [line for line in text.split("\n") if line in TEXT] == TEXT


@pytest.mark.parametrize(
    "start",
    ["<div style='visibility: hidden'>", "<section style='opacity:0;display:none'>", "<div hidden>",
     "<article hidden=hidden>", "<div class=x style='DISPLAY : NONE'>", "<noscript>", "<template>",
     "<nav>", "<aside>", "<footer>", "<button>", "<dialog>", "<textarea>"],
)  # fmt: skip
@pytest.mark.parametrize("closed", [True, False])
def test_a_body_that_waits_or_stands_in_the_wrong_element_is_read(start, closed):
    tag = start[1:].split()[0].rstrip(">")
    assert_read(f"{TITLE}{start}{BODY}{f'</{tag}>' if closed else ''}")


@pytest.mark.parametrize("tag", ["nav", "aside", "footer", "button", "dialog"])
def test_a_missing_end_tag_loses_nothing_behind_it(tag):
    assert_read(f"{TITLE}{BODY[: BODY.index('<p>二')]}<{tag}>打印{BODY[BODY.index('<p>二') :]}")
    assert_read(f"<div><{tag}><a href=x>首页</a></div><div id=zoom>{TITLE}{BODY}</div>")


def test_a_second_tab_is_read_and_a_twin_for_small_screens_is_not_read_twice():
    shown = f"<div><p>{ASIDE}</p></div>"
    text, _ = read(f"{TITLE}{shown}<div style='display:none'>{BODY}</div>")
    assert all(line in text for line in [*TEXT, ASIDE])
    text, changes = read(f"{TITLE}<div>{BODY}</div><div style='display:none'>{BODY}</div>")
    assert [text.count(line) for line in TEXT] == [1, 1, 1]
    assert changes == []


def test_hidden_words_and_menus_stay_hidden_also_inside_a_body_that_waits():
    word = "<span style='display:none'>校验词</span>"
    menu = "<ul hidden><li><a href=a>首页</a><li><a href=b>互动交流</a></ul>"
    for page in (f"{TITLE}{BODY}", f"<div style='visibility:hidden'>{TITLE}{BODY}</div>"):
        text, _ = read(page.replace("方案", f"方案{word}").replace("<p>一", f"{menu}<p>一"))
        assert "校验词" not in text
        assert "互动交流" not in text
        assert all(line in text for line in TEXT)


def test_sentences_that_are_left_out_are_named():
    for start, end, kind in (
        ("<p hidden>", "</p>", "hidden"),
        ("<footer>", "</footer>", "furniture"),
        ("<aside>", "</aside>", "furniture"),
        ("<dialog>", "</dialog>", "furniture"),
    ):
        text, changes = read(f"{TITLE}<div id=zoom>{BODY}</div>{start}{ASIDE}{end}")
        assert ASIDE not in text
        assert changes == [(kind, ASIDE)]
    text, changes = read(f"{TITLE}<div id=zoom>{BODY}</div><div>{ASIDE}</div>")
    assert (ASIDE not in text, changes) == (True, [("furniture", ASIDE)])


def test_messages_of_the_page_are_no_text():
    message = (
        "您使用的浏览器版本过低，可能影响显示，请升级后访问。",
        "继续浏览即表示您同意使用Cookie，详见隐私说明。",
    )
    text, changes = read(f"{TITLE}{BODY}<div hidden><p>{message[0]}</p><p>{message[1]}</p></div>")
    assert [line in text for line in message] == [False, False]
    assert changes == [("hidden", line) for line in message]


def test_many_hidden_elements_inside_each_other_are_read_in_linear_time():
    text, _ = read("<div hidden>" * 20_000 + BODY)
    assert all(line in text for line in TEXT)


def test_the_title_of_the_page_serves_where_the_article_has_none():
    page = "<html><head><title>{}</title></head><body>{}</body></html>"
    name = "云川市社区诊室建设方案"
    assert read_html(page.format(name, BODY)).text.split("\n")[0] == name
    assert read_html(page.format("云川市人民政府门户网站", BODY)).text.split("\n") == TEXT
    other = read_html(page.format("云川市诊室管理办法", f"<p>{name}</p>{BODY}"))
    assert other.text.split("\n") == [name, *TEXT]
