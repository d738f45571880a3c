import { ServerClock, formatLeft } from "../room/clock";
import { Starting } from "./starting";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const LOOK_AGAIN_MS = 60_000;
/** Told to assistive software once each, when the moment passes: not each second. */
const TOLD: readonly number[] = [DAY, HOUR, 30 * MINUTE, 10 * MINUTE, 5 * MINUTE, MINUTE];

/** The countdown by the server's clock, and what comes when it is over: the interview, or the page anew. */
export class Waiting {
  readonly #portal: HTMLElement;
  readonly #clock = new ServerClock();
  readonly #starting: Starting;
  readonly #shown = document.querySelector<HTMLElement>("[data-countdown]");
  readonly #time = document.querySelector<HTMLElement>("[data-countdown-time]");
  #startsAt: number;
  #before = Infinity;
  #tick: ReturnType<typeof setTimeout> | undefined;

  constructor(portal: HTMLElement) {
    this.#portal = portal;
    this.#clock.set(Date.parse(portal.dataset["serverNow"] ?? ""));
    this.#startsAt = Date.parse(portal.dataset["startsAt"] ?? "");
    this.#starting = new Starting(portal, {
      early: (startsAt, serverTime) => this.#correct(startsAt, serverTime),
      trouble: () => this.#say("trouble"),
    });
  }

  start(): void {
    const state = this.#portal.dataset["state"];
    this.#guard();
    if (state === "open") return this.#opened();
    if (state !== "early" || Number.isNaN(this.#startsAt)) return;
    setInterval(() => void this.#look(), LOOK_AGAIN_MS);
    document.addEventListener("visibilitychange", () => !document.hidden && void this.#look());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    this.#run();
  }

  #run(): void {
    clearTimeout(this.#tick);
    const left = this.#startsAt - this.#clock.now();
    this.#draw(left);
    if (left <= 0) return this.#opened();
    this.#tick = setTimeout(() => this.#run(), (left % 1000) + 20);
  }

  /** With consent it begins by itself; without, the page that can be begun from is fetched. */
  #opened(): void {
    if (this.#portal.dataset["consent"] === "yes") return this.#starting.go();
    if (this.#portal.dataset["state"] === "early") this.#starting.reload();
    else this.#expireLater();
  }

  #expireLater(): void {
    const left = Date.parse(this.#portal.dataset["latest"] ?? "") - this.#clock.now();
    if (left > 0) setTimeout(() => this.#starting.reload(), left + 1_000);
  }

  #correct(startsAt: number, serverTime: number): void {
    if (startsAt !== this.#startsAt) return this.#starting.reload(); // moved meanwhile
    this.#clock.set(serverTime);
    this.#run();
  }

  /** The device may have slept, or its clock been set: the server's `Date` mends what is off by seconds. */
  async #look(): Promise<void> {
    try {
      const answer = await fetch("/healthz", { method: "HEAD", cache: "no-store" });
      const told = Date.parse(answer.headers.get("date") ?? "");
      if (Math.abs(told + 500 - this.#clock.now()) > 2_000) this.#clock.set(told + 500);
    } catch {
      return; // no connection just now: the countdown goes on by what is known
    }
    this.#run();
  }

  #draw(left: number): void {
    if (!this.#shown || !this.#time) return;
    this.#shown.hidden = false;
    const days = Math.floor(left / DAY);
    const time = formatLeft(left - Math.max(0, days) * DAY);
    this.#time.textContent = days > 0 ? this.#word("days", { days, time }) : time;
    const passed = TOLD.some((moment) => left <= moment && this.#before > moment);
    if (passed && this.#before !== Infinity) this.#tell(left);
    else if (left <= 0) this.#say("starting");
    this.#before = left;
  }

  #tell(left: number): void {
    const minutes = Math.ceil(left / MINUTE);
    if (left > HOUR + MINUTE) this.#say("starts_in_hours", Math.ceil(left / HOUR));
    else if (minutes > 1) this.#say("starts_in_minutes", minutes);
    else this.#say("starts_in_minute");
  }

  #say(name: string, n = 0): void {
    const status = document.querySelector("[data-portal-status]");
    if (status) status.textContent = this.#word(name, { n });
  }

  #word(name: string, places: Record<string, string | number>): string {
    const words = document.querySelector<HTMLTemplateElement>("template[data-portal-words]");
    const text = words?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, place: string) => String(places[place] ?? whole));
  }

  /** *Start Interview* that is not lit up yet does nothing. */
  #guard(): void {
    document.addEventListener("click", (event) => {
      const button = (event.target as Element).closest("[data-start-button]");
      if (button?.getAttribute("aria-disabled") === "true") event.preventDefault();
    });
  }
}
