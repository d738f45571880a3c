import type { Extension, Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

function typeOver(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const text = event.inputType === "insertText" && !event.isComposing && !view.composing ? event.data : null;
  if (!text || empty || view.state.readOnly || view.state.selection.ranges.length > 1) return false;
  const insert = (): Transaction =>
    view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
  const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, text, insert));
  if (!handled) view.dispatch(insert());
  return true;
}

/**
 * Typing over a selection without the browser's own editing: Chromium keeps the colour of the replaced text by a
 * `style` attribute, which the content security policy refuses with an error in the console.
 */
export const typingOver: Extension = EditorView.domEventHandlers({ beforeinput: typeOver });
