"""A student's weights under torch: a model of a few thousand parameters, made here at random."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from judgekit import local
from judgekit.criteria.student import Passage, Statistic, Tokens, measure, passages
from judgekit.errors import InputError
from judgekit.student import Weights, open_student

torch = pytest.importorskip("torch", reason="the extra [student] is not installed")
transformers = pytest.importorskip("transformers", reason="the extra [student] is not installed")

TEMPLATE = (
    "{% for m in messages %}<u>{{ m['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<a>{% endif %}"
)
LETTERS = [*map(chr, range(32, 127)), "Ċ", "Ġ"]
PASSAGES = (
    Passage("two and two", "What?", asked=True),
    Passage("two and two"),
    Passage("it goes on", "so far and so "),
    Passage("", "What?", asked=True),
    Passage("a much longer text that is padded to nothing, as it is the longest of all", "x"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model and tokenizer as transformers saves them."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    path = tmp_path_factory.mktemp("tiny")
    vocabulary = {c: i for i, c in enumerate([*LETTERS, "to", "<u>", "<a>", "<s>"])}
    letters = Tokenizer(models.BPE(vocabulary, merges=[("t", "o")]))
    letters.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    letters.decoder = decoders.ByteLevel()
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=letters, bos_token="<s>", additional_special_tokens=["<u>", "<a>"]
    )
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(path)
    torch.manual_seed(0)
    config = transformers.LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=512,
        initializer_range=0.5,
    )
    transformers.LlamaForCausalLM(config).save_pretrained(path)
    return path


@pytest.fixture(scope="module")
def student(folder: Path) -> Weights:
    return Weights(folder, max_tokens=999)


def by_hand(folder: Path, before: str, target: str) -> tuple[list[float], list[int]]:
    """Return log-probabilities and ranks of a target, one token after the other in numpy."""
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    known = [tokenizer(text, add_special_tokens=False).input_ids for text in (before, target)]
    log_probs, ranks = [], []
    for i, token in enumerate(known[1]):
        seen = [*known[0], *known[1][:i]]
        if not seen:
            continue
        with torch.no_grad():
            logits = model(torch.tensor([seen])).logits[0, -1].double().numpy()
        exponentials = np.exp(logits - logits.max())
        log_probs.append(float(np.log(exponentials[token] / exponentials.sum())))
        ranks.append(1 + sum(x > logits[token] for x in logits))
    return log_probs, ranks


@pytest.mark.parametrize(
    ("passage", "before"),
    [(PASSAGES[0], "<u>What?<a>"), (PASSAGES[1], ""), (PASSAGES[2], "so far and so ")],
)
async def test_tokens_are_as_likely_as_the_softmax_says(student, folder, passage, before):
    (read,) = await student([passage])
    log_probs, ranks = by_hand(folder, before, passage.target)
    assert read.log_probs == pytest.approx(log_probs, abs=1e-4)
    assert list(read.ranks) == ranks


async def test_a_batch_reads_as_one_by_one(student):
    alone = [(await student([p]))[0] for p in PASSAGES]
    together = await student(PASSAGES)
    for one, other in zip(alone, together, strict=True):
        assert one.log_probs == pytest.approx(other.log_probs, abs=2e-4)
        assert one.ranks == other.ranks


async def test_an_empty_target_has_no_tokens_and_a_first_token_has_nothing_before_it(student):
    empty, bare, whole = await student([PASSAGES[3], PASSAGES[1], PASSAGES[0]])
    assert empty == Tokens((), ())
    assert len(bare.log_probs) == len(whole.log_probs) - 1


async def test_all_statistics_have_values(student):
    asked = passages(Statistic, "What is two and two?", "It is four. So it is 4.")
    read = dict(zip(asked, await student(asked), strict=True))
    values = measure(Statistic, "What is two and two?", "It is four. So it is 4.", read.get)
    assert all(isinstance(v, float) for v in values.values())


async def test_a_text_that_spells_special_tokens_is_plain_text(student):
    plain, spelled = await student([Passage("<u>x", "y"), Passage("(u)x", "y")])
    assert len(plain.log_probs) == len(spelled.log_probs) == 4


async def test_what_is_too_long_or_half_a_character_is_unread_with_a_reason(student):
    read = await student([Passage("x" * 513), Passage("\ud800"), Passage("x\x00\x1b[31m", "y")])
    assert read[0] == "more than the 512 tokens that the student reads"
    assert "half a character" in read[1]
    assert isinstance(read[2], Tokens)


async def test_without_a_chat_template_the_prompt_is_plain_text(folder, tmp_path):
    for file in folder.iterdir():
        if "template" not in file.name:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    one, other = await Weights(tmp_path, max_tokens=99)(
        [Passage("two", "What?", asked=True), Passage("two", "What?\n\n")]
    )
    assert one == other


async def test_other_weights_are_another_student_and_one_is_loaded_only_to_read(folder, tmp_path):
    journal = tmp_path / "j"
    async with open_student(str(folder), journal=journal) as asked:
        (read,) = await asked(PASSAGES[:1])
    async with open_student(str(folder), journal=journal) as again:
        assert list(await again(PASSAGES[:1])) == [read]
        assert again.asked == 0
        assert again._student._loaded is None
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert Weights(tmp_path, max_tokens=9).sha256 != again.sha256


async def test_weights_that_are_missing_or_damaged_are_not_made_up(folder, tmp_path):
    from safetensors.torch import load_file, save_file

    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    weights = load_file(folder / "model.safetensors")
    del weights["model.layers.1.mlp.up_proj.weight"]
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(InputError, match=r"lacks 1 of .* model\.layers\.1\.mlp\.up_proj\.weight"):
        await Weights(tmp_path, max_tokens=9)(PASSAGES)
    (tmp_path / "model.safetensors").write_bytes(b"\x00" * 64)
    with pytest.raises(InputError, match="cannot load it as a student"):
        await Weights(tmp_path, max_tokens=9)(PASSAGES)


async def test_what_is_no_model_is_one_sentence(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(InputError, match="cannot load it as a student"):
        await Weights(tmp_path, max_tokens=9)(PASSAGES)
    file = tmp_path / "none.gguf"
    file.write_bytes(b"nothing")
    with pytest.raises(InputError, match="cannot load it as a student"):
        await Weights(file, max_tokens=9)(PASSAGES)


@pytest.mark.skipif(
    "JUDGEKIT_TEST_STUDENT" not in os.environ, reason="half a minute; see `make test-student`"
)
async def test_the_packaged_model_knows_the_capital_of_france():
    student = Weights(local.default_model(), max_tokens=64)
    paris, rome = await student(
        [Passage(f" {city}", "The capital of France is") for city in ("Paris", "Rome")]
    )
    assert paris.ranks == (1,)
    assert paris.log_probs[0] > rome.log_probs[0]
