from django.db import migrations


def take_over(apps, schema_editor):
    """What a party was marked with becomes a signature on paper; no door ever marked one as signed in the application."""
    Party = apps.get_model("agreements", "Party")
    Signature = apps.get_model("agreements", "Signature")
    for party in Party.objects.filter(signed="paper").iterator():
        Signature.objects.create(
            agreement_id=party.agreement_id, party=party, title=party.title, name=party.name, signed="paper"
        )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_signing")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
