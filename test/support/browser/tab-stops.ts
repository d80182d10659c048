import type { CDPSession, Page } from "playwright-core";

/** An element that the Tab key leads to, as assistive technology is told of it. */
export interface TabStop {
  readonly role: string;
  readonly name: string;
}

const MOST_STOPS = 1000;

/**
 * Walks a page with the Tab key until it is back where the walk began.
 * @returns where it stopped, in order; the first is what Tab led to from where the focus was
 * @throws Error when the focus is caught and cannot go on, or does not come back
 */
export async function tabStops(page: Page): Promise<readonly TabStop[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const stops = new Map<number, TabStop>();
    let wasOutside = false;
    let stayedOutside = false;
    for (let step = 0; step < MOST_STOPS; step += 1) {
      await page.keyboard.press("Tab");
      const { id, stop } = await focused(session);
      if (stop === undefined) {
        // Between the last element and the first, the focus is outside the page once; where nothing is, it stays there.
        if (stayedOutside) return [];
        stayedOutside = true;
        wasOutside = true;
        continue;
      }
      stayedOutside = false;
      const [first] = stops.keys();
      if (id === first && wasOutside) return [...stops.values()];
      if (stops.has(id)) throw new Error(`The focus is caught at ${stop.role} "${stop.name}".`);
      stops.set(id, stop);
    }
    throw new Error(`After ${MOST_STOPS} steps the focus has not come back to where it began.`);
  } finally {
    await session.detach();
  }
}

async function focused(session: CDPSession): Promise<{ readonly id: number; readonly stop?: TabStop }> {
  const { result } = await session.send("Runtime.evaluate", { expression: "document.activeElement" });
  const objectId = result.objectId ?? "";
  if (objectId === "" || result.description?.startsWith("body")) return { id: 0 };
  const { nodes } = await session.send("Accessibility.getPartialAXTree", { objectId, fetchRelatives: false });
  const [node] = nodes;
  return {
    id: node?.backendDOMNodeId ?? 0,
    stop: { role: String(node?.role?.value ?? ""), name: String(node?.name?.value ?? "") },
  };
}
