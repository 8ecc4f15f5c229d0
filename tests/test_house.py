"""The rules of the house: no import circle, no name of old, and tensors whose shapes are told."""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
SERVER = ROOT / "server" / "playground"
PAGE = ROOT / "frontend" / "src"


# --- circles --------------------------------------------------------------------------------------


def circles(imports: dict[str, set[str]]) -> list[set[str]]:
    """Find the groups of modules that reach each other (Tarjan, 1972), each of two or more."""
    found: list[set[str]] = []
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    for root in imports:
        if root in number:
            continue
        work: list[tuple[str, Iterator[str]]] = [(root, iter(imports[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        while work:
            module, others = work[-1]
            other = next(others, None)
            if other is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[module])
                if low[module] == number[module]:
                    group = set(stack[stack.index(module) :])
                    del stack[stack.index(module) :]
                    if len(group) > 1:
                        found.append(group)
            elif other not in number:
                number[other] = low[other] = len(number)
                stack.append(other)
                work.append((other, iter(imports[other])))
            elif other in stack:
                low[module] = min(low[module], number[other])
    return found


def test_a_circle_is_found_where_there_is_one() -> None:
    imports = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}
    assert circles(imports) == [{"b", "c"}]


def test_no_modules_of_the_server_import_each_other_in_a_circle() -> None:
    """What is imported for types only counts too."""
    graph = grimp.build_graph("playground", exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert imports["playground.api.app"], "the graph has no arrows"
    assert circles(imports) == []


# --- names of old ---------------------------------------------------------------------------------

OLD = {
    "python": [
        r"Hearing",
        r"Lead",
        r"School",
        r"Doors",
        r"Gate",
        r"Gated",
        r"Held",
        r"Granted",
        r"Asking",
        r"Wish",
        r"wish",
        r"RunHandle",
        r"run_handle",
        r"Looking",
        r"Watching",
        r"pursue",
        r"judge",
        r"wiring",
        r"wiring_of",
        r"Pass",
        r"Mend",
        r"Contest",
        r"Aside",
        r"put_aside",
        r"Once",
        r"Pipe",
        r"nature",
        r"intake",
        r"(MOST|LEAST)(_\w+)?",
        r"_?most_(?!common\b)\w+",
    ],
    "page": [
        r"Deed",
        r"deedOf",
        r"strike",
        r"Mend",
        r"Mends",
        r"takeMend",
        r"mended",
        r"(MOST|LEAST)(_\w+)?",
        r"most[A-Z]\w*",
    ],
    "server files": [
        r"hearing",
        r"lead",
        r"school",
        r"doors",
        r"talk",
        r"gate",
        r"misfits",
        r"invalid",
        r"other_data",
        r"run_handle",
        r"contest",
        r"aside",
        r"once",
        r"pipe",
        r"intake",
        r"facts",
        r"place",
        r"tiers",
        r"pieces",
        r"looking",
        r"watching",
        r"carried",
        r"reading",
    ],
    "page files": [r"Mends", r"obey", r"joining", r"reading", r"seat", r"seats"],
}
"""What was renamed, each with the boundary of a word on both sides."""


def identifiers(path: Path) -> set[str]:
    """Read every name of a Python file, its strings and comments left out."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
    names = {token.string for token in tokens if token.type == tokenize.NAME}
    return names - set(keyword.kwlist)


def words(path: Path) -> set[str]:
    """Read every name of a TypeScript file, its strings, comments and template texts left out."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL)
    text = re.sub(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', "", text)
    return set(re.findall(r"[A-Za-z_]\w*", text))


def old_names(names: set[str], table: list[str]) -> set[str]:
    pattern = re.compile("|".join(f"(?:{old})" for old in table))
    return {name for name in names if pattern.fullmatch(name)}


def python_files() -> list[Path]:
    return sorted([*SERVER.rglob("*.py"), *(ROOT / "tests").rglob("*.py")])


def page_files() -> list[Path]:
    found = [*PAGE.rglob("*.ts"), *PAGE.rglob("*.tsx")]
    return sorted(path for path in found if path.name not in ("generated.ts", "catalogue.ts"))


def test_the_list_finds_an_old_name_and_spares_a_new_one() -> None:
    names = {"Gate", "MOST_ROWS", "most_sessions", "most_common", "Limiter", "almost_all"}
    assert old_names(names, OLD["python"]) == {"Gate", "MOST_ROWS", "most_sessions"}


def test_no_old_name_is_left_in_python() -> None:
    left = {
        path.relative_to(ROOT).as_posix(): old
        for path in python_files()
        if (old := old_names(identifiers(path), OLD["python"]))
    }
    assert left == {}


def test_no_old_name_is_left_in_the_page() -> None:
    left = {
        path.relative_to(ROOT).as_posix(): old
        for path in page_files()
        if (old := old_names(words(path), OLD["page"]))
    }
    assert left == {}


BOUND = re.compile(r"^\s*(?:readonly )?least\??: |\bleast=\{", re.MULTILINE)


def test_bounds_in_the_page_are_called_min() -> None:
    """All but the optimizer's setting of that name, which the wire has."""
    assert BOUND.search("  readonly least: number")
    assert BOUND.search("<Field least={1} />")
    left = [
        path.relative_to(ROOT).as_posix()
        for path in page_files()
        if "i18n" not in path.parts and path.name != "params.ts" and BOUND.search(path.read_text())
    ]
    assert left == []


@pytest.mark.parametrize(
    ("kind", "files"), [("server files", [*SERVER.rglob("*.py")]), ("page files", page_files())]
)
def test_no_file_has_an_old_name(kind: str, files: list[Path]) -> None:
    assert [path.relative_to(ROOT).as_posix() for path in files if path.stem in OLD[kind]] == []


# --- shapes ---------------------------------------------------------------------------------------

TOLD = re.compile(r"\[[^\]]+\]|\bscalar\b")
FLOORS_OF_TENSORS = ("nn", "train", "observe")


def public_tensor_functions() -> Iterator[tuple[str, str]]:
    """Each public function or method that takes or gives a tensor, and its docstring."""
    for floor in FLOORS_OF_TENSORS:
        for path in sorted((SERVER / floor).rglob("*.py")):
            tree = ast.parse(path.read_text())
            place = path.relative_to(SERVER).with_suffix("").as_posix()
            yield from ((f"{place}:{name}", text) for name, text in _of(tree, ""))


def _of(tree: ast.Module | ast.ClassDef, within: str) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _of(node, f"{node.name}.")
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _tensors(node):
            yield f"{within}{node.name}", ast.get_docstring(node) or ""


def _tensors(function: ast.FunctionDef) -> bool:
    arguments = function.args
    hints = [each.annotation for each in (*arguments.args, *arguments.kwonlyargs)]
    names = {
        part.id
        for hint in [*hints, function.returns]
        if hint is not None
        for part in ast.walk(hint)
        if isinstance(part, ast.Name)
    }
    return "Tensor" in names


def test_there_are_functions_of_tensors() -> None:
    assert len(list(public_tensor_functions())) > 50


@pytest.mark.parametrize("floor", FLOORS_OF_TENSORS)
def test_every_public_function_of_tensors_tells_their_shapes(floor: str) -> None:
    silent = [
        name
        for name, text in public_tensor_functions()
        if name.startswith(f"{floor}/") and not TOLD.search(text)
    ]
    assert silent == []
