import { once } from "node:events";
import dynalite from "dynalite";
import { buildApp } from "fauxqs";

/**
 * Services in a process of their own, for the suite against endpoints outside of it: `node stand-ins.ts` says on one line
 * of JSON where they are, and serves until its input ends.
 */

const app = buildApp({ logger: false });
const common = await app.listen({ host: "127.0.0.1", port: 0 });
const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
server.listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
if (address === null || typeof address === "string") throw new Error("dynalite has no address.");
process.stdout.write(`${JSON.stringify({ common, dynamodb: `http://127.0.0.1:${address.port}` })}\n`);
process.stdin.resume().once("end", () => process.exit(0));
