import { part, partIfAny, isOff, setOff } from "./elements";
import type { Message, RoomState } from "./protocol";
import { counted, word } from "./words";

/** What the bar, the hint button and the problem's fold say about the present question. */
export class Questions {
  readonly #counter = part("counter", HTMLElement);
  readonly #title = part("question-title", HTMLElement);
  readonly #hint = partIfAny("hint") && part("hint", HTMLButtonElement);
  readonly #problem = partIfAny("problem");
  readonly #statements = new Map<number, string>();

  constructor(askHint: () => void) {
    const hint = this.#hint;
    hint?.addEventListener("click", () => !isOff(hint) && askHint());
  }

  /** The statement of a coding question can be folded out above the editor, on a phone too. */
  remember(message: Message): void {
    if (message.kind === "question" && message.question !== null) this.#statements.set(message.question, message.html);
  }

  show(state: RoomState): void {
    const { question, total, phase } = state;
    const between = word(phase === "closed" ? "interview_over" : "getting_ready");
    this.#counter.textContent = question ? word("question_of", { order: question.order, total }) : between;
    this.#title.textContent = question?.title ?? "";
    this.#title.title = question?.title ?? "";
    this.#showHints(state);
    this.#showProblem(question?.id ?? null);
    if (question?.has_code) part("entry", HTMLElement).textContent = question.entry_point && `${question.entry_point}()`;
  }

  #showHints({ hints, phase, question }: RoomState): void {
    if (!this.#hint) return; // a company's interview has none
    const usable = hints.allowed && hints.left > 0 && phase === "open" && question !== null;
    setOff(this.#hint, !usable);
    const count = part("hint-count", HTMLElement);
    count.hidden = !usable;
    count.textContent = word("hints_short", { n: hints.left });
    const note = !hints.allowed ? word("hints_real") : hints.left ? counted("hints_left", hints.left) : word("hints_none");
    part("hint-note", HTMLElement).textContent = note;
    this.#hint.title = note;
  }

  #showProblem(question: number | null): void {
    const statement = question === null ? undefined : this.#statements.get(question);
    if (!this.#problem) return;
    this.#problem.hidden = statement === undefined;
    const shown = part("statement", HTMLElement);
    if (statement !== undefined && shown.innerHTML !== statement) shown.innerHTML = statement;
  }
}
