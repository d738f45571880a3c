import { announce, isOff, part, setOff } from "./elements";
import type { Mirror } from "./mirror";
import { MAX_INPUT } from "./protocol";
import type { Question } from "./protocol";
import { word } from "./words";

/** *Your input*: arguments that the candidate types, kept on this device, and the button that runs the code with them. */
export class OwnInput {
  readonly #mirror: Mirror;
  readonly #fold = part("own", HTMLDetailsElement);
  readonly #box = part("own-input", HTMLTextAreaElement);
  readonly #button = part("own-run", HTMLButtonElement);
  readonly #fault = part("own-fault", HTMLElement);
  #question = 0;

  constructor(mirror: Mirror, run: (input: string) => void) {
    this.#mirror = mirror;
    const press = (): void => void (!isOff(this.#button) && this.#press(run));
    this.#button.addEventListener("click", press);
    this.#box.maxLength = MAX_INPUT;
    this.#box.addEventListener("input", () => this.#typed());
    this.#box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      press();
    });
  }

  show(question: Question): void {
    if (this.#question === question.id) return;
    this.#question = question.id;
    const kept = this.#mirror.read(`input:${question.id}`);
    this.#box.value = typeof kept === "string" ? kept : question.example;
    this.#tell("");
  }

  setOff(off: boolean): void {
    setOff(this.#button, off);
  }

  /** Why the server did not take it. */
  refuse(detail: string): void {
    this.#fold.open = true;
    this.#tell(detail);
    announce(detail);
    this.#box.focus();
  }

  #press(run: (input: string) => void): void {
    const input = this.#box.value;
    this.#tell(input.trim() ? "" : word("own_empty"));
    if (input.trim()) run(input);
    else this.#box.focus();
  }

  #typed(): void {
    this.#mirror.write(`input:${this.#question}`, this.#box.value);
    this.#tell("");
  }

  #tell(fault: string): void {
    this.#fault.textContent = fault;
    this.#fault.hidden = !fault;
    this.#box.setAttribute("aria-invalid", String(Boolean(fault)));
  }
}
