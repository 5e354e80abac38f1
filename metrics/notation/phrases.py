"""Phrases of several words that targets and actuals are written with, in three languages: tables. Pure Python."""

Phrase = tuple[str, str | int | None]

# tag, value, phrases between semicolons: the longest that fits is taken
_TABLE: list[tuple[str, str | int | None, str]] = [
    (
        "CMP",
        "ge",
        "at least; no fewer than; no less than; not less than; not fewer than; ei alle; ei vähempää kuin; ei "
        "vähemmän kuin; inte färre än; inte mindre än; inte under; ej under; ei alita; ei saa alittaa; uppgår "
        "till minst; minimum of; a minimum of; ei pienempi kuin; ei laske alle; pysyy yli tai on",
    ),
    (
        "CMP",
        "le",
        "at most; no more than; not more than; no greater than; not greater than; up to; ei yli; ei enempää "
        "kuin; ei enemmän kuin; ei suurempi kuin; ei ylitä; ei saa ylittää; ei saisi ylittää; ei saa olla "
        "yli; inte mer än; inte fler än; inte över; ej över; får inte överstiga; som mest; som högst; must "
        "not exceed; does not exceed; not exceed; not exceeding; not over; maximum of; a maximum of; upp "
        "till; överstiger inte; inte överstiga; ei nouse yli",
    ),
    (
        "CMP",
        "gt",
        "enemmän kuin; useampi kuin; suurempi kuin; korkeampi kuin; parempi kuin; mer än; fler än; större än; "
        "högre än; bättre än; more than; greater than; higher than; better than; pysyy yli",
    ),
    (
        "CMP",
        "lt",
        "vähemmän kuin; pienempi kuin; harvempi kuin; matalampi kuin; alhaisempi kuin; mindre än; färre än; "
        "lägre än; less than; fewer than; lower than; pysyy alle; smaller than",
    ),
    (
        "CMP",
        "nearly",
        "just under; lite under; strax under; hieman alle; vähän alle; jonkin verran alle",
    ),
    (
        "CMP",
        "just_over",
        "just over; strax över; hieman yli; vähän yli; lite över",
    ),
    (
        "POST",
        "ge",
        "tai enemmän; tai yli; tai parempi; tai korkeampi; tai useampi; tai suurempi; tai ylempi; ja yli; ja "
        "enemmän; ja parempi; eller mer; eller fler; eller över; eller bättre; eller högre; or more; or "
        "above; or over; or better; or higher; and above; and over; tai useammin; tai paremmin; tai "
        "enemmänkin; tai runsaammin; or greater; eller flera",
    ),
    (
        "POST",
        "le",
        "tai alle; tai vähemmän; tai pienempi; tai matalampi; tai alhaisempi; tai lyhyempi; eller mindre; "
        "eller färre; eller under; eller lägre; or less; or fewer; or below; or under; or lower; tai "
        "nopeammin; eller kortare",
    ),
    (
        "TIMES",
        2,
        "kahden kertaa",
    ),
    (
        "TIMES",
        1,
        "en gång",
    ),
    (
        "RATE",
        "",
        "om året; per år; i året; per year; a year; per annum; vuotta kohti; per vuosi; vuotta kohden",
    ),
    (
        "RATE",
        "kk",
        "i månaden; per månad; per month; a month; per kuukausi; per kk",
    ),
    (
        "RATE",
        "vko",
        "i veckan; per vecka; per week; a week; per viikko; per vko",
    ),
    (
        "BY",
        None,
        "no later than; not later than; due by; viimeistään ennen",
    ),
    (
        "END",
        None,
        "före utgången; innan utgången; ennen loppua; before end",
    ),
    (
        "FROM",
        None,
        "from och med; från och med",
    ),
    (
        "UNTIL",
        None,
        "fram till",
    ),
    (
        "SAME",
        "ge",
        "ei laske; ei vähene; ei pienene; ei alene; ei heikkene; minskar inte; sjunker inte; does not "
        "decrease; does not fall; not decrease; eivät vähene; eivät laske",
    ),
    (
        "SAME",
        "le",
        "ei kasva; ei nouse; ei lisäänny; ökar inte; stiger inte; växer inte; not increase; does not "
        "increase; eivät kasva; eivät lisäänny",
    ),
    (
        "SAME",
        None,
        "sama kuin; samat kuin; samalla tasolla kuin; samma som; same as; samaa tasoa kuin; samma nivå som; "
        "på samma nivå som; same level as; yhtä paljon kuin; lika många som; lika mycket som; yhtä monta "
        "kuin; samalla tasolla; nykyisellä tasolla; nykyinen taso; nykyisen tason; nuvarande nivå; current "
        "level",
    ),
]
PHRASES: dict[str, Phrase] = {phrase: (tag, value) for tag, value, phrases in _TABLE for phrase in phrases.split("; ")}
