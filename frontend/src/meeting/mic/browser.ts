import { uuid } from "../../room/ids";
import type { Hearing, HearingPort, Trouble } from "./hearing";
import { LANGUAGE } from "./recognition";
import type { Recognition, RecognitionMaker, ResultEvent } from "./recognition";

export interface BrowserLine {
  /** Whether the interviewer is heard at this moment: a browser may take that for the candidate. */
  voice(): boolean;
}

/** After the last words: long enough to think, and nothing is lost by more words after it. */
const PATIENT_MS = 3_000;
/** A browser that ends so often at once does not listen. */
const [MOST_ENDS, AT_ONCE_MS] = [3, 2_000];
/** It says so after some seconds of thinking too. */
const MOST_SILENCES = 3;
const TROUBLES: Record<string, Trouble> = {
  "not-allowed": "denied",
  "service-not-allowed": "down",
  "audio-capture": "none",
  network: "down",
  "language-not-supported": "no_recogniser",
  "no-speech": "silent",
};

/** The browser writes down what it hears. Its words are a draft: they go to the box, and are never sent unread. */
export class BrowserHearing implements Hearing {
  readonly stream = uuid();
  readonly by = "browser";
  readonly #maker: RecognitionMaker;
  readonly #here: boolean;
  readonly #line: BrowserLine;
  readonly #port: HearingPort;
  #recognition: Recognition | null = null;
  #on = false;
  #muted = false;
  #turn = 0;
  #said: string[] = [];
  #open = "";
  #begun = 0;
  #ends = 0;
  #silences = 0;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** `here`: on this device alone. */
  constructor(maker: RecognitionMaker, here: boolean, line: BrowserLine, port: HearingPort) {
    this.#maker = maker;
    this.#here = here;
    this.#line = line;
    this.#port = port;
  }

  start(): Promise<boolean> {
    this.#on = true;
    this.#listen();
    return Promise.resolve(this.#on);
  }

  stop(): void {
    this.#on = false;
    this.#recognition?.abort();
    this.#recognition = null;
  }

  finish(): void {
    clearTimeout(this.#patience);
    const text = this.#text;
    this.#said = [];
    this.#open = "";
    if (!text) return;
    this.#recognition?.abort(); // it would say the words that it was not sure of again; it begins anew by itself
    this.#port.words({ state: "final", turn: this.#turn, text, rough: true, good: false, missing: 0 });
    this.#turn += 1;
  }

  mute(on: boolean): void {
    this.#muted = on;
    clearTimeout(this.#patience);
    if (on) this.#recognition?.abort();
    else if (this.#on) this.#listen();
  }

  /** It listens where the browser's own settings say. */
  change(): Promise<boolean> {
    return Promise.resolve(true);
  }

  link(): void {
    // the words are made here, and sent as every message is
  }

  frame(): void {
    // the server has no part in it
  }

  #listen(): void {
    if (this.#recognition || this.#muted) return;
    const recognition = new this.#maker();
    Object.assign(recognition, { continuous: true, interimResults: true, lang: LANGUAGE });
    if (this.#here) recognition.processLocally = true;
    recognition.addEventListener("result", (event) => this.#heard(event as ResultEvent));
    recognition.addEventListener("error", (event) => this.#failed((event as Event & { error: string }).error));
    recognition.addEventListener("end", () => this.#ended(recognition));
    this.#recognition = recognition;
    this.#begun = Date.now();
    try {
      recognition.start();
    } catch {
      this.#failed("network");
    }
  }

  #heard({ resultIndex, results }: ResultEvent): void {
    if (!this.#on || this.#muted || this.#line.voice()) return;
    this.#silences = 0;
    this.#open = "";
    for (const result of Array.from(results).slice(resultIndex)) {
      const words = result[0]?.transcript.trim() ?? "";
      if (result.isFinal && words) this.#said.push(words);
      else this.#open = `${this.#open} ${words}`.trim();
    }
    const text = this.#text;
    if (!text) return;
    this.#port.words({ state: "partial", turn: this.#turn, text, rough: true, good: false, missing: 0 });
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.finish(), PATIENT_MS);
  }

  get #text(): string {
    return [...this.#said, this.#open].join(" ").trim();
  }

  #failed(error: string): void {
    if (!this.#on) return;
    if (error === "no-speech") this.#silences += 1;
    const trouble = TROUBLES[error];
    if (trouble && (trouble !== "silent" || this.#silences === MOST_SILENCES)) this.#port.trouble(trouble);
  }

  /** Browsers stop by themselves after a silence or a minute: they go on until they are told to stop. */
  #ended(recognition: Recognition): void {
    if (recognition !== this.#recognition && this.#recognition !== null) return;
    this.#recognition = null;
    if (!this.#on || this.#muted) return;
    this.#ends = Date.now() - this.#begun < AT_ONCE_MS ? this.#ends + 1 : 0;
    if (this.#ends > MOST_ENDS) this.#port.trouble("down");
    else this.#listen();
  }
}
