"""What the design system's tags write."""

from __future__ import annotations

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import SafeString

from tests.web.gallery.components import SampleForm
from viva.web.templatetags.ui import avatar, breadcrumb
from viva.web.templatetags.ui_charts import band, bar, kilobytes, line_chart, score_ring
from viva.web.templatetags.ui_lists import filter_chips, pagination

pytestmark = pytest.mark.unit

LOAD = "{% load ui ui_forms ui_charts ui_lists %}"


def drawn(source: str, **context: object) -> str:
    return " ".join(Template(LOAD + source).render(Context(context)).split())


def at(address: str) -> Context:
    return Context({"request": RequestFactory().get(address)})


def test_button_submits_unless_told_otherwise() -> None:
    assert drawn('{% button %}Save{% endbutton %}{% button type="button" %}Open{% endbutton %}') == (
        '<button class="btn btn-primary" type="submit"><span>Save</span></button> '
        '<button class="btn btn-primary" type="button"><span>Open</span></button>'
    )


def test_button_turns_keywords_into_attributes_and_escapes_them() -> None:
    assert drawn("{% button kind='ghost' data_copy=given disabled=True %}x{% endbutton %}", given='"<') == (
        '<button class="btn btn-ghost" data-copy="&quot;&lt;" type="submit" disabled><span>x</span></button>'
    )


def test_block_tags_escape_values_once() -> None:
    assert "<span>a &lt;b&gt;</span>" in drawn("{% button %}{{ text }}{% endbutton %}", text="a <b>")
    assert '<code id="c">a &lt; b</code>' in drawn(
        "{% code_block id='c' %}{{ text }}{% endcode_block %}", text="a < b"
    )


def test_prose_leaves_markup_alone_and_escapes_text() -> None:
    assert drawn("{{ text|prose }}", text=SafeString("<p>a <em>b</em></p>")) == "<p>a <em>b</em></p>"
    assert drawn("{{ text|prose }}", text="a <b>") == "<p>a &lt;b&gt;</p>"


def test_icon_is_hidden_from_assistive_software_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "check" %}')
    assert 'role="img" aria-label="Done"' in drawn('{% icon "check" label="Done" %}')


def test_error_notice_is_announced_at_once() -> None:
    assert 'role="alert"' in drawn('{% notice tone="error" %}No{% endnotice %}')
    assert 'role="status"' in drawn('{% notice tone="success" %}Yes{% endnotice %}')


def test_field_ties_help_and_error_to_the_control() -> None:
    refused = SampleForm({"name": ""})
    html = drawn("{% field form.name %}", form=refused)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_field_shows_each_radio_choice_as_a_card_with_its_note() -> None:
    html = drawn('{% field form.mode note_real="Strict time" %}', form=SampleForm())
    assert html.count('class="choice-card"') == 2
    assert html.count("Strict time") == 1
    assert html.count('class="radio"') == 2


def test_field_gives_every_widget_the_class_of_its_kind() -> None:
    html = drawn("{% for bound in form %}{% field bound %}{% endfor %}", form=SampleForm())
    for name in ("input", "select", "textarea", "checkbox", "radio"):
        assert f'class="{name}"' in html


def test_hidden_field_is_drawn_bare() -> None:
    class Secret(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput, initial="k")

    html = drawn("{% field form.key %}", form=Secret())
    assert 'type="hidden"' in html
    assert "label" not in html


def test_form_errors_link_to_their_fields() -> None:
    html = drawn(
        "{% form_errors form %}", form=SampleForm({"name": "", "password": "x", "role": "a", "mode": "real"})
    )
    assert html.count("<li>") == 1
    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert drawn("{% form_errors form %}", form=SampleForm()) == ""


def test_avatar_takes_the_first_and_the_last_word() -> None:
    assert avatar("Asha Devi Rao") == {"letters": "AR"}
    assert avatar("asha") == {"letters": "A"}
    assert avatar("  ") == {"letters": "?"}


def test_breadcrumb_pairs_texts_with_addresses() -> None:
    assert breadcrumb("A", "/a/", "B", "/b/", "C") == {"links": [("A", "/a/"), ("B", "/b/")], "here": "C"}


@pytest.mark.parametrize(
    ("score", "tone"),
    [
        (None, "neutral"),
        (0, "error"),
        (49.4, "error"),
        (49.5, "warning"),  # shown as 50
        (74.4, "warning"),
        (74.5, "success"),  # shown as 75
        (100, "success"),
    ],
)
def test_band_of_a_score(score: float | None, tone: str) -> None:
    assert band(score)[0] == tone


def test_ring_tells_nought_from_not_assessed() -> None:
    assert score_ring(0)["label"] == "Score: 0 out of 100, Needs work"
    assert score_ring(None)["label"] == "Score: Not assessed"
    assert score_ring(84.5, label="Overall score")["label"] == "Overall score: 85 out of 100, Strong"


def test_bar_stays_within_its_track() -> None:
    assert bar("Depth", 3.25, 10)["percent"] == 33
    assert bar("Depth", 12, 10)["percent"] == 100
    assert bar("Depth", None)["percent"] is None


def test_memory_is_given_in_the_unit_that_reads_well() -> None:
    assert [kilobytes(900), kilobytes(1024), kilobytes(9100)] == ["900 KB", "1.0 MB", "8.9 MB"]


def test_line_chart_leaves_out_what_was_not_assessed_but_keeps_it_in_the_table() -> None:
    chart = line_chart([("a", 40.0), ("b", None), ("c", 80.0)], "Score", "Date", "Score")
    assert chart["description"] == "From 40 to 80 over 2 interviews."
    assert [point["label"] for point in chart["drawings"][0]["points"]] == ["a", "c"]
    assert chart["rows"] == [("a", 40.0), ("b", None), ("c", 80.0)]


def test_line_chart_draws_one_point_in_the_middle_and_none_without_scores() -> None:
    only = line_chart([("a", 50.0)], "Score", "Date", "Score")["drawings"][0]
    assert (only["points"][0]["x"], only["area"]) == (370, "")
    assert line_chart([("a", None)], "Score", "Date", "Score")["drawings"] == []


def test_line_chart_never_crowds_its_axis() -> None:
    points = [(str(index), 50.0) for index in range(500)]
    for drawing, most in zip(line_chart(points, "", "", "")["drawings"], (8, 4), strict=True):
        shown = [point["label"] for point in drawing["points"] if point["shown"]]
        assert len(shown) <= most
        assert shown[-1] == "499"


def test_chips_keep_the_other_filters_and_go_back_to_the_first_page() -> None:
    chips = filter_chips(at("/?type=hr&page=3"), "status", [("completed", "Completed")], "Status", "All")["chips"]
    assert [(chip["href"], chip["on"]) for chip in chips] == [
        ("?type=hr", True),
        ("?type=hr&status=completed", False),
    ]


def test_pages_keep_the_filters() -> None:
    page = Paginator(range(30), 10).page(2)
    links = pagination(at("/?status=completed&page=2"), page)
    assert (links["previous"], links["next"]) == ("?status=completed&page=1", "?status=completed&page=3")
    assert drawn("{% pagination page %}", page=Paginator([], 10).page(1), **at("/").flatten()) == ""
