import type { Change } from "./protocol";

function splitsPair(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}

/** The one replacement that makes `to` out of `from`, or null where they are the same. Surrogate pairs stay whole. */
export function difference(from: string, to: string, t: number): Change | null {
  if (from === to) return null;
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && from[head] === to[head]) head += 1;
  if (splitsPair(from, head) || splitsPair(to, head)) head -= 1;
  let tail = 0;
  while (tail < shorter - head && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail += 1;
  if (splitsPair(from, from.length - tail) || splitsPair(to, to.length - tail)) tail -= 1;
  return [t, head, from.length - tail, to.slice(head, to.length - tail)];
}

export function applyChanges(text: string, changes: readonly Change[]): string {
  return changes.reduce((now, [, from, to, insert]) => now.slice(0, from) + insert + now.slice(to), text);
}

/** The same change as several, each inserting at most `most` units: one batch must fit into one frame. */
export function inPieces([t, from, to, insert]: Change, most: number): Change[] {
  const pieces: Change[] = [];
  let at = 0;
  do {
    let end = Math.min(at + most, insert.length);
    if (splitsPair(insert, end)) end -= 1;
    pieces.push([t, from + at, at === 0 ? to : from + at, insert.slice(at, end)]);
    at = end;
  } while (at < insert.length);
  return pieces;
}
