"""Finding files: what counts as input, how documents are named, and that nothing is followed or
waited for.
"""

import os
import socket
import sys

import pytest

from topics.corpus.intake.find import find_files, read_bytes
from topics.corpus.messages import CorpusError, UnreadableError, show

posix = pytest.mark.skipif(
    os.name != "posix", reason="links, pipes and permissions as on POSIX systems"
)


def make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("推进城市更新。", "utf-8")
    return folder


def ids(inputs):
    return [file.doc_id for file in inputs.files]


def test_files_are_found_in_subfolders_in_the_order_of_their_bytes(tmp_path):
    make(tmp_path, "乙.txt", "甲.txt", "a/丙.txt", "a/b/丁.docx")
    assert ids(find_files([tmp_path])) == ["丁", "丙", "乙", "甲"]
    assert ids(find_files([tmp_path, tmp_path / "甲.txt", str(tmp_path)])) == [
        "丁",
        "丙",
        "乙",
        "甲",
    ]


def test_names_are_as_short_as_they_can_be_and_always_unique(tmp_path):
    make(
        tmp_path,
        "a/通知.txt",
        "b/通知.txt",
        "意见.txt",
        "意见.docx",
        "x/a/同.txt",
        "y/a/同.txt",
        "z/同.txt",
    )
    found = ids(find_files([tmp_path]))
    assert found == ["a/通知", "b/通知", "x/a/同", "y/a/同", "z/同", "意见.docx", "意见.txt"]


def test_names_do_not_depend_on_how_paths_are_given(tmp_path):
    make(tmp_path, "a/通知.txt", "b/通知.txt")
    alone = find_files([tmp_path / "b/通知.txt", tmp_path / "a/通知.txt"])
    assert sorted(ids(alone)) == ["a/通知", "b/通知"]


def test_what_is_no_input_and_what_is_metadata(tmp_path):
    make(
        tmp_path,
        "甲.txt",
        "corpus.csv",
        ".git/config.txt",
        "~$甲.docx",
        "._甲.txt",
        ".DS_Store",
        "Thumbs.db",
        "__MACOSX/x.txt",
    )
    inputs = find_files([tmp_path])
    assert ids(inputs) == ["甲"]
    assert [file.path for file in inputs.metadata] == [str((tmp_path / "corpus.csv").resolve())]


def test_a_hidden_document_and_an_excluded_one_are_told(tmp_path):
    make(tmp_path, "甲.txt", ".隐藏.txt", "附件1.txt")
    refused = {file.name: file.refused for file in find_files([tmp_path], exclude=["附件*"]).files}
    assert refused["甲.txt"] == ""
    assert "隐藏文件" in refused[".隐藏.txt"]
    assert "附件*" in refused["附件1.txt"]


@posix
def test_links_are_told_and_not_followed(tmp_path):
    make(tmp_path, "a/甲.txt")
    (tmp_path / "a/圈").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "a/零.txt").symlink_to("/dev/zero")
    (tmp_path / "a/断.txt").symlink_to("/nowhere")
    refused = {file.name: file.refused for file in find_files([tmp_path / "a"]).files}
    assert refused.pop("甲.txt") == ""
    assert set(refused) == {"圈", "零.txt", "断.txt"}
    assert all("链接" in reason for reason in refused.values())


@posix
def test_a_folder_that_the_user_named_may_be_a_link(tmp_path):
    make(tmp_path, "a/甲.txt")
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    assert ids(find_files([tmp_path / "b"])) == ["甲"]


@posix
def test_pipes_devices_and_sockets_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    listening = socket.socket(socket.AF_UNIX)
    os.chdir(tmp_path) if len(str(tmp_path)) > 90 else None
    listening.bind(str(tmp_path / "s.txt"))
    try:
        devices = [path for path in ("/dev/zero", "/dev/tty0") if os.path.lexists(path)]
        for path in (tmp_path / "pipe.txt", tmp_path / "s.txt", *devices):
            with pytest.raises(UnreadableError):
                read_bytes(str(path), 100)
    finally:
        listening.close()


def test_a_file_beyond_the_limit_is_not_read(tmp_path):
    (tmp_path / "大.txt").write_bytes(b"\0" * 101)
    with pytest.raises(UnreadableError, match="101 字节，超过上限 100 字节"):
        read_bytes(str(tmp_path / "大.txt"), 100)


@posix
def test_a_file_that_changes_while_it_is_read_is_told(tmp_path, monkeypatch):
    path = make(tmp_path, "变.txt") / "变.txt"
    real = os.fstat

    def growing(descriptor):
        result = real(descriptor)
        with path.open("ab") as stream:
            stream.write("又写了一行".encode())
        return result

    monkeypatch.setattr(os, "fstat", growing)
    with pytest.raises(UnreadableError, match="正在变化"):
        read_bytes(str(path), 10_000)


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="the administrator may read everything"
)
def test_what_may_not_be_opened_is_told(tmp_path):
    make(tmp_path, "锁/甲.txt", "乙.txt")
    (tmp_path / "锁").chmod(0)
    try:
        refused = {file.name: file.refused for file in find_files([tmp_path]).files}
    finally:
        (tmp_path / "锁").chmod(0o700)
    assert "文件夹打不开" in refused["锁"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_names_of_any_bytes_are_found_and_printable(tmp_path):
    names = [
        b"\xff\xfe.txt",
        "换\n行.txt".encode(),
        b"<script>alert(1)<.txt",
        ("长" * 83).encode() + b".txt",
        "\u202e反.txt".encode(),
    ]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as stream:  # noqa: PTH118, PTH123
            stream.write("推进城市更新。".encode())
    files = find_files([tmp_path]).files
    assert len(files) == len(names)
    for file in files:
        (file.shown + file.doc_id).encode("utf-8")
        assert (file.shown + file.doc_id).isprintable()
        assert read_bytes(file.path, 1000)


def test_show_is_one_to_one_on_what_it_escapes():
    names = ["a\nb", "a\\nb", "\udcff", "\ud800", "\u2028", "\x00", "\u200b", "\ue000"]
    assert all(show(name).isprintable() for name in names)
    assert show("国发〔2024〕17号 通知.txt") == "国发〔2024〕17号 通知.txt"


def test_a_missing_path_and_an_empty_folder_are_errors_that_name_them(tmp_path):
    with pytest.raises(CorpusError, match=r"no such file or folder: .*无, .*没有; check the path"):
        find_files([tmp_path / "无", tmp_path / "没有"])
    with pytest.raises(CorpusError, match="no documents in"):
        find_files([tmp_path])
