"""The tags of tokens, and patterns over them: grammars that can be read. Pure Python."""

import re
from functools import lru_cache

# Tags that the grammars name, each with the one character that stands for it in a tag string.
TAGS = {
    **{"NUM": "n", "AMBIGUOUS": "a", "DATE": "d", "YEAR": "y", "CMP": "c", "POST": "p", "SCALE": "s", "UNIT": "u"},
    **{"MONTH": "m", "QUARTER": "q", "QUARTERS": "Q", "HALF": "h", "HALVES": "H", "WEEK": "w", "YEARWORD": "Y"},
    **{"ORD": "o", "PREV": "P", "PREVYEAR": "V", "LEVEL": "L", "SAME": "S", "GROW": "G", "SHRINK": "D", "THAN": "t"},
    **{"BY": "B", "DURING": "I", "BEFORE": "b", "END": "E", "FROM": "F", "UNTIL": "U", "SEASON": "z", "FUZZY": "f"},
    **{"NOT": "N", "EACH": "e", "AND": "&", "OR": "|", "WITHIN": "i", "MONTHPERIOD": "M", "RATE": "r", "TIMES": "x"},
    **{"DASH": "-", "PLUS": "+", "SLASH": "/", "COMMA": ",", "SEMI": ";", "LEFT": "(", "RIGHT": ")", "STOP": "."},
    **{"PLUSMINUS": "±", "WORD": "W", "OTHER": "?", "COLON": ":", "PERIOD": "T", "REFERENCE": "R", "QUANTITY": "K"},
}

_NAME = re.compile(r"[A-Z]{2,}")


@lru_cache(maxsize=256)
def grammar(pattern: str) -> re.Pattern[str]:
    """A pattern over tag strings, from one written with the names of tags: "ORD QUARTER (END|BY)*"."""
    written = _NAME.sub(lambda match: re.escape(TAGS[match[0]]), pattern)
    return re.compile(written.replace(" ", ""))
