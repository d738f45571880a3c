/** The server's time, from its last word about it. Times are ms since 1970. */
export class ServerClock {
  #offset = 0;

  set(serverTime: number, now: number = Date.now()): void {
    this.#offset = serverTime - now;
  }

  now(now: number = Date.now()): number {
    return now + this.#offset;
  }
}

/** `24:05`, or `1:02:03` from an hour on; a begun second counts, so that 0:00 means that it is over. */
export function formatLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}
