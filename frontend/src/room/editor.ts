import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import type { ChangeSet, Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { codeColours, codeTheme } from "./editor-theme";
import { MAX_SOURCE_BYTES } from "./protocol";
import type { Change } from "./protocol";
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

/** CodeMirror for one question at a time; each question keeps its own undo history while the page is open. */
export class Editor {
  readonly #port: EditorPort;
  readonly #view: EditorView;
  readonly #states = new Map<number, EditorState>();
  #question = 0;
  #loading = false;

  constructor(parent: HTMLElement, port: EditorPort) {
    this.#port = port;
    this.#view = new EditorView({ parent, state: this.#fresh("") });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  get question(): number {
    return this.#question;
  }

  open(question: number, text: string): void {
    if (this.#question) this.#states.set(this.#question, this.#view.state);
    this.#question = question;
    const kept = this.#states.get(question);
    this.#view.setState(kept?.doc.toString() === text ? kept : this.#fresh(text));
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

  #fresh(text: string): EditorState {
    return EditorState.create({ doc: text, extensions: this.#extensions() });
  }

  #extensions(): Extension[] {
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
      python(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
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
