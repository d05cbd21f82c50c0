"""A student whose weights are on this machine, read by transformers on the CPU."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from judgekit.criteria.student import Passage, Reading, Tokens
from judgekit.errors import InputError
from judgekit.local import fingerprint

_KEPT = (".safetensors", ".json", ".jinja", ".model", ".txt", ".tiktoken")
"""Files of a folder that decide what is read: weights, configuration, tokenizer and template."""
_BATCH_LOGITS = 10**8
"""Logits held at once, in batches of more than one passage; 4 bytes each."""
_ROWS = 256
_PLACES = 4
"""Sums of floats differ by batch in places beyond these; so they are the same on every run."""


class Weights:
    """A student: a folder as transformers saves it, with safetensors, or a GGUF file.

    It is loaded when it is first asked, from that place alone, in 32-bit floats, and runs no code
    of the folder's. The prompt is a user's message in its chat template, or, without a template,
    plain text and an empty line. Texts are read as plain text: what is spelled like a special
    token is none. Nothing is cut: a passage of more tokens than the student takes, or than
    `max_tokens`, is unread.
    """

    def __init__(self, path: Path, *, max_tokens: int, name: str | None = None) -> None:
        self.name = name or str(path)
        self._path = path
        self._max_tokens = max_tokens
        self.sha256 = _hash(path)
        self._loaded: _Loaded | None = None

    async def __call__(self, passages: Sequence[Passage], /) -> Sequence[Reading]:
        """Return what the student makes of each passage, those of like length in one batch."""
        loaded = self._loaded = self._loaded or _load(self._path, self._max_tokens)
        spelled = [loaded.spell(passage) for passage in passages]
        readings = [s if isinstance(s, str) else Tokens((), ()) for s in spelled]
        to_read = {i: s for i, s in enumerate(spelled) if not isinstance(s, str) and s.n_read}
        for batch in _batches(to_read, loaded.most_tokens):
            for i, tokens in zip(batch, loaded.read([to_read[i] for i in batch]), strict=True):
                readings[i] = tokens
        return readings


class _Spelled(NamedTuple):
    """A passage as tokens, of which those from `start` on are measured."""

    ids: tuple[int, ...]
    start: int

    @property
    def n_read(self) -> int:
        return len(self.ids) - self.start


class _Loaded:
    """A model with its tokenizer, and the tokens that stand around a user's message."""

    def __init__(self, model: Any, tokenizer: Any, max_tokens: int) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        known = getattr(model.config, "max_position_embeddings", None)
        self._limit = min(max_tokens, known) if isinstance(known, int) else max_tokens
        self.most_tokens = max(_ROWS, _BATCH_LOGITS // len(tokenizer))
        first = tokenizer("").input_ids[:1]
        self._begin = first if first == [tokenizer.bos_token_id] else []
        self._before, self._after = self._around()

    def spell(self, passage: Passage) -> _Spelled | str:
        """Return a passage as tokens, or why it cannot be read."""
        try:
            context, target = map(self._ids, (passage.context, passage.target))
        except (UnicodeEncodeError, TypeError):
            return "it holds half a character, which no tokenizer reads"
        before = self._begin + context
        if passage.asked:
            before = self._before + context + self._after
        if len(before) + len(target) > self._limit:
            return f"more than the {self._limit:,} tokens that the student reads"
        # The first token of all has nothing before it that it could be predicted from.
        return _Spelled((*before, *target), max(1, len(before)))

    def read(self, batch: Sequence[_Spelled]) -> Iterator[Tokens]:
        """Yield what the student makes of each, all padded to the longest on the right."""
        import torch

        width = max(len(s.ids) for s in batch)
        # In a causal model what follows has no effect, so any token serves as padding.
        ids = torch.tensor([[*s.ids, *[0] * (width - len(s.ids))] for s in batch])
        mask = torch.tensor([[1] * len(s.ids) + [0] * (width - len(s.ids)) for s in batch])
        with torch.inference_mode():
            logits = self._model(input_ids=ids, attention_mask=mask, use_cache=False).logits
            for s, of_one, known in zip(batch, logits, ids, strict=True):
                end = len(s.ids)
                yield _tokens(of_one[s.start - 1 : end - 1], known[s.start : end])

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(
            text, add_special_tokens=False, split_special_tokens=True
        ).input_ids
        return ids

    def _around(self) -> tuple[list[int], list[int]]:
        if not getattr(self._tokenizer, "chat_template", None):
            return self._begin, self._ids("\n\n")
        message = [{"role": "user", "content": _PLACE}]
        shown = self._tokenizer.apply_chat_template(
            message, tokenize=False, add_generation_prompt=True
        )
        before, place, after = shown.partition(_PLACE)
        if not place:
            raise ValueError("the chat template does not show a user's message")
        ours = (self._tokenizer(s, add_special_tokens=False).input_ids for s in (before, after))
        return next(ours), next(ours)


_PLACE = "judgekit-places-the-prompt-here"


def _tokens(logits: Any, ids: Any) -> Tokens:
    """Return the log-softmax of the token at each row, and how many the model finds likelier."""
    log_probs: list[float] = []
    ranks: list[int] = []
    for start in range(0, len(ids), _ROWS):
        rows, known = logits[start : start + _ROWS].float(), ids[start : start + _ROWS]
        chosen = rows.gather(1, known[:, None])
        log_probs += (chosen[:, 0] - rows.logsumexp(dim=1)).tolist()
        ranks += ((rows > chosen).sum(dim=1) + 1).tolist()
    return Tokens(tuple(min(0.0, round(p, _PLACES)) for p in log_probs), tuple(ranks))


def _batches(spelled: dict[int, _Spelled], most_tokens: int) -> Iterator[list[int]]:
    """Yield places of passages of like length, as many as fit once padded."""
    batch: list[int] = []
    for i in sorted(spelled, key=lambda i: len(spelled[i].ids)):
        if batch and (len(batch) + 1) * len(spelled[i].ids) > most_tokens:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _load(path: Path, max_tokens: int) -> _Loaded:
    transformers, torch = _libraries()
    folder = path if path.is_dir() else path.parent
    more: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    if path.is_file():
        more["gguf_file"] = path.name
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), **more)
        model, told = transformers.AutoModelForCausalLM.from_pretrained(
            str(folder),
            dtype=torch.float32,
            use_safetensors=True,
            output_loading_info=True,
            **more,
        )
        loaded = _Loaded(model, tokenizer, max_tokens)
    except Exception as error:  # whatever the libraries make of files that are somebody's
        said = " ".join(str(error).split())[:300]
        raise InputError(f"{path}: transformers cannot load it as a student: {said}") from error
    # What a file lacks, transformers draws at random.
    if lacking := sorted(told["missing_keys"]):
        raise InputError(f"{path}: lacks {len(lacking)} of the student's weights, as {lacking[0]}")
    return loaded


def _libraries() -> tuple[Any, Any]:
    # Read when the library is first imported: whatever a configuration names, no hub is asked.
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        import torch
        import transformers
    except ImportError as error:
        raise InputError(
            "a student's weights need the extra [student]: pip install 'judgekit-audit[student]'"
        ) from error
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    return transformers, torch


def _hash(path: Path) -> str:
    if path.is_file():
        return fingerprint(path)
    files = sorted(f for f in path.iterdir() if f.suffix in _KEPT and f.is_file())
    if not any(f.suffix == ".safetensors" for f in files):
        raise InputError(f"{path}: holds no .safetensors; other weights could run code when loaded")
    told = "".join(f"{f.name} {fingerprint(f)}\n" for f in files)
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
