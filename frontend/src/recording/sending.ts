import { post } from "./post";
import { openStore } from "./store";
import type { ChunkStore } from "./store";
import type { Trouble } from "./types";
import { Uploader } from "./uploader";

export interface Place {
  session: string;
  key: string;
  chunk: string;
  partEnd: string;
  trouble: string;
}

/** Where an element says that its recording goes. */
export function placeOf({ dataset }: HTMLElement): Place {
  const told = (name: string): string => dataset[name] ?? "";
  return {
    session: told("session"),
    key: told("key"),
    chunk: told("chunk"),
    partEnd: told("partEnd"),
    trouble: told("trouble"),
  };
}

export function tellTrouble({ trouble, key }: Place, kind: Trouble): void {
  void post(trouble, key, { kind });
}

/** The store of this device and what sends it; woken by what is added, by the line's return, and once at first. */
export async function openSending(
  place: Place,
  told: { waiting(count: number, stuck: boolean): void; closed(code: string): void },
): Promise<{ store: ChunkStore; uploader: Uploader }> {
  const store = await openStore();
  const uploader = new Uploader(place.session, store, {
    ...told,
    send: ({ part, number, type, sha256, from, to, content }, age) => {
      const words = { part, type, sha256, number: `${number}`, from_ms: `${from}`, to_ms: `${to}`, age_ms: `${age}` };
      return post(place.chunk, place.key, words, content);
    },
    end: ({ part, total, reached }) =>
      post(place.partEnd, place.key, { part, total: `${total}`, ended_ms: `${reached}` }),
    trouble: (kind) => tellTrouble(place, kind),
    isLive: async ({ part }) => {
      const locks = await navigator.locks?.query();
      return locks?.held?.some(({ name }) => name === `viva-part-${part}`) ?? false;
    },
    later: (run, ms) => setTimeout(run, ms),
  });
  addEventListener("online", () => void uploader.wake());
  void uploader.wake();
  return { store, uploader };
}
