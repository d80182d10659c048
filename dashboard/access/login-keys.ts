import { createPublicKey } from "node:crypto";
import { FetchError } from "aws-jwt-verify/error";
import type { Fetcher } from "aws-jwt-verify/https";

/** A key's few hundred bytes come at once or not at all, and people wait for them. */
const PATIENCE_MS = 3_000;
/** What the store of the keys answers for a key that does not exist. */
const ABSENT: readonly number[] = [403, 404];

/** The token names a key that its signer does not have: it is forged, or from elsewhere. */
export class UnknownKey extends Error {
  override readonly name = "UnknownKey";
}

/**
 * Fetches the public keys that a load balancer signs with, each of which has an address of its own. The verifier keeps
 * what it has fetched. The library's own fetcher does not tell a key that does not exist from one that cannot be
 * fetched, and takes nothing but HTTPS.
 */
export class LoginKeys implements Fetcher {
  /**
   * @throws UnknownKey when there is no such key
   * @throws FetchError when it cannot be fetched now
   */
  async fetch(address: string): Promise<ArrayBuffer> {
    const answer = await fetch(address, {
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((thrown: unknown) => unfetched(address, thrown));
    if (ABSENT.includes(answer.status))
      throw new UnknownKey(`The signer has no such key (status ${answer.status})`);
    if (!answer.ok) return unfetched(address, `status ${answer.status}`);
    const key = await answer.arrayBuffer().catch((thrown: unknown) => unfetched(address, thrown));
    try {
      createPublicKey(Buffer.from(key));
    } catch {
      return unfetched(address, "the answer is no public key");
    }
    return key;
  }
}

function unfetched(address: string, reason: unknown): never {
  throw new FetchError(address, reason);
}
