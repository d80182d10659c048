/**
 * For each role of the stack: what it must be able to do, and what it must not. Written by hand from what each part is
 * for, and not from the code that grants it. A role that is not in the table fails the test.
 */

/** Places of the lake, by an object that could lie there. */
export const objects = {
  raw: "raw/churn_label.csv",
  deliveries: "deliveries/d1/churn_label.csv",
  quarantine: "quarantine/r1/churn_label.parquet",
  bronze: "bronze/r1/bronze_customer.parquet",
  bronzeReport: "bronze/r1/bronze_customer.quality.json",
  silver: "silver/r1/silver_customer.parquet",
  silverReport: "silver/r1/silver_customer.quality.json",
  gold: "gold/r1/gold_master.parquet",
  artifact: "models/r1/artifact/model.json",
  evaluation: "models/r1/evaluation/metrics.json",
  scored: "scored/r1/scored_customers.parquet",
  monitoring: "monitoring/r1/drift.json",
  facts: "monitoring/steps/r1/bronze.json",
  pointers: "pointers/champion.json",
} as const;
export type Place = keyof typeof objects;

/** What a role may do with the lake; everything else there must be refused. */
export interface LakeAccess {
  readonly reads: readonly Place[];
  readonly writes: readonly Place[];
  /** Names and digests without the data, beside those of what it reads. */
  readonly lists?: readonly Place[];
}

const none: LakeAccess = { reads: [], writes: [] };

/** By the middle of the role's name. */
export const lakeAccess: Readonly<Record<string, LakeAccess>> = {
  "pipeline-trigger": { reads: [], writes: [], lists: ["raw"] },
  "pipeline-control": {
    reads: ["raw", "artifact", "evaluation", "monitoring", "facts", "pointers"],
    writes: ["deliveries", "artifact", "evaluation", "monitoring", "facts", "pointers"],
    lists: ["deliveries"],
  },
  "pipeline-bronze": { reads: ["deliveries"], writes: ["bronze", "bronzeReport", "quarantine", "facts"] },
  "pipeline-silver": {
    reads: ["bronze", "bronzeReport"],
    writes: ["silver", "silverReport", "facts"],
  },
  "pipeline-gold": {
    reads: ["bronze", "bronzeReport", "silver", "silverReport"],
    writes: ["gold", "facts"],
  },
  "pipeline-train": { reads: ["gold"], writes: ["artifact", "facts"] },
  "pipeline-evaluate": { reads: ["gold", "artifact"], writes: ["evaluation", "facts"] },
  "pipeline-score": { reads: ["gold", "artifact"], writes: ["scored", "facts"] },
  "pipeline-drift": { reads: ["gold", "scored", "artifact"], writes: ["monitoring", "facts"] },
  dashboard: {
    reads: [
      "artifact",
      "evaluation",
      "scored",
      "monitoring",
      "facts",
      "pointers",
      "gold",
      "quarantine",
      // What the layers hold column by column, and no table of them.
      "bronzeReport",
      "silverReport",
    ],
    writes: [],
  },
  "dashboard-execution": none,
  "pipeline-machine": none,
  "pipeline-schedule": none,
  "flow-logs": none,
  "github-preview": none,
  "github-deploy": none,
  "github-retrain": none,
};

/** What else a role must be able to do, and who alone may: an action on the resource of a name. */
export interface Deed {
  readonly action: string;
  /** The ARN's part after region and account. */
  readonly service: string;
  readonly resource: (prefix: string) => string;
  /** The middles of the names of all roles that may. Nobody else may. */
  readonly by: readonly string[];
}

const deed = (
  action: string,
  resource: (prefix: string) => string,
  by: readonly string[],
  service = action.split(":")[0] ?? "",
): Deed => ({ action, service, resource, by });

const manifest = (prefix: string) => `table/${prefix}-pipeline-manifest`;
const fn = (name: string) => (prefix: string) => `function:${prefix}-pipeline-${name}`;
const machine = (prefix: string) => `stateMachine:${prefix}-pipeline`;
const model = (prefix: string) => `model-package/${prefix}-churn/1`;
const champion = (prefix: string) => `parameter/${prefix}/champion`;
const WRITERS = ["pipeline-trigger", "pipeline-control"];
const READERS = [...WRITERS, "dashboard"];
const jobs = ["bronze", "silver", "gold", "train", "evaluate", "score", "drift"].map(
  (step) => `pipeline-${step}`,
);

export const deeds: readonly Deed[] = [
  deed("dynamodb:GetItem", manifest, READERS),
  deed("dynamodb:Query", manifest, READERS),
  deed("dynamodb:PutItem", manifest, WRITERS),
  deed("dynamodb:UpdateItem", manifest, WRITERS),
  deed("dynamodb:Scan", manifest, []),
  deed("states:StartExecution", machine, ["pipeline-trigger"]),
  deed("states:StopExecution", machine, []),
  deed("lambda:InvokeFunction", fn("trigger"), ["pipeline-schedule", "github-retrain"]),
  deed("lambda:InvokeFunction", fn("control"), ["pipeline-machine"]),
  deed("lambda:UpdateFunctionCode", fn("trigger"), ["github-deploy"]),
  deed("sqs:ReceiveMessage", (prefix) => `${prefix}-uploads`, ["pipeline-trigger"]),
  deed("sqs:SendMessage", (prefix) => `${prefix}-uploads`, ["pipeline-trigger"]),
  deed("sqs:ReceiveMessage", (prefix) => `${prefix}-dead-letters`, []),
  deed("sns:Publish", (prefix) => `${prefix}-alerts`, ["pipeline-control"]),
  deed("sagemaker:CreateModelPackage", model, ["pipeline-control"]),
  deed("sagemaker:UpdateModelPackage", model, ["pipeline-control"]),
  deed("sagemaker:DeleteModelPackage", model, []),
  deed("ssm:PutParameter", champion, ["pipeline-control", "github-deploy"]),
  deed("sagemaker:StopProcessingJob", (prefix) => `processing-job/${prefix}-r1-bronze-0-0`, [
    "pipeline-machine",
  ]),
  deed(
    "logs:PutLogEvents",
    (prefix) => `log-group:/aws/sagemaker/ProcessingJobs:log-stream:${prefix}-r1/a`,
    jobs,
  ),
  deed("logs:PutLogEvents", (prefix) => `log-group:/aws/lambda/${prefix}-pipeline-trigger:log-stream:a`, [
    "pipeline-trigger",
  ]),
];
