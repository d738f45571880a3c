import type { Door } from "../room/connection";

interface Started {
  ws_url: string;
}

/** Where the room's socket opens: by sign-in always at one address, by link each time with a fresh ticket. */
export function doorOf({ socketPath, start, key }: DOMStringMap): Door {
  if (start && key) return () => knock(start, key);
  return () => Promise.resolve({ path: socketPath ?? "" });
}

async function knock(start: string, key: string): ReturnType<Door> {
  const answer = await fetch(start, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ session_key: key }),
    cache: "no-store",
  });
  if (answer.status === 404) return { link: "no_room" };
  if (answer.status === 409) return { link: "completed" };
  if (!answer.ok) throw new Error(`the door answers ${answer.status}`);
  const { ws_url } = (await answer.json()) as Started;
  const { pathname, search } = new URL(ws_url);
  return { path: pathname + search };
}
