import type { Page } from "playwright-core";

/** What has come over the wire since a page was asked for. */
interface Transfers {
  bytes: number;
  /** Requests that are not over yet. */
  readonly open: Set<string>;
}

const transfersOf = new WeakMap<Page, Transfers>();
const LOOK_AGAIN_MS = 20;

/** Counts what a page transfers from now on. A new document begins a new count. */
export async function countTransfers(page: Page): Promise<void> {
  const transfers: Transfers = { bytes: 0, open: new Set() };
  transfersOf.set(page, transfers);
  const session = await page.context().newCDPSession(page);
  session.on("Network.requestWillBeSent", ({ requestId, type, redirectResponse }) => {
    if (redirectResponse !== undefined) transfers.bytes += redirectResponse.encodedDataLength;
    else if (type === "Document") {
      transfers.bytes = 0;
      transfers.open.clear();
    }
    transfers.open.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    // What the document before this one still had under way belongs to it.
    if (transfers.open.delete(requestId)) transfers.bytes += encodedDataLength;
  });
  session.on("Network.loadingFailed", ({ requestId }) => transfers.open.delete(requestId));
  await session.send("Network.enable");
}

/**
 * Bytes over the wire for the page that is shown, in its compressed form and with the headers: the document with what led
 * to it, style sheets, scripts, pictures and the icon. What came from the browser's cache counts nothing.
 */
export async function transferred(page: Page): Promise<number> {
  const transfers = transfersOf.get(page);
  if (transfers === undefined)
    throw new Error("Nobody counts what this page transfers: open it with openPage.");
  await page.waitForLoadState("networkidle");
  while (transfers.open.size > 0) await page.waitForTimeout(LOOK_AGAIN_MS);
  return transfers.bytes;
}
