import { meetingRecording } from "../recording/room";
import { Room } from "../room/room";
import { Asked } from "./asked";
import { doorOf } from "./door";
import { Spoken } from "./mic/spoken";
import { personForm } from "./person";
import { Tiles } from "./tiles";
import { Voice } from "./voice";

/** The room of a company's interview: the practice room's parts, with tiles and controls beside them. */
export function openMeeting(root: HTMLElement): void {
  const [tiles, asked] = [new Tiles(), new Asked()];
  const voice = new Voice(root.dataset, { speaking: (on) => tiles.speaks(on) });
  const recording = meetingRecording();
  personForm();
  const room: Room = new Room({
    door: doorOf(root.dataset),
    watch: {
      message: (message, fresh) => {
        asked.remember(message);
        if (fresh) tiles.said(message);
        voice.said(message, fresh);
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
        spoken.link(link === "live");
      },
      leaving: () => recording?.finish(),
      unsent: () => recording?.unsent ?? false,
      typed: () => tiles.typed(),
      frame: (frame) => spoken.frame(frame),
    },
  });
  const spoken = new Spoken(root.dataset, {
    send: (frame) => room.connection.send(frame),
    sendSound: (message) => room.connection.sendBytes(message),
    dictate: (text, origin) => room.composer.dictate(text, origin),
    say: (text, origin) => room.composer.say(text, origin),
    voice: () => voice.speaking,
    hush: () => voice.stop(),
  });
  room.start();
}
