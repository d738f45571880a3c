"""Every page and state there is to see: who goes there and how."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.recruiter_visits import DESCRIPTION, RECRUITER_VISITS
from tests.e2e.room_page import RoomPage
from tests.e2e.visit import Visit, Way, at
from tests.e2e.world import World


def result(name: str) -> Way:
    def go(page: Page, world: World) -> None:
        page.goto(world.results[name])
        for summary in page.locator("main details > summary").all():
            summary.click()

    return go


def review(name: str) -> Way:
    """A page of the hiring company, all its folds open."""

    def go(page: Page, world: World) -> None:
        page.goto(world.reviews[name])
        for summary in page.locator("main details:not([open]):not(.drop) > summary").all():
            if summary.is_visible():
                summary.click()

    return go


def refused_override(page: Page, world: World) -> None:
    """In place: the answer is shown again with what is wrong, the page around it stays."""
    page.goto(world.reviews["fresh"])
    answer = page.locator("#answer-1")
    answer.get_by_text("Give another score").click()
    answer.get_by_label("Your score").fill("11")
    answer.get_by_role("button", name="Keep this score").click()
    expect(answer.get_by_text("Error:").first).to_be_attached()


def result_of(name: str) -> Way:
    def go(page: Page, world: World) -> None:
        page.goto(world.reviews[name])

    return go


def unfinished_result(page: Page, world: World) -> None:
    [(interview,)] = world.server.rows(
        "select interview_id from live_interviewsession where id = ?", int(world.rooms["talk"].split("/")[-2])
    )
    page.goto(f"/interviews/{interview}/")
    expect(page.get_by_role("link", name="Resume")).to_be_visible()


def room(name: str) -> Way:
    def go(page: Page, world: World) -> None:
        page.goto(world.rooms[name])
        RoomPage(page).wait_until_open()

    return go


def ask_to_complete(page: Page, world: World) -> None:
    room("talk")(page, world)
    page.get_by_role("button", name="Complete interview").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def room_taken(page: Page, world: World) -> None:
    room("talk")(page, world)
    other = page.context.new_page()
    other.goto(world.rooms["talk"])
    expect(page.get_by_role("button", name="Use here")).to_be_visible()
    other.close()


def room_without_sign_in(page: Page, world: World) -> None:
    """The socket is refused as one without a sign-in is; the page stays."""
    page.route_web_socket("**/ws/room/**", lambda socket: socket.close(code=4003))
    page.goto(world.rooms["talk"])
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()


def room_lost(page: Page, world: World) -> None:
    page.route_web_socket("**/ws/room/**", lambda socket: socket.close(code=1012))
    page.goto(world.rooms["talk"])
    expect(page.get_by_role("button", name="Try now")).to_be_visible()


def stale_form(page: Page, world: World) -> None:
    page.goto("/accounts/login/")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_label("Username or e-mail").fill("candidate")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("main")).not_to_contain_text("Forgot your password?")


def refused_sign_in(page: Page, world: World) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username or e-mail").fill("W" * 200)
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()


def refused_sign_up(page: Page, world: World) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Username").fill("candidate")
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("alert")).to_be_visible()


def too_many_tries(page: Page, world: World) -> None:
    for _ in range(12):
        page.goto("/accounts/login/")
        page.get_by_label("Username or e-mail").fill("nobody-at-all")
        page.get_by_label("Password", exact=True).fill("wrong")
        with page.expect_navigation() as answer:
            page.get_by_role("button", name="Sign in", exact=True).click()
        if answer.value and answer.value.status == 429:
            return
    raise AssertionError("twelve wrong passwords in a row and no 429")


def start_read(page: Page, world: World) -> None:
    """Filled in from a job description, the fold opened again."""
    page.goto("/ai-interview/start/")
    page.locator("#particular > summary").click()
    page.get_by_label("Paste it").fill(DESCRIPTION)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("The text has been read")).to_be_visible()
    page.locator("#particular > summary").click()


def choose_password(page: Page, world: World) -> None:
    page.goto(world.reset_link)


def portal(name: str, *, more: str = "") -> Way:
    """By the link of the e-mail."""
    return lambda page, world: at(f"/?session_key={world.invited[name]['key']}{more}")(page, world)


def own(name: str, step: str = "ready") -> Way:
    return lambda page, world: at(f"/interview/{step}/{world.invited[name]['uuid']}/")(page, world)


def times(name: str) -> Way:
    def go(page: Page, world: World) -> None:
        page.goto(f"/interview/times/?session_key={world.invited[name]['key']}")
        page.wait_for_load_state("networkidle")

    return go


def meeting(way: Way) -> Way:
    def go(page: Page, world: World) -> None:
        way(page, world)
        RoomPage(page).wait_until_open()

    return go


def meeting_code(page: Page, world: World) -> None:
    meeting(portal("running-code"))(page, world)
    room = RoomPage(page)
    while not (room.editor.is_visible() or page.get_by_role("tab", name="Code").is_visible()):
        room.say("I don't know.")


def dialog(way: Way, button: str) -> Way:
    def go(page: Page, world: World) -> None:
        way(page, world)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return go


VISITS = [
    Visit("landing", "nobody", at("/")),
    Visit("sign-in", "nobody", at("/accounts/login/")),
    Visit("sign-in-refused", "nobody", refused_sign_in),
    Visit("sign-in-too-often", "nobody", too_many_tries, ("429",)),
    Visit("sign-up", "nobody", at("/accounts/signup/")),
    Visit("sign-up-refused", "nobody", refused_sign_up),
    Visit("reset", "nobody", at("/accounts/password-reset/")),
    Visit("reset-sent", "nobody", at("/accounts/password-reset/done/")),
    Visit("reset-choose", "nobody", choose_password),
    Visit("reset-stale", "nobody", at("/accounts/password-reset/MQ/stale-token/")),
    Visit("reset-done", "nobody", at("/accounts/password-reset/complete/")),
    Visit("admin-sign-in", "nobody", at("/admin/")),
    Visit("form-stale", "nobody", stale_form, ("403",)),
    Visit("profile-empty", "newcomer", at("/profile/")),
    Visit("start", "newcomer", at("/ai-interview/start/")),
    Visit("start-read", "newcomer", start_read),
    Visit("list-empty", "newcomer", at("/interviews/")),
    Visit("insights-empty", "newcomer", at("/insights/")),
    Visit("not-found", "newcomer", at("/interviews/999999/"), ("404",)),
    Visit("profile", "veteran", at("/profile/")),
    Visit("profile-edit", "veteran", at("/profile/edit/")),
    Visit("password-change", "veteran", at("/accounts/password-change/")),
    Visit("start-skill", "veteran", at("/ai-interview/start/?skill=databases")),
    Visit("list", "veteran", at("/interviews/")),
    Visit("list-page", "veteran", at("/interviews/?page=3")),
    Visit("list-filtered", "veteran", at("/interviews/?status=completed&type=coding&difficulty=hard")),
    Visit("list-none-fits", "veteran", at("/interviews/?status=in_progress")),
    Visit("result", "veteran", result("veteran")),
    Visit("insights", "veteran", at("/insights/")),
    Visit("landing-signed-in", "veteran", at("/")),
    Visit("profile-rtl", "rtl", at("/profile/")),
    Visit("result-unassessed", "rtl", result("unassessed")),
    Visit("start-unfinished", "chandra", at("/ai-interview/start/")),
    Visit("profile-unfinished", "chandra", at("/profile/")),
    Visit("list-unfinished", "chandra", at("/interviews/")),
    Visit("result-unfinished", "chandra", unfinished_result),
    Visit("reviews", "rita", at("/dashboard/recruiter/interviews/")),
    Visit("reviews-page", "rita", at("/dashboard/recruiter/interviews/?page=2")),
    Visit("reviews-none-fits", "rita", at("/dashboard/recruiter/interviews/?q=nobody-at-all&review=open")),
    Visit("reviews-empty", "nora", at("/dashboard/recruiter/interviews/")),
    Visit("review", "rita", review("fresh")),
    Visit("review-judged", "rita", review("judged")),
    Visit("review-hard", "rita", review("hard")),
    Visit("review-rtl", "rita", review("rtl")),
    Visit("review-refused", "rita", refused_override),
    Visit("review-waiting", "rita", review("waiting")),
    Visit("review-reviewer", "rolf", review("fresh")),
    Visit("result-awaits", "cara", result_of("awaits")),
    Visit("result-released", "cara", result_of("released")),
    Visit("room-talk", "chandra", room("talk")),
    Visit("room-code", "chandra", room("code")),
    Visit("room-closed", "chandra", room("closed")),
    Visit("room-complete", "chandra", ask_to_complete),
    Visit("room-taken", "chandra", room_taken),
    Visit("room-signed-out", "chandra", room_without_sign_in),
    Visit("room-lost", "chandra", room_lost),
    Visit("portal-early", "link", portal("early")),
    Visit("portal-waiting", "link", portal("waiting")),
    Visit("portal-moved", "link", portal("moved")),
    Visit("portal-open", "link", portal("open")),
    Visit("portal-expired", "link", portal("expired")),
    Visit("portal-unscheduled", "link", portal("unscheduled")),
    Visit("portal-cancelled", "link", portal("cancelled")),
    Visit("portal-completed", "link", portal("completed")),
    Visit("portal-left", "link", portal("running", more="&left=1")),
    Visit("portal-unknown", "link", at("/?session_key=nobody-has-this-key"), ("404",)),
    Visit("times", "link", times("unscheduled")),
    Visit("times-none", "link", times("no-times")),
    Visit("meeting", "link", meeting(portal("running"))),
    Visit("meeting-person", "link", dialog(meeting(portal("running")), "Ask for a person")),
    Visit("meeting-complete", "link", dialog(meeting(portal("running")), "Complete interview")),
    Visit("meeting-code", "link", meeting_code),
    Visit("jobseeker", "samira", at("/dashboard/jobseeker/")),
    Visit("jobseeker-empty", "newcomer", at("/dashboard/jobseeker/")),
    Visit("ready-early", "samira", own("own-early")),
    Visit("ready-open", "samira", own("own-open")),
    Visit("ready-unscheduled", "samira", own("own-unscheduled")),
    Visit("ready-completed", "samira", own("own-completed")),
    Visit("ready-running", "samira", own("own-running")),
    Visit("own-times", "samira", own("own-unscheduled", "times")),
    Visit("own-meeting", "samira", meeting(own("own-running", "start"))),
    *RECRUITER_VISITS,
]
