"""Name the license of everything that a site of the course bundles; ``tools/release.py`` writes it beside the site."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from email import message_from_string
from pathlib import Path
from zipfile import ZipFile

UNTOLD = "not told by its makers"
OURS = (
    "cptedu",
    "cptedu-vega",
    "jedi",
)  # made by the build: the course, Vega as npm has it, and an empty stand-in


def of_wheel(path: Path) -> tuple[str, str, str]:
    """Give name, version and license of a Python package, as its own metadata has them.

    Args:
        path: its wheel.

    Returns:
        Three texts.
    """
    with ZipFile(path) as wheel:
        name = next(one for one in wheel.namelist() if one.endswith(".dist-info/METADATA"))
        told = message_from_string(wheel.read(name).decode("utf-8"))
    kinds = [
        str(one).split(" :: ")[-1] for one in told.get_all("Classifier") or [] if "License ::" in str(one)
    ]
    short = str(told.get("License") or "").strip().splitlines()
    plain = short[0] if len(short) == 1 and len(short[0]) < 60 else ""
    terms = str(told.get("License-Expression") or "") or plain or ", ".join(kinds) or UNTOLD
    return str(told["Name"]), str(told["Version"]), terms


def bundled_packages(parts: Path, site: Path) -> list[tuple[str, str, str]]:
    """Give name, version and license of each Python package that lies in a site, and of no other.

    Args:
        parts: the folder with what the site was made of: a package that was packed anew for the browser tells its license there.
        site: the built site.

    Returns:
        Each once, by name.
    """
    first = {_known(one): one for one in map(of_wheel, sorted((parts / "wheels").glob("*.whl")))}
    laid = {_known(one): one for one in map(of_wheel, sorted(site.rglob("*.whl")))}
    return sorted(first.get(known, one) for known, one in laid.items() if known[0] not in OURS)


def _known(told: tuple[str, str, str]) -> tuple[str, str]:
    return told[0].lower().replace("_", "-"), told[1]


def of_npm(path: Path) -> tuple[str, str, str, str]:
    """Give name, version, license and, where it comes along, the license's text of an npm package.

    Args:
        path: its archive.

    Returns:
        Four texts; the last one may be empty.
    """
    with tarfile.open(path) as archive:
        held = {Path(one.name).name.upper(): one for one in archive.getmembers() if one.name.count("/") == 1}
        read = {name: archive.extractfile(one) for name, one in held.items() if one.isfile()}
        texts = {name: file.read().decode("utf-8") for name, file in read.items() if file and "LICEN" in name}
        package = archive.extractfile(held["PACKAGE.JSON"])
        told = json.loads(package.read()) if package else {}
    terms = told.get("license") or UNTOLD
    return str(told["name"]), str(told["version"]), str(terms), "\n".join(texts.values())


def bundled_scripts(site: Path) -> list[tuple[str, str, str]]:
    """Give name, version and license of what JupyterLite's own scripts are made of, as these tell it.

    Args:
        site: the built site.

    Returns:
        Each once, by name.
    """
    found: set[tuple[str, str, str]] = set()
    for path in site.rglob("third-party-licenses.json"):
        for one in json.loads(path.read_text(encoding="utf-8"))["packages"]:
            found.add((one["name"], one.get("versionInfo") or "", one.get("licenseId") or UNTOLD))
    return sorted(found)


def _rows(told: list[tuple[str, str, str]]) -> Iterator[str]:
    yield "| Name | Version | License |"
    yield "|---|---|---|"
    for row in told:
        yield "| " + " | ".join(one.replace("|", "/") for one in row) + " |"
    yield ""


def license_notes(parts: Path, site: Path) -> str:
    """Name the license of everything in a site.

    Args:
        parts: the folder with what the site was made of (``cptedu site --parts``).
        site: the built site.

    Returns:
        A page in Markdown.

    Raises:
        SystemExit: when a folder does not hold what it should.
    """
    wheels = bundled_packages(parts, site)
    scripts, npm = bundled_scripts(site), [of_npm(path) for path in sorted((parts / "npm").glob("*.tgz"))]
    for what, found in (("wheels", wheels), ("npm archives", npm), ("lists of licenses of scripts", scripts)):
        if not found:
            raise SystemExit(f"No {what} in {parts} or {site}; build the site first, with the same --parts.")
    lines = [
        "# Licenses of what this site bundles",
        "",
        "The course is under the MIT license. What follows comes with it, each under its own.",
        "",
        "## Python packages",
        "",
        "The text of each license lies in the package itself.",
        "",
        *_rows([("cptedu", "this version", "MIT"), *wheels]),
        "## Python for the browser, and what draws charts",
        "",
        *_rows([one[:3] for one in npm]),
        "## JupyterLite and what its scripts are made of",
        "",
        "The texts lie beside the scripts, in files called `third-party-licenses.json`.",
        "",
        *_rows(scripts),
    ]
    for name, _, _, text in npm:
        if text:
            lines += [f"## The license of {name}", "", "```text", text.strip(), "```", ""]
    return "\n".join(lines)
