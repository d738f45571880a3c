"""Messages as HTML that is safe to show: Markdown without raw HTML, code highlighted, then sanitised again."""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TAGS = {
    "p", "br", "em", "strong", "s", "code", "pre", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6",
    "hr", "table", "thead", "tbody", "tr", "th", "td", "div", "span", "a",
}  # fmt: skip
_ATTRIBUTES = {"div": {"class"}, "span": {"class"}, "code": {"class"}, "a": {"href"}, "ol": {"start"}}
_LONGEST_HIGHLIGHTED = 20_000


@lru_cache(maxsize=512)
def render_markdown(text: str, *, breaks: bool = False) -> str:
    """Safe HTML of `text`. Links only to http(s) and mailto, marked noopener; headings start at h3.

    `breaks`: a single line break is kept, as people who chat expect; without it the lines flow.
    """
    html = _parser(breaks).render(text)
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        set_tag_attribute_values={"pre": {"tabindex": "0"}},  # what scrolls sideways is reached by keyboard too
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


@cache
def _parser(breaks: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt

    options = {"html": False, "linkify": False, "breaks": breaks, "highlight": _highlight, "maxNesting": 20}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.disable(["image", "html_block", "html_inline"])
    parser.core.ruler.push("lower_headings", _lower_headings)
    return parser


def _lower_headings(state) -> None:  # type: ignore[no-untyped-def]
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"


def _highlight(code: str, language: str, _attrs: str) -> str:
    """Pygments' short class names inside `.hl`; unknown languages and very long code stay plain."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    body = escape(code)
    if len(code) <= _LONGEST_HIGHLIGHTED:
        try:
            lexer = get_lexer_by_name(language or "python", stripnl=False)
            body = highlight(code, lexer, HtmlFormatter(nowrap=True))
        except ClassNotFound:
            pass
    return f'<pre><code class="hl">{body}</code></pre>'
