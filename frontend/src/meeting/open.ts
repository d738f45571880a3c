import { meetingRecording } from "../recording/room";
import { Room } from "../room/room";
import { Asked } from "./asked";
import { doorOf } from "./door";
import { personForm } from "./person";
import { Tiles } from "./tiles";

/** The room of a company's interview: the practice room's parts, with tiles and controls beside them. */
export function openMeeting(root: HTMLElement): void {
  const [tiles, asked] = [new Tiles(), new Asked()];
  const recording = meetingRecording();
  personForm();
  new Room({
    door: doorOf(root.dataset),
    watch: {
      message: (message, fresh) => {
        asked.remember(message);
        if (fresh) tiles.said(message);
      },
      thinking: (on) => tiles.thinks(on),
      state: (state) => {
        asked.show(state);
        tiles.show(state);
        recording?.state(state);
      },
      link: (link) => {
        tiles.link(link);
        recording?.link(link);
      },
      leaving: () => recording?.finish(),
      unsent: () => recording?.unsent ?? false,
      typed: () => tiles.typed(),
    },
  }).start();
}
