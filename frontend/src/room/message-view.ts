import { copyOf, icon, slot } from "./elements";
import { readVerdict } from "./protocol";
import type { Command, Message } from "./protocol";
import { summary } from "./results";
import { word } from "./words";

export type Delivery = "sending" | "waiting" | "sent";

const EVENTS: Record<string, string> = { hint: "asked_hint", hint_request: "asked_hint", run: "ran", try: "tried", submit: "submitted" };

function setTime(drawn: HTMLElement, at: number): void {
  const time = slot(drawn, "time") as HTMLTimeElement;
  time.dateTime = new Date(at).toISOString();
  time.textContent = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(at);
}

function drawBubble(speaker: Message["speaker"], at: number): HTMLElement {
  const drawn = copyOf("message-template");
  drawn.dataset["speaker"] = speaker;
  drawn.dataset["at"] = String(at);
  // The person knows what they wrote: only the interviewer's side is read out.
  if (speaker === "candidate") drawn.setAttribute("aria-live", "off");
  slot(drawn, "speaker").textContent = word(speaker === "candidate" ? "you" : "interviewer");
  setTime(drawn, at);
  return drawn;
}

/** A line between the messages. Not read out: the candidate's own deed, or a verdict that the results announce. */
function drawEvent(text: string, at: number): HTMLElement {
  const drawn = copyOf("event-template");
  drawn.dataset["at"] = String(at);
  drawn.setAttribute("aria-live", "off");
  slot(drawn, "body").textContent = text;
  setTime(drawn, at);
  return drawn;
}

function drawRule(at: number): HTMLElement {
  const drawn = copyOf("question-template");
  drawn.dataset["at"] = String(at);
  return drawn;
}

/** Rules carry the number of the question that begins there, in the order of the log. */
export function numberRules(list: ParentNode): void {
  list.querySelectorAll<HTMLElement>(".room-rule").forEach((rule, index) => {
    const text = word("question_rule", { n: index + 1 });
    if (slot(rule, "body").textContent !== text) slot(rule, "body").textContent = text;
  });
}

/** A message as it stands in the log. Its `html` is the server's own rendering, which has no scripts, styles or handlers. */
export function drawMessage(message: Message): HTMLElement[] {
  const event = message.speaker === "candidate" ? EVENTS[message.kind] : undefined;
  if (event) return [drawEvent(word(event), message.at)];
  if (message.kind === "verdict") return [drawEvent(message.text || summary(readVerdict(message.payload)), message.at)];
  const drawn = drawBubble(message.speaker, message.at);
  const body = slot(drawn, "body");
  body.innerHTML = message.html;
  reachable(body);
  drawn.dataset["kind"] = message.kind;
  if (message.kind === "hint") slot(drawn, "speaker").append(tag("lightbulb", word("hint")));
  return message.kind === "question" ? [drawRule(message.at), drawn] : [drawn];
}

/** What scrolls sideways inside a message can be scrolled by keyboard. */
function reachable(body: HTMLElement): void {
  for (const block of body.querySelectorAll<HTMLElement>("pre")) block.tabIndex = 0;
  for (const link of body.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
}

function tag(iconName: string, text: string): HTMLElement {
  const drawn = document.createElement("span");
  drawn.className = "tag tone-neutral";
  drawn.append(icon(iconName, 14), text);
  return drawn;
}

/** A line that is not stored yet: plain, and not read out; the stored one is. */
export function drawSaying(at: number): HTMLElement {
  const drawn = drawBubble("interviewer", at);
  drawn.setAttribute("aria-live", "off");
  drawn.dataset["saying"] = "";
  return drawn;
}

export function resay(drawn: HTMLElement, text: string): void {
  const plain = document.createElement("p");
  plain.className = "msg-plain";
  plain.textContent = text;
  slot(drawn, "body").replaceChildren(plain);
}

export function drawCommand(command: Command, at: number, waiting: boolean): HTMLElement {
  const event = EVENTS[command.type];
  const drawn = event ? drawEvent(word(event), at) : drawBubble("candidate", at);
  if (command.type === "message") {
    const text = document.createElement("p");
    text.className = "msg-plain";
    text.textContent = command.text;
    slot(drawn, "body").append(text);
  }
  deliver(drawn, waiting ? "waiting" : "sending");
  return drawn;
}

export function deliver(drawn: HTMLElement, delivery: Delivery): void {
  drawn.dataset["delivery"] = delivery;
  const note = slot(drawn, "delivery");
  note.replaceChildren();
  if (delivery !== "sent") note.append(icon("clock", 14), word(delivery));
}

/** `again` puts the text back to the writer. */
export function refuse(drawn: HTMLElement, detail: string, again: (() => void) | null): void {
  drawn.dataset["delivery"] = "refused";
  const note = slot(drawn, "delivery");
  note.replaceChildren(icon("circle-alert", 14), word("refused", { detail }));
  if (!again) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary btn-sm";
  button.textContent = word("back_to_box");
  button.addEventListener("click", again);
  note.append(button);
}
