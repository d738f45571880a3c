import { ServerClock } from "./clock";
import { Complete } from "./complete";
import { Composer } from "./composer";
import { Connection } from "./connection";
import type { Door, Link } from "./connection";
import { Conversation } from "./conversation";
import { Drafts } from "./drafts";
import { part, partIfAny } from "./elements";
import { uuid } from "./ids";
import { Layout } from "./layout";
import { Mirror } from "./mirror";
import { Outbox, readOutbox } from "./outbox";
import type { Command, Message, RoomState, ServerFrame } from "./protocol";
import { Questions } from "./questions";
import { setNotice, Status } from "./status";
import { Timer } from "./timer";
import type { RoomWatch } from "./watch";
import { Workbench } from "./workbench";

const GAP_MS = 3_000;
type Answer<T extends ServerFrame["type"]> = Extract<ServerFrame, { type: T }>;

/** Ties the room's parts together: what the server says goes to them, what the person does goes out. */
export class Room {
  readonly #root = part("root", HTMLElement);
  readonly #mirror = new Mirror(this.#root.dataset["session"] ?? "");
  readonly #clock = new ServerClock();
  readonly #timer = new Timer(this.#clock);
  readonly #layout = new Layout();
  readonly #status = new Status(this.#mirror);
  readonly #questions = new Questions(() => this.#command({ type: "hint", id: uuid() }));
  readonly #conversation = new Conversation((text) => this.composer.giveBack(text));
  readonly #drafts = new Drafts(this.#mirror, (draft) => this.connection.send({ type: "draft", ...draft }));
  readonly composer = new Composer({
    send: (text, spoken) => this.#command({ type: "message", id: uuid(), text, ...(spoken && { spoken }) }),
    changed: (text) => this.#drafted(text),
  });
  readonly #outbox = new Outbox(
    {
      send: (command) => this.connection.send(command),
      keep: (waiting) => this.#mirror.write("outbox", waiting),
      later: (run, ms) => clearTimeout.bind(window, setTimeout(run, ms)),
    },
    readOutbox(this.#mirror.read("outbox")),
  );
  readonly #workbench = partIfAny("editor") && this.#makeWorkbench();
  readonly #complete = this.#makeComplete();
  readonly connection: Connection;
  readonly #watch: Partial<RoomWatch>;
  #state: RoomState | null = null;
  #gap: ReturnType<typeof setTimeout> | undefined;

  constructor({ door, watch = {} }: { door: Door; watch?: Partial<RoomWatch> }) {
    this.#watch = watch;
    this.connection = new Connection(door, {
      last: () => this.#conversation.ledger.last,
      frame: (frame) => this.#receive(frame),
      link: (link) => this.#linked(link),
    });
  }

  start(): void {
    this.composer.text = this.#drafts.text;
    part("try-now", HTMLButtonElement).addEventListener("click", () => this.connection.retryNow());
    part("signed-in", HTMLButtonElement).addEventListener("click", () => this.connection.retryNow());
    part("use-here", HTMLButtonElement).addEventListener("click", () => location.reload());
    addEventListener("pagehide", () => this.#flush());
    for (const { command, at } of this.#outbox.waiting) this.#conversation.expect(command, at, true);
    this.connection.open();
  }

  #receive(frame: ServerFrame): void {
    this.#watch.frame?.(frame);
    if (frame.type === "welcome") this.#welcomed(frame);
    else if (frame.type === "message") this.#messages([frame]);
    else if (frame.type === "state") this.#show(frame);
    else if (frame.type === "ack") this.#acknowledged(frame.id, frame.number);
    else if (frame.type === "saved") this.#stored(frame);
    else if (frame.type === "resync") this.#workbench?.resync(frame);
    else if (frame.type === "chosen") this.#workbench?.chosen(frame);
    else if (frame.type === "queue") this.#workbench?.queued(frame.before);
    else if (frame.type === "thinking") this.#thinks(frame.on);
    else if (frame.type === "saying") this.#conversation.says(frame);
    else if (frame.type === "taken") this.#mirror.freeze();
    else if (frame.type === "error") this.#refused(frame);
  }

  #welcomed(welcome: Answer<"welcome">): void {
    this.#clock.set(welcome.server_time);
    this.#workbench?.meet(welcome.buffers);
    if (this.#drafts.meet(welcome.draft)) this.composer.text = this.#drafts.text;
    this.#settle(welcome.messages);
    this.#conversation.fill(welcome.messages);
    for (const message of welcome.messages) this.#noted(message, false);
    this.#show(welcome.state);
    this.#thinks(welcome.state.busy);
    this.#conversation.setWaiting(false);
    this.#outbox.open();
    this.#savedOrNot();
  }

  #messages(messages: readonly Message[]): void {
    this.#settle(messages);
    for (const message of messages) {
      if (!this.#conversation.show(message)) continue;
      if (message.speaker === "interviewer") this.#layout.news();
      this.#noted(message, true);
    }
    this.#watchGap();
  }

  #thinks(on: boolean): void {
    this.#conversation.setThinking(on);
    this.#watch.thinking?.(on);
  }

