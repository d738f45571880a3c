import { drawSaying, resay } from "./message-view";
import { Pieces } from "./pieces";
import type { Piece } from "./pieces";

/** Lines on their way, drawn as they come. The stored ones take their place. */
export class Saying {
  readonly #pieces = new Pieces();
  readonly #drawn = new Map<number, HTMLElement>();

  /** The bubble to be put into the log, or null where it stands there already. */
  take(piece: Piece): HTMLElement | null {
    const text = this.#pieces.take(piece);
    if (text === null) return null;
    const known = this.#drawn.get(piece.line);
    const drawn = known ?? drawSaying(Date.now());
    resay(drawn, text);
    this.#drawn.set(piece.line, drawn);
    return known ? null : drawn;
  }

  clear(): void {
    for (const drawn of this.#drawn.values()) drawn.remove();
    this.#drawn.clear();
    this.#pieces.clear();
  }
}
