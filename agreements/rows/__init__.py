"""The rows that people edit: their kinds and fields, a document's rows at one moment, and how they are told in words.

An app brings its kinds of row by registering them in `AppConfig.ready()`, as it does its kinds of section. Services,
pages, history, checks and comparisons work for every kind.
"""

from agreements.rows.fields import Field, Scope, State
from agreements.rows.kinds import RowKind, row_kinds, state_of
from agreements.rows.snapshot import Row, Snapshot, load_snapshot

__all__ = ["Field", "Row", "RowKind", "Scope", "Snapshot", "State", "load_snapshot", "row_kinds", "state_of"]
