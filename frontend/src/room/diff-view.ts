import type { Diff, DiffLine } from "./diff";
import { copyOf, slot } from "./elements";
import { counted, word } from "./words";

const MARKS: Record<string, string> = { same: "=", missing: "−", extra: "+" };

/** The difference, a line for each part: with a mark, and a word for those who do not see it. */
export function drawDiff({ lines, missing, extra }: Diff): HTMLElement {
  const drawn = copyOf("diff-template");
  const told = [missing ? counted("diff_missing", missing) : "", extra ? counted("diff_extra", extra) : ""];
  slot(drawn, "told").textContent = told.filter(Boolean).join(", ");
  slot(drawn, "lines").append(...lines.map(drawLine));
  return drawn;
}

function drawLine(line: DiffLine): HTMLElement {
  const item = document.createElement("p");
  item.dataset["diff"] = line.kind;
  if (line.kind === "fold") {
    item.textContent = counted("diff_fold", line.count);
    return item;
  }
  const mark = document.createElement("span");
  mark.className = "room-diff-mark";
  mark.setAttribute("aria-hidden", "true");
  mark.textContent = MARKS[line.kind] ?? "";
  const told = document.createElement("span");
  told.className = "sr-only";
  told.textContent = `${word(line.kind === "missing" ? "diff_is_missing" : line.kind === "extra" ? "diff_is_extra" : "diff_is_same")} `;
  const text = document.createElement("code");
  text.textContent = line.text;
  item.append(mark, told, text);
  return item;
}
