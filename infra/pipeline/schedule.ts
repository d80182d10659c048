import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { DirectTrigger } from "../../configs/functions.ts";
import { Component, type Fault } from "../component.ts";
import { Role } from "../iam/role.ts";
import { arnOf, type Stack } from "../stack.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { Trigger } from "./trigger.ts";

/** When the pipeline trains without being asked. */
export interface ScheduleChoice {
  /**
   * Six fields of EventBridge Scheduler: minute, hour, day of the month, month, day of the week, year.
   * @default "0 6 ? * MON *": Mondays at six
   */
  readonly cron?: string;
  /**
   * Whose clock is meant, summer time included.
   * @default "Europe/Madrid"
   */
  readonly timeZone?: string;
  /** @default true */
  readonly enabled?: boolean;
}

/** Arguments of the schedule. */
export interface ScheduleArgs {
  readonly stack: Stack;
  readonly choice: ScheduleChoice;
  readonly trigger: Trigger;
  readonly deadLetters: DeadLetters;
}

const USUAL = { cron: "0 6 ? * MON *", timeZone: "Europe/Madrid", enabled: true } as const;
/** The call comes within this time: many schedules are due at the full hour. */
const WINDOW_MINUTES = 15;
const RETRIES = 10;
const EVENT_SECONDS = 6 * 3600;
const CRON_FIELDS = 6;

/** What is wrong with a schedule. Whether its fields make sense together, EventBridge says. */
export function scheduleFaults({ cron = USUAL.cron, timeZone = USUAL.timeZone }: ScheduleChoice): Fault[] {
  const faults: Fault[] = [];
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== CRON_FIELDS || !fields.every((field) => /^[0-9A-Za-z*?,/#-]+$/.test(field)))
    faults.push({
      path: "schedule.cron",
      message: `must have six fields such as "${USUAL.cron}", not "${cron}"`,
    });
  if (!isTimeZone(timeZone))
    faults.push({
      path: "schedule.timeZone",
      message: `must be a time zone such as ${USUAL.timeZone}, not "${timeZone}"`,
    });
  return faults;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Asks the trigger for a training, once a week, so that the model does not grow old where no labels arrive. */
export class Schedule extends Component {
  readonly nodes: { readonly schedule: aws.scheduler.Schedule; readonly role: Role };

  constructor(name: string, args: ScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipeline", "Schedule", name, opts);
    const { stack, choice, trigger, deadLetters } = args;
    const { cron, timeZone, enabled } = { ...USUAL, ...choice };

    const group = new aws.scheduler.ScheduleGroup(`${name}-group`, { name: stack.prefix }, this.child());
    const role = new Role(
      `${name}-role`,
      {
        stack,
        purpose: "pipeline-schedule",
        description: "Asks for the weekly training",
        service: "scheduler.amazonaws.com",
        sources: [arnOf(stack, "scheduler", `schedule-group/${stack.prefix}`)],
      },
      { parent: this },
    );
    trigger.function.grantInvoke(role);
    deadLetters.grantSend(role);
    const schedule = new aws.scheduler.Schedule(
      name,
      {
        name: `${stack.prefix}-weekly-training`,
        description: "Trains once a week",
        groupName: group.name,
        scheduleExpression: `cron(${cron})`,
        scheduleExpressionTimezone: timeZone,
        flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: WINDOW_MINUTES },
        state: enabled ? "ENABLED" : "DISABLED",
        target: {
          arn: trigger.function.arn,
          roleArn: role.arn,
          input: JSON.stringify({ source: "schedule", mode: "train" } satisfies DirectTrigger),
          retryPolicy: { maximumEventAgeInSeconds: EVENT_SECONDS, maximumRetryAttempts: RETRIES },
          deadLetterConfig: { arn: deadLetters.queueArn },
        },
      },
      this.child({ dependsOn: [role] }),
    );

    this.nodes = { schedule, role };
    this.registerOutputs({ scheduleArn: schedule.arn });
  }
}
