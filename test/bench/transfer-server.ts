import { buildApp } from "fauxqs";

/** S3 on loopback in a process of its own; tells its address to whoever started it, and ends with it. */
const app = buildApp({ logger: false });
process.send?.(await app.listen({ host: "127.0.0.1", port: 0 }));
process.once("disconnect", () => process.exit(0));
