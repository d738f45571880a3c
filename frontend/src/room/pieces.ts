/** A piece of a line that the interviewer is finding words for; piece 0 begins it anew. */
export interface Piece {
  line: number;
  piece: number;
  text: string;
}

/** Lines put together of their pieces. After a lost one a line stands still, unless it is begun anew. */
export class Pieces {
  readonly #lines = new Map<number, { text: string; next: number }>();

  /** The line's text so far, or null where the piece does not follow. */
  take({ line, piece, text }: Piece): string | null {
    const known = this.#lines.get(line);
    if (piece !== 0 && piece !== known?.next) return null;
    const grown = piece === 0 ? text : (known?.text ?? "") + text;
    this.#lines.set(line, { text: grown, next: piece + 1 });
    return grown;
  }

  clear(): void {
    this.#lines.clear();
  }
}
