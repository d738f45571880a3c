import { sendTheRest } from "../recording/rest";
import { checks } from "./checks";
import { Waiting } from "./waiting";
import { ownZone, slotZone } from "./zone";

const portal = document.querySelector<HTMLElement>("[data-portal]");
if (portal) {
  ownZone();
  slotZone();
  checks();
  sendTheRest();
  new Waiting(portal).start();
}
