import type { Check } from "./check";

const PATIENCE_MS = 8_000;
/** Megabits a second: what the recording sends, and as much again for everything else. */
const LEAST = { "": 0.1, sound: 0.2, picture: 1.2 };

/** Whether the server answers, the line to the interviewer opens, and how much goes through. */
export async function checkNetwork(check: Check, told: DOMStringMap): Promise<void> {
  check.running();
  const figures: Record<string, number> = {};
  try {
    figures["ms"] = await answerTime();
    const path = told["checksSocket"];
    if (path) await openSocket(path);
    const mbit = await throughput(told["checksProbe"] ?? "");
    figures["mbit"] = Math.round(mbit * 10) / 10;
    if (mbit < (LEAST[(told["records"] ?? "") as keyof typeof LEAST] ?? 0)) return check.failed("slow", figures);
    check.note("network_took", { ms: figures["ms"], mbit: figures["mbit"] });
    check.passed(figures);
  } catch {
    check.failed("other", figures);
  }
}

async function answerTime(): Promise<number> {
  const begun = performance.now();
  const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
  return Math.max(1, Math.round(performance.now() - begun));
}

/** Megabits a second, of a file that the interview needs anyway. */
async function throughput(probe: string): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(probe, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  const { byteLength } = await answer.arrayBuffer();
  return (byteLength * 8) / 1e6 / Math.max(0.001, (performance.now() - begun) / 1000);
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
