"""The table of the cache: what several processes have to know together."""

from django.core.management import call_command
from django.db import migrations

TABLE = "agreements_cache"


def make(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_party")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
