/** Turns something unknown into a T, or throws `Misfit`. */
export type Decoder<T> = (value: unknown) => T;

export class Misfit extends Error {}

function expected(what: string): never {
  throw new Misfit(`expected ${what}`);
}

export const anything: Decoder<unknown> = (value) => value;
export const string: Decoder<string> = (value) => (typeof value === "string" ? value : expected("a string"));
export const boolean: Decoder<boolean> = (value) => (typeof value === "boolean" ? value : expected("true or false"));
export const number: Decoder<number> = (value) =>
  typeof value === "number" && Number.isFinite(value) ? value : expected("a number");
export const count: Decoder<number> = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : expected("a count");

/** An ISO 8601 time, as ms since 1970. */
export const instant: Decoder<number> = (value) => {
  const at = Date.parse(string(value));
  return Number.isNaN(at) ? expected("a time") : at;
};

export function oneOf<T extends string>(...names: readonly T[]): Decoder<T> {
  return (value) => names.find((name) => name === value) ?? expected(names.join(" or "));
}

export function nullable<T>(inner: Decoder<T>): Decoder<T | null> {
  return (value) => (value === null || value === undefined ? null : inner(value));
}

/** What is absent or null becomes `fallback`. */
export function optional<T>(inner: Decoder<T>, fallback: T): Decoder<T> {
  return (value) => (value === null || value === undefined ? fallback : inner(value));
}

export function list<T>(inner: Decoder<T>): Decoder<T[]> {
  return (value) => (Array.isArray(value) ? value.map(inner) : expected("a list"));
}

export function fields<T extends object>(shape: { [K in keyof T]: Decoder<T[K]> }): Decoder<T> {
  const names = Object.keys(shape) as (keyof T & string)[];
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return expected("an object");
    const given = value as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, named(name, shape[name], given[name])])) as T;
  };
}

function named<T>(name: string, inner: Decoder<T>, value: unknown): T {
  try {
    return inner(value);
  } catch (error) {
    if (error instanceof Misfit) throw new Misfit(`${name}: ${error.message}`);
    throw error;
  }
}
