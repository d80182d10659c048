import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ModelPolicy } from "../../configs/model-policy.ts";
import { trainWith } from "../../runtime/model/train-step.ts";
import { drift } from "../../runtime/monitor/step.ts";
import { score } from "../../runtime/score/step.ts";
import type { StepSummary } from "../../runtime/step.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { quickPolicy } from "../model/policy.ts";
import { type Digests, digestsBelow } from "../support/digests.ts";
import { sharedFolder } from "../support/folders.ts";
import { runStep, type StepRun } from "../support/run-step.ts";
import { type SyntheticGoldOptions, writeSyntheticGold } from "../support/synthetic-gold.ts";

/** Every 20th customer has no label, and the first two have no margin. */
export const CUSTOMERS = 1200;
export const UNLABELLED = 60;

/** A small lake with a gold master and a champion trained on it, for the steps that come after training. */
export class Lake {
  readonly root = sharedFolder("spanishgas-scored-");
  readonly scratch = join(this.root, "scratch");

  folder(name: string): string {
    return join(this.root, name);
  }

  /** @param features replaces made-up features, the label being known; @param policy how the champion is trained */
  async prepare({
    features,
    policy = quickPolicy,
  }: Pick<SyntheticGoldOptions, "features"> & { readonly policy?: ModelPolicy } = {}): Promise<void> {
    for (const name of ["made-up", "gold", "scratch"]) mkdirSync(this.folder(name));
    await writeSyntheticGold({
      folder: this.folder("made-up"),
      scratch: this.scratch,
      customers: CUSTOMERS,
      label: (customerId, churn) => (Number(customerId.slice(1)) % 20 === 0 ? null : churn),
      ...(features === undefined ? {} : { features }),
    });
    // Made-up categories are any texts; segments are those of the contract.
    await this.rewriteGold(
      "gold",
      `CASE segment WHEN 'alpha' THEN 'SME' WHEN 'beta' THEN 'Corporate' WHEN 'delta' THEN 'Residential'
         ELSE 'Unknown' END AS segment,
       CASE WHEN customer_id IN ('C00001', 'C00002') THEN NULL ELSE avg_monthly_margin - 4 END AS avg_monthly_margin`,
      "made-up",
    );
    const outputs = { candidate: this.folder("champion") };
    await runStep(trainWith(policy), {
      inputs: { gold: this.folder("gold") },
      outputs,
      scratch: this.scratch,
    });
  }

  /** Writes a gold master whose columns are replaced as SQL says. */
  async rewriteGold(name: string, replacements: string, from = "gold"): Promise<void> {
    mkdirSync(this.folder(name), { recursive: true });
    const file = (folder: string) => literal(join(this.folder(folder), "gold_master.parquet"));
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: this.scratch });
    await engine.run(
      `COPY (SELECT * REPLACE (${replacements}) FROM read_parquet(${file(from)}) ORDER BY customer_id)
       TO ${file(name)} (FORMAT parquet, KV_METADATA { as_of: '2024-12-31' })`,
    );
  }

  score(gold: string, scored: string, more: Partial<StepRun> = {}): Promise<StepSummary> {
    return runStep(score, {
      inputs: { gold: this.folder(gold), champion: this.folder("champion") },
      outputs: { scored: this.folder(scored) },
      scratch: this.scratch,
      ...more,
    });
  }

  drift(gold: string, scored: string, monitoring: string, more: Partial<StepRun> = {}): Promise<StepSummary> {
    return runStep(drift, {
      inputs: {
        gold: this.folder(gold),
        scored: this.folder(scored),
        champion: this.folder("champion"),
      },
      outputs: { monitoring: this.folder(monitoring) },
      scratch: this.scratch,
      ...more,
    });
  }

  /** Rows of a query in which `$folder` stands for a folder of the lake. */
  async rows(folder: string, sql: string) {
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: this.scratch });
    return await engine.rows(sql.replaceAll("$folder", this.folder(folder)));
  }

  digests(folder: string): Digests {
    return digestsBelow(this.folder(folder));
  }
}
