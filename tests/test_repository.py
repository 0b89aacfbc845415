"""What is in the repository, and what must never get into it."""

import ast
import os
import re
from functools import cache
from pathlib import Path

import pytest

from tests.source import ROOT

ELSEWHERE = {".git", ".venv", "var", "__pycache__", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
TOP_LEVEL = {
    *("manage.py", "cme_catalog", "activities", "providers", "templates", "static", "fixtures", "tests"),
    *("pyproject.toml", "README.md", "docs", "requirements", "bench", "deploy", "Makefile", ".ci", "gunicorn.conf.py"),
    *("Dockerfile", "compose.yaml", ".dockerignore", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".env.example"),
    ".gitignore",
}
LOCKS = ("run", "test", "dev")


@cache
def files() -> dict[str, str]:
    """Every text file of a checkout, by its path."""
    found = {}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = set(folders) - ELSEWHERE
        for path in [
            Path(folder, name) for name in names if not name.startswith(".coverage") and name not in ELSEWHERE
        ]:
            found[str(path.relative_to(ROOT))] = path.read_bytes().decode("utf-8", "replace")
    return found


def holding(pattern: str) -> list[str]:
    """The files in which the pattern stands; this one, which spells it, left out."""
    return [name for name, text in files().items() if name != "tests/test_repository.py" and re.search(pattern, text)]


def test_top_level_holds_what_is_agreed() -> None:
    assert {name.partition("/")[0] for name in files()} - TOP_LEVEL - {".env"} == set()


def test_no_file_names_a_package_index() -> None:
    assert holding(r"pypi\.org|pythonhosted|--(extra-)?index-url|--find-links|registry\.npmjs|uv\.lock\b(?!`)") == []


def test_no_file_names_a_directory_of_one_machine() -> None:
    assert holding(r"(?<![\w.:/-])/(work|root|farm|home|tmp|opt)/") == []


def test_no_page_loads_from_another_site() -> None:
    loads = r"<(script|img|link|iframe|source)[^>]+(src|href)=\"(https?:)?//|@import|url\(\s*['\"]?(https?:)?//"
    assert [name for name in holding(loads) if name.startswith(("templates/", "static/"))] == []


def test_nothing_is_minified_or_built() -> None:
    own = {name: text for name, text in files().items() if name.startswith(("static/", "templates/"))}
    assert [name for name in own if re.search(r"\.min\.|\.map$|bundle", name)] == []
    assert [name for name, text in own.items() if max(map(len, text.splitlines()), default=0) > 1000] == []
    assert not {"package.json", "uv.lock", "node_modules"} & {Path(name).name for name in files()}


def test_no_secret_is_kept() -> None:
    assert holding(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|SECRET_KEY\s*=\s*[\"'][^\"'\s]{20}") == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hash(lock: str) -> None:
    packages = re.split(r"\n(?=\S)", files()[f"requirements/{lock}.lock"].strip())
    assert all(re.match(r"[a-z0-9._-]+(\[[a-z, ]+\])?==\S+ ", package) for package in packages)
    assert all("--hash=sha256:" in package for package in packages)


def test_locks_agree_with_each_other() -> None:
    run, test, dev = (
        set(re.findall(r"^[a-z][^=\n]*==.*", files()[f"requirements/{lock}.lock"], re.MULTILINE)) for lock in LOCKS
    )
    assert run <= test <= dev


@pytest.mark.parametrize("document", [".env.example", "docs/operations.md"])
def test_every_variable_is_documented_and_none_that_is_not_read(document: str) -> None:
    named = set(re.findall(r"^(?:\| `)?#? ?(CME_[A-Z_]+)(?:=|`)", files()[document], re.MULTILINE))
    assert named == variables()


def variables() -> set[str]:
    """The names that the settings read from the environment."""
    calls = [node for node in ast.walk(ast.parse(files()["cme_catalog/settings.py"])) if isinstance(node, ast.Call)]
    first = [call.args[0] for call in calls if call.args and ast.unparse(call.func).startswith("env.")]
    return {str(argument.value) for argument in first if isinstance(argument, ast.Constant)}
