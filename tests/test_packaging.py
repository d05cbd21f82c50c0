"""The wheel is the product: it holds its data and works where nothing else is."""

import json
import shutil
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
    """Return the folder of an empty environment into which the built wheel was installed.

    Third-party packages are lent by path, so that the test needs no network.
    """
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"  # a build leaves its traces beside what it builds
    unneeded = (".*", "build", "dist", "*.egg-info", "__pycache__", "tests")
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*unneeded))
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(source))
    (wheel,) = folder.glob("judgekit_audit-*.whl")
    environment = folder / "venv"
    venv.create(environment, with_pip=False)
    pip = (sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"))
    _run(*pip, "install", "-qq", "--no-index", "--no-deps", "--no-compile", str(wheel))
    (_site(environment) / "lent.pth").write_text(_own_site_packages())
    return environment


def test_the_wheel_holds_every_attack_prompt_sample_and_template(installed: Path) -> None:
    found = json.loads(_run(str(installed / "bin" / "python"), "-I", "-c", COUNT))
    attacks = list((ROOT / "attacks").glob("*/*.yaml"))
    assert found["attacks"] == len(attacks)
    assert found["prompts"] == len(list((ROOT / "prompts").glob("*.yaml")))
    assert found["samples"] == len((ROOT / "samples" / "demo.jsonl").read_text().splitlines())
    templates = {p.name for p in (ROOT / "reports").iterdir() if p.suffix in {".j2", ".css", ".js"}}
    assert templates <= set(found["reports"])
    assert templates


def test_the_generated_sample_report_stays_out_of_the_wheel(installed: Path) -> None:
    assert not (_site(installed) / "judgekit" / "reports" / "sample").exists()


def test_the_wheel_installs_the_command(installed: Path) -> None:
    listed = _run(str(installed / "bin" / "judgekit"), "attacks", "list", "authority")
    assert "authority/book-citation" in listed


def test_the_wheel_holds_its_workflows_and_tells_pytest_of_its_plugin(installed: Path) -> None:
    assert "--replay" in _run(str(installed / "bin" / "judgekit"), "ci", "github")
    (about,) = _site(installed).glob("judgekit_audit-*.dist-info")
    assert "judgekit = judgekit.pytest_plugin.hooks" in (about / "entry_points.txt").read_text()


def test_the_command_starts_without_the_costly_imports() -> None:
    code = (
        "import sys, judgekit.cli; "
        "print([m for m in ('litellm', 'pandas', 'scipy', 'numpy', 'jinja2') if m in sys.modules])"
    )
    assert _run(sys.executable, "-c", code).strip() == "[]"


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr
    return done.stdout


def _site(environment: Path) -> Path:
    return next((environment / "lib").iterdir()) / "site-packages"


def _own_site_packages() -> str:
    # Without the editable install's finder, which is a .pth of its own and is not followed.
    return next(p for p in sys.path if p.endswith("site-packages"))
