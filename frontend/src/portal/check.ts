export type Result = "running" | "passed" | "failed" | "skipped";
export type Cause = "denied" | "missing" | "busy" | "silent" | "clipping" | "echo" | "slow" | "old" | "unheard" | "other";
export type Figures = Record<string, number>;

const ICONS: Record<Result, string> = {
  running: "circle-dashed",
  passed: "circle-check",
  failed: "circle-x",
  skipped: "circle-minus",
};

/** Why a device could not be opened, by the browser's own word. */
export function causeOf(error: unknown): Cause {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "other";
}

/** The family whose address bar and settings the person sees: remedies differ. */
export function browserFamily(agent: string): "firefox" | "safari" | "chrome" {
  if (/Firefox\//.test(agent)) return "firefox";
  return /Safari\//.test(agent) && !/Chrom(e|ium)\//.test(agent) ? "safari" : "chrome";
}

/** One line of the system check: `data-check="name"`. `told` hears of each result that stands. */
export class Check {
  readonly name: string;
  readonly #line: HTMLElement;
  readonly #told: () => void;
  readonly #remedy: string | null;
  #found: Record<string, string | number> = { result: "skipped" };

  constructor(name: string, told: () => void = () => undefined) {
    const found = document.querySelector<HTMLElement>(`[data-check="${name}"]`);
    if (!found) throw new Error(`the template lacks data-check="${name}"`);
    this.name = name;
    this.#line = found;
    this.#told = told;
    this.#remedy = this.#part("remedy").textContent;
  }

  /** Where a test shows what it hears or sees. */
  get live(): HTMLElement {
    return this.#part("live");
  }

  get found(): Record<string, string | number> {
    return this.#found;
  }

  onTest(test: (check: Check) => void | Promise<void>): void {
    const button = this.#part("test");
    button.hidden = false;
    button.addEventListener("click", () => void test(this));
  }

  running(): void {
    this.#draw("running");
  }

  passed(figures: Figures = {}): void {
    this.#found = { result: "passed", ...figures };
    this.#draw("passed");
    this.#told();
  }

  /** With the remedy for its cause, in this browser where browsers differ. */
  failed(cause: Cause, figures: Figures = {}): void {
    this.#found = { result: "failed", cause, ...figures };
    const family = browserFamily(navigator.userAgent);
    const remedy = word(`${this.name}_${cause}_${family}`) || word(`${this.name}_${cause}`) || word(`${cause}_${family}`);
    this.#part("remedy").textContent = remedy || this.#remedy;
    this.#draw("failed");
    this.#told();
  }

  note(name: string, places: Record<string, string | number> = {}): void {
    this.#part("note").textContent = word(name, places);
  }

  show(...parts: (Node | string)[]): void {
    this.live.hidden = parts.length === 0;
    this.live.replaceChildren(...parts);
  }

  #draw(result: Result): void {
    this.#line.dataset["result"] = result;
    this.#part("word").textContent = word(result);
    this.#part("remedy").hidden = result !== "failed";
    this.#part("note").hidden = result === "failed";
    const mark = this.#part("mark").querySelector("use");
    mark?.setAttribute("href", (mark.getAttribute("href") ?? "").replace(/#.*/, `#${ICONS[result]}`));
  }

  #part(name: string): HTMLElement {
    const found = this.#line.querySelector<HTMLElement>(`[data-check-${name}]`);
    if (!found) throw new Error(`the template lacks data-check-${name}`);
    return found;
  }
}

export function word(name: string, places: Record<string, string | number> = {}): string {
  const words = document.querySelector<HTMLTemplateElement>("template[data-checks-words]");
  const text = words?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, place: string) => String(places[place] ?? whole));
}
