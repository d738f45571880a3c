import { part } from "./elements";

const NEAR_PX = 64;

/** Keeps the end of the log in view for who is there, and leaves who reads further up alone. */
export class Scroller {
  readonly #log: HTMLElement;
  readonly #pill = part("new-messages", HTMLButtonElement);

  constructor(log: HTMLElement) {
    this.#log = log;
    this.#pill.addEventListener("click", () => {
      this.toEnd();
      this.#log.focus({ preventScroll: true });
    });
    log.addEventListener("scroll", () => this.#atEnd() && this.#hidePill(), { passive: true });
    new ResizeObserver(() => this.#pill.hidden && this.#stick && this.toEnd()).observe(log);
    log.addEventListener("scroll", () => (this.#stick = this.#atEnd()), { passive: true });
  }

  #stick = true;

  toEnd(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#stick = true;
    this.#hidePill();
  }

  /** Makes a change, then follows it to the end where that is right; otherwise says that there is something new. */
  around(always: boolean, change: () => void, isNews = true): void {
    const follow = always || this.#atEnd();
    change();
    if (follow) this.toEnd();
    else if (isNews) this.#pill.hidden = false;
  }

  #hidePill(): void {
    this.#pill.hidden = true;
  }

  #atEnd(): boolean {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_PX;
  }
}
