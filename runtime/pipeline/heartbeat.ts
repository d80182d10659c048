import { type Lease, LeaseLost, type Manifest } from "../manifest/manifest.ts";

/** How often the lease is renewed, in ms. */
const HEARTBEAT_MS = 2_000;

/** The lease that a run's writes are made with, and the news that it is lost. */
export interface HeldLease {
  readonly lease: Lease;
  /** Aborts when another run has taken over. */
  readonly lost: AbortSignal;
}

/**
 * A lease that is renewed until it is stopped. When it is lost, `lost` aborts: whatever the run is doing must stop
 * before it writes anything more.
 */
export class Heartbeat implements HeldLease, Disposable {
  readonly #manifest: Manifest;
  readonly #timer: NodeJS.Timeout;
  readonly #lost = new AbortController();
  #lease: Lease;

  constructor(manifest: Manifest, lease: Lease, intervalMs = HEARTBEAT_MS) {
    this.#manifest = manifest;
    this.#lease = lease;
    this.#timer = setInterval(() => void this.#beat(), intervalMs);
  }

  get lease(): Lease {
    return this.#lease;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #beat(): Promise<void> {
    try {
      this.#lease = await this.#manifest.renew(this.#lease);
    } catch (thrown) {
      // A beat may fail for a moment (a full disk); that the lease is gone is final.
      if (thrown instanceof LeaseLost) {
        clearInterval(this.#timer);
        this.#lost.abort(thrown);
      }
    }
  }
}
