/**
 * Asks a serving container once it is ready: `node test/serving/ask.ts ADDRESS FILE` sends the file's JSON lines and prints
 * the answer. Ends with 1 when the container is not ready in time, or refuses.
 */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const TRIES = 120;
const PAUSE_MS = 500;

const [address, file] = process.argv.slice(2);
if (address === undefined || file === undefined) throw new Error("Name an address and a file.");

async function isReady(): Promise<boolean> {
  try {
    return (await fetch(`${address}/ping`)).status === 200;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

let ready = false;
for (let tried = 0; !ready && tried < TRIES; tried += 1) {
  ready = await isReady();
  if (!ready) await pause(PAUSE_MS);
}
const response = await fetch(`${address}/invocations`, {
  method: "POST",
  headers: { "content-type": "application/jsonlines" },
  body: readFileSync(file),
});
process.stdout.write(await response.text());
process.exitCode = response.status === 200 ? 0 : 1;
