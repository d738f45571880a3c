import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Both themes in one: the colours are the page's variables. */
export const codeTheme = EditorView.theme({
  "&": { height: "100%", color: "var(--color-base-content)", backgroundColor: "var(--color-base-100)", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.5rem", overscrollBehavior: "contain" },
  ".cm-content": { caretColor: "var(--color-base-content)", paddingBlock: "0.5rem" },
  ".cm-cursor": { borderLeftColor: "var(--color-base-content)", borderLeftWidth: "2px" },
  ".cm-gutters": { color: "var(--viva-muted)", backgroundColor: "var(--color-base-100)", borderRight: "1px solid var(--viva-line)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.5rem", padding: "0 0.5rem 0 0.25rem" },
  ".cm-activeLine": { backgroundColor: "var(--room-active-line)" },
  ".cm-activeLineGutter": { color: "var(--color-base-content)", backgroundColor: "var(--room-active-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--room-selection)",
  },
  "&.cm-focused .cm-matchingBracket, .cm-matchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--viva-control)",
  },
});

export const codeColours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.modifier], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.comment], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "var(--code-name)" },
  { tag: [tags.meta, tags.standard(tags.variableName), tags.typeName, tags.standard(tags.typeName)], color: "var(--code-builtin)" },
]);
