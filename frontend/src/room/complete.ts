import { part } from "./elements";
import { word } from "./words";

const FLUSH_MS = 5_000;
const LOOK_MS = 50;

export interface CompletePort {
  /** Sends all that waits. */
  flush(): void;
  unsaved(): boolean;
  live(): boolean;
  /** Whether the person is asked first: not once the interviewer has closed. */
  asks(): boolean;
  leaving(): void;
}

/** After a sign-in in another tab the token of this page is out of date; the cookie has the present one. */
function refreshToken(form: HTMLFormElement): void {
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  if (token && field instanceof HTMLInputElement) field.value = decodeURIComponent(token);
}

/** *Complete interview*: asked once, posted only when the server has everything. Without this script the form posts at once. */
export class Complete {
  readonly #port: CompletePort;
  readonly #forms = [...document.querySelectorAll<HTMLFormElement>("[data-room='complete-form']")];
  readonly #bar = this.#forms.find((form) => !form.closest("[data-room='closing']"));
  readonly #dialog: HTMLDialogElement;
  readonly #confirm = part("complete-confirm", HTMLButtonElement);
  readonly #note = part("complete-note", HTMLElement);
  #busy = false;

  constructor(port: CompletePort) {
    this.#port = port;
    this.#dialog = document.getElementById("room-complete") as HTMLDialogElement;
    for (const form of this.#forms) form.addEventListener("submit", (event) => this.#submitted(event, form));
    part("complete-cancel", HTMLButtonElement).addEventListener("click", () => this.#dialog.close());
    this.#confirm.addEventListener("click", () => void this.#finish());
    this.#dialog.addEventListener("close", () => this.#cover(false));
  }

  /** With the interviewer's goodbye the button moves from the bar to the conversation's end. */
  set closed(closed: boolean) {
    if (this.#bar) this.#bar.hidden = closed;
  }

  #submitted(event: SubmitEvent, form: HTMLFormElement): void {
    event.preventDefault();
    if (!this.#port.asks()) return void this.#finish(form);
    this.#note.textContent = "";
    this.#cover(true);
    this.#dialog.showModal();
  }

  /** Behind the open dialog there is no second button of the same name. */
  #cover(on: boolean): void {
    if (on) this.#bar?.setAttribute("aria-hidden", "true");
    else this.#bar?.removeAttribute("aria-hidden");
  }

  async #finish(form = this.#bar): Promise<void> {
    if (this.#busy || !form) return;
    this.#setBusy(true);
    await this.#flushed();
    if (!this.#port.live()) {
      this.#setBusy(false);
      this.#note.textContent = word("complete_offline");
      if (!this.#dialog.open) this.#dialog.showModal();
      return;
    }
    refreshToken(form);
    this.#port.leaving();
    form.submit();
  }

  async #flushed(): Promise<void> {
    const until = Date.now() + FLUSH_MS;
    this.#port.flush();
    while ((this.#port.unsaved() || !this.#port.live()) && Date.now() < until) {
      this.#note.textContent = word("completing");
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  #setBusy(busy: boolean): void {
    this.#busy = busy;
    this.#confirm.setAttribute("aria-busy", String(busy));
  }
}
