import { basename } from "node:path";
import { z } from "zod";
import { explanations } from "../../../configs/explanation-tables.ts";
import { recommendations, scoredCustomers } from "../../../configs/scored-tables.ts";
import { type Engine, identifier, literal } from "../../../runtime/table/engine.ts";
import { tableFile } from "../../../runtime/table/read-table.ts";

/** The largest step of a score, in log-odds: enough to part the copies of a customer, too little to tell. */
const JITTER = 0.05;
/** A number from 0 to 1 that follows from a customer's new id. */
const DRAW = "(hash(new_id) >> 11)::DOUBLE / 9007199254740992.0";

/**
 * Makes the table `people`: one row per new customer with the id of the customer who is repeated, the new score, and what
 * it is over the old one. Scores move within the group of customers with the same tier, the same prediction and the same
 * answer to whether an offer pays, so that all three stay right.
 * @param options.scored folder of the scored tables
 */
export async function makePeople(
  engine: Engine,
  { scored, customers }: { readonly scored: string; readonly customers: number },
): Promise<void> {
  const file = (contract: { readonly name: string }) =>
    `read_parquet(${literal(tableFile(contract, scored))})`;
  await engine.run(`
    CREATE TEMP TABLE sources AS
      SELECT s.customer_id, s.churn_proba AS proba, row_number() OVER (ORDER BY s.customer_id) - 1 AS ordinal,
        min(s.churn_proba) OVER alike AS low, max(s.churn_proba) OVER alike AS high
      FROM ${file(scoredCustomers)} s JOIN ${file(recommendations)} r USING (customer_id)
      WINDOW alike AS (PARTITION BY s.risk_tier, s.churn_pred, r.tier_impact > 0)`);
  const people = await engine.number("SELECT count(*)::DOUBLE FROM sources");
  const copies = Math.ceil(customers / people);
  const digits = Math.max(5, String(customers).length);
  await engine.run(`
    CREATE TEMP TABLE people AS
      WITH named AS (
        SELECT customer_id, proba, low, high, copy * ${people} + ordinal AS number,
          regexp_extract(customer_id, '^[^0-9]*') || lpad((copy * ${people} + ordinal + 1)::BIGINT::VARCHAR, ${digits}, '0')
            AS new_id
        FROM sources CROSS JOIN range(${copies}) copies(copy)
        WHERE copy * ${people} + ordinal < ${customers}),
      moved AS (
        SELECT *, exp(${2 * JITTER} * (${DRAW} - 0.5)) AS step FROM named)
      SELECT customer_id, new_id, greatest(low, least(high, proba * step / (1 - proba + proba * step))) AS new_proba,
        CASE WHEN proba > 0 THEN new_proba / proba ELSE 1 END AS ratio
      FROM moved ORDER BY number`);
}

/** How a table follows the new scores, and how it is sorted. Other tables only get new ids. */
interface Rule {
  readonly columns: Readonly<Record<string, string>>;
  readonly order: string;
}

/** An impact is a gain in proportion to the score, less a cost that does not depend on it. */
const movedImpact = (impact: string, cost: string) => `${impact} + (${impact} + ${cost}) * (ratio - 1)`;

const rules: Readonly<Record<string, Rule>> = {
  [scoredCustomers.name]: {
    columns: { churn_proba: "new_proba", expected_monthly_loss: "expected_monthly_loss * ratio" },
    order: "churn_proba DESC, customer_id",
  },
  [recommendations.name]: {
    columns: {
      risk_score: "new_proba",
      tier_impact: movedImpact("tier_impact", "tier_cost"),
      expected_margin_impact: `CASE WHEN action = 'no_offer' THEN 0
        ELSE ${movedImpact("expected_margin_impact", "offer_cost")} END`,
    },
    order: "risk_score DESC, customer_id",
  },
  [explanations.name]: { columns: {}, order: "customer_id, direction, rank" },
};

const metadataSchema = z.array(z.object({ key: z.string(), value: z.string() }));
const columnsSchema = z.array(z.object({ column_name: z.string() }));
const groupsSchema = z.array(z.object({ rows: z.number() }));

/** The names of a file's columns, in its order. */
export async function columnsOf(engine: Engine, file: string): Promise<readonly string[]> {
  const columns = await engine.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(file)})`);
  return columnsSchema.parse(columns).map(({ column_name }) => column_name);
}

/** Writes a table of one or several rows per customer again, for all of `people`, with what its file carries. */
export async function repeatTable(engine: Engine, from: string, to: string): Promise<void> {
  const source = literal(from);
  const metadata = metadataSchema.parse(
    await engine.rows(
      `SELECT key::VARCHAR AS key, value::VARCHAR AS value FROM parquet_kv_metadata(${source})`,
    ),
  );
  const groups = groupsSchema.parse(
    await engine.rows(
      `SELECT DISTINCT row_group_id, row_group_num_rows::DOUBLE AS rows FROM parquet_metadata(${source}) ORDER BY row_group_id`,
    ),
  );
  const columns = await columnsOf(engine, from);
  const rule = rules[basename(from, ".parquet")];
  const replaced: Readonly<Record<string, string>> = { ...rule?.columns, customer_id: "new_id" };
  const select = columns.map((name) => {
    const sql = replaced[name];
    return sql === undefined ? `t.${identifier(name)}` : `${sql} AS ${identifier(name)}`;
  });
  const order = rule?.order ?? (columns.includes("month") ? "customer_id, month" : "customer_id");
  const carried = metadata.map(({ key, value }) => `${identifier(key)}: ${literal(value)}`).join(", ");
  // A file of one group does not tell how large a group may become.
  const [first, second] = groups;
  const groupSize = first === undefined || second === undefined ? "" : `, ROW_GROUP_SIZE ${first.rows}`;
  await engine.run(
    `COPY (SELECT * FROM (SELECT ${select.join(", ")} FROM people JOIN read_parquet(${source}) t USING (customer_id)) ORDER BY ${order})
     TO ${literal(to)} (FORMAT parquet, COMPRESSION zstd${groupSize}, KV_METADATA { ${carried} })`,
  );
}
