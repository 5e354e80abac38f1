"""A metric has a row version, and a target's changes are told where every other change is."""

from django.db import migrations, models


def tell_as_revisions(apps, schema_editor):
    """Each change of a target becomes a revision of its document, oldest first, with its reason."""
    Revision = apps.get_model("agreements", "Revision")
    Change = apps.get_model("agreements", "Change")
    changes = apps.get_model("metrics", "TargetChange").objects.select_related(
        "metric__measure__goal__section__agreement"
    )
    for change in changes.order_by("changed_at", "pk"):
        metric = change.metric
        section = metric.measure.goal.section
        agreement = type(section.agreement).objects.get(pk=section.agreement_id)
        agreement.revision += 1
        agreement.save(update_fields=["revision"])
        metric = type(metric).objects.get(pk=metric.pk)
        metric.version += 1
        metric.save(update_fields=["version"])
        revision = Revision.objects.create(
            agreement=agreement,
            number=agreement.revision,
            deed="save",
            at=change.changed_at,
            by=change.changed_by,
            reason=change.reason,
        )
        Change.objects.create(
            revision=revision,
            kind="metric",
            row=metric.pk,
            key=metric.key,
            section=section.pk,
            version=metric.version,
            before={"target": change.before},
            after={"target": change.after},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_editing"),
        ("metrics", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="metric",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="row version"),
        ),
        migrations.RunPython(tell_as_revisions, migrations.RunPython.noop),
        migrations.DeleteModel(name="TargetChange"),
    ]
