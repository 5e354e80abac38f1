"""The accessibility statement."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_anybody_may_read_the_accessibility_statement() -> None:
    content = Client().get("/accessibility/").content.decode()
    assert "306/2019" in content
    assert "saavutettavuus@traficom.fi" in content
