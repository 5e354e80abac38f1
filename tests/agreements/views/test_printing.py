"""The pages of printing in bulk: what is chosen, how far it has come, and the file."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from agreements.models import JobState, Membership, PartState, PrintForm, PrintJob, Unit
from agreements.printing.store import folder_of, whole_file
from agreements.workers import hold
from tests.agreements.print_jobs import choice_of, ordered, person

pytestmark = pytest.mark.usefixtures("examples")
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture(autouse=True)
def own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def signed_in(name: str = "tuula.heino", language: str = "en") -> Client:
    user = person(name)
    user.language = language
    user.save()
    client = Client()
    client.force_login(user)
    return client


def finished(job: PrintJob, content: bytes = b"%PDF-1.7 whole") -> PrintJob:
    """The job as it is when everything was made."""
    folder_of(job).mkdir(parents=True)
    whole_file(job).write_bytes(content)
    job.parts.update(state=PartState.DONE, source="printed", pages=3, times=1)
    job.state, job.size, job.pages, job.finished_at = JobState.DONE, len(content), 8, job.ordered_at
    job.save()
    return job


def fields(**more: object) -> dict[str, Any]:
    chosen = choice_of()
    return {
        **{"unit": chosen.unit, "year": chosen.year, "kinds": list(chosen.kinds), "statuses": list(chosen.statuses)},
        **{"form": "book", **more},
    }


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def without_tokens(page: bytes) -> bytes:
    """The page without what differs from request to request."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"|data-left="\d*"|/printing/\d+/', b"", page)


def test_what_will_be_printed_is_shown_before_it_is() -> None:
    page = page_of(signed_in(), "/printing/new/?year=2021")
    assert "2 documents are printed" in page
    assert page.index("/agreements/asiakaspalvelut-2021/") < page.index("/agreements/yhteiset-palvelut-2021/")
    unit = Unit.objects.get(name_fi="Asiakaspalvelut").pk
    narrow = page_of(signed_in(), f"/printing/new/?unit={unit}&year=2021")
    assert "1 document is printed" in narrow


def test_the_year_is_the_newest_unless_this_year_has_documents() -> None:
    assert '<option value="2024" selected>' in page_of(signed_in(), "/printing/new/")


def test_what_is_wrong_with_the_choice_stands_beside_the_field_and_nothing_can_be_started() -> None:
    page = page_of(signed_in(), "/printing/new/?show=1&unit=x&year=2021&kinds=poem")
    assert "Choose at least one status." in page
    assert page.count('class="errorlist"') == 3
    assert "Start printing" not in page


def test_nothing_is_printed_where_nothing_is() -> None:
    none = fields(kinds=["grant_project"])
    client = signed_in()
    response = client.get("/printing/new/", {**none, "show": "1"})
    assert "No document that you may read is like this" in response.content.decode()
    response = client.post("/printing/new/", none)
    assert response.status_code == 200
    assert "There is nothing to print" in response.content.decode()
    assert "There are no agreements in your units yet" in page_of(signed_in("admin"), "/printing/new/")


def test_a_job_is_started_and_its_page_tells_how_far_it_is() -> None:
    client = signed_in()
    response = client.post("/printing/new/", fields())
    job = PrintJob.objects.get()
    assert response["Location"] == f"/printing/{job.pk}/"
    assert (job.language, job.form, job.ordered_by) == ("en", "book", person("tuula.heino"))
    page = page_of(client, f"/printing/{job.pk}/")
    assert "0 of 2 documents printed." in page
    assert '<progress class="meter wide" max="2" value="0"' in page
    assert "worker of the application is not running" in page
    with hold("worker"):
        assert "Waiting for its turn." in page_of(client, f"/printing/{job.pk}/")
        job.parts.filter(number=1).update(state=PartState.MAKING)
        page = page_of(client, f"/printing/{job.pk}/")
    assert "Being printed: Asiakaspalvelut 2021" in " ".join(page.split())


def test_a_choice_of_what_is_not_offered_is_refused() -> None:
    client = signed_in("helena.laine")
    for wrong in ({"form": "poem"}, {"unit": Unit.objects.get(name_fi="Porvoo").pk}, {"year": "9" * 30}, {"kinds": ""}):
        response = client.post("/printing/new/", fields(**wrong))
        assert response.status_code == 200
        assert 'class="errorlist"' in response.content.decode()
    assert not PrintJob.objects.exists()


