"""Fetch the third-party browser files into `kommanmap/static/vendor/`: fixed versions, only the files we use.

`python tools/vendor.py` asks `npm pack` for each package, checks the archive against the pinned SHA-512,
copies the listed files and the licence, and writes `manifest.json` with the SHA-256 of every file. Running it
again changes nothing. The result is committed; building and running the application needs neither npm nor this tool.
"""

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "kommanmap" / "static" / "vendor"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Package:
    """An npm package at one version: `integrity` pins the archive, `files` (inside it) are what we take."""

    name: str
    version: str
    licence: str
    licence_file: str
    integrity: str
    files: tuple[str, ...]

    @property
    def folder(self) -> str:
        """Where its files land; the version is part of the address."""
        return f"{self.name}-{self.version}"


PACKAGES = (
    Package(
        name="leaflet",
        version="1.9.4",
        licence="BSD-2-Clause",
        licence_file="LICENSE",
        integrity="sha512-nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+FA74PA==",
        files=("dist/leaflet.js", "dist/leaflet.css"),
    ),
    Package(
        name="leaflet.markercluster",
        version="1.5.3",
        licence="MIT",
        licence_file="MIT-LICENCE.txt",
        integrity="sha512-vPTw/Bndq7eQHjLBVlWpnGeLa3t+3zGiuM7fJwCkiMFq+nmRuG3RI3f7f4N4TDX7T4NpbAXpR2+NTRSEGfCSeA==",
        files=("dist/leaflet.markercluster.js", "dist/MarkerCluster.css"),
    ),
    Package(
        name="protomaps-leaflet",
        version="5.1.0",
        licence="BSD-3-Clause",
        licence_file="LICENSE",
        integrity="sha512-N0YY1Gbw5nZ9n8VUOvwHKm/w3zhTTuaZEeMZl8doHemeM4ujGPp2otI6t4Sgqrz8iM4svx2rpG1Q17rHkOWSaA==",
        files=("dist/protomaps-leaflet.js",),
    ),
)


def main() -> None:
    """Fetch everything and write the manifest."""
    entries = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            files = unpacked(package, archive(package, Path(scratch)))
            entries.append(write(package, files))
            print(f"{package.folder}: {', '.join(files)}")
    text = json.dumps({"packages": entries}, indent=2, ensure_ascii=False) + "\n"
    (VENDOR / MANIFEST).write_text(text, encoding="utf-8")


def archive(package: Package, scratch: Path) -> bytes:
    """The package's archive as npm publishes it.

    Raises:
        SystemExit: its bytes are not the pinned ones.
    """
    command = ["npm", "pack", f"{package.name}@{package.version}", "--ignore-scripts", "--json"]
    told = json.loads(subprocess.run(command, cwd=scratch, check=True, capture_output=True, text=True).stdout)
    content = (scratch / told[0]["filename"]).read_bytes()
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if integrity != package.integrity:
        raise SystemExit(f"{package.folder}: expected {package.integrity}, got {integrity}")
    return content


def unpacked(package: Package, content: bytes) -> dict[str, bytes]:
    """File name → bytes of the wanted files and the licence."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:gz") as tar:
            wanted = {f"package/{name}": Path(name).name for name in package.files}
            wanted[f"package/{package.licence_file}"] = "LICENSE.txt"
            found = {}
            for member, name in wanted.items():
                entry = tar.extractfile(member)
                if entry is None:
                    raise SystemExit(f"{package.folder}: {member} is not a file")
                found[name] = entry.read()
    return found


def write(package: Package, files: dict[str, bytes]) -> dict[str, object]:
    """Store the files and describe them for the manifest."""
    folder = VENDOR / package.folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "npm_integrity": package.integrity,
        "files": {
            f"{package.folder}/{name}": hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())
        },
    }


if __name__ == "__main__":
    main()
