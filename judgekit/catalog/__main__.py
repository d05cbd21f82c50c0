"""Write attacks/schema.json and attacks/README.md of a source tree from its files."""

from pathlib import Path

from judgekit.catalog.attacks import load_attacks
from judgekit.catalog.generated import attacks_readme, schema_text

if __name__ == "__main__":
    folder = Path("attacks")
    (folder / "schema.json").write_text(schema_text(), encoding="utf-8")
    (folder / "README.md").write_text(attacks_readme(load_attacks()), encoding="utf-8")
