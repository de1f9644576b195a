"""The product's source, parsed once for every rule."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("communities", "hub", "connectors", "reports", "config")


@dataclass(frozen=True)
class Source:
    path: Path

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def module(self) -> str:
        parts = list(self.path.relative_to(ROOT).with_suffix("").parts)
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        return self.path.relative_to(ROOT).parts[0]

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def walk(self, *kinds: type) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    @cached_property
    def imports(self) -> frozenset[str]:
        """Modules of ours that this one imports, as far down as the name reaches a file."""
        return frozenset(self.imported())

    def imported(self) -> Iterator[str]:
        for node in self.walk(ast.Import, ast.ImportFrom):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif node.module:
                whole = modules()
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    yield inner if inner in whole else node.module


def at(source: Source, node: ast.AST) -> str:
    return f"{source.name}:{node.lineno}"


@cache
def product() -> tuple[Source, ...]:
    """Every Python file of the product but generated migrations."""
    found = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return tuple(Source(path) for path in found if "migrations" not in path.parts)


@cache
def checks() -> tuple[Source, ...]:
    return tuple(Source(path) for path in sorted((ROOT / "tests").rglob("*.py")))


@cache
def modules() -> frozenset[str]:
    return frozenset(source.module for source in product())


@cache
def written() -> tuple[Path, ...]:
    """Every text of the product that people wrote: code, pages, translations, SQL, papers."""
    kinds = {".py", ".html", ".js", ".css", ".po", ".sql", ".toml", ".md", ".txt", ".xml"}
    rooms = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in kinds]
    papers = [path for path in ROOT.glob("*.md")]
    sources = [source.path for source in checks() if "architecture" not in source.path.parts]
    return tuple(sorted(path for path in [*rooms, *papers, *sources] if "vendor" not in path.parts))
