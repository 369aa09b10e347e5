"""The name of a report does not depend on the order of the inputs."""

from itertools import permutations

from topics.resources import resource
from topics.study import Study


def test_the_name_is_what_the_inputs_have_in_common(tmp_path):
    folder = tmp_path / "三市规划"
    paths = [folder / "甲" / "一.txt", folder / "甲" / "二.txt", folder / "乙"]
    for path in paths:
        (path if not path.suffix else path.parent).mkdir(parents=True, exist_ok=True)
    for path in paths[:2]:
        path.write_text("推进城市更新。", "utf-8")
    assert {Study(order).name for order in permutations(paths)} == {"三市规划"}
    assert {Study(order).name for order in permutations(paths[:2])} == {"甲"}
    assert Study([paths[0], paths[0]]).name == "一"
    assert Study([paths[2]]).name == "乙"


def test_the_sample_with_other_documents_is_no_sample(tmp_path):
    sample = resource("samples/jichuan")
    assert Study([sample, sample]).name == "sample"
    both = {Study(order).fictional for order in permutations([sample, tmp_path])}
    assert both == {False}
