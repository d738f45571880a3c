import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import type { ChangeSet, Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { keyOf } from "./code";
import { codeColours, codeTheme } from "./editor-theme";
import { fetchGrammar, grammarNow } from "./grammars";
import { MAX_SOURCE_BYTES } from "./protocol";
import type { Change, Place } from "./protocol";
import { typingOver } from "./typing-over";

export interface EditorPort {
  label: string;
  helpId: string;
  nonce: string;
  changed(changes: Change[]): void;
  full(): void;
  run(): void;
  submit(): void;
}

/** In the order of the text, each replacement given for the text that the one before it left. */
export function asChanges(set: ChangeSet, t: number): Change[] {
  const changes: Change[] = [];
  set.iterChanges((fromA, toA, fromB, _toB, inserted) => {
    changes.push([t, fromB, fromB + toA - fromA, inserted.toString()]);
  });
  return changes;
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** CodeMirror for one text at a time; each keeps its own undo history while the page is open. */
export class Editor {
  readonly #port: EditorPort;
  readonly #view: EditorView;
  readonly #states = new Map<string, EditorState>();
  readonly #grammar = new Compartment();
  #place: Place | null = null;
  #loading = false;

  constructor(parent: HTMLElement, port: EditorPort) {
    this.#port = port;
    this.#view = new EditorView({ parent, state: this.#fresh("", "") });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  get place(): Place | null {
    return this.#place;
  }

  has(place: Place): boolean {
    return this.#place !== null && keyOf(this.#place) === keyOf(place);
  }

  open(place: Place, text: string): void {
    if (this.#place) this.#states.set(keyOf(this.#place), this.#view.state);
    this.#place = place;
    const kept = this.#states.get(keyOf(place));
    this.#view.setState(kept?.doc.toString() === text ? kept : this.#fresh(text, place.language));
    void this.#dress(place);
  }

  /** A grammar that had to be fetched may come when another text is open already. */
  async #dress(place: Place): Promise<void> {
    const grammar = await fetchGrammar(place.language);
    if (grammar && this.has(place)) this.#view.dispatch({ effects: this.#grammar.reconfigure(grammar) });
  }

  /** Puts the server's newer text in place, without sending it back. */
  replace(text: string): void {
    this.#loading = true;
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
    this.#loading = false;
  }

  /** As if typed: it is sent. */
  retype(text: string): void {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  focus(): void {
    this.#view.focus();
  }

  #fresh(text: string, language: string): EditorState {
    return EditorState.create({ doc: text, extensions: this.#extensions(language) });
  }

  #extensions(language: string): Extension[] {
    return [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      drawSelection(),
      history(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      typingOver,
      this.#grammar.of(grammarNow(language)),
      syntaxHighlighting(codeColours),
      codeTheme,
      EditorView.cspNonce.of(this.#port.nonce),
      EditorView.contentAttributes.of(this.#attributes()),
      EditorState.transactionFilter.of((change) => this.#limited(change)),
      EditorView.updateListener.of((update) => update.docChanged && this.#changed(update.changes)),
      this.#keys(),
    ];
  }

  #attributes(): Record<string, string> {
    return {
      "aria-label": this.#port.label,
      "aria-describedby": this.#port.helpId,
      tabindex: "0", // focusable without it; axe-core does not count contenteditable
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
      translate: "no",
    };
  }

  #keys(): Extension {
    const run = (): boolean => (this.#port.run(), true);
    const submit = (): boolean => (this.#port.submit(), true);
    return [
      Prec.highest(
        keymap.of([
          { key: "Mod-Enter", run, shift: submit },
          { key: "Ctrl-Enter", run, shift: submit },
        ]),
      ),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
    ];
  }

  #limited<T extends { docChanged: boolean; newDoc: { length: number; toString(): string } }>(change: T): T | [] {
    if (!change.docChanged || change.newDoc.length * 3 <= MAX_SOURCE_BYTES) return change;
    if (bytes(change.newDoc.toString()) <= MAX_SOURCE_BYTES) return change;
    this.#port.full();
    return [];
  }

  #changed(set: ChangeSet): void {
    if (!this.#loading) this.#port.changed(asChanges(set, Math.round(performance.now())));
  }
}
