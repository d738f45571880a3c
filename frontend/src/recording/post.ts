const PATIENCE_MS = 30_000;

/** `done`; `again`: the same may be sent a little later; `refused` for good, with the server's code for why. */
export type Answer = { kind: "done" } | { kind: "again"; code: string } | { kind: "refused"; code: string };

/** Posts a form the way the room's own forms go: by the link's key, or by sign-in with the token of the cookie. */
export async function post(url: string, key: string, words: Record<string, string>, content?: ArrayBuffer): Promise<Answer> {
  const body = new FormData();
  for (const [name, value] of Object.entries(words)) body.append(name, value);
  if (key) body.append("session_key", key);
  if (content) body.append("content", new Blob([content]), "chunk");
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(url, { method: "POST", body, redirect: "manual", cache: "no-store", headers: token(key), signal });
    return await read(answer);
  } catch {
    return { kind: "again", code: "offline" };
  }
}

function token(key: string): Record<string, string> {
  const found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  return key || !found ? {} : { "X-CSRFToken": decodeURIComponent(found) };
}

/** A redirect is the sign-in, 403 a token out of date, 5xx without words a server that restarts: all pass. */
async function read(answer: Response): Promise<Answer> {
  if (answer.ok) return { kind: "done" };
  const told = answer.headers.get("content-type")?.startsWith("application/json")
    ? ((await answer.json()) as { code?: string; retry?: boolean })
    : null;
  if (told?.code) return { kind: told.retry ? "again" : "refused", code: told.code };
  return answer.status === 404 ? { kind: "refused", code: "over" } : { kind: "again", code: "server" };
}
