"""The project's own source, read as syntax trees, for the tests of architecture."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PACKAGES = ("activities", "providers", "cme_catalog")
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    """One Python file of the project."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def imports(self) -> set[str]:
        """What the module imports, absolute; a name imported from a module counts with its module."""
        return set(_imported(self))


@cache
def modules(*folders: str) -> list[Module]:
    """Every module below the folders (all of the project's packages when none is named), migrations left out."""
    paths = [path for folder in folders or PACKAGES for path in sorted((ROOT / folder).rglob("*.py"))]
    return [_read(path) for path in paths if "migrations" not in path.parts]


@cache
def templates() -> dict[str, str]:
    """The text of every template by its name."""
    folder = ROOT / "templates"
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def functions(module: Module) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def length(module: Module, function: Function) -> int:
    """Lines of code: without decorators, docstring, comments and blank lines."""
    first = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    start = first[0].lineno if first else function.lineno
    header = function.body[0].lineno - function.lineno
    lines = module.text.splitlines()[start - 1 : function.end_lineno]
    return max(header, 1) + sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))


def decorators(function: Function) -> set[str]:
    """Their names, without module and arguments."""
    return {ast.unparse(decorator).partition("(")[0].rpartition(".")[2] for decorator in function.decorator_list}


def code_strings(module: Module) -> Iterator[ast.Constant]:
    """String literals that are no docstrings."""
    documents = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node


@cache
def _read(path: Path) -> Module:
    text = path.read_text()
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    return Module(path, name, text, ast.parse(text))


def _imported(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module, node)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".") if module.path.name == "__init__.py" else module.name.split(".")[:-1]
    parts = package[: len(package) - node.level + 1]
    return ".".join([*parts, *([node.module] if node.module else [])])
