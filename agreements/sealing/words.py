"""What an examination found, in sentences for people, in the language that is active."""

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.sealing.findings import Change, Findings, Signature, Trouble, Verdict


def verdict_words(findings: Findings) -> str:
    """What the file is, in a few words: a heading."""
    return {
        Verdict.UNCHANGED: _("The document is unchanged"),
        Verdict.ANOTHER: _("This is another document"),
        Verdict.UNFILED: _("The seal is unbroken, but the document is not among the stored ones"),
        Verdict.CHANGED: _("The document has been changed"),
        Verdict.SEAL_REMOVED: _("The seal has been removed"),
        Verdict.OTHER_SEAL: _("The document has somebody else's seal"),
        Verdict.NOT_OURS: _("This is not a document of this service"),
        Verdict.NOT_A_PDF: _("The file is not a PDF"),
        Verdict.UNREADABLE: _("The file cannot be examined"),
    }[findings.verdict]


def verdict_explained(findings: Findings) -> str:
    """What the verdict means and what it rests on: one or two sentences."""
    if findings.trouble:
        return _trouble(findings.trouble)
    return {
        Verdict.UNCHANGED: _("Byte for byte the file is the one that was sealed when the document was signed."),
        Verdict.ANOTHER: _(
            "It is a signed document of this service and unchanged, but not the one that it was compared with."
        ),
        Verdict.UNFILED: _(
            "It was sealed with a certificate of this service, and nothing has changed since. It may come from "
            "another installation, or the stored document may be missing."
        ),
        Verdict.CHANGED: _("It was sealed by this service, but it is not as it was sealed."),
        Verdict.SEAL_REMOVED: _(
            "Its content says that it is a signed document of this service, but nothing proves that: it has no seal."
        ),
        Verdict.OTHER_SEAL: _(
            "Its content says that it is a signed document of this service, but the seal was made with a "
            "certificate that is not this service's, whatever name it has."
        ),
        Verdict.NOT_OURS: _("It has no seal of this service, and its content is that of no signed document here."),
        Verdict.NOT_A_PDF: _("Choose the PDF file of the signed document."),
        Verdict.UNREADABLE: _("It is so badly damaged that nothing can be said about it."),
    }[findings.verdict]


def _trouble(trouble: Trouble) -> str:
    return {
        Trouble.TOO_BIG: _("It is larger than any document of this service."),
        Trouble.ENCRYPTED: _("It is protected with a password."),
        Trouble.BROKEN: _("It is so badly damaged that nothing can be said about it."),
    }[trouble]


def change_words(change: Change) -> str:
    """How the file differs from what was sealed: a sentence."""
    return {
        Change.CUT: _("The end of the file is missing."),
        Change.PAGES_ADDED: _("Pages have been added."),
        Change.PAGES_REMOVED: _("Pages have been removed."),
        Change.PAGES_CHANGED: _("What stands on the pages has been changed."),
        Change.ANNOTATIONS: _("Notes, links or other things laid over the pages have been changed."),
        Change.FORM: _("Form fields have been added or changed."),
        Change.ATTACHMENT: _("The content attached as data has been changed."),
        Change.METADATA: _("What the file says of itself (title, dates, metadata) has been changed."),
        Change.SIGNATURE_ADDED: _("A signature has been added after the seal."),
        Change.OTHER_PARTS: _("Other parts of the file, such as bookmarks, tags or actions, have been changed."),
        Change.ENCRYPTED: _("The file has been encrypted."),
        Change.BYTES: _("The sealed part of the file has been altered."),
        Change.SEAL_BYTES: _("The seal itself has been altered or damaged."),
        Change.REWRITTEN: _("The file has been saved anew with another program, and the seal does not hold any more."),
        Change.APPENDED: _("Something that changes nothing to be seen has been added after the end of the file."),
    }[change]


def changes_words(findings: Findings) -> list[str]:
    """All changes that were found, a sentence for each."""
    return [change_words(change) for change in findings.changes]


def signature_words(signature: Signature) -> list[str]:
    """Whose signature it is, whether it holds, when it was made and by whose word, and its level: sentences."""
    return list(_signature_words(signature))


def _signature_words(signature: Signature) -> Iterator[str]:
    if not signature.certificate:
        yield _("A signature that cannot be read.")
        return
    if signature.is_demo:
        yield _("A demonstration seal, which nobody trusts: %(name)s.") % {"name": signature.by}
    elif signature.is_ours:
        yield _("The seal of this service: %(name)s.") % {"name": signature.by}
    else:
        yield _("Somebody else's signature, by the name that its certificate gives: %(name)s.") % {"name": signature.by}
    yield _holds(signature)
    if signature.stamp:
        yield _("A time-stamp server, %(server)s, bears witness that it was made on %(time)s at the latest.") % {
            "server": signature.stamp.by,
            "time": _time(signature.stamp.at),
        }
    elif signature.says_at:
        yield _("By its own word it was made on %(time)s.") % {"time": _time(signature.says_at)}
    if signature.level:
        yield _("Its level is %(level)s.") % {"level": signature.level}


def _holds(signature: Signature) -> str:
    if not signature.signature_holds:
        return _("It does not hold: it has been altered or damaged.")
    if not signature.digest_holds:
        return _("It does not hold: what it covers has been altered.")
    if not signature.covers_file:
        return _("It holds, but something has been added to the file after it.")
    return _("It holds, and covers the whole file.")


def _time(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
