"""The modules of a training table, dealt out over pages."""

from agreements.kinds.training import ContentRow, ModuleRow, Training
from agreements.templatetags.training_print import module_blocks


def content(title: str) -> ContentRow:
    return ContentRow(title, ("Kurssi",))


def test_a_module_that_fits_a_page_is_one_block() -> None:
    module = ModuleRow("Lukeminen", (content("a"), content("b")))
    (block,) = module_blocks(Training("Alue", (module,)))
    assert (block.title, block.contents, block.continued) == ("Lukeminen", module.contents, False)


def test_a_module_without_contents_has_one_empty_row() -> None:
    (block,) = module_blocks(Training("Alue", (ModuleRow("Lukeminen", ()),)))
    assert block.contents == (ContentRow("", ()),)


def test_a_module_longer_than_a_page_goes_on_under_its_title() -> None:
    module = ModuleRow("Lukeminen", tuple(content(str(number)) for number in range(90)))
    first, *others = module_blocks(Training("Alue", (module,)))
    assert not first.continued
    assert others
    assert all(block.continued and block.title == "Lukeminen" for block in others)
    assert sum((block.contents for block in (first, *others)), ()) == module.contents
