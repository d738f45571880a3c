import { deviceMenus } from "../devices/menus";
import { Check } from "./check";
import { testCamera } from "./camera";
import { testEcho } from "./echo";
import { testMicrophone } from "./microphone";
import { checkNetwork } from "./network";
import { testSpeaker } from "./speaker";
import { post } from "../recording/post";

const PAUSE_MS = 500;
const NEEDED = ["WebSocket", "fetch", "crypto", "HTMLDialogElement"];
const NEEDED_TO_RECORD = ["MediaRecorder", "indexedDB"];

/** The system check: browser and connection by themselves, the devices when asked for. */
export function checks(): void {
  const section = document.querySelector<HTMLElement>("[data-checks]");
  if (!section) return;
  const all: Check[] = [];
  const keep = keeper(section, all);
  const check = (name: string): Check => {
    const made = new Check(name, keep);
    all.push(made);
    return made;
  };
  const [browser, network] = [check("browser"), check("network")];
  if (hasAll(section.dataset["records"] !== "")) browser.passed();
  else browser.failed("old");
  const look = (): void => void checkNetwork(network, section.dataset);
  network.onTest(look);
  look();
  deviceMenus();
  check("microphone").onTest(testMicrophone);
  check("camera").onTest(testCamera);
  check("speaker").onTest(testSpeaker);
  check("echo").onTest(testEcho);
  section.addEventListener("click", () => (section.dataset["touched"] = "yes"), { capture: true });
}

function hasAll(records: boolean): boolean {
  return [...NEEDED, ...(records ? NEEDED_TO_RECORD : [])].every((name) => name in window);
}

/** Hands the results in, a moment after the last one: only once somebody has tried something, for opening a page
 * must change nothing. */
function keeper(section: HTMLElement, all: readonly Check[]): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    if (section.dataset["touched"] !== "yes") return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const found = JSON.stringify(Object.fromEntries(all.map((check) => [check.name, check.found])));
      void post(section.dataset["checksPlace"] ?? "", section.dataset["key"] ?? "", { found });
    }, PAUSE_MS);
  };
}
