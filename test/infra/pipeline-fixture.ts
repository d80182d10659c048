import { Alerts } from "../../infra/alerts.ts";
import { DataLake, type Encryption } from "../../infra/data-lake.ts";
import { Images } from "../../infra/images.ts";
import { Manifest } from "../../infra/manifest.ts";
import { ModelRegistry } from "../../infra/model-registry.ts";
import { Network } from "../../infra/network.ts";
import { Pipeline, type PipelineArgs } from "../../infra/pipeline.ts";
import { Scale, type ScaleArgs } from "../../infra/scale.ts";
import type { Stack } from "../../infra/stack.ts";
import { iamArns } from "../support/iam/mock-arns.ts";
import { type Recorded, record } from "../support/pulumi-mocks.ts";
import { dev } from "../support/stacks.ts";

/** A pipeline with all that it stands on, recorded without a cloud. */

export interface Settings extends Partial<Omit<PipelineArgs, "stack" | "scale">> {
  readonly stack?: Partial<Stack>;
  readonly encryption?: Encryption;
  /** Lets queries sum the readings. */
  readonly scale?: Omit<ScaleArgs, "stack" | "lake">;
  readonly preview?: boolean;
  /** Looks at the component before the program ends. */
  readonly look?: (pipeline: Pipeline) => void | Promise<void>;
}

export const digest = (name: string) =>
  `000000000000.dkr.ecr.eu-south-2.amazonaws.com/spanishgas-dev-${name}@sha256:${"0".repeat(64)}`;

export async function recorded(settings: Settings = {}): Promise<Recorded> {
  const { preview = false, look, encryption = "s3", scale, ...args } = settings;
  const stack = { ...dev, ...settings.stack };
  return record(
    async () => {
      const lake = new DataLake("lake", { stack, encryption });
      const pipeline = new Pipeline("pipeline", {
        lake,
        manifest: new Manifest("manifest", { stack }),
        registry: new ModelRegistry("registry", { stack, lake }),
        images: new Images("images", {
          stack,
          runtime: { digest: digest("runtime") },
          dashboard: { digest: digest("dashboard") },
          version: "1.4.0",
        }),
        network: new Network("network", { stack, use: { create: { nat: "none" } } }),
        alerts: new Alerts("alerts", { stack }),
        ...args,
        ...(scale === undefined ? {} : { scale: new Scale("scale", { stack, lake, ...scale }) }),
        stack,
      });
      await look?.(pipeline);
    },
    {
      preview,
      outputs: (resource) => ({
        ...iamArns(stack.accountId)(resource),
        ...(resource.type === "awsx:ec2:Vpc"
          ? {
              vpcId: "vpc-1",
              privateSubnetIds: ["private-1", "private-2"],
              publicSubnetIds: [],
              routeTables: [{ id: "routes-1" }],
            }
          : {}),
        ...ownArn(stack, resource),
      }),
    },
  );
}

/** ARNs as AWS forms them, where a policy names the resource by its own. */
function ownArn(
  { region, accountId }: Stack,
  { type, inputs }: { readonly type: string; readonly inputs: Readonly<Record<string, unknown>> },
): { readonly arn?: string; readonly url?: string } {
  const arn = (service: string, resource: string) => ({
    arn: `arn:aws:${service}:${region}:${accountId}:${resource}`,
  });
  const name = String(inputs["name"]);
  switch (type) {
    case "aws:s3/bucket:Bucket":
      return { arn: `arn:aws:s3:::${String(inputs["bucket"])}` };
    case "aws:sqs/queue:Queue":
      return { ...arn("sqs", name), url: `https://sqs.${region}.amazonaws.com/${accountId}/${name}` };
    case "aws:lambda/function:Function":
      return arn("lambda", `function:${name}`);
    case "aws:sfn/stateMachine:StateMachine":
      return arn("states", `stateMachine:${name}`);
    case "aws:cloudwatch/logGroup:LogGroup":
      return arn("logs", `log-group:${name}`);
    case "aws:cloudwatch/eventRule:EventRule":
      return arn("events", `rule/${name}`);
    case "aws:dynamodb/table:Table":
      return arn("dynamodb", `table/${name}`);
    default:
      return {};
  }
}
