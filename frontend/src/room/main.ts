import { Room } from "./room";

new Room().start();
