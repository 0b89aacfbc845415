"""The shape of the code: which way imports point, how long things are, and what is not done here at all."""

import ast
import re
from collections.abc import Iterable
from graphlib import TopologicalSorter
from statistics import median, quantiles

import pytest

from tests.source import Function, Module, code_strings, decorators, functions, length, modules, templates

OURS = ("activities", "providers", "cme_catalog")

# From the ground up: a module imports from its own row and from those above it in this list, never from those below.
# A module that is not named stands where its package does; the longest name decides.
ROWS = (
    ("cme_catalog",),
    ("activities.models", "providers.models"),
    ("activities.record_shape", "activities.records", "activities.status", "activities.prices"),
    (
        *("activities.facts", "activities.tombstones", "activities.search.selection", "activities.printing"),
        *("activities.search.american", "activities.search.word_forms", "activities.search.language"),
        *("activities.search.identifiers", "activities.search.query", "activities.search.concept_rules"),
        "activities.search.catalog_words",
        *("activities.search.concepts", "activities.search.concept_table", "activities.search.concept_rows"),
        *("activities.search.ranks", "activities.wording"),
    ),
    ("activities.publishing", "activities.history", "activities.steps", "activities.uses", "activities.roles"),
    ("activities.workflow", "activities.staleness", "activities.rebuilding"),
    ("activities.imports", "activities.examples"),
    (
        *(
            "activities.filters",
            "activities.search",
            "activities.front_page",
            "activities.kept",
            "activities.related",
            "activities.as_of",
            "activities.chosen",
            "activities.comparison",
            "activities.forms",
            "activities.lookup",
            "activities.reporting",
            "activities.picks",
            "activities.shortlist",
            "activities.warming",
        ),
        *("activities.printing.panel", "activities.printing.list_page"),
        *("activities.exports", "activities.feeds", "activities.calendars", "activities.citations", "activities.files"),
        *(
            "activities.printing.panel",
            "activities.structured_data",
            "activities.sitemaps",
            "activities.templatetags",
            "providers.directory",
        ),
    ),
    (
        *("activities.views", "activities.api", "activities.admin", "activities.management", "activities.apps"),
        *("providers.views", "providers.admin", "providers.apps", "cme_catalog.pages", "cme_catalog.health"),
    ),
    ("activities.urls", "providers.urls", "cme_catalog.urls", "cme_catalog.wsgi"),
)
READING = (*ROWS[7], "activities.views", "activities.api", "providers.views", "cme_catalog.pages")
CHANGING = ("activities.workflow", "activities.publishing", "activities.imports", "activities.rebuilding")
DOORS = (
    "activities.views",
    "activities.api",
    "activities.urls",
    "providers.views",
    "providers.urls",
    "cme_catalog.urls",
)

VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "services", "service", "managers", "manager", "misc"}
VENDORS = re.compile(r"sqlite|postgres|mysql|oracle|mariadb", re.IGNORECASE)
VENDOR_MODULE = "cme_catalog.databases"

# A module that may mark text as safe, and why nothing a person wrote can get through it.
MAY_MARK_SAFE: dict[str, str] = {
    "activities/structured_data.py": "JSON in which <, > and & are written as escapes",
    "activities/printing/card.py": "joins the parts of a rendered template and the gaps' HTML",
    "activities/printing/list_page.py": "joins filled patterns and rendered templates",
    "activities/printing/panel.py": "joins filled patterns",
    "cme_catalog/lib/patterns.py": "cuts rendered templates at their gaps and escapes what fills them",
    "activities/printing/gaps.py": "every value is escaped; the rest is fixed text",
}
# A view that also takes a form.
TAKES_FORMS = {"shortlist", "report", "activity_report"}


