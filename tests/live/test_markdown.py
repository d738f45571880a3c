"""Messages as HTML."""

from __future__ import annotations

import pytest

from viva.live.markdown import render_markdown

pytestmark = pytest.mark.unit


def test_code_that_scrolls_sideways_is_reached_by_keyboard() -> None:
    assert render_markdown("```\nlong\n```").startswith('<pre tabindex="0"><code class="hl">')


@pytest.mark.parametrize("text", ["<pre tabindex=5 onclick=alert(1)>x</pre>", "<script>alert(1)</script>"])
def test_html_in_a_message_is_text(text: str) -> None:
    html = render_markdown(text)
    assert "<pre" not in html
    assert "<script" not in html
    assert "&lt;" in html
