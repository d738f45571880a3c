import type { Chunk, Part } from "./types";

const NAME = "viva-recording";
/** Longer than the server takes anything. */
const KEPT_MS = 25 * 3_600_000;

export interface ChunkStore {
  /** The chunk and how far its part has come, both or neither. */
  add(chunk: Chunk, part: Part): Promise<void>;
  end(part: Part): Promise<void>;
  first(session: string): Promise<Chunk | undefined>;
  count(session: string): Promise<number>;
  remove(chunk: Chunk): Promise<void>;
  parts(session: string): Promise<Part[]>;
  forget(part: Part): Promise<void>;
  clear(session: string): Promise<void>;
}

/** On the device, so that neither a reload nor a crash loses what was recorded; in memory where that is not allowed. */
export async function openStore(): Promise<ChunkStore> {
  try {
    const store = new DeviceStore(await open());
    await store.tidy(Date.now() - KEPT_MS);
    return store;
  } catch {
    return new MemoryStore(); // a private window, or storage that is switched off
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("chunks", { keyPath: ["session", "part", "number"] });
    request.result.createObjectStore("parts", { keyPath: ["session", "part"] });
  };
  return answer(request);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the device's storage failed"));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () =>
      reject(transaction.error ?? new Error("the device's storage failed"));
  });
}

/** All keys that begin with the session: an array sorts behind every text. */
function of(session: string): IDBKeyRange {
  return IDBKeyRange.bound([session], [session, []]);
}

class DeviceStore implements ChunkStore {
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  add(chunk: Chunk, part: Part): Promise<void> {
    return this.#write(["chunks", "parts"], (stores) => {
      stores["chunks"]?.put(chunk);
      stores["parts"]?.put(part);
    });
  }

  end(part: Part): Promise<void> {
    return this.#write(["parts"], (stores) => stores["parts"]?.put({ ...part, ended: true }));
  }

  async first(session: string): Promise<Chunk | undefined> {
    const [found] = (await answer(this.#read("chunks").getAll(of(session), 1))) as Chunk[];
    return found;
  }

  count(session: string): Promise<number> {
    return answer(this.#read("chunks").count(of(session)));
  }

  remove({ session, part, number }: Chunk): Promise<void> {
    return this.#write(["chunks"], (stores) => stores["chunks"]?.delete([session, part, number]));
  }

  parts(session: string): Promise<Part[]> {
    return answer(this.#read("parts").getAll(of(session))) as Promise<Part[]>;
  }

  forget({ session, part }: Part): Promise<void> {
    return this.#write(["parts"], (stores) => stores["parts"]?.delete([session, part]));
  }

  clear(session: string): Promise<void> {
    return this.#write(["chunks", "parts"], (stores) => {
      stores["chunks"]?.delete(of(session));
      stores["parts"]?.delete(of(session));
    });
  }

  /** What nobody came back for stays no longer on the device than it could still be handed in. */
  async tidy(before: number): Promise<void> {
    const parts = (await answer(this.#read("parts").getAll())) as Part[];
    for (const { session, part } of parts.filter(({ startedAt }) => startedAt < before)) {
      await this.#write(["chunks", "parts"], (stores) => {
        stores["chunks"]?.delete(IDBKeyRange.bound([session, part], [session, part, []]));
        stores["parts"]?.delete([session, part]);
      });
    }
  }

  #read(name: string): IDBObjectStore {
    return this.#database.transaction(name).objectStore(name);
  }

  async #write(names: string[], change: (stores: Record<string, IDBObjectStore>) => void): Promise<void> {
    const transaction = this.#database.transaction(names, "readwrite");
    change(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
    await finished(transaction);
  }
}

export class MemoryStore implements ChunkStore {
  #chunks: Chunk[] = [];
  readonly #parts = new Map<string, Part>();

  async add(chunk: Chunk, part: Part): Promise<void> {
    this.#chunks.push(chunk);
    this.#parts.set(part.part, part);
  }

  async end(part: Part): Promise<void> {
    this.#parts.set(part.part, { ...part, ended: true });
  }

  async first(session: string): Promise<Chunk | undefined> {
    return this.#chunks.find((chunk) => chunk.session === session);
  }

  async count(session: string): Promise<number> {
    return this.#chunks.filter((chunk) => chunk.session === session).length;
  }

  async remove({ part, number }: Chunk): Promise<void> {
    this.#chunks = this.#chunks.filter((chunk) => chunk.part !== part || chunk.number !== number);
  }

  async parts(session: string): Promise<Part[]> {
    return [...this.#parts.values()].filter((part) => part.session === session);
  }

  async forget({ part }: Part): Promise<void> {
    this.#parts.delete(part);
  }

  async clear(session: string): Promise<void> {
    this.#chunks = this.#chunks.filter((chunk) => chunk.session !== session);
    for (const { part } of await this.parts(session)) this.#parts.delete(part);
  }
}
