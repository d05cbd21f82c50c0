"""Engines: wherever rows are examined, the same is found."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest
from gated import row, sums, unverified, write

from judgekit import gate
from judgekit.errors import InputError
from judgekit.filtering import engines

ON_RAY = """
import asyncio, sys
from pathlib import Path
from judgekit.config import Settings
from judgekit.filtering import Options, data_of, run
from judgekit.filtering.engines import ray

data, output = map(Path, sys.argv[1:])
options = Options(judged=False, engine=ray(output / "tasks"))
asyncio.run(run(Settings(), data_of(data, Settings()), output, options))
"""


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed; it takes 400 MB")
def test_on_ray_the_same_bytes_are_written(tmp_path):
    data = write(tmp_path / "rows.jsonl", [*sums(200), unverified(row(999, 1))])
    gate(data, None, output=tmp_path / "local")
    subprocess.run([sys.executable, "-c", ON_RAY, data, tmp_path / "ray"], check=True, timeout=300)
    for file in (tmp_path / "local").glob("*.*"):
        if file.is_file():
            assert file.read_bytes() == (tmp_path / "ray" / file.name).read_bytes()


@pytest.mark.skipif(find_spec("ray") is not None, reason="Ray is installed")
def test_without_ray_its_engine_says_how_to_install_it(tmp_path):
    with pytest.raises(InputError, match=r"judgekit-audit\[scale\]"):
        engines.ray(tmp_path)
