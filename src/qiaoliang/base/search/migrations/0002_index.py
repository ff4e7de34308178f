"""The index over the token stream: each engine has its own."""

from typing import Any

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE search_index USING fts5"
    "(tokens, content='search_entry', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_entry_in AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER search_entry_out AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER search_entry_over AFTER UPDATE OF tokens ON search_entry BEGIN"
    " INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens);"
    " INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END",
]
POSTGRESQL = [
    "ALTER TABLE search_entry ADD COLUMN vector tsvector",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
]
BACK = {
    "sqlite": [
        "DROP TRIGGER search_entry_over",
        "DROP TRIGGER search_entry_out",
        "DROP TRIGGER search_entry_in",
        "DROP TABLE search_index",
    ],
    "postgresql": ["DROP INDEX search_entry_vector", "ALTER TABLE search_entry DROP COLUMN vector"],
}


def put(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def take(apps: Any, schema_editor: Any) -> None:
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(put, take)]
