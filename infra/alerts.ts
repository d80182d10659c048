import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDefinition, Chart } from "./alerts/alarm.ts";
import { AlertKey } from "./alerts/alert-key.ts";
import { Budget } from "./alerts/budget.ts";
import { dashboardBody } from "./alerts/dashboard-body.ts";
import { alarmFaults, chartFaults } from "./alerts/faults.ts";
import { metricAlarm } from "./alerts/metric-alarm.ts";
import { topicPolicy } from "./alerts/topic-policy.ts";
import { Component, type Fault, throwIfAny } from "./component.ts";
import type { Role } from "./iam/role.ts";
import type { Stack } from "./stack.ts";

/** Who is told. */
export interface AlertsArgs {
  readonly stack: Stack;
  /**
   * Mail addresses. AWS sends each a message with a link that has to be followed once.
   * @default nobody
   */
  readonly emails?: readonly string[];
  /**
   * Addresses of services that take messages (`https://…`). Each has to confirm its subscription.
   * @default none
   */
  readonly https?: readonly string[];
  /**
   * What a month may cost in US dollars, before people are warned.
   * @default no budget
   */
  readonly budgetUsd?: number;
}

/**
 * One topic that every alarm of the stack speaks to, one page of CloudWatch with the stack's charts, and a budget.
 *
 * @example
 * const alerts = new Alerts("alerts", { stack, emails: ["data@example.com"], budgetUsd: 200 });
 * alerts.watch([...pipeline.alarms, ...dashboard.alarms], [...pipeline.charts, ...dashboard.charts]);
 */
export class Alerts extends Component {
  readonly topicArn: pulumi.Output<string>;
  readonly nodes: { readonly topic: aws.sns.Topic; readonly key: aws.kms.Key };
  readonly #name: string;
  readonly #stack: Stack;
  readonly #key: AlertKey;
  #watching = false;

  /** @throws pulumi.RunError when an address is wrong or stands twice */
  constructor(name: string, args: AlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("index", "Alerts", name, opts);
    const { stack, emails = [], https = [], budgetUsd } = args;
    throwIfAny(`Alerts ${name}`, [
      ...addressFaults("emails", emails, EMAIL),
      ...addressFaults("https", https, HTTPS),
    ]);

    const key = new AlertKey(`${name}-key`, { stack }, { parent: this });
    const topic = this.#createTopic(name, stack, key);
    for (const address of emails) this.#subscribe(name, topic, "email", address);
    for (const address of https) this.#subscribe(name, topic, "https", address);

    if (budgetUsd !== undefined) this.#createBudget(name, stack, topic, budgetUsd, emails);

    this.#name = name;
    this.#stack = stack;
    this.#key = key;
    this.nodes = { topic, key: key.nodes.key };
    this.topicArn = topic.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }

  /** Lets a role of the stack tell people something itself. */
  grantPublish(role: Role): void {
    role.allow(`publish-${this.#name}`, [
      { sid: "Publish", actions: ["sns:Publish"], resources: [this.topicArn] },
      this.#key.useThroughTopic(),
    ]);
  }

  /**
   * Makes the stack's alarms and its page of CloudWatch. Called once, when every component is there: the page lists all.
   * @throws Error when it is called again
   * @throws pulumi.RunError when an alarm or a chart is not what CloudWatch takes
   */
  watch(alarms: readonly AlarmDefinition[], charts: readonly Chart[]): void {
    if (this.#watching)
      throw new Error("Alerts.watch is called once: hand over all alarms and charts together.");
    this.#watching = true;
    throwIfAny(`Alerts ${this.#name}`, [...alarmFaults(alarms), ...chartFaults(charts)]);

    for (const alarm of alarms) {
      new aws.cloudwatch.MetricAlarm(
        `${this.#name}-${alarm.name}`,
        metricAlarm(this.#stack, this.topicArn, alarm),
        this.child(),
      );
    }
    new aws.cloudwatch.Dashboard(
      `${this.#name}-charts`,
      {
        dashboardName: this.#stack.prefix,
        dashboardBody: dashboardBody(this.#stack, alarms, charts),
      },
      this.child(),
    );
  }

  #createTopic(name: string, stack: Stack, key: AlertKey): aws.sns.Topic {
    const topic = new aws.sns.Topic(
      `${name}-topic`,
      {
        name: `${stack.prefix}-alerts`,
        displayName: stack.prefix,
        kmsMasterKeyId: key.arn,
        signatureVersion: 2,
      },
      this.child(),
    );
    new aws.sns.TopicPolicy(
      `${name}-policy`,
      { arn: topic.arn, policy: topicPolicy(stack, topic.arn) },
      this.child(),
    );
    return topic;
  }

  #createBudget(
    name: string,
    stack: Stack,
    topic: aws.sns.Topic,
    monthlyUsd: number,
    emails: readonly string[],
  ): void {
    new Budget(`${name}-budget`, { stack, monthlyUsd, emails, topicArn: topic.arn }, { parent: this });
  }

  /** Named after a digest of the address: addresses are private, and may hold a token. */
  #subscribe(name: string, topic: aws.sns.Topic, protocol: "email" | "https", endpoint: string): void {
    const digest = createHash("sha256").update(endpoint).digest("hex").slice(0, 8);
    new aws.sns.TopicSubscription(
      `${name}-${protocol}-${digest}`,
      { topic: topic.arn, protocol, endpoint },
      this.child(),
    );
  }
}

interface Shape {
  readonly pattern: RegExp;
  readonly allowed: string;
}

const EMAIL: Shape = { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, allowed: "a mail address" };
const HTTPS: Shape = { pattern: /^https:\/\/\S+$/, allowed: "an address that starts with https://" };

function addressFaults(path: string, addresses: readonly string[], { pattern, allowed }: Shape): Fault[] {
  return addresses.flatMap((address, index) => {
    if (!pattern.test(address)) return [{ path: `${path}[${index}]`, message: `must be ${allowed}` }];
    if (addresses.indexOf(address) < index)
      return [{ path: `${path}[${index}]`, message: "stands here twice; remove one" }];
    return [];
  });
}