def test_the_script_gets_what_changes_and_nothing_else() -> None:
    job = ordered()
    response = signed_in().get(f"/printing/{job.pk}/", headers=FETCH)
    part = response.content.decode()
    assert "0 of 2 documents printed." in part
    assert "<html" not in part


def test_the_file_is_taken_by_whose_it_is_and_there_for_nobody_else() -> None:
    job = finished(ordered())
    response = signed_in().get(f"/printing/{job.pk}/file/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="turku-2021.pdf"'
    assert b"".join(response.streaming_content) == b"%PDF-1.7 whole"  # type: ignore[attr-defined]
    other = signed_in("juhani.makela")
    missing = without_tokens(other.get("/printing/999999/").content)
    for address in ("", "file/"):
        response = other.get(f"/printing/{job.pk}/{address}")
        assert response.status_code == 404
    assert without_tokens(other.get(f"/printing/{job.pk}/").content) == missing
    for deed in ("cancel", "retry", "leave-out"):
        assert other.post(f"/printing/{job.pk}/{deed}/").status_code == 404


def test_a_zip_file_is_called_one() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w"):
        pass
    job = finished(ordered(form=PrintForm.PARCEL), file.getvalue())
    response = signed_in().get(f"/printing/{job.pk}/file/")
    response.close()
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="turku-2021.zip"'


def test_who_lost_the_right_to_a_document_is_told_why_the_file_is_not_theirs_any_more() -> None:
    job = finished(ordered())
    client = signed_in()
    Membership.objects.filter(user=job.ordered_by).delete()
    response = client.get(f"/printing/{job.pk}/file/")
    assert response.status_code == 403
    assert "Only those who may read every document in the file may take it." in response.content.decode()


def test_there_is_no_file_while_there_is_none() -> None:
    job = ordered()
    client = signed_in()
    assert client.get(f"/printing/{job.pk}/file/").status_code == 404
    finished(job)
    whole_file(job).unlink()
    assert client.get(f"/printing/{job.pk}/file/").status_code == 404


def test_a_job_is_cancelled() -> None:
    job = ordered()
    client = signed_in()
    page = client.post(f"/printing/{job.pk}/cancel/", follow=True).content.decode()
    assert "The print job was cancelled." in page
    assert "Choose the same again" in page
    again = page.split('href="/printing/new/?')[1].split('"')[0].replace("&amp;", "&")
    assert "2 documents are printed" in page_of(client, f"/printing/new/?{again}")


def test_what_failed_is_named_with_its_reason_and_can_be_tried_again_or_left_out() -> None:
    job = ordered()
    job.parts.filter(number=1).update(state=PartState.FAILED, reason="OSError: <no ink>")
    job.parts.filter(number=2).update(state=PartState.DONE)
    PrintJob.objects.filter(pk=job.pk).update(state=JobState.FAILED, reason="Some documents could not be printed.")
    client = signed_in()
    page = page_of(client, f"/printing/{job.pk}/")
    assert "OSError: &lt;no ink&gt;" in page
    assert "Leave out what failed" in page
    page = client.post(f"/printing/{job.pk}/retry/", follow=True).content.decode()
    assert "1 of 2 documents printed." in page


def test_jobs_are_listed_for_whose_they_are() -> None:
    job = ordered()
    assert f'href="/printing/{job.pk}/"' in page_of(signed_in(), "/printing/")
    assert f'href="/printing/{job.pk}/"' not in page_of(signed_in("juhani.makela"), "/printing/")


def test_agreements_and_units_lead_here() -> None:
    client, turku = signed_in(), Unit.objects.get(name_fi="Turku").pk
    assert f'href="/printing/new/?unit={turku}"' in page_of(client, f"/units/{turku}/")
    page = page_of(client, f"/agreements/?unit={turku}&year=2021")
    assert f'href="/printing/new/?unit={turku}&amp;year=2021"' in page


@pytest.mark.parametrize(("address", "queries"), [("new/?year=2021", 6), ("", 3), ("{job}/", 4)])
def test_a_page_takes_as_many_queries_whatever_it_shows(
    address: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    jobs = [ordered(), ordered(choice=choice_of(statuses=["draft"]))]
    client = signed_in()
    for job in jobs:
        with django_assert_num_queries(queries):
            page_of(client, f"/printing/{address.format(job=job.pk)}")


def test_nobody_prints_before_signing_in() -> None:
    job = ordered()
    for address in ("", "new/", f"{job.pk}/", f"{job.pk}/file/"):
        assert Client().get(f"/printing/{address}").status_code == 302