  #noted(message: Message, fresh: boolean): void {
    this.#watch.message?.(message, fresh);
    this.#questions.remember(message);
    this.#workbench?.note(message, fresh);
    if (fresh && message.kind === "question" && this.#state) this.#questions.show(this.#state);
  }

  #settle(messages: readonly Message[]): void {
    for (const { id } of messages) if (id !== null) this.#outbox.settle(id);
    this.#savedOrNot();
  }

  /** Numbers may overtake one another for a moment; what stays missing is asked for again. */
  #watchGap(): void {
    clearTimeout(this.#gap);
    if (!this.#conversation.ledger.hasGap) return;
    this.#gap = setTimeout(() => this.connection.restart(), GAP_MS);
  }

  #show(state: RoomState): void {
    this.#state = state;
    this.#watch.state?.(state);
    this.#clock.set(state.server_time);
    const over = state.phase === "closed" || state.status === "completed";
    this.#timer.set(over ? null : state.ends_at);
    this.#questions.show(state);
    this.#layout.hasCode = state.question?.has_code ?? false;
    if (state.question?.has_code) this.#workbench?.open(state.question, over);
    setNotice("last_words", state.phase === "last_words");
    this.composer.closed = over;
    this.#complete.closed = over;
    part("closing", HTMLElement).hidden = !over;
    if (state.status === "completed") this.#linked("completed");
  }

  #linked(link: Link): void {
    if (link !== "live") this.#outbox.close();
    if (link === "taken") this.#mirror.freeze();
    if (link === "completed") this.#mirror.clear();
    this.#conversation.setWaiting(link !== "live");
    if (link !== "live") this.#conversation.setThinking(false);
    this.#status.link(link);
    this.#watch.link?.(link);
    this.#savedOrNot();
  }

  #command(command: Command): void {
    this.#conversation.expect(command, Date.now(), !this.connection.live);
    this.#outbox.add(command, Date.now());
    this.#savedOrNot();
  }

  #acknowledged(id: string, number: number): void {
    this.#outbox.settle(id);
    this.#conversation.acknowledged(id, number);
    this.#watchGap();
    this.#savedOrNot();
  }

  #stored({ question, language, seq }: Answer<"saved">): void {
    if (question === null) this.#drafts.saved(seq);
    else this.#workbench?.saved({ question, language }, seq);
    this.#savedOrNot();
  }

  #refused({ id, detail, retry, code }: Answer<"error">): void {
    if (!retry) {
      this.#dropped(id, detail);
    } else if (id !== null) {
      this.#outbox.retryLater(id);
    } else {
      this.#workbench?.retryLater();
      this.#drafts.retryLater();
    }
    const atItsPlace = code === "bad_input"; // said where it was typed
    if (code === "storage" || !(retry || atItsPlace)) this.#status.error(detail);
  }

  #dropped(id: string | null, detail: string): void {
    const command = id === null ? undefined : this.#outbox.settle(id)?.command;
    if (!command) return;
    this.#conversation.refused(command, detail);
    this.#workbench?.refused(command.type, detail);
  }

  #drafted(text: string): void {
    this.#drafts.change(text);
    this.#watch.typed?.();
    this.#savedOrNot();
  }

  #flush(): void {
    this.#workbench?.flush();
    this.#drafts.flush();
  }

  get #unsaved(): boolean {
    return this.#outbox.waiting.length > 0 || this.#drafts.unsaved || (this.#workbench?.unsaved ?? false);
  }

  #savedOrNot(): void {
    this.#status.saved(this.#unsaved);
  }

  #makeWorkbench(): Workbench {
    return new Workbench(this.#root.dataset["nonce"] ?? "", this.#mirror, {
      sendEdits: (batch) => this.connection.send({ type: "edits", ...batch }),
      sendLanguage: (place) => this.connection.send({ type: "language", ...place }),
      judge: (code) => this.#command({ id: uuid(), ...code }),
      stop: () => this.connection.send({ type: "stop" }),
      live: () => this.connection.live,
      savedOrNot: () => this.#savedOrNot(),
      error: (detail) => this.#status.error(detail),
    });
  }

  #makeComplete(): Complete {
    return new Complete({
      flush: () => {
        this.#flush();
        this.#watch.leaving?.();
      },
      unsaved: () => this.#unsaved || (this.#watch.unsent?.() ?? false),
      live: () => this.connection.live,
      asks: () => this.#state?.phase !== "closed",
      leaving: () => this.#mirror.clear(),
    });
  }
}
