"""Questions put to a page: what sticks out, what is cut off, what is too small, where the keyboard stands."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pymupdf
from playwright.sync_api import FloatRect, Locator, Page

# Elements that are there to be seen: not hidden, not of the size of a pixel, not parked outside until they are focused.
_SEEN = """
    const seen = [...document.querySelectorAll("body *")].filter((element) =>
        element.checkVisibility() && !element.closest(".vh, .skip"));
    const name = (element) =>
        `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 60)}`;
"""


def resize(page: Page, width: int, height: int) -> None:
    """Give the window another size, and the page's script the time to see it."""
    page.set_viewport_size({"width": width, "height": height})
    settle(page)


def settle(page: Page) -> None:
    """Wait until what follows from a scroll or a change of size is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def sideways(page: Page) -> list[str]:
    """What is wider than the window, or scrolls sideways within itself."""
    found: list[str] = page.evaluate(
        f"""() => {{ {_SEEN}
        const edge = document.documentElement.clientWidth + 1;
        const out = seen.filter((element) => {{
            const {{left, right, width}} = element.getBoundingClientRect();
            return width && (right > edge || left < -1);
        }});
        const scrolling = seen.filter((element) => element.scrollWidth > element.clientWidth + 1
            && ["auto", "scroll"].includes(getComputedStyle(element).overflowX));
        return [...out, ...scrolling].map(name); }}"""
    )
    width: list[int] = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [*found, *([f"the page: {width}"] if width[0] > width[1] else [])]


def cut_off(page: Page) -> list[str]:
    """What does not fit the box that hides the rest of it. A chapter's name on its button may end in an ellipsis."""
    found: list[str] = page.evaluate(
        f"""() => {{ {_SEEN}
        return seen.filter((element) => !element.closest(".chapters-button, svg")
            && [...element.childNodes].length
            && ["hidden", "clip"].includes(getComputedStyle(element).overflowY)
            && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
        ).map(name); }}"""
    )
    return found


def stuck(page: Page) -> list[str]:
    """What keeps its place over the content while the page is scrolled."""
    found: list[str] = page.evaluate(
        f"""() => {{ {_SEEN}
        return seen.filter((element) => ["sticky", "fixed"].includes(getComputedStyle(element).position)).map(name);
        }}"""
    )
    return found


def small_targets(page: Page) -> list[str]:
    """What is to be pressed and is less than 24 by 24 pixels, but for links in lines (axe measures their distance)."""
    found: list[str] = page.evaluate(
        f"""() => {{ {_SEEN}
        return seen.filter((element) => element.matches("a[href], button, input:not([type=hidden]), select, summary")
            && getComputedStyle(element).display !== "inline")
            .map((element) => [element, element.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([element, box]) => `${{name(element)}} ${{box.width}} x ${{box.height}}`); }}"""
    )
    return found


@dataclass(frozen=True, slots=True)
class Focus:
    """Where the keyboard stands: the element, its outline, and whether any of it can be seen."""

    name: str
    number: int
    outlined: bool
    visible: bool


def tab_through(page: Page, limit: int = 200) -> Iterator[Focus]:
    """The places that Tab comes to, in order, from the top of the page to its end."""
    seen: set[int] = set()
    for _ in range(limit):
        page.keyboard.press("Tab")
        focus = focused(page)
        if focus is None or focus.number in seen:
            return
        seen.add(focus.number)
        yield focus


def focused(page: Page) -> Focus | None:
    """Where the keyboard stands, if anywhere."""
    found: dict[str, Any] | None = page.evaluate(
        """async () => {
        // A script may scroll what the focus has just been scrolled to: see what is left when it has.
        for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const style = getComputedStyle(element);
        const visible = [...element.getClientRects()].some((box) =>
            [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
                const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
                return top && element.contains(top);
            })));
        return {
            name: `${element.tagName.toLowerCase()} ${element.name ?? ""} ${element.textContent.trim().slice(0, 60)}`,
            number: [...document.querySelectorAll("*")].indexOf(element),
            outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            visible,
        }; }"""
    )
    return Focus(**found) if found else None


def box(locator: Locator) -> FloatRect:
    """Where the element stands in the window: x, y, width, height."""
    found = locator.bounding_box()
    assert found is not None
    return found


def is_uncovered(locator: Locator) -> bool:
    """Is the element's beginning in the window, with nothing over it, as soon as a scroll on its way has ended?"""
    uncovered: bool = locator.evaluate(
        """async (element) => {
        const isUncovered = () => {
            const box = element.getClientRects()[0];
            const [x, y] = [Math.min(9, box.width / 2), Math.min(9, box.height / 2)];
            const top = document.elementFromPoint(box.left + x, box.top + y);
            return Boolean(top) && element.contains(top);
        };
        for (const end = performance.now() + 2000; !isUncovered() && performance.now() < end; )
            await new Promise(requestAnimationFrame);
        return isUncovered(); }"""
    )
    return uncovered


def contrast(locator: Locator) -> float:
    """The contrast of the lightest to the darkest pixel of the element as it is drawn: 1 when nothing can be seen."""
    picture = pymupdf.Pixmap(locator.screenshot())
    red, green, blue = (picture.samples[part :: picture.n] for part in range(3))
    pixels = set(zip(red, green, blue, strict=True))
    light = [_luminance(pixel) for pixel in pixels]
    return (max(light) + 0.05) / (min(light) + 0.05)


def _luminance(pixel: tuple[int, ...]) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else math.pow((value + 0.055) / 1.055, 2.4)

    red, green, blue = (linear(part / 255) for part in pixel)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
