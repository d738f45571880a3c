import { openMeeting } from "../meeting/open";
import { part } from "./elements";
import { Room } from "./room";

const root = part("root", HTMLElement);
const path = root.dataset["socketPath"] ?? "";
if (root.classList.contains("meeting")) openMeeting(root);
else new Room({ door: () => Promise.resolve({ path }) }).start();
