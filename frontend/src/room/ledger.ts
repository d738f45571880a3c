/** Which numbered messages are here. Messages may overtake one another by a moment; none is taken twice. */
export class Ledger {
  readonly #seen = new Set<number>();
  #last = 0;

  /** The highest number up to which nothing is missing. */
  get last(): number {
    return this.#last;
  }

  get hasGap(): boolean {
    return this.#seen.size > this.#last;
  }

  /** False for a number seen already. */
  take(number: number): boolean {
    if (this.#seen.has(number)) return false;
    this.#seen.add(number);
    while (this.#seen.has(this.#last + 1)) this.#last += 1;
    return true;
  }
}
