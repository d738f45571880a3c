import { Room } from "../room/room";
import { Asked } from "./asked";
import { doorOf } from "./door";
import { personForm } from "./person";
import { Tiles } from "./tiles";

/** The room of a company's interview: the practice room's parts, with tiles and controls beside them. */
export function openMeeting(root: HTMLElement): void {
  const [tiles, asked] = [new Tiles(), new Asked()];
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
      },
      link: (link) => tiles.link(link),
      typed: () => tiles.typed(),
    },
  }).start();
}
