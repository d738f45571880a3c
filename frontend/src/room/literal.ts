interface Words {
  nothing: string;
  yes: string;
  no: string;
  quote(text: string): string;
}

const PYTHON: Words = { nothing: "None", yes: "True", no: "False", quote: quoted };
const JSON_WORDS: Words = { nothing: "null", yes: "true", no: "false", quote: (text) => JSON.stringify(text) };

/** A JSON value as Python writes it, or, in any other language, as JSON does. */
export function literal(value: unknown, language = "python"): string {
  return write(value, language === "python" ? PYTHON : JSON_WORDS);
}

function write(value: unknown, words: Words): string {
  if (value === null || value === undefined) return words.nothing;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "string") return words.quote(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, words)).join(", ")}]`;
  if (typeof value !== "object") return String(value);
  const items = Object.entries(value).map(([key, item]) => `${words.quote(key)}: ${write(item, words)}`);
  return `{${items.join(", ")}}`;
}

function quoted(text: string): string {
  const json = JSON.stringify(text);
  return json.includes('\\"') || text.includes("'") ? json : `'${json.slice(1, -1)}'`;
}
