import { deviceMenus } from "../devices/menus";
import { post } from "../recording/post";
import { meetingRecording } from "../recording/room";
import { Room } from "../room/room";
import { Asked } from "./asked";
import { Camera } from "./camera";
import { captions } from "./captions";
import { doorOf } from "./door";
import { controlKeys } from "./keys";
import type { Trouble } from "./mic/hearing";
import { Spoken } from "./mic/spoken";
import { wayToHear } from "./mic/ways";
import { personForm } from "./person";
import { Tiles } from "./tiles";
import { Voice } from "./voice";

/** What the company is told of as an incident, where the server knows it by that name. */
const INCIDENTS: Partial<Record<Trouble, string>> = {
  denied: "microphone_denied",
  none: "microphone_missing",
  lost: "microphone_lost",
  busy: "microphone_busy",
  silent: "microphone_silent",
  down: "recogniser_down",
};

function tell(trouble: Trouble, { trouble: place = "", troubles = "", key = "" }: DOMStringMap): void {
  const kind = INCIDENTS[trouble];
  if (kind && troubles.split(" ").includes(kind)) void post(place, key, { kind });
}

/** The room of a company's interview: the practice room's parts, with tiles and controls beside them. */
export function openMeeting(root: HTMLElement): void {
  const [tiles, asked] = [new Tiles(), new Asked()];
  const voice = new Voice(root.dataset, { speaking: (on) => tiles.speaks(on) });
  const [recording, camera] = [meetingRecording(), new Camera()];
  personForm();
  captions(root);
  controlKeys();
  deviceMenus();
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
        spoken.state(state);
        if (state.phase === "closed") camera.leave();
      },
      link: (link) => {
        tiles.link(link);
        recording?.link(link);
        spoken.link(link);
        if (link !== "taken") return;
        voice.stop(); // heard once, in the other tab
        camera.leave();
      },
      leaving: () => recording?.finish(),
      unsent: () => recording?.unsent ?? false,
      typed: () => tiles.typed(),
      frame: (frame) => spoken.frame(frame),
    },
  });
  const line = {
    live: () => room.connection.live,
    send: room.connection.send.bind(room.connection),
    sendSound: room.connection.sendBytes.bind(room.connection),
    voice: () => voice.speaking,
  };
  const spoken = new Spoken(root.dataset, {
    hearing: wayToHear(root.dataset, line),
    dictate: (text, origin) => room.composer.dictate(text, origin),
    say: (text, origin) => room.composer.say(text, origin),
    hush: () => voice.stop(),
    tell: (trouble) => tell(trouble, root.dataset),
  });
  room.start();
}
