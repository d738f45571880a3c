import { meetingPart, meetingWord } from "./parts";

/** *Ask for a person* is sent from where one is: the interview stays open. Without this script the form posts. */
export function personForm(): void {
  const form = document.querySelector<HTMLFormElement>("dialog [data-person-form]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form);
  });
}

async function send(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (button?.getAttribute("aria-busy") === "true") return;
  button?.setAttribute("aria-busy", "true");
  const sent = await post(form);
  button?.setAttribute("aria-busy", "false");
  meetingPart("person-status").textContent = meetingWord(sent ? "person_sent" : "person_failed");
  if (sent) form.reset();
}

async function post(form: HTMLFormElement): Promise<boolean> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected;
  } catch {
    return false; // no connection just now: the words stay in the form
  }
}
