import type { Link } from "./connection";
import { announce, icon, part } from "./elements";
import type { Mirror } from "./mirror";
import { word } from "./words";

const ICONS: Record<Link, string> = {
  connecting: "refresh-cw",
  live: "wifi",
  lost: "wifi-off",
  taken: "monitor",
  signed_out: "lock",
  no_room: "search",
  completed: "circle-check",
};
/** A short interruption is told by the small mark alone. */
const NOTICE_AFTER_MS = 3_000;
const GATES: readonly Link[] = ["taken", "no_room", "completed"];

function find(kind: "notice" | "gate", name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-${kind}="${name}"]`);
}

/** Shows or hides one of the template's notices. */
export function setNotice(name: string, on: boolean): void {
  const notice = find("notice", name);
  if (notice) notice.hidden = !on;
}

/** How it stands with the connection and with what was typed. */
export class Status {
  readonly #link = part("link", HTMLElement);
  readonly #saved = part("saved", HTMLElement);
  readonly #mirror: Mirror;
  #shown: Link = "connecting";
  #met = false;
  #notice: ReturnType<typeof setTimeout> | undefined;

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
    this.#draw();
    addEventListener("offline", () => this.#draw());
    addEventListener("online", () => this.#draw());
    part("error-close", HTMLButtonElement).addEventListener("click", () => setNotice("error", false));
  }

  link(link: Link): void {
    if (link === "live" && this.#met && this.#shown !== "live") announce(word("back_live"));
    this.#shown = link;
    this.#met ||= link === "live";
    this.#draw();
    setNotice("signed_out", link === "signed_out");
    if (link === "signed_out") announce(word("link_signed_out"));
    this.#setLost(link === "lost");
    for (const gate of GATES) this.#setGate(gate, gate === link);
  }

  saved(unsaved: boolean): void {
    this.#saved.hidden = !this.#met;
    const live = this.#shown === "live";
    const words = !unsaved ? "saved" : live ? "saving" : this.#mirror.durable ? "kept" : "unkept";
    if (this.#saved.dataset["saved"] === words) return;
    this.#saved.dataset["saved"] = words;
    this.#saved.replaceChildren(icon(unsaved ? (live ? "refresh-cw" : "hard-drive") : "check", 14), word(words));
  }

  error(detail: string): void {
    part("error-text", HTMLElement).textContent = detail;
    setNotice("error", true);
    announce(detail);
  }

  #draw(): void {
    const offline = this.#shown === "lost" && !navigator.onLine;
    this.#link.dataset["link"] = this.#shown;
    const text = document.createElement("span");
    text.textContent = word(offline ? "link_offline" : `link_${this.#shown}`);
    this.#link.replaceChildren(icon(ICONS[this.#shown], 16), text);
  }

  #setLost(lost: boolean): void {
    if (!lost) {
      clearTimeout(this.#notice);
      this.#notice = undefined;
      setNotice("lost", false);
      return;
    }
    this.#notice ??= setTimeout(() => this.#sayLost(), NOTICE_AFTER_MS);
  }

  #sayLost(): void {
    const title = word(this.#met ? "lost_title" : "lost_first_title");
    const kept = this.#mirror.durable ? "lost_text" : "lost_unkept";
    const text = word(this.#met ? kept : "lost_first_text");
    part("lost-title", HTMLElement).textContent = title;
    part("lost-text", HTMLElement).textContent = text;
    setNotice("lost", true);
    announce(`${title}. ${text}`);
  }

  /** A gate stands in place of the room, which the style sheet hides: it can be neither reached nor changed. */
  #setGate(name: Link, on: boolean): void {
    const gate = find("gate", name);
    if (!gate || gate.hidden === !on) return;
    gate.hidden = !on;
    if (on) gate.focus();
  }
}
