import { parseArgs } from "node:util";
import { InputError } from "../../../runtime/errors.ts";
import { makeBigLake } from "./make-big-lake.ts";

const HELP = `node test/support/big-lake/main.ts --from LAKE --to FOLDER [--customers N]

Makes a lake of N customers (default 1000000) out of a finished one, for measuring the dashboard.
`;

const { values } = parseArgs({
  options: {
    from: { type: "string" },
    to: { type: "string" },
    customers: { type: "string", default: "1000000" },
    help: { type: "boolean", default: false },
  },
});

async function make(from: string, to: string, customers: number): Promise<void> {
  const begun = performance.now();
  const tables = await makeBigLake({ from, to, customers });
  const lines = tables.map(
    ({ name, rows, bytes }) =>
      `${name.padEnd(24)} ${rows.toLocaleString("en-GB").padStart(12)} rows ${(bytes / 1e6).toFixed(1).padStart(8)} MB`,
  );
  const seconds = (performance.now() - begun) / 1000;
  const memoryMb = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(
    `${lines.join("\n")}\n${to}: ${seconds.toFixed(0)} s, ${memoryMb.toFixed(0)} MB of memory at most\n`,
  );
}

const { from, to, customers, help } = values;
if (help || from === undefined || to === undefined || !/^[1-9]\d*$/.test(customers)) {
  process.stdout.write(HELP);
  process.exitCode = help ? 0 : 2;
} else
  try {
    await make(from, to, Number(customers));
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    process.stderr.write(`${thrown.message}\n`);
    process.exitCode = 1;
  }
