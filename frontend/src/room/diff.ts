/** Where an answer differs from the expected one, element by element or line by line. */
export type DiffKind = "same" | "missing" | "extra";

/** `fold`: in place of so many equal ones. */
export type DiffLine = { kind: DiffKind; text: string } | { kind: "fold"; count: number };

export interface Diff {
  lines: DiffLine[];
  missing: number;
  extra: number;
}

const LARGEST_TABLE = 1_000_000;
const CONTEXT = 2;
const MOST_LINES = 200;

/** Null where the two are not made of parts that could be compared: then both are simply shown. */
export function diffValues(expected: unknown, got: unknown, write: (value: unknown) => string): Diff | null {
  const [wanted, found] = [partsOf(expected, write), partsOf(got, write)];
  if (!wanted || !found || wanted.kind !== found.kind || wanted.parts.length + found.parts.length < 3) return null;
  const lines = diffParts(wanted.parts, found.parts);
  const numberOf = (kind: DiffKind): number => lines.filter((line) => line.kind === kind).length;
  return { lines: folded(lines).slice(0, MOST_LINES), missing: numberOf("missing"), extra: numberOf("extra") };
}

function partsOf(value: unknown, write: (value: unknown) => string): { kind: string; parts: string[] } | null {
  if (Array.isArray(value)) return { kind: "list", parts: value.map(write) };
  if (typeof value === "string") return { kind: "text", parts: value.split("\n") };
  if (typeof value !== "object" || value === null) return null;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return { kind: "object", parts: entries.map(([key, item]) => `${write(key)}: ${write(item)}`) };
}

type Plain = { kind: DiffKind; text: string };

function diffParts(expected: readonly string[], got: readonly string[]): Plain[] {
  const shorter = Math.min(expected.length, got.length);
  let head = 0;
  while (head < shorter && expected[head] === got[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && expected.at(-1 - tail) === got.at(-1 - tail)) tail += 1;
  const same = (text: string): Plain => ({ kind: "same", text });
  const middle = common(expected.slice(head, expected.length - tail), got.slice(head, got.length - tail));
  return [...expected.slice(0, head).map(same), ...middle, ...expected.slice(expected.length - tail).map(same)];
}

/** The longest common subsequence stays; without the memory for it, all of one and then all of the other. */
function common(expected: readonly string[], got: readonly string[]): Plain[] {
  const width = got.length + 1;
  const missing = (text: string | undefined): Plain => ({ kind: "missing", text: text ?? "" });
  const extra = (text: string | undefined): Plain => ({ kind: "extra", text: text ?? "" });
  if ((expected.length + 1) * width > LARGEST_TABLE) return [...expected.map(missing), ...got.map(extra)];
  const longest = new Uint32Array((expected.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = expected.length - 1; i >= 0; i -= 1) {
    for (let j = got.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = expected[i] === got[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Plain[] = [];
  let [i, j] = [0, 0];
  while (i < expected.length || j < got.length) {
    if (i < expected.length && j < got.length && expected[i] === got[j]) {
      lines.push({ kind: "same", text: expected[i] ?? "" });
      i += 1;
      j += 1;
    } else if (j >= got.length || (i < expected.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(missing(expected[i]));
      i += 1;
    } else {
      lines.push(extra(got[j]));
      j += 1;
    }
  }
  return lines;
}

/** Long runs of equal parts give way to their number, but for those next to a difference. */
function folded(lines: readonly Plain[]): DiffLine[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ kind }) => kind !== "same"));
  const result: DiffLine[] = [];
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (end < lines.length && !near[end]) end += 1;
    if (end - at > 1) result.push({ kind: "fold", count: end - at });
    else if (end - at === 1) result.push(lines[at] as Plain);
    if (end < lines.length) result.push(lines[end] as Plain);
    at = end + 1;
  }
  return result;
}
