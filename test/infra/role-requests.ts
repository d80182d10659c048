import type { Place } from "../../configs/pipeline.ts";
import type { Request } from "../support/iam/evaluate.ts";
import type { RecordedRole } from "../support/iam/roles.ts";

/** What the roles of the stack "dev" are asked whether they may do it. */

/** Finds a role of the stack by its purpose. */
export function roleOf(roles: ReadonlyMap<string, RecordedRole>, purpose: string): RecordedRole {
  const found = roles.get(`spanishgas-dev-${purpose}-role`);
  if (found === undefined)
    throw new Error(`There is no role for ${purpose}: ${[...roles.keys()].join(", ")}`);
  return found;
}

export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:eu-south-2:000000000000:${resource}`;
export const BUCKET = "arn:aws:s3:::spanishgas-data-dev";
export const get = (key: string): Request => ({ action: "s3:GetObject", resource: `${BUCKET}/${key}` });
export const put = (key: string): Request => ({ action: "s3:PutObject", resource: `${BUCKET}/${key}` });
export const listing = (prefix: string): Request => ({
  action: "s3:ListBucket",
  resource: BUCKET,
  context: { "s3:prefix": [prefix] },
});

/** An object of each place of the lake, and one of each other prefix. */
export const objects = {
  delivery: "deliveries/0123456789ab/churn_label.csv",
  consumption: "consumption/0123456789ab-1/slots/0-0/20241231_1",
  bronze: "bronze/0123456789ab-1/bronze_customer.parquet",
  quarantine: "quarantine/0123456789ab-1/rows.csv",
  silver: "silver/0123456789ab-1/silver_customer.parquet",
  gold: "gold/0123456789ab-1/gold_master.parquet",
  candidate: "models/0123456789ab-1/artifact/model.ubj",
  champion: "models/ffffffffffff-7/artifact/model.ubj",
  evaluation: "models/0123456789ab-1/evaluation/evaluation.json",
  scored: "scored/0123456789ab-1/scored_customers.parquet",
  monitoring: "monitoring/0123456789ab-1/drift.json",
} as const satisfies Readonly<Record<Place, string>>;
export const others = {
  raw: "raw/churn_label.csv",
  pointer: "pointers/champion.json",
  registration: "models/0123456789ab-1/registration.json",
};
