import type { WaitingCall } from "../../../runtime/trigger/event.ts";
import { waitingBody } from "../../../runtime/trigger/event.ts";
import type { WaitingCalls } from "../../../runtime/trigger/waiting-calls.ts";

/** A message, and when it may be taken next. */
export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly type: "upload" | "call";
  visibleAt: number;
  receives: number;
}

/** The queue of uploads in virtual time: messages are hidden while somebody works on them, and come again. */
export class VirtualQueue implements WaitingCalls {
  readonly messages = new Map<string, QueuedMessage>();
  /** The most often that any message was taken. */
  mostReceives = 0;
  #sent = 0;
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  send(body: string, delayMs: number, type: QueuedMessage["type"] = "upload"): void {
    this.#sent += 1;
    const id = `m${this.#sent}`;
    this.messages.set(id, { id, body, type, visibleAt: this.#clock() + delayMs, receives: 0 });
  }

  async put(waiting: WaitingCall): Promise<void> {
    this.send(waitingBody(waiting), 60_000, "call");
  }

  get sent(): number {
    return this.#sent;
  }

  /** Takes messages that may be taken now. */
  take(count: number, hiddenMs: number, pick: (from: readonly QueuedMessage[]) => readonly QueuedMessage[]) {
    const now = this.#clock();
    const visible = [...this.messages.values()].filter(({ visibleAt }) => visibleAt <= now);
    const taken = pick(visible).slice(0, count);
    for (const message of taken) {
      message.visibleAt = now + hiddenMs;
      message.receives += 1;
      this.mostReceives = Math.max(this.mostReceives, message.receives);
    }
    return taken;
  }

  /** What was answered goes; the rest comes again when it is no longer hidden. */
  settle(taken: readonly QueuedMessage[], again: ReadonlySet<string>): void {
    for (const { id } of taken) if (!again.has(id)) this.messages.delete(id);
  }
}
