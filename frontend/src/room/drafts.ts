import { DraftState, readDraft } from "./draft";
import type { Mirror } from "./mirror";
import { MAX_MESSAGE } from "./protocol";
import type { Draft } from "./protocol";

const QUIET_MS = 300;
const RETRY_MS = 1_000;

/** The unsent message on its way to the server, and its mirror on this device. */
export class Drafts {
  readonly #mirror: Mirror;
  readonly #send: (draft: Draft) => boolean;
  readonly #state: DraftState;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(mirror: Mirror, send: (draft: Draft) => boolean) {
    this.#mirror = mirror;
    this.#send = send;
    this.#state = new DraftState(readDraft(mirror.read("draft")));
  }

  get text(): string {
    return this.#state.current.text;
  }

  get unsaved(): boolean {
    return this.#state.unsaved;
  }

  change(text: string): void {
    this.#mirror.write("draft", this.#state.change(text));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), QUIET_MS);
  }

  /** A text too long for one message stays on this device until it is shortened. */
  flush(): void {
    clearTimeout(this.#timer);
    if ([...this.text].length > MAX_MESSAGE) return;
    const draft = this.#state.take();
    if (draft && !this.#send(draft)) this.#state.again();
  }

  saved(seq: number): void {
    this.#state.saved(seq);
  }

  /** After a welcome. True where the server's text is newer and must be shown. */
  meet(server: Draft): boolean {
    const changed = this.#state.meet(server);
    this.#mirror.write("draft", this.#state.current);
    this.flush();
    return changed;
  }

  retryLater(): void {
    this.#state.again();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), RETRY_MS);
  }
}
