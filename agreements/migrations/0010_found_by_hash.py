"""What is kept as proof is found by its hashes, beside whole files."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0009_printing"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="closingrecord",
            index=models.Index(fields=["sha256"], name="closing_sha256"),
        ),
        migrations.AddIndex(
            model_name="closingrecord",
            index=models.Index(fields=["pdf_sha256"], name="closing_pdf_sha256"),
        ),
        migrations.AddIndex(
            model_name="closingrecord",
            index=models.Index(fields=["certificate"], name="closing_certificate"),
        ),
        migrations.AddIndex(
            model_name="scan",
            index=models.Index(fields=["sha256"], name="scan_sha256"),
        ),
        migrations.AddIndex(
            model_name="signedrecord",
            index=models.Index(fields=["sha256"], name="signed_record_sha256"),
        ),
        migrations.AddIndex(
            model_name="signedrecord",
            index=models.Index(fields=["pdf_sha256"], name="signed_record_pdf_sha256"),
        ),
        migrations.AddIndex(
            model_name="signedrecord",
            index=models.Index(fields=["certificate"], name="signed_record_certificate"),
        ),
    ]
