import { Check } from "./check";
import { testCamera, testMicrophone, testSpeaker } from "./devices";

const PATIENCE_MS = 8_000;

/** The system check: browser and connection by themselves, the devices when asked for. None of these is stored. */
export function checks(): void {
  const section = document.querySelector<HTMLElement>("[data-checks]");
  if (!section) return;
  const browser = new Check("browser");
  const network = new Check("network");
  browser.result(hasAll() ? "passed" : "failed");
  const look = (): void => void checkNetwork(network, section.dataset["checksSocket"] ?? "");
  network.onTest(look);
  look();
  new Check("microphone").onTest(testMicrophone);
  new Check("camera").onTest(testCamera);
  new Check("speaker").onTest(testSpeaker);
}

function hasAll(): boolean {
  return ["WebSocket", "fetch", "crypto", "HTMLDialogElement"].every((name) => name in window);
}

async function checkNetwork(check: Check, socketPath: string): Promise<void> {
  check.result("running");
  try {
    const begun = performance.now();
    const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
    const ms = Math.max(1, Math.round(performance.now() - begun));
    if (socketPath) await openSocket(socketPath);
    check.note("network_took", { ms });
    check.result("passed");
  } catch {
    check.result("failed");
  }
}

/** That the line opens is enough: nothing is said on it. */
function openSocket(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`);
    const timer = setTimeout(() => socket.close(), PATIENCE_MS);
    socket.addEventListener("open", () => {
      clearTimeout(timer);
      socket.close();
      resolve();
    });
    socket.addEventListener("close", () => reject(new Error("the line does not open")));
  });
}
