import { decide, mayAssume, type Request } from "../support/iam/evaluate.ts";
import type { Design } from "./designs.ts";

/** Questions to a design about who reaches what. Each answers with what is wrong, and with nothing where all is well. */

export type Question = (design: Design) => readonly string[];

/** The middle of a role's name by what the role does. */
export const rolesOf = (design: Design) =>
  design.name === "original"
    ? { dashboard: "ecs-task", trigger: "lambda", machine: "sfn", steps: ["sagemaker"], drift: "sagemaker" }
    : {
        dashboard: "dashboard",
        trigger: "pipeline-trigger",
        machine: "pipeline-machine",
        steps: ["bronze", "silver", "gold", "train", "evaluate", "score", "drift"].map(
          (step) => `pipeline-${step}`,
        ),
        drift: "pipeline-drift",
      };

/** Whether a role may do something. */
export const may = ({ stack }: Design, role: string, request: Request): boolean =>
  decide(stack.role(role), request) === "allowed";

/** Those of some problems that there are. */
const those = (problems: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.keys(problems).filter((problem) => problems[problem]);

/** X1 */
export const openEntrances: Question = (design) => {
  const open = design
    .ofType("aws:lb/loadBalancer:LoadBalancer")
    .filter(({ inputs }) => inputs["internal"] !== true)
    .map(({ outputs }) => outputs["arn"]);
  return design
    .ofType("aws:lb/listener:Listener")
    .filter(({ inputs }) => open.includes(inputs["loadBalancerArn"]))
    .flatMap(({ inputs }) => {
      const actions = JSON.stringify(inputs["defaultActions"]);
      const forwards = actions.includes('"forward"');
      return those({
        "the internet is answered in plain text": forwards && inputs["protocol"] !== "HTTPS",
        "nobody has to sign in": forwards && !/"authenticate-(cognito|oidc)"/.test(actions),
      });
    });
};

/** X2 */
export const powersOfDeployment: Question = (design) => {
  const { account, region } = design.stack.place;
  const self = `arn:aws:iam::${account}:role${design.stack.role("github-deploy").path}${design.stack.prefix}-github-deploy-role`;
  const other = `arn:aws:iam::${account}:role/somebody-elses`;
  const deploys = (action: string, resource: string, context = {}) =>
    may(design, "github-deploy", { action, resource, context });
  return those({
    "makes roles without a bound": deploys("iam:CreateRole", other),
    "widens itself": deploys("iam:PutRolePolicy", self) || deploys("iam:AttachRolePolicy", self),
    "hands any role to any service": deploys("iam:PassRole", other, {
      "iam:PassedToService": "ec2.amazonaws.com",
    }),
    "changes other systems": deploys(
      "states:UpdateStateMachine",
      `arn:aws:states:${region}:${account}:stateMachine:somebody-elses`,
    ),
  });
};

const ISSUER = "token.actions.githubusercontent.com";
/** Neither the main branch nor an environment that somebody has to approve. */
const STRANGERS = ["ref:refs/heads/feature", "ref:refs/tags/v1", "pull_request", "environment:anything"];

/** X3 */
export const strangersWhoDeploy: Question = (design) => {
  const caller = {
    kind: "Federated",
    id: `arn:aws:iam::${design.stack.place.account}:oidc-provider/${ISSUER}`,
  } as const;
  return STRANGERS.filter((context) =>
    mayAssume(design.stack.role("github-deploy").trust, caller, "sts:AssumeRoleWithWebIdentity", {
      [`${ISSUER}:aud`]: "sts.amazonaws.com",
      [`${ISSUER}:sub`]: `repo:example-org/spanishgas:${context}`,
    }),
  );
};

/** X4: where a design keeps the state of an environment. */
const stateOf = (design: Design, environment: string) =>
  design.name === "original"
    ? "arn:aws:s3:::spanishgas-terraform-state/infra/terraform.tfstate"
    : `arn:aws:s3:::example-org-pulumi-state-${design.name}/.pulumi/stacks/spanishgas/${environment}.json`;

/** X4: the question is put to the role of one environment about the states of the others. */
export const foreignStates: Question = (design) => {
  const mine = design.recording.stack;
  const writes = (environment: string) =>
    may(design, "github-deploy", { action: "s3:PutObject", resource: stateOf(design, environment) });
  if (!writes(mine)) throw new Error("A deployment writes its own state, or the question finds nothing.");
  return ["dev", "staging", "prod"]
    .filter((environment) => environment !== mine && writes(environment))
    .map((environment) => `writes the state of ${environment}`);
};

/** X5 */
export const openNetworks: Question = (design) => {
  const all = (rule: unknown) => /"(-1|0\.0\.0\.0\/0)".*"(-1|0\.0\.0\.0\/0)"/.test(JSON.stringify(rule));
  return [
    ...design
      .ofType("aws:ecs/service:Service")
      .filter(({ inputs }) => !JSON.stringify(inputs).includes('"assignPublicIp":false'))
      .map(() => "tasks have public addresses"),
    ...design.ofType("aws:ec2/defaultVpc:DefaultVpc").map(() => "it lives in the account's default network"),
    ...design
      .ofType("aws:ec2/securityGroup:SecurityGroup")
      .filter(({ inputs }) => all(inputs["egress"] ?? []))
      .map(({ name }) => `${name} reaches everything`),
    ...design
      .ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
      .filter(({ inputs }) => inputs["cidrIpv4"] === "0.0.0.0/0" && inputs["ipProtocol"] === "-1")
      .map(({ name }) => `${name} reaches everything`),
  ];
};

/** X6 */
export const needlessRights: Question = (design) => {
  const { dashboard, trigger, machine, steps } = rolesOf(design);
  const { account, region } = design.stack.place;
  const bucket = `arn:aws:s3:::spanishgas-data-${design.recording.stack}`;
  const reads = (role: string, key: string) =>
    may(design, role, { action: "s3:GetObject", resource: `${bucket}/${key}` });
  const step = (action: string, resource: string) =>
    steps.some((role) => may(design, role, { action, resource }));
  const jobRole = design.stack.role(steps[0] ?? "");
  const jobRoleArn = `arn:aws:iam::${account}:role${jobRole.path}${jobRole.name}`;
  // Every environment takes the image that dev has built.
  const image = "arn:aws:ecr:eu-south-2:000000000001:repository/spanishgas-dev-runtime";
  return those({
    "the dashboard reads uploads": reads(dashboard, "raw/customer_interactions.json"),
    "the dashboard reads what customers said": reads(dashboard, "bronze/r1/bronze_customer.parquet"),
    "the trigger reads data": reads(trigger, "raw/churn_label.csv"),
    "a step deletes": step("s3:DeleteObject", `${bucket}/raw/churn_label.csv`),
    "a step overwrites another's table": steps.some(
      (role) =>
        !role.endsWith("gold") &&
        may(design, role, { action: "s3:PutObject", resource: `${bucket}/gold/r1/gold_master.parquet` }),
    ),
    "a step changes any registry": step(
      "sagemaker:UpdateModelPackage",
      `arn:aws:sagemaker:${region}:${account}:model-package/somebody-elses/1`,
    ),
    "a step writes any log": step(
      "logs:PutLogEvents",
      `arn:aws:logs:${region}:${account}:log-group:/somebody/elses:log-stream:a`,
    ),
    "the jobs' role goes to any service": may(design, machine, {
      action: "iam:PassRole",
      resource: jobRoleArn,
      context: { "iam:PassedToService": "ec2.amazonaws.com" },
    }),
    "a step cannot look at its image's layers": !step("ecr:BatchCheckLayerAvailability", image),
  });
};

/** X7: a bucket's ARN names no account. */
export const callersOfAnyAccount: Question = (design) =>
  design
    .ofType("aws:lambda/permission:Permission")
    .filter(({ inputs }) => {
      const source = String(inputs["sourceArn"] ?? "");
      return inputs["sourceAccount"] === undefined && !/:\d{12}:/.test(source);
    })
    .map(({ name }) => `${name} may be called from any account`);
