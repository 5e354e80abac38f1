"""Titles as they are shown."""


def display_title(title: str) -> str:
    """A title printed in capitals in sentence case, so that it does not shout; any other title unchanged.

    The stored title keeps the capitals: "PALVELUTUOTANTOSOPIMUS 2021" is shown as "Palvelutuotantosopimus 2021".
    """
    return title.capitalize() if title.isupper() else title
