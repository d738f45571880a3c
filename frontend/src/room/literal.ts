/** A JSON value as Python writes it: what the candidate's own program would print. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object") return String(value);
  const items = Object.entries(value).map(([key, item]) => `${quoted(key)}: ${literal(item)}`);
  return `{${items.join(", ")}}`;
}

function quoted(text: string): string {
  const json = JSON.stringify(text);
  return json.includes('\\"') || text.includes("'") ? json : `'${json.slice(1, -1)}'`;
}
