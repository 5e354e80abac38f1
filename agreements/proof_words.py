"""What is wrong with what is kept as proof, in sentences for people, in the language that is active."""

import re

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from agreements.integrity.problems import Fault, Problem
from agreements.rows.kinds import row_kinds
from agreements.sealing.words import changes_words, verdict_words


def problem_words(problem: Problem) -> str:
    """What is wrong: a sentence, or a few."""
    if problem.found and problem.fault is Fault.SEAL:
        return " ".join((f"{verdict_words(problem.found)}.", *changes_words(problem.found)))
    if problem.found and problem.found.seal:
        levels = {"level": problem.found.seal.level or "–", "stored": problem.level}
        return _("The level of its seal is %(level)s, and %(stored)s was stored.") % levels
    where = place_words(problem.where) if problem.fault is Fault.ROWS else problem.where
    return {
        Fault.CONTENT: _("It does not have the hash with which it was frozen: it has been altered."),
        Fault.NO_JSON: _("The frozen content cannot be read: it has been altered."),
        Fault.UNKNOWN_FORM: _("The frozen content has a form that is not known: the words were not compared."),
        Fault.ROWS: _("Its words have been altered in the database. The first difference: %(where)s."),
        Fault.FILE_REMOVED: _("The PDF has been removed."),
        Fault.FILE: _("It does not have the hash with which it was stored: it has been altered."),
        Fault.UNTOLD: _("It does not tell of this content and this PDF: they have been replaced."),
        Fault.OTHER_CONTENT: _("The signature of %(where)s is not of this content."),
        Fault.SIGNATURE_ALTERED: _("The signature of %(where)s is not as the log tells that it was given."),
        Fault.SIGNATURE_REMOVED: _("The log tells of the signature of %(where)s, and it is not here."),
        Fault.NOT_SIGNED: _("The party %(where)s has no signature that holds."),
        Fault.SCAN: _("It is not the file that was attached: it has been altered."),
        Fault.SCAN_REPLACED: _("It is not the file that the log tells was attached: it has been replaced or removed."),
    }[problem.fault] % {"where": where or "–"}


_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


def place_words(path: str) -> str:
    """A place in a document's content: `section[2].goal[0].title` as "section 3 › goal 1 › goal"."""
    kind, words = "agreement", []
    for name, number in _STEP.findall(path):
        if name in row_kinds:
            kind = name
            label = str(row_kinds[name].label)
            words.append(f"{label} {int(number) + 1}" if number else label)
        else:
            words.append(_column(kind, name))
    return " › ".join(words)


def _column(kind: str, name: str) -> str:
    """What a column of the kind's rows is called; its own name where it is none."""
    try:
        return str(row_kinds[kind].model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name