def inside(name: str, prefixes: Iterable[str]) -> bool:
    """Whether a module is one of these or lies below one of these."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def our_imports(module: Module) -> set[str]:
    """Our own modules that it imports; a name in a module counts as the module, its own packages do not count."""
    names = {other.name for other in modules()}
    return {name for name in module.imports if name in names and not inside(module.name, [name])} - set(OURS)


def row_of(name: str) -> int:
    """The row of a module, -1 for one that has none."""
    rows = {prefix: number for number, row in enumerate(ROWS) for prefix in row if inside(name, [prefix])}
    return rows[max(rows, key=len)] if rows else -1


def test_every_module_has_its_row() -> None:
    assert [module.name for module in modules() if row_of(module.name) < 0 and module.name not in OURS] == []


def test_imports_point_one_way() -> None:
    against = [
        f"{module.name} imports {name}"
        for module in modules()
        for name in our_imports(module)
        if row_of(name) > row_of(module.name)
    ]
    assert against == []


def test_modules_import_each_other_in_no_circle() -> None:
    graph = {module.name: our_imports(module) for module in modules()}
    TopologicalSorter(graph).prepare()


def test_library_knows_nothing_of_the_catalog() -> None:
    for module in modules("cme_catalog/lib"):
        assert not {name for name in our_imports(module) if not inside(name, ["cme_catalog.lib"])}, str(module)


def test_reading_half_never_changes_anything() -> None:
    for module in modules():
        if inside(module.name, READING):
            assert not {name for name in our_imports(module) if inside(name, CHANGING)}, str(module)


def test_nothing_imports_a_door_but_addresses() -> None:
    for module in modules():
        if not inside(module.name, DOORS):
            assert not {name for name in our_imports(module) if inside(name, DOORS)}, str(module)


def test_views_import_no_other_view() -> None:
    for module in modules("activities/views"):
        if module.path.name != "__init__.py":
            others = {name for name in our_imports(module) if inside(name, ["activities.views"])}
            assert not others - {module.name}, f"{module}: {others}"


def test_public_pages_reach_activities_through_the_door_only() -> None:
    """`Activity.objects.public()` asks for a public listing; any other way may show a draft."""
    for module in modules():
        if inside(module.name, READING):
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Attribute) and ast.unparse(node.value) in (
                    "Activity.objects",
                    "models.Activity.objects",
                ):
                    assert node.attr == "public", f"{module}:{node.lineno}"
            assert "Activity._default_manager" not in module.text, str(module)


def test_functions_are_short() -> None:
    lengths = {
        f"{module}:{function.name}": length(module, function) for module in modules() for function in functions(module)
    }
    assert {name: lines for name, lines in lengths.items() if lines > 40} == {}
    assert median(lengths.values()) <= 7
    assert quantiles(lengths.values(), n=10)[-1] <= 20


@pytest.mark.parametrize(("folders", "limit"), [((), 250), (("tests",), 400)], ids=["code", "tests"])
def test_files_are_short(folders: tuple[str, ...], limit: int) -> None:
    lines = {str(module): len(module.text.splitlines()) for module in modules(*folders)}
    assert {name: number for name, number in lines.items() if number > limit} == {}


def test_templates_are_short() -> None:
    lines = {name: len(text.splitlines()) for name, text in templates().items()}
    assert {name: number for name, number in lines.items() if number > 100} == {}
    assert median(lines.values()) <= 25


def views() -> list[tuple[Module, Function]]:
    """Public functions that take a request and stand where views stand."""
    return [
        (module, node)
        for module in modules()
        if inside(module.name, ["activities.views", "providers.views", "cme_catalog.pages", "cme_catalog.health"])
        for node in module.tree.body
        if isinstance(node, Function) and node.args.args and node.args.args[0].arg == "request"
        if not node.name.startswith("_")
    ]


def test_views_are_short_and_read_only() -> None:
    for module, view in views():
        assert length(module, view) <= 20, f"{module}:{view.name}"
        allowed = {"require_safe"} | ({"require_http_methods"} if view.name in TAKES_FORMS else set())
        assert decorators(view) & allowed, f"{module}:{view.name}"


def test_views_ask_a_named_question_of_the_models() -> None:
    for module in {module.name: module for module, _ in views()}.values():
        assert not re.search(r"\.(filter|exclude|annotate|raw|extra)\(", module.text), str(module)


def test_every_module_says_what_it_is_for() -> None:
    for module in modules():
        if module.tree.body and module.path.name != "__init__.py":
            assert ast.get_docstring(module.tree), str(module)


def test_no_signals() -> None:
    for module in modules():
        assert not {name for name in module.imports if re.match(r"django\.(dispatch|\w+(\.\w+)*\.signals)\b", name)}, (
            str(module)
        )


def test_saving_and_deleting_have_no_side_effects() -> None:
    for module in modules("activities/models", "providers"):
        if "admin" not in module.name:
            overridden = {function.name for function in functions(module)} & {"save", "delete"}
            assert not overridden, f"{module}: {overridden}"


def test_no_star_imports() -> None:
    for module in modules(*OURS, "tests"):
        assert not any(name.endswith(".*") for name in module.imports), str(module)


def test_modules_have_telling_names() -> None:
    for module in modules(*OURS, "tests"):
        assert not set(module.name.split(".")) & VAGUE, str(module)


def test_nothing_is_left_to_do() -> None:
    left = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    for module in modules(*OURS, "tests"):
        assert not left.search(module.text), str(module)
    for name, text in templates().items():
        assert not left.search(text), name


def test_nothing_prints() -> None:
    for module in modules():
        for node in ast.walk(module.tree):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id
            assert called not in ("print", "breakpoint"), f"{module}:{getattr(node, 'lineno', '')}"


def test_only_listed_modules_mark_text_as_safe() -> None:
    marking = {str(module) for module in modules() if re.search(r"\b(mark_safe|SafeString|SafeText)\b", module.text)}
    assert marking == set(MAY_MARK_SAFE)


def test_templates_escape_everything() -> None:
    for name, text in templates().items():
        assert not re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", text), name


def test_templates_hold_no_script_style_or_handler() -> None:
    """The content security policy would refuse them."""
    for name, text in templates().items():
        assert not re.search(r"\sstyle\s*=|\son[a-z]+\s*=|<style|javascript:", text), name
        for script in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in script or "application/ld+json" in script, f"{name}: {script}"


def test_one_module_names_database_vendors() -> None:
    for module in modules():
        if module.name == VENDOR_MODULE:
            continue
        assert not [name for name in module.imports if VENDORS.search(name)], str(module)
        for constant in code_strings(module):
            assert not VENDORS.search(str(constant.value)), f"{module}:{constant.lineno}"
        for node in ast.walk(module.tree):
            assert not (isinstance(node, ast.Attribute) and node.attr == "vendor"), f"{module}:{node.lineno}"


def test_every_partial_is_included_and_rendered_by_no_view() -> None:
    included = {name for text in templates().values() for name in re.findall(r"{%-?\s*include\s+\"([^\"]+)\"", text)}
    included |= named_in(["activities.templatetags", "activities.printing"])
    rendered = named_in(view.name for view, _ in views())
    for name in templates():
        if name.rpartition("/")[2].startswith("_"):
            assert name in included, f"{name} is included nowhere"
            assert name not in rendered, f"{name} is rendered by a view"


def named_in(prefixes: Iterable[str]) -> set[str]:
    """Every string in the code of these modules."""
    prefixes = tuple(prefixes)
    found = [module for module in modules() if inside(module.name, prefixes)]
    return {str(constant.value) for module in found for constant in code_strings(module)}
