from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agreements", "0005_paper_signatures")]
    operations = [
        migrations.RemoveConstraint(
            model_name="party",
            name="party_signing_time_needs_signature",
        ),
        migrations.RemoveConstraint(
            model_name="party",
            name="party_signed_known",
        ),
        migrations.RemoveField(
            model_name="party",
            name="signed",
        ),
        migrations.RemoveField(
            model_name="party",
            name="signed_at",
        ),
    ]
