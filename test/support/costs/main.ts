import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { environments } from "../../../infra/stack.ts";
import { ROOT, runProgram } from "../engine/index.ts";
import { costSheet } from "./sheet.ts";
import { costPage } from "./text.ts";

/** `npm run costs`: computes docs/costs.md anew. */

const recordings = await Promise.all(environments.map((stack) => runProgram({ stack, mode: "update" })));
const page = costPage(recordings.map(costSheet));
writeFileSync(join(ROOT, "docs", "costs.md"), page);
process.stdout.write(page);
