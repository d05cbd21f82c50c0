"""Prompts are loaded by name or path; their bytes are their identity."""

from pathlib import Path

import pytest

from judgekit.catalog import lint_prompts, load_prompt, load_prompts
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


GRADED = """title: Attributes
protocol: attributes
scale: {low: 1, high: 5, accept: 4}
score: sampled
reply: {form: json, field: overall}
attributes:
  - name: clarity
    description: one can follow it.
  - name: tone
    description: it is polite.
    accept: 2
overall: the whole.
max_tokens: 99
provenance: practice
user: |
  Grade these.
  {{ attributes }}
  {{ reply }}
  <question>{{ prompt | fenced }}</question>
  <response>{{ response | fenced }}</response>
"""


def test_attributes_are_read_with_a_threshold_each(write):
    prompt = load_prompt(write(GRADED))
    assert prompt.thresholds == {"clarity": 4, "tone": 2}
    assert prompt.fields == ("clarity", "tone", "overall")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("protocol: attributes", "protocol: pointwise", "belong to the protocol 'attributes'"),
        ("name: tone", "name: Clarity", "two values named 'clarity'; rename the attribute"),
        ("name: tone", "name: overall", "two values named 'overall'"),
        ("name: tone", "name: reason", "two values named 'reason'"),
        ("name: tone", 'name: "a: b"', "mine.yaml:9: field 'attributes.1.name'"),
        ("accept: 2", "accept: 6", "attribute 'tone' accepts from 6, which the scale does not"),
        ("accept: 2", "acept: 2", "unknown field; did you mean 'accept'?"),
        ("form: json", 'form: label, labels: {"5": 5, "1": 1}', "use 'asking: apart'"),
    ],
)
def test_wrong_attributes_are_refused(write, old, new, said):
    with pytest.raises(CatalogError) as refused:
        load_prompt(write(GRADED.replace(old, new)))
    assert said in str(refused.value)


def test_every_packaged_prompt_passes_its_own_lint():
    assert lint_prompts() == ()


def test_a_sound_prompt_of_a_user_has_no_finding(write):
    assert lint_prompts([write(GRADED)]) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ response | fenced }}", "{{ response }}", "mine.yaml:20: field 'user': shows 'respon"),
        ("{{ reply }}", "{{ relpy }}", "mine.yaml:18: field 'user': unknown variable 'relpy'; did"),
        ("{{ reply }}", "", "mine.yaml:15: field 'user': never tells the judge to reply with 'cla"),
        ("{{ attributes }}", "", "mine.yaml:15: field 'user': never shows 'attributes'"),
        ("these.", "{% these.", "mine.yaml:16: field 'user': Encountered unknown tag 'these'"),
        ("accept: 4}", "accept: 9}", "mine.yaml:3: field 'scale': a scale needs low < accept"),
    ],
)
def test_a_finding_says_file_line_and_field(write, old, new, said):
    assert any(said in str(found) for found in lint_prompts([write(GRADED.replace(old, new))]))


def test_a_folder_of_prompts_is_checked_file_by_file(write, tmp_path):
    write(GRADED.replace("title:", "titel:"), "b.yaml")
    write(GRADED.replace("{{ reply }}", ""), "a.yaml")
    found = lint_prompts([tmp_path])
    assert [Path(p.file).name for p in found if p.field != "title"] == ["a.yaml"] * 3 + ["b.yaml"]


def test_a_path_without_prompts_is_a_finding(tmp_path):
    assert "no prompt file and no folder of prompts" in str(lint_prompts([tmp_path / "no"])[0])
