import { word } from "./check";
import type { Check } from "./check";
import { play } from "./sound";

/** A short sound, and the question whether it was heard: nobody else can know. */
export async function testSpeaker(check: Check): Promise<void> {
  check.running();
  try {
    await play(440, 0.6);
  } catch {
    return check.failed("other");
  }
  check.show(word("heard"), answer(check, "yes"), answer(check, "no"));
}

function answer(check: Check, name: "yes" | "no"): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary btn-sm";
  button.textContent = word(name);
  button.addEventListener("click", () => {
    check.show();
    if (name === "yes") check.passed();
    else check.failed("unheard");
  });
  return button;
}
