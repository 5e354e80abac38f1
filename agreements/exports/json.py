"""The document as JSON: its whole content, the form in which it is also read in."""

import json
from typing import Any

from agreements.document import Document
from agreements.sections import DocumentSection


def document_as_json(document: Document) -> dict[str, Any]:
    """The document as plain data. Written values keep the source's characters; what was never given is None."""
    return {
        "slug": document.slug,
        **_amendment_as_json(document),
        "kind": document.kind,
        "title": document.title,
        "year": document.year,
        "period": {"start": document.period_start.isoformat(), "end": document.period_end.isoformat()},
        "date": document.date.isoformat() if document.date else None,
        "cover": list(document.cover),
        "language": document.language,
        "status": document.status,
        "unit": [unit.name for unit in document.units],
        "purpose": document.purpose,
        "parties": [{"title": party.title, "name": party.name} for party in document.parties],
        "sections": [_section_as_json(section) for section in document.sections],
    }


def _amendment_as_json(document: Document) -> dict[str, Any]:
    """Which version an amendment is, which one it supersedes and from when it holds; a document alone says nothing."""
    if document.supersedes is None:
        return {}
    return {
        "version": document.version,
        "supersedes": document.supersedes,
        "holds_from": document.holds_from.isoformat() if document.holds_from else None,
    }


def _section_as_json(section: DocumentSection) -> dict[str, Any]:
    return {
        "number": section.number,
        "heading": section.heading,
        "caption": section.caption,
        "level": section.level,
        "kind": section.kind.key,
        **section.kind.as_json(section),
    }


def render_json(document: Document) -> bytes:
    """The JSON as a UTF-8 file."""
    return (json.dumps(document_as_json(document), ensure_ascii=False, indent=1) + "\n").encode()
