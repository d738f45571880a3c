import { checks } from "./checks";
import { Waiting } from "./waiting";
import { ownZone, slotZone } from "./zone";

const portal = document.querySelector<HTMLElement>("[data-portal]");
if (portal) {
  ownZone();
  slotZone();
  checks();
  new Waiting(portal).start();
}
