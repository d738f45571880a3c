import type { Link } from "./connection";
import type { Message, RoomState, ServerFrame } from "./protocol";

/** What happens in the room, for what is drawn beside it. */
export interface RoomWatch {
  message(message: Message, fresh: boolean): void;
  thinking(on: boolean): void;
  state(state: RoomState): void;
  link(link: Link): void;
  typed(): void;
  frame(frame: ServerFrame): void;
  /** The interview is about to be completed. */
  leaving(): void;
  /** Whether something is on its way that should arrive before that. */
  unsent(): boolean;
}
