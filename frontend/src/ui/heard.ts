/** A part of a recording: where it is, and from when to when it reaches, ms since 1970. */
interface Part {
  url: string;
  from: number;
  until: number;
}

/** `data-heard`: the player of a recording, in step with the lines marked `data-hear-from` and `data-hear-until`. */
export function heardPlayer(): void {
  const element = document.querySelector<HTMLElement>("[data-heard]");
  const media = element?.querySelector<HTMLMediaElement>("[data-heard-media]");
  if (element && media) new Player(element, media).start();
}

class Player {
  readonly #element: HTMLElement;
  readonly #media: HTMLMediaElement;
  #parts: Part[];
  #current = 0;
  #refreshed = false;

  constructor(element: HTMLElement, media: HTMLMediaElement) {
    this.#element = element;
    this.#media = media;
    this.#parts = JSON.parse(element.dataset["parts"] ?? "[]") as Part[];
  }

  start(): void {
    this.#load(0, 0);
    this.#media.addEventListener("timeupdate", () => this.#mark());
    this.#media.addEventListener("ended", () => this.#next());
    this.#media.addEventListener("error", () => void this.#refresh());
    this.#media.addEventListener("playing", () => (this.#refreshed = false));
    document.addEventListener("click", (event) => this.#clicked(event));
  }

  #clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const part = target.closest<HTMLElement>("[data-heard-part]");
    if (part) return this.#play(Number(part.dataset["heardPart"]), 0);
    const line = target.closest<HTMLElement>("[data-hear-from]");
    if (!line || !(target.closest("[data-hear]") || target.closest("[data-hear-words]"))) return;
    if (getSelection()?.isCollapsed === false) return; // words are being marked, to be copied
    const words = target.closest<HTMLElement>("[data-hear-words]");
    this.#hear(momentIn(line, words ? sentenceAt(words, event) : 0), Number(line.dataset["hearUntil"]));
  }

  /** From the moment on, ms since 1970, or from where the recording begins before `end`; else it is said so. */
  #hear(at: number, end: number): void {
    const index = this.#parts.findIndex(({ from, until }) => from < end && at < until);
    const part = this.#parts[index];
    if (!part) return this.#say("wordsGap");
    this.#say(null);
    this.#play(index, Math.max(0, at - part.from) / 1000);
  }

  #play(index: number, seconds: number): void {
    if (index !== this.#current) this.#load(index, seconds);
    else this.#media.currentTime = seconds;
    void this.#media.play().catch(() => undefined); // the browser wants another click first
  }

  #load(index: number, seconds: number): void {
    const part = this.#parts[index];
    if (!part) return;
    this.#current = index;
    this.#media.src = part.url;
    if (seconds > 0) {
      this.#media.addEventListener("loadedmetadata", () => (this.#media.currentTime = seconds), { once: true });
    }
  }

  #next(): void {
    if (this.#current + 1 < this.#parts.length) this.#play(this.#current + 1, 0);
  }

  /** The addresses last an hour: once they are over fresh ones are fetched, and it goes on where it was. */
  async #refresh(): Promise<void> {
    if (this.#refreshed) return this.#say("wordsGone");
    this.#refreshed = true;
    const [seconds, wasPlaying] = [this.#media.currentTime, !this.#media.paused];
    try {
      const answer = await fetch(this.#element.dataset["fresh"] ?? "", { cache: "no-store" });
      if (!answer.ok) throw new Error(`no recording: ${answer.status}`);
      this.#parts = ((await answer.json()) as { parts: Part[] }).parts;
      this.#load(this.#current, seconds);
      if (wasPlaying) await this.#media.play();
    } catch {
      this.#say("wordsGone");
    }
  }

  /** The line that is being said has the mark. */
  #mark(): void {
    const part = this.#parts[this.#current];
    if (!part) return;
    const at = part.from + this.#media.currentTime * 1000;
    for (const line of document.querySelectorAll<HTMLElement>("[data-hear-from]")) {
      const now = Number(line.dataset["hearFrom"]) <= at && at < Number(line.dataset["hearUntil"]);
      line.classList.toggle("heard-now", now);
      if (now) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
  }

  #say(word: "wordsGap" | "wordsGone" | null): void {
    const status = this.#element.querySelector("[data-heard-status]");
    if (status) status.textContent = word ? (this.#element.dataset[word] ?? "") : "";
  }
}

/** `share` (0 to 1) of the way through the line's time: words take about as long as they are. */
function momentIn({ dataset }: HTMLElement, share: number): number {
  const [from, until] = [Number(dataset["hearFrom"]), Number(dataset["hearUntil"])];
  return from + (until - from) * share;
}

/** How far into the words, from 0 to 1, the sentence that was clicked begins. */
function sentenceAt(words: HTMLElement, event: MouseEvent): number {
  const text = words.textContent ?? "";
  const before = textBefore(words, event);
  const begins = [...before.matchAll(/[.!?。؟]\s+/g)].at(-1);
  return text.length > 0 && begins ? (begins.index + begins[0].length) / text.length : 0;
}

function textBefore(words: HTMLElement, { clientX, clientY }: MouseEvent): string {
  const place = document.caretRangeFromPoint?.(clientX, clientY);
  const point = place ?? firefoxPlace(clientX, clientY);
  if (!point || !words.contains(point.startContainer)) return "";
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(point.startContainer, point.startOffset);
  return range.toString();
}

function firefoxPlace(x: number, y: number): { startContainer: Node; startOffset: number } | null {
  const found = (document as Document & { caretPositionFromPoint?: (x: number, y: number) => { offsetNode: Node; offset: number } | null }).caretPositionFromPoint?.(x, y);
  return found ? { startContainer: found.offsetNode, startOffset: found.offset } : null;
}
