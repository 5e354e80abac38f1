"""What a signature stands for: a document's content as canonical JSON, and its hash.

The content is every word of the document's rows, with the keys by which amendments know them. What may change after
signing is not in it: status, actuals, colours, a row kind's `follow_up`; nor are ids, nor what is worked out from the
words (sums, checks, numbers of chapters), nor links to people and catalogues, whose names are not the document's own.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from agreements.models import Agreement
from agreements.rows.kinds import RowKind, as_json, row_kinds
from agreements.rows.snapshot import Row, Snapshot, load_snapshot

FORMAT = 1
"""The form of the JSON. A content keeps the form it was signed in: a change of it is a new number beside the old."""
_PROJECT = "project_id"


def canonical_content(agreement: Agreement) -> str:
    """The document's signed content, read from the database: the same content always gives the same text.

    Canonical JSON after RFC 8785 (every key is ASCII, every number whole): keys sorted, no white space, characters as
    they were written. A value that was never given is left out, so that a new column changes nothing that was signed.
    Which kinds of section the document has decides how many queries that takes, never its length.
    """
    snapshot = load_snapshot(agreement)
    slugs = _project_slugs(snapshot)
    content = {
        "format": FORMAT,
        **_head(agreement),
        "party": [_row(row, snapshot, slugs) for row in snapshot.of("party", agreement.pk)],
        "section": [_row(row, snapshot, slugs) for row in snapshot.of("section", None)],
    }
    return canonical_json(content)


def canonical_json(content: Mapping[str, Any]) -> str:
    """The content as canonical JSON. Raises ValueError for what JSON cannot say."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def content_sha256(content: str) -> str:
    """The SHA-256 of the content's UTF-8, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


def held_columns(kind: RowKind) -> tuple[str, ...]:
    """The columns that cannot change once the document is signed: all but the row's version and its follow-up."""
    names = [field.attname for field in kind.model._meta.concrete_fields]
    return tuple(name for name in names if name != kind.version_column and name not in kind.follow_up)


def word_columns(kind: RowKind) -> tuple[str, ...]:
    """The columns that are written into the content: those that are held, without ids, places and links."""
    relations = {field.attname for field in kind.model._meta.concrete_fields if field.is_relation}
    return tuple(name for name in held_columns(kind) if name not in relations | {"id", "position"})


def _head(agreement: Agreement) -> dict[str, Any]:
    """What stands before the sections; an amendment names the version that it supersedes."""
    columns = word_columns(row_kinds["agreement"])
    row = Agreement.objects.values(*columns, "supersedes__version").get(pk=agreement.pk)
    head = {name: as_json(row[name]) for name in columns} | {"supersedes": row["supersedes__version"]}
    return _given(head)


def _row(row: Row, snapshot: Snapshot, slugs: Mapping[int, str]) -> dict[str, Any]:
    """The row's words, and under each kind's key the rows that stand in it, in their order."""
    kind = row_kinds[row.kind]
    words = _given({name: row.state[name] for name in word_columns(kind)})
    if project := row.state.get(_PROJECT):
        words["project"] = slugs[project]
    for within in row_kinds.in_(kind.key):
        rows = [_row(each, snapshot, slugs) for each in snapshot.of(within.key, row.pk)]
        if rows:
            words[within.key] = rows[0] if within.single else rows
    return words


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those that say nothing; 0 says something."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {}) and value is not False}


def _project_slugs(snapshot: Snapshot) -> dict[int, str]:
    """The slugs of the grant projects that the measures name: what a document is called never changes."""
    projects = {row.state[_PROJECT] for row in snapshot.rows.values() if row.state.get(_PROJECT)}
    return dict(Agreement.objects.filter(pk__in=projects).values_list("pk", "slug"))
