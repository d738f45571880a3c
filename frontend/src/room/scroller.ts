import { part } from "./elements";

const NEAR_PX = 64;

/** Keeps the end of the log in view for who is there, and leaves who has scrolled up alone. */
export class Scroller {
  readonly #log: HTMLElement;
  readonly #pill = part("new-messages", HTMLButtonElement);
  #follows = true;
  #top = 0;

  constructor(log: HTMLElement, content: HTMLElement) {
    this.#log = log;
    this.#pill.addEventListener("click", () => {
      this.toEnd();
      log.focus({ preventScroll: true });
    });
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const observer = new ResizeObserver(() => this.#follows && this.toEnd());
    observer.observe(log);
    observer.observe(content);
  }

  toEnd(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#top = this.#log.scrollTop;
    this.#follows = true;
    this.#pill.hidden = true;
  }

  /** Makes a change, then follows it to the end where that is right; otherwise says that there is something new. */
  around(always: boolean, change: () => void, isNews = true): void {
    change();
    if (always || this.#follows) this.toEnd();
    else if (isNews) this.#pill.hidden = false;
  }

  /** Only moving up means reading: a log that grew or shrank under its reader is followed on. */
  #scrolled(): void {
    const top = this.#log.scrollTop;
    const atEnd = this.#log.scrollHeight - top - this.#log.clientHeight < NEAR_PX;
    if (atEnd) this.#pill.hidden = this.#follows = true;
    else if (top < this.#top) this.#follows = false;
    this.#top = top;
  }
}
