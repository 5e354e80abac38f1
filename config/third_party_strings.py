"""Strings of other packages that their catalogues leave untranslated or say badly, named for `makemessages` to find.

Nothing imports this module. A translation in `locale/` serves the package too, for all of them share one domain. A test
tells which strings of Django belong here; those of the others are the ones that our pages show.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

DJANGO = (
    gettext_noop("%(model)s instance with %(field)s %(value)r is not a valid choice."),
    gettext_noop("Add link"),
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
    gettext_noop("Change or view list link"),
    gettext_noop("Error:"),
    gettext_noop("Forgotten your login credentials?"),
    gettext_noop("In case you’ve forgotten, you are:"),
    gettext_noop("Model name"),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)
DJANGO_SAYS_BADLY = (
    # In Finnish the word would need another case than its name is in.
    gettext_noop("Change %s"),
    # An e-mail address is the same in any case.
    gettext_noop("Please enter a correct %(username)s and password. Note that both fields may be case-sensitive."),
)
TREE_QUERIES = (
    gettext_noop("A node cannot be made a descendant of itself."),
    gettext_noop("parent"),
)
