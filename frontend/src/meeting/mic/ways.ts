import { meetingPartIfAny } from "../parts";
import { BrowserHearing } from "./browser";
import type { Hearing, HearingPort } from "./hearing";
import { recognitionOf, worksHere } from "./recognition";
import { ServerHearing } from "./server";
import type { Line } from "./server";

/** The way to hear that this page has: the server's, or, where it has none, the browser's. */
export function wayToHear({ hears, micWorklet }: DOMStringMap, line: Line): (port: HearingPort) => Hearing {
  const maker = hears === "browser" ? recognitionOf(window) : null;
  if (!maker) return (port) => new ServerHearing(micWorklet ?? "", line, port);
  let here = false;
  void worksHere(maker).then((works) => {
    here = works;
    for (const told of document.querySelectorAll<HTMLElement>("[data-heard-where]")) {
      told.hidden = told.dataset["heardWhere"] !== (here ? "here" : "away");
    }
  });
  offer();
  return (port) => new BrowserHearing(maker, here, line, port);
}

/** The button was made for a page that may not be able to: not every browser has a recogniser. */
function offer(): void {
  const button = meetingPartIfAny("mic", HTMLButtonElement);
  button?.removeAttribute("aria-disabled");
  button?.removeAttribute("title");
  const note = document.getElementById("typed-note");
  if (note) note.textContent = note.dataset["spoken"] ?? "";
}
