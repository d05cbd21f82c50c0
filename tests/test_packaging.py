"""The wheel is the product: it holds its data and works where nothing else is."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

COUNT = """
import json
from importlib.resources import files
from judgekit.catalog import load_attacks, load_prompts, load_samples
print(json.dumps({
    "attacks": len(load_attacks()),
    "prompts": len(load_prompts()),
    "samples": len(load_samples()),
    "reports": sorted(f.name for f in files("judgekit.reports").iterdir()),
}))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an empty environment into which only the built wheel went.

    Third-party packages are lent by path, so that the test needs no network.
    """
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (wheel,) = folder.glob("judgekit_audit-*.whl")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    target = next((folder / "venv" / "lib").iterdir()) / "site-packages"
    unpack = [sys.executable, "-m", "zipfile", "-e", str(wheel), str(target)]
    subprocess.run(unpack, check=True)
    (target / "lent.pth").write_text(_site_packages())
    return python


def test_the_wheel_holds_every_attack_prompt_sample_and_template(installed: Path) -> None:
    done = subprocess.run(
        [installed, "-I", "-c", COUNT], check=True, capture_output=True, text=True, cwd="/"
    )
    found = json.loads(done.stdout)
    attacks = list((ROOT / "attacks").glob("*/*.yaml"))
    assert found["attacks"] == len(attacks)
    assert found["prompts"] == len(list((ROOT / "prompts").glob("*.yaml")))
    assert found["samples"] == len((ROOT / "samples" / "demo.jsonl").read_text().splitlines())
    templates = {p.name for p in (ROOT / "reports").iterdir() if p.suffix in {".j2", ".css", ".js"}}
    assert templates <= set(found["reports"])
    assert templates


def test_the_generated_sample_report_stays_out_of_the_wheel(installed: Path) -> None:
    site = next((installed.parent.parent / "lib").iterdir()) / "site-packages"
    assert not (site / "judgekit" / "reports" / "sample").exists()


def test_the_command_starts_without_the_costly_imports() -> None:
    code = (
        "import sys, judgekit.cli; "
        "print([m for m in ('litellm', 'pandas', 'scipy', 'numpy', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def _site_packages() -> str:
    # Without the editable install's finder, which is a .pth of its own and is not followed.
    return next(p for p in sys.path if p.endswith("site-packages"))
