import { python } from "@codemirror/lang-python";
import { indentUnit } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import type { Extension } from "@codemirror/state";

const PYTHON: Extension = [python(), indented("    ")];

function indented(unit: string): Extension {
  return [indentUnit.of(unit), EditorState.tabSize.of(4)];
}

/** Python is there at once; each other grammar is fetched when it is first needed. */
const GRAMMARS: Record<string, () => Promise<Extension>> = {
  python: async () => PYTHON,
  javascript: async () => [(await import("@codemirror/lang-javascript")).javascript(), indented("  ")],
  typescript: async () => [(await import("@codemirror/lang-javascript")).javascript({ typescript: true }), indented("  ")],
  java: async () => [(await import("@codemirror/lang-java")).java(), indented("    ")],
  c: async () => [(await import("@codemirror/lang-cpp")).cpp(), indented("    ")],
  cpp: async () => [(await import("@codemirror/lang-cpp")).cpp(), indented("    ")],
  go: async () => [(await import("@codemirror/lang-go")).go(), indented("\t")],
  sql: async () => {
    const { sql, SQLite } = await import("@codemirror/lang-sql");
    return [sql({ dialect: SQLite }), indented("  ")];
  },
};

const loaded = new Map<string, Extension>([["python", PYTHON]]);

/** What is there already; plain text until then. */
export function grammarNow(language: string): Extension {
  return loaded.get(language) ?? indented("    ");
}

/** Null where there is no grammar, or it could not be fetched: plain text will do. */
export async function fetchGrammar(language: string): Promise<Extension | null> {
  const known = loaded.get(language);
  if (known) return known;
  try {
    const grammar = await GRAMMARS[language]?.();
    if (grammar) loaded.set(language, grammar);
    return grammar ?? null;
  } catch {
    return null; // offline for a moment: asked for again when the language is next opened
  }
}
