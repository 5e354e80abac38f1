"""Numbers written in letters, in the forms that stand before a noun. Pure Python."""

from decimal import Decimal

from metrics.notation.text import words

_NUMBERS_FI = {
    0: "nolla nollaa",
    1: "yksi yhden yhtä",
    2: "kaksi kahden kahta",
    3: "kolme kolmen kolmea",
    4: "neljä neljän neljää",
    5: "viisi viiden viittä",
    6: "kuusi kuuden kuutta",
    7: "seitsemän seitsemää",
    8: "kahdeksan kahdeksaa",
    9: "yhdeksän yhdeksää",
    10: "kymmenen kymmentä",
    11: "yksitoista",
    12: "kaksitoista",
    13: "kolmetoista",
    14: "neljätoista",
    15: "viisitoista",
    20: "kaksikymmentä",
    30: "kolmekymmentä",
    40: "neljäkymmentä",
    50: "viisikymmentä",
    100: "sata sataa",
}
_NUMBERS_SV = {
    0: "noll",
    2: "två",
    3: "tre",
    4: "fyra",
    5: "fem",
    6: "sex",
    7: "sju",
    8: "åtta",
    9: "nio",
    10: "tio",
    11: "elva",
    12: "tolv",
    15: "femton",
    20: "tjugo",
    30: "trettio",
    40: "fyrtio",
    50: "femtio",
    100: "hundra",
}
_NUMBERS_EN = {
    0: "zero",
    1: "one",
    2: "two",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine",
    10: "ten",
    11: "eleven",
    12: "twelve",
    15: "fifteen",
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    100: "hundred",
}
NUMBER_WORDS = {
    word: Decimal(number)
    for table in (_NUMBERS_FI, _NUMBERS_SV, _NUMBERS_EN)
    for number, cell in table.items()
    for word in words(cell)
}
