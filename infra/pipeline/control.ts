import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { functions } from "../../configs/functions.ts";
import type { Alerts } from "../alerts.ts";
import { Component } from "../component.ts";
import type { Prefix } from "../data-lake/prefix.ts";
import type { DataLake } from "../data-lake.ts";
import type { Images } from "../images.ts";
import type { Manifest } from "../manifest.ts";
import type { ModelRegistry } from "../model-registry.ts";
import type { Stack } from "../stack.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { namesOf } from "./names.ts";

/** Arguments of the control function. */
export interface ControlArgs {
  readonly stack: Stack;
  readonly lake: Pick<DataLake, "bucketName" | "grantRead" | "grantWrite" | "grantList">;
  readonly manifest: Pick<Manifest, "tableName" | "grantReadWrite">;
  readonly registry: Pick<ModelRegistry, "groupName" | "championParameterName" | "grantRegister">;
  readonly images: Pick<Images, "runtime">;
  readonly alerts: Pick<Alerts, "topicArn" | "grantPublish">;
  readonly deadLetters: DeadLetters;
  /** It also writes down what those read who sum a run's readings before the bronze step: below these prefixes. */
  readonly prepares: readonly Prefix[];
}

/** The most that Lambda gives: a delivery's files are copied within S3 before the first step. */
const TIMEOUT_SECONDS = 900;
const MEMORY_MB = 512;
/** Events of EventBridge are repeated for this long. */
const EVENT_SECONDS = 6 * 3600;
const EVENT_RETRIES = 60;

/**
 * The function that keeps the books: the control tasks of the state machine. It is also told when an execution fails,
 * times out or is stopped by a person, which leaves no state to tidy up: it marks the run as failed and gives its
 * lease back. And it is told when a model package changes: a person may have approved or rejected it in the console.
 *
 * It copies uploads into deliveries within S3, which needs the right to read the uploads, and reads and writes the
 * books: pointers, registrations, evaluations, reports, alerts. The deliveries and the tables that the steps make of the customers are out of its reach.
 */
export class Control extends Component {
  readonly function: LambdaFunction<(typeof functions)["control"]["variables"][number]>;
  readonly nodes: {
    readonly failureRule: aws.cloudwatch.EventRule;
    readonly decisionRule: aws.cloudwatch.EventRule;
  };

  constructor(name: string, args: ControlArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipeline", "Control", name, opts);
    const { stack, registry, deadLetters } = args;

    this.function = this.#createFunction(name, args);
    this.#grant(args);
    const failureRule = this.#createFailureRule(name, stack, deadLetters);
    const decisionRule = this.#createDecisionRule(name, stack, registry.groupName, deadLetters);

    this.nodes = { failureRule, decisionRule };
    this.registerOutputs({ functionArn: this.function.arn });
  }

  #createFunction(name: string, args: ControlArgs): Control["function"] {
    const { stack, lake, manifest, registry, images, alerts, deadLetters } = args;
    return new LambdaFunction(
      `${name}-function`,
      {
        stack,
        purpose: "pipeline-control",
        description: "Keeps the pipeline's books: deliveries, runs, models, pointers, alerts",
        definition: functions.control,
        environment: {
          BUCKET: lake.bucketName,
          MANIFEST_TABLE: manifest.tableName,
          // By name: the machine is made after the function that it calls.
          STATE_MACHINE_ARN: namesOf(stack).stateMachine.arn,
          MODEL_PACKAGE_GROUP: registry.groupName,
          CHAMPION_PARAMETER: registry.championParameterName,
          ALERTS_TOPIC_ARN: alerts.topicArn,
          RUNTIME_IMAGE: images.runtime,
          ENVIRONMENT: stack.environment,
        },
        memoryMb: MEMORY_MB,
        timeoutSeconds: TIMEOUT_SECONDS,
        deadLetters,
      },
      { parent: this },
    );
  }

  #grant({ lake, manifest, registry, alerts, prepares }: ControlArgs): void {
    const { role } = this.function;
    lake.grantRead(role, ["models/", "monitoring/", "pointers/", "raw/"]);
    lake.grantWrite(role, ["deliveries/", "models/", "monitoring/", "pointers/"]);
    if (prepares.length > 0) lake.grantWrite(role, prepares);
    lake.grantList(role, ["deliveries/"]);
    manifest.grantReadWrite(role);
    registry.grantRegister(role);
    alerts.grantPublish(role);
  }

  #createFailureRule(name: string, stack: Stack, deadLetters: DeadLetters): aws.cloudwatch.EventRule {
    const { failureRule, stateMachine } = namesOf(stack);
    const rule = new aws.cloudwatch.EventRule(
      `${name}-failures`,
      {
        name: failureRule.name,
        description: "Executions of the pipeline that ended badly",
        eventPattern: pulumi.jsonStringify({
          source: ["aws.states"],
          "detail-type": ["Step Functions Execution Status Change"],
          detail: { stateMachineArn: [stateMachine.arn], status: ["ABORTED", "FAILED", "TIMED_OUT"] },
        }),
      },
      this.child(),
    );
    this.#createTarget(`${name}-failures`, "FailedExecutions", rule, deadLetters);
    return rule;
  }

  /** Changes that the function makes itself come, too: it sees that they are its own. */
  #createDecisionRule(
    name: string,
    stack: Stack,
    groupName: pulumi.Output<string>,
    deadLetters: DeadLetters,
  ): aws.cloudwatch.EventRule {
    const rule = new aws.cloudwatch.EventRule(
      `${name}-decisions`,
      {
        name: namesOf(stack).decisionRule.name,
        description: "Models that were approved or rejected in SageMaker",
        eventPattern: pulumi.jsonStringify({
          source: ["aws.sagemaker"],
          "detail-type": ["SageMaker Model Package State Change"],
          detail: { ModelPackageGroupName: [groupName] },
        }),
      },
      this.child(),
    );
    this.#createTarget(`${name}-decisions`, "DecidedModels", rule, deadLetters);
    return rule;
  }

  #createTarget(
    name: string,
    statementId: string,
    rule: aws.cloudwatch.EventRule,
    deadLetters: DeadLetters,
  ): void {
    const permission = new aws.lambda.Permission(
      `${name}-permission`,
      {
        statementId,
        action: "lambda:InvokeFunction",
        function: this.function.functionName,
        principal: "events.amazonaws.com",
        // The rule's ARN holds the account: no other account's rule can have it.
        sourceArn: rule.arn,
      },
      this.child(),
    );
    new aws.cloudwatch.EventTarget(
      `${name}-target`,
      {
        rule: rule.name,
        targetId: "control",
        arn: this.function.arn,
        retryPolicy: { maximumEventAgeInSeconds: EVENT_SECONDS, maximumRetryAttempts: EVENT_RETRIES },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
      this.child({ dependsOn: [permission, deadLetters.nodes.policy] }),
    );
  }
}
