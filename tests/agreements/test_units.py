"""The tree of units."""

from agreements.models import Unit
from agreements.units import UnitNode, all_nodes, unit_tree


def unit(pk: int, name: str, parent: int | None = None, position: int = 0) -> Unit:
    return Unit(pk=pk, parent_id=parent, kind="library", name_fi=name, position=position)


def outline(tree: tuple[UnitNode, ...]) -> list[str]:
    return ["-" * node.depth + node.unit.name for node in all_nodes(tree)]


def test_units_stand_under_their_parents() -> None:
    units = [unit(3, "Kirjastopalvelut", 2), unit(1, "Turku"), unit(2, "Vapaa-aika", 1)]
    assert outline(unit_tree(units)) == ["Turku", "-Vapaa-aika", "--Kirjastopalvelut"]


def test_a_unit_whose_parent_is_not_seen_stands_at_the_top() -> None:
    assert outline(unit_tree([unit(7, "Asiakaspalvelut", 4), unit(8, "Lainaus", 7)])) == ["Asiakaspalvelut", "-Lainaus"]


def test_siblings_stand_by_position_and_then_in_finnish_order() -> None:
    units = [
        unit(1, "Östersundom"),
        unit(2, "Åbo"),
        unit(3, "Zambia"),
        unit(4, "Ähtäri"),
        unit(5, "Viimeinen", None, 9),
    ]
    assert outline(unit_tree(units)) == ["Zambia", "Åbo", "Ähtäri", "Östersundom", "Viimeinen"]


def test_a_node_runs_over_everything_below_it() -> None:
    (top,) = unit_tree([unit(1, "Turku"), unit(2, "Vapaa-aika", 1), unit(3, "Kirjastopalvelut", 2)])
    assert [node.unit.pk for node in top] == [1, 2, 3]
