"""The agreement page against the same document loaded and its cells put into a bare template."""

from collections.abc import Callable

from django.template import Context, Engine, Template
from django.test import RequestFactory

from agreements.document import load_document
from agreements.models import Agreement, User
from agreements.views.agreement import agreement_detail

BARE = Template(
    """<!doctype html><title>{{ document.title }}</title>
{% for unit in document.units %}<p>{{ unit.name }}</p>{% endfor %}<p>{{ document.purpose }}</p>
{% for section in document.sections %}<h2>{{ section.number }} {{ section.heading }}</h2>
{% with block=section.block %}{{ block.html|safe }}
<table>{% for goal in block.goals %}{% for measure in goal.measures %}{% for metric in measure.metrics %}<tr>
{% if forloop.first %}{% if forloop.parentloop.first %}<td rowspan="{{ goal.span }}">{{ goal.title }}</td>{% endif %}
<td rowspan="{{ measure.span }}">{{ measure.text }}</td>
<td rowspan="{{ measure.span }}">{{ measure.in_portfolio }}</td>{% endif %}
<td>{{ metric.text }}</td><td>{{ metric.target }}</td><td>{{ metric.prior }}</td><td>{{ metric.actual }}</td>
<td>{{ metric.colour }}</td></tr>{% endfor %}{% endfor %}{% endfor %}
{% for module in block.modules %}{% for content in module.contents %}<tr><td>{{ module.title }}</td>
<td>{{ content.title }}</td>
{% for delivery in content.deliveries %}<td>{{ delivery }}</td>{% endfor %}</tr>{% endfor %}{% endfor %}
{% for row in block.allocations %}<tr><td>{{ row.number }}</td><td>{{ row.title }}</td><td>{{ row.percent }}</td>
<td>{{ row.tasks }}</td></tr>{% endfor %}
{% for line in block.lines %}<tr><td>{{ line.label }}</td>
{% for amount in line.amounts.values %}<td>{{ amount }}</td>{% endfor %}
</tr>{% endfor %}</table>{% endwith %}{% endfor %}""",
    engine=Engine.get_default(),
)


def page(slug: str) -> Callable[[], object]:
    """The page as its view answers a signed-in reader, rights and all; sessions and middleware are every page's."""
    agreement = Agreement.objects.newest().get(slug=slug)
    reader = User.objects.filter(memberships__unit=agreement.unit).first()
    if reader is None:
        raise LookupError(f"Nobody has a role in the unit of {slug}.")

    def get() -> object:
        request = RequestFactory().get(f"/agreements/{slug}/")
        request.user = reader
        return agreement_detail(request, slug)

    return get


def bare(slug: str) -> Callable[[], object]:
    """The same document loaded and its cells in the bare template."""

    def render() -> object:
        agreement = Agreement.objects.newest().select_related("unit").get(slug=slug)
        return BARE.render(Context({"document": load_document(agreement)}))

    return render
