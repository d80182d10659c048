import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { FunctionDefinition, FunctionVariable } from "../../configs/functions.ts";
import { bundle } from "../bundle.ts";
import { Component } from "../component.ts";
import { Role } from "../iam/role.ts";
import type { Stack } from "../stack.ts";
import type { DeadLetters } from "./dead-letters.ts";

/** Arguments of a function. */
export interface LambdaFunctionArgs<Variable extends FunctionVariable> {
  readonly stack: Stack;
  /** Last part of the function's name: `pipeline-trigger`. Changing it replaces the function. */
  readonly purpose: string;
  readonly description: string;
  readonly definition: FunctionDefinition & { readonly variables: readonly Variable[] };
  /** A value for each of the definition's variables. */
  readonly environment: Readonly<Record<Variable, pulumi.Input<string>>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /**
   * How many may run at the same time; the account's other functions lose as many.
   * @default what the account has
   */
  readonly reservedConcurrency?: number;
  /** Where an event goes that the function failed at again and again. */
  readonly deadLetters: DeadLetters;
}

/** Events are repeated twice, and dropped into the dead letters when they are older than this. */
const EVENT_SECONDS = 3600;
const EVENT_RETRIES = 2;

/**
 * A function of Lambda: its code in one bundle, its log group with an end, its traces, its own role. The role begins
 * with its logs, traces and dead letters; what else it needs is granted by who owns it.
 */
export class LambdaFunction<Variable extends FunctionVariable> extends Component {
  readonly arn: pulumi.Output<string>;
  readonly functionName: pulumi.Output<string>;
  readonly role: Role;
  readonly nodes: { readonly function: aws.lambda.Function; readonly logGroup: aws.cloudwatch.LogGroup };
  readonly #purpose: string;

  constructor(name: string, args: LambdaFunctionArgs<Variable>, opts?: pulumi.ComponentResourceOptions) {
    super("pipeline", "LambdaFunction", name, opts);
    const { stack, purpose, definition, deadLetters } = args;
    const functionName = `${stack.prefix}-${purpose}`;
    this.#purpose = purpose;

    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name: `/aws/lambda/${functionName}`, retentionInDays: stack.logRetentionDays },
      this.child(),
    );
    this.role = this.#createRole(name, args, logGroup);
    deadLetters.grantSend(this.role);
    const { archive } = bundle(definition.entry);
    const made = new aws.lambda.Function(
      name,
      {
        name: functionName,
        description: args.description,
        role: this.role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        // The bundle is one file of this name, whatever the source is called.
        handler: `index.${definition.handler}`,
        code: archive,
        memorySize: args.memoryMb,
        timeout: args.timeoutSeconds,
        environment: { variables: { ...args.environment } },
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
        tracingConfig: { mode: "Active" },
        ...(args.reservedConcurrency === undefined
          ? {}
          : { reservedConcurrentExecutions: args.reservedConcurrency }),
      },
      // A function that runs before it may write its log would make a group of its own, which nobody ends.
      this.child({ dependsOn: [this.role] }),
    );
    new aws.lambda.FunctionEventInvokeConfig(
      `${name}-events`,
      {
        functionName: made.name,
        maximumEventAgeInSeconds: EVENT_SECONDS,
        maximumRetryAttempts: EVENT_RETRIES,
        destinationConfig: { onFailure: { destination: deadLetters.queueArn } },
      },
      this.child(),
    );

    this.nodes = { function: made, logGroup };
    this.arn = made.arn;
    this.functionName = made.name;
    this.registerOutputs({ arn: this.arn });
  }

  /** Lets a role call the function. */
  grantInvoke(role: Pick<Role, "allow">): void {
    role.allow(`invoke-${this.#purpose}`, [
      { sid: "Invoke", actions: ["lambda:InvokeFunction"], resources: [this.arn] },
    ]);
  }

  #createRole(
    name: string,
    { stack, purpose, description }: LambdaFunctionArgs<Variable>,
    logGroup: aws.cloudwatch.LogGroup,
  ): Role {
    const role = new Role(
      `${name}-role`,
      { stack, purpose, description, service: "lambda.amazonaws.com" },
      { parent: this },
    );
    role.allow("write-logs", [
      {
        sid: "WriteLogs",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [pulumi.interpolate`${logGroup.arn}:log-stream:*`],
      },
    ]);
    role.allow("write-traces", [
      { sid: "WriteTraces", unscoped: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"] },
    ]);
    return role;
  }
}
