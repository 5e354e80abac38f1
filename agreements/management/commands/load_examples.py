"""`manage.py load_examples`: the five example documents, a draft to edit, what stands above them, and in development
a user for each role.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from agreements.demo import FIXTURES, demo_users
from agreements.models import Agreement, Goal, HigherGoal, Membership, Party, PortfolioEntry, User
from agreements.services.documents import document_create, unit_at
from agreements.services.freezing import freeze
from agreements.services.years import document_carry_to_next_year

DRAFT = ("yhteiset-palvelut-2020", "yhteiset-palvelut-2021")


class Command(BaseCommand):
    help = (
        "Creates the example documents that are missing, in one transaction. A document that exists is never touched. "
        "In development it also creates the demo users."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--unfrozen",
            action="store_true",
            help="Leaves the documents that are in force open to changes behind the application's back, for tests.",
        )

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        for path in sorted((FIXTURES / "documents").glob("*.json")):
            self._create_document(path, frozen=not options["unfrozen"])
        is_new = self._create_draft()
        if settings.DEMO_USERS:
            self._create_demo_users()
            if is_new:
                self._link_parties()
        catalogues = json.loads((FIXTURES / "catalogues.json").read_text(encoding="utf-8"))
        self._create_higher_goals(catalogues["higher_goals"], link=is_new)
        self._create_portfolio(catalogues["portfolio"])

    def _create_document(self, path: Path, *, frozen: bool) -> None:
        data = json.loads(path.read_text(encoding="utf-8"))
        if self._exists(data["slug"]):
            return
        try:
            agreement = document_create(data=data)
        except (ValidationError, KeyError) as error:
            raise CommandError(f"{path.name} cannot be loaded, and nothing was changed: {error}") from error
        if frozen and agreement.signed:
            freeze(agreement=agreement, by=None, at=timezone.now())
        self.stdout.write(f"{data['slug']}: created.")

    def _create_draft(self) -> bool:
        """Whether there was none."""
        source_slug, slug = DRAFT
        if self._exists(slug):
            return False
        source = Agreement.objects.newest().select_related("unit").get(slug=source_slug)
        document_carry_to_next_year(agreement=source, slug=slug, at=source.changed_at)
        self.stdout.write(f"{slug}: created.")
        return True

    def _exists(self, slug: str) -> bool:
        exists = Agreement.objects.filter(slug=slug).exists()
        if exists:
            self.stdout.write(f"{slug}: exists already, left as it is.")
        return exists

    def _create_demo_users(self) -> None:
        """Each demo user with the roles of its list; one that exists is left as it is."""
        demo = demo_users()
        for row in demo["users"]:
            if User.objects.filter(email=row["email"]).exists():
                continue
            user = User.objects.create_user(
                row["email"],
                demo["password"],
                name=row["name"],
                language=row["language"],
                is_demo=True,
                is_staff=row["superuser"],
                is_superuser=row["superuser"],
            )
            for membership in row["roles"]:
                Membership.objects.create(
                    user=user, unit=unit_at(path=membership["unit_path"]), role=membership["role"]
                )

    def _link_parties(self) -> None:
        """The parties of the draft are demo users, in their order, so that it can be signed by them."""
        emails = demo_users()["parties"][DRAFT[1]]
        parties = Party.objects.filter(agreement__slug=DRAFT[1]).order_by("position")
        for party, email in zip(parties, emails, strict=True):
            Party.objects.filter(pk=party.pk).update(user=User.objects.get(email=email))

    def _create_higher_goals(self, rows: list[dict[str, Any]], *, link: bool) -> None:
        """The goals above the documents' own; with `link` those of the new draft that serve them are linked."""
        for position, row in enumerate(rows):
            goal, _created = HigherGoal.objects.get_or_create(
                unit=unit_at(path=row["unit_path"]),
                source=row["source"],
                title=row["title"],
                defaults={"position": position, "valid_from": row["valid_from"], "valid_to": row["valid_to"]},
            )
            if link:
                goals = Goal.objects.filter(section__agreement__slug=DRAFT[1], title__in=row["goals"])
                goals.update(serves=goal)

    def _create_portfolio(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            amounts = {field: row[field] for field in ("applied", "granted", "realised")}
            manager = User.objects.filter(email=row["manager"]).first()
            PortfolioEntry.objects.get_or_create(
                unit=unit_at(path=row["unit_path"]),
                name=row["name"],
                defaults={**amounts, "phase": row["phase"], "manager": manager},
            )
