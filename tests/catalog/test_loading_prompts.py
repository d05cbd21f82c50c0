"""Prompts are loaded by name or path; their bytes are their identity."""

from pathlib import Path

import pytest

from judgekit.catalog import load_prompt, load_prompts
from judgekit.errors import CatalogError
from judgekit.text import sha256

RIGHT = """title: A test prompt
protocol: pointwise
scale: {low: 0, high: 1, accept: 1}
score: sampled
reply:
  form: label
  labels: {Yes: 1, No: 0, 1: 1}
user: Is {{ response }} right?
max_tokens: 8
provenance: practice
"""


@pytest.fixture
def write(tmp_path):
    def write(text: str, name: str = "mine.yaml") -> Path:
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def test_every_packaged_prompt_loads_by_its_name():
    prompts = load_prompts()
    assert prompts
    assert all(load_prompt(p.id) == p for p in prompts)


def test_a_prompt_is_known_by_the_bytes_of_its_file(write):
    prompt = load_prompt(write(RIGHT))
    assert (prompt.id, prompt.sha256) == ("mine", sha256(RIGHT))
    assert load_prompt(write(RIGHT + "# a remark\n")).sha256 != prompt.sha256


def test_labels_are_words_even_where_yaml_would_see_booleans_or_numbers(write):
    assert load_prompt(write(RIGHT)).reply.labels == {"Yes": 1, "No": 0, "1": 1}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title:", "titel:", "mine.yaml:1: field 'titel': unknown field; did you mean 'title'?"),
        ("pointwise", "pairwize", "mine.yaml:2: field 'protocol': 'pairwize' is not a choice"),
        ("accept: 1", "accept: 0", "mine.yaml:3: field 'scale': a scale needs low < accept"),
        ("score: sampled", "", "field 'score': missing"),
        ("form: label", "form: lable", "mine.yaml:6: field 'reply.form': 'lable' is not a choice"),
        ("  labels: {Yes: 1, No: 0, 1: 1}\n", "", "mine.yaml:5: field 'reply': the form 'label'"),
        ("max_tokens: 8", "max_tokens: none", "mine.yaml:9: field 'max_tokens': 'none'"),
        ("title:", "sha256: abc\ntitle:", "mine.yaml:1: field 'sha256': computed from the file"),
        ("title:", "title: x\ntitle:", "mine.yaml:2: not YAML: the key 'title' stands here twice"),
    ],
)
def test_a_wrong_prompt_is_refused_by_line_and_field(write, old, new, said):
    with pytest.raises(CatalogError) as refused:
        load_prompt(write(RIGHT.replace(old, new)))
    assert said in str(refused.value)


def test_an_unknown_prompt_is_refused_with_a_hint():
    near = load_prompts()[0].id + "s"
    with pytest.raises(CatalogError, match=r"no judge prompt is named .* did you mean"):
        load_prompt(near)
