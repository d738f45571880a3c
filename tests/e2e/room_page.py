"""The room as its users find it: by roles and names alone."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

CHAT = "Chat|Meeting"  # as it is called in practice and in a company's interview
REPLY_MS = 20_000
JUDGE_MS = 40_000


class RoomPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = page.get_by_role("log", name="Conversation")
        self.box = page.get_by_role("textbox", name="Message")
        self.editor = page.get_by_role("textbox", name="Code editor")
        self.results = page.get_by_role("region", name="Test results")

    @property
    def session_id(self) -> int:
        return int(re.search(r"/interview/(\d+)/", self.page.url).group(1))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=name != "Hint")

    def messages(self, speaker: str | None = None) -> Locator:
        """The bubbles in the log, all or of one speaker (`interviewer`, `candidate`)."""
        bubbles = self.log.get_by_role("article")
        return bubbles.and_(self.page.locator(f"[data-speaker={speaker}]")) if speaker else bubbles

    def said(self, speaker: str | None = None) -> list[str]:
        return self.messages(speaker).locator("[data-slot=body]").all_inner_texts()

    def question(self) -> str:
        """The text of the question that was asked last."""
        return self.log.locator("[data-kind=question] [data-slot=body]").last.inner_text()

    def wait_until_open(self) -> None:
        expect(self.log.locator("[data-kind=question]").first).to_be_visible(timeout=REPLY_MS)
        self.wait_until_quiet()

    def say(self, text: str) -> list[str]:
        """Send `text`; what the interviewer answers to it."""
        before = self.messages("interviewer").count()
        self.box.fill(text)
        self.button("Send").click()
        return self.replies(since=before)

    def ask_hint(self) -> list[str]:
        before = self.messages("interviewer").count()
        self.button("Hint").click()
        return self.replies(since=before)

    def replies(self, *, since: int) -> list[str]:
        self.page.wait_for_function(
            "n => document.querySelectorAll('[data-speaker=interviewer]').length > n",
            arg=since,
            timeout=REPLY_MS,
        )
        self.wait_until_quiet()
        return self.said("interviewer")[since:]

    def wait_until_quiet(self) -> None:
        """Everything typed is stored and the interviewer is not typing."""
        expect(self.page.get_by_text("The interviewer is typing")).to_be_hidden(timeout=REPLY_MS)
        expect(self.page.get_by_text("Saved", exact=True)).to_be_visible(timeout=REPLY_MS)

    def tab(self, name: str) -> None:
        """On a narrow screen chat and code take turns; beside each other there is nothing to do."""
        tab = self.page.get_by_role("tab", name=re.compile(CHAT if name == "Chat" else name))
        if tab.is_visible():
            tab.click()

    def write_code(self, source: str) -> None:
        self.tab("Code")
        self.editor.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)

    def judge(self, button: str) -> list[str]:
        """Press *Run* or *Submit*; the words on the chips, in order."""
        self.button(button).click()
        summary = "sample tests passed" if button == "Run" else re.compile(r"\d tests passed")
        expect(self.results.get_by_text(summary)).to_be_visible(timeout=JUDGE_MS)
        return self.results.get_by_role("listitem").all_inner_texts()

    def complete(self) -> None:
        self.tab("Chat")
        asks = not self.page.get_by_role("heading", name="That was the interview").is_visible()
        self.button("Complete interview").click()
        if asks:
            dialog = self.page.get_by_role("dialog", name="Complete the interview?")
            dialog.get_by_role("button", name="Complete interview").click()
        self.page.wait_for_url("**/profile/", timeout=60_000)
