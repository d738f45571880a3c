import { formatLeft } from "./clock";
import type { ServerClock } from "./clock";
import { announce, icon, part } from "./elements";
import { word } from "./words";

const MINUTE_MS = 60_000;
const SOON_MS = 5 * MINUTE_MS;
const ANNOUNCED: [ms: number, words: string][] = [
  [SOON_MS, "five_minutes"],
  [MINUTE_MS, "one_minute"],
];

/** The time left by the server's clock; amber with a word from five minutes on. */
export class Timer {
  readonly #shown = part("timer", HTMLElement);
  readonly #clock: ServerClock;
  #endsAt: number | null = null;
  #before = Infinity;
  #tick: ReturnType<typeof setTimeout> | undefined;

  constructor(clock: ServerClock) {
    this.#clock = clock;
    document.addEventListener("visibilitychange", () => this.#run());
  }

  /** null hides it: the interview has not begun, or is over. */
  set(endsAt: number | null): void {
    this.#endsAt = endsAt;
    this.#shown.hidden = endsAt === null;
    this.#run();
  }

  #run(): void {
    clearTimeout(this.#tick);
    if (this.#endsAt === null) return;
    const left = this.#endsAt - this.#clock.now();
    this.#draw(left);
    this.#say(left);
    this.#before = left;
    if (left > 0) this.#tick = setTimeout(() => this.#run(), (left % 1000) + 20 || 1000);
  }

  #draw(left: number): void {
    const soon = left <= SOON_MS;
    const words = left <= 0 ? "time_up" : soon ? "time_soon" : "time_left";
    this.#shown.dataset["soon"] = String(soon);
    const time = document.createElement("strong");
    time.textContent = formatLeft(left);
    this.#shown.replaceChildren(icon(soon ? "hourglass" : "clock", 16), time, " ", word(words));
  }

  /** Once each, when the moment passes while the page is open. */
  #say(left: number): void {
    const passed = ANNOUNCED.filter(([ms]) => left <= ms && this.#before > ms && this.#before !== Infinity).at(-1);
    if (passed) announce(word(passed[1]));
  }
}
