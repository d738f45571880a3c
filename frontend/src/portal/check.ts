export type Result = "running" | "passed" | "failed" | "skipped";

const ICONS: Record<Result, string> = {
  running: "circle-dashed",
  passed: "circle-check",
  failed: "circle-x",
  skipped: "circle-minus",
};

/** One line of the system check: `data-check="name"`. */
export class Check {
  readonly #line: HTMLElement;

  constructor(name: string) {
    const found = document.querySelector<HTMLElement>(`[data-check="${name}"]`);
    if (!found) throw new Error(`the template lacks data-check="${name}"`);
    this.#line = found;
  }

  /** Where a test shows what it hears or sees. */
  get live(): HTMLElement {
    return this.#part("live");
  }

  onTest(test: (check: Check) => void | Promise<void>): void {
    const button = this.#part("test");
    button.hidden = false;
    button.addEventListener("click", () => void test(this));
  }

  result(result: Result): void {
    this.#line.dataset["result"] = result;
    this.#part("word").textContent = word(result);
    this.#part("remedy").hidden = result !== "failed";
    this.#part("note").hidden = result === "failed";
    const mark = this.#part("mark").querySelector("use");
    mark?.setAttribute("href", (mark.getAttribute("href") ?? "").replace(/#.*/, `#${ICONS[result]}`));
  }

  note(name: string, places: Record<string, string | number> = {}): void {
    this.#part("note").textContent = word(name, places);
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
