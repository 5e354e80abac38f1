"""A written target and what it says. Pure Python.

`parse_target` never raises: what it does not understand wholly is `qualitative`, or is marked `unread`, and such a
target is never met by what was understood of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from metrics.notation.forms import in_words, single, split, text_of
from metrics.notation.grammar import grammar
from metrics.notation.model import Change, Kind, Target
from metrics.notation.text import too_long, uniform
from metrics.notation.tokens import Token, tags, tokenise

__all__ = ["Change", "Kind", "Target", "parse_target"]

_NO_TARGET = re.compile(
    r"[-.?/\s]*|n/a|x|ei (?:ole )?(?:vielä )?(?:asetettu|määritelty|tavoitetta|tavoitetasoa|tavoitearvoa|määritetty|"
    r"asetettua tavoitetta|tavoitetta asetettu|aseteta|mitata|seurata)|tavoitetta ei (?:ole )?(?:vielä )?(?:asetettu|"
    r"määritelty)|ei asetettu tavoitetta|(?:tavoite )?puuttuu|inget mål|inte fastställt|ej fastställt|ej fastställd|"
    r"inte fastställd|saknas|mål saknas|inget|not set|no target|none|tbd|not defined|not applicable|ingen målnivå|"
    r"inget mål (?:har )?(?:ställts|fastställts)|inte satt|ej satt|no target set|not yet set|ej angett",
)
_BETWEEN = grammar("CMP (NUM|YEAR) (UNIT)? AND (NUM|YEAR)")


@lru_cache(maxsize=8192)
def parse_target(written: str | None) -> Target:
    """What a written target says, whatever the text; the same text always gives the same target."""
    text = uniform(written)
    if _NO_TARGET.fullmatch(text.lower().rstrip(".! ")) is not None:
        return Target(Kind.NONE, text)
    if too_long(text):
        return Target(Kind.QUALITATIVE, text)
    return _whole(list(tokenise(text)), text)


def _whole(tokens: list[Token], text: str) -> Target:
    for match in _BETWEEN.finditer(tags(tokens)):
        if tokens[match.start()].value == "between":
            tokens[match.end() - 2] = Token("DASH", "-")
    pieces = split(tokens, "SEMI")
    if len(pieces) > 1:
        return _compound([_sentences(piece, text_of(piece)) for piece in pieces], text)
    return _sentences(pieces[0] if pieces else [], text)


def _sentences(tokens: list[Token], text: str) -> Target:
    sentences = split(tokens, "STOP")
    if len(sentences) < 2:
        return _parenthesised(sentences[0] if sentences else [], text)
    targets = [_parenthesised(sentence, text_of(sentence)) for sentence in sentences]
    measured = [target for target in targets if target.kind not in (Kind.QUALITATIVE, Kind.BOOLEAN)]
    if len(measured) == len(targets):
        return _compound(targets, text)
    if measured:
        return replace(measured[0], text=text, unread=True)
    return in_words(text)


def _parenthesised(tokens: list[Token], text: str) -> Target:
    """A bound in parentheses is a second condition; other words there are a note."""
    left = next((index for index, token in enumerate(tokens) if token.tag == "LEFT"), None)
    if left is None:
        return _connected(tokens, text)
    right = next((index for index, token in enumerate(tokens) if token.tag == "RIGHT" and index > left), len(tokens))
    inner, outer = tokens[left + 1 : right], tokens[:left] + tokens[right + 1 :]
    if any(token.tag in ("LEFT", "RIGHT") for token in (*inner, *outer)) or not outer:
        return in_words(text)
    target = _connected(outer, text)
    if target.kind in (Kind.QUALITATIVE, Kind.BOOLEAN) or not inner:
        return replace(target, unread=target.unread or _has_number(inner))
    second = _connected(inner, text_of(inner))
    if second.op is None and second.quantity and target.quantity and second.quantity.low == target.quantity.low:
        return target  # "2 (kaksi)"
    bound = second.op is not None or second.kind in (Kind.RELATIVE, Kind.DEADLINE)
    if bound and not _is_note(inner):
        return _compound([replace(target, text=text_of(outer)), second], text)
    unread = (_has_number(inner) and not _is_note(inner)) or any(token.tag == "NOT" for token in inner)
    return replace(target, each=target.each or second.each, unread=target.unread or unread)


def _has_number(tokens: Sequence[Token]) -> bool:
    return any(token.tag in ("NUM", "AMBIGUOUS", "TIMES") for token in tokens)


def _is_note(tokens: Sequence[Token]) -> bool:
    """Whether a parenthesis tells a fact, such as last year's figure, rather than a bound."""
    if any(token.tag == "CMP" for token in tokens):
        return False
    if any(token.text.lower().startswith(("asteik", "skala", "scale", "maksimi")) for token in tokens):
        return True
    return any(token.tag in ("SLASH", "COLON", "YEAR") for token in tokens) or (
        _has_number(tokens) and any(token.tag in ("LEVEL", "PREV", "PREVYEAR") for token in tokens)
    )


def _connected(tokens: list[Token], text: str) -> Target:
    """Parts joined by a comma or a conjunction, where both sides are targets; one target otherwise."""
    starts = [index for index, token in enumerate(tokens) if token.tag in ("AND", "OR", "COMMA")]
    if not starts:
        return single(tokens, text)
    segments: list[tuple[str, list[Token]]] = []
    for start, stop in zip([-1, *starts], [*starts, len(tokens)], strict=True):
        segments.append((tokens[start].tag if start >= 0 else "", tokens[start + 1 : stop]))
    groups: list[tuple[str, list[Token]]] = []
    strong = 0
    for joiner, segment in segments:
        if _is_measured(single(segment, "")) and (strong or not groups):
            strong += 1
            groups.append((joiner, segment))
        elif _is_measured(single(segment, "")):
            strong += 1
            groups[-1] = (groups[-1][0], groups[-1][1] + [Token("COMMA", ",")] + segment)
        elif groups:
            groups[-1][1].extend([Token(joiner, ","), *segment])
        else:
            groups.append((joiner, list(segment)))
    if strong < 2:
        return single(tokens, text)
    joiners = {joiner for joiner, _ in groups[1:]} - {"COMMA"}
    parts = [single(segment, text_of(segment)) for _, segment in groups]
    compound = _compound(parts, text)
    return replace(compound, alternatives=joiners == {"OR"}, unread=compound.unread or len(joiners) > 1)


def _is_measured(target: Target) -> bool:
    return target.kind not in (Kind.QUALITATIVE, Kind.BOOLEAN, Kind.NONE)


def _compound(parts: Sequence[Target], text: str) -> Target:
    flat = [inner for part in parts for inner in (part.parts if part.kind == Kind.COMPOUND else (part,))]
    mixed = any(part.alternatives for part in parts)
    return Target(
        Kind.COMPOUND,
        text,
        parts=tuple(flat),
        each=any(part.each for part in parts),
        unread=mixed or any(part.unread for part in parts if part.kind == Kind.COMPOUND),
    )
