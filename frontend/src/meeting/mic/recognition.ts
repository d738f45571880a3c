/** As much of the Web Speech API as is used here; no library of types has its newer parts yet. */
export interface Recognition extends EventTarget {
  continuous: boolean;
  interimResults: boolean;
  lang: string;
  /** On this device alone, where the browser can. */
  processLocally?: boolean;
  start(): void;
  stop(): void;
  abort(): void;
}

export interface RecognitionResult {
  readonly isFinal: boolean;
  readonly [index: number]: { readonly transcript: string };
}

export interface ResultEvent extends Event {
  readonly resultIndex: number;
  readonly results: ArrayLike<RecognitionResult>;
}

export interface RecognitionMaker {
  new (): Recognition;
  available?(wanted: { langs: string[]; processLocally: boolean }): Promise<string>;
}

export const LANGUAGE = "en-US";

export function recognitionOf(scope: object): RecognitionMaker | null {
  const { SpeechRecognition, webkitSpeechRecognition } = scope as Record<string, RecognitionMaker | undefined>;
  return SpeechRecognition ?? webkitSpeechRecognition ?? null;
}

/** Whether the words can be written down without the sound leaving this device. */
export async function worksHere(maker: RecognitionMaker): Promise<boolean> {
  try {
    return (await maker.available?.({ langs: [LANGUAGE], processLocally: true })) === "available";
  } catch {
    return false;
  }
}
