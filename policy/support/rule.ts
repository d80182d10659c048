import type {
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { CustomResourceOptions, Resource, Unwrap } from "@pulumi/pulumi";
import { z } from "zod";
import { configSchemaOf, exemptOf } from "./config.ts";
import { notePending, stackOf } from "./ledger.ts";
import { type Listener, Reading } from "./reading.ts";
import { StackView } from "./stack-view.ts";

/** What a rule is, beside how it judges. */
export interface About<O> {
  /** In kebab case; also the name of the rule's file. */
  readonly name: string;
  /** Why the rule exists, for the list of rules: what goes wrong without it. */
  readonly description: string;
  /** Faults of the system that this one replaces which the rule keeps out, for example `X7`. */
  readonly faults?: readonly string[];
  readonly severity: Severity;
  /** `mandatory` stops the update, `advisory` tells. A company may change it in its configuration. */
  readonly level: "mandatory" | "advisory";
  /** What to do, without a full stop; follows every finding. Left out where nothing can be done. */
  readonly remedy?: string;
  /** What a company may set, each with a default. */
  readonly options?: z.ZodType<O>;
}

/** A rule, as Pulumi runs it. */
export type Rule = (ResourceValidationPolicy | StackValidationPolicy) & {
  readonly name: string;
  readonly faults: readonly string[];
};

/** One judging of a resource or a stack. */
export interface Session<O> {
  readonly options: O;
  /** Name of the stack, for example `prod`. */
  readonly stack: string;
  /** Reports what is wrong: where, and a phrase that goes on from the path ("is open to the world"). */
  report(where: Reading<unknown> | string, problem: string, urn?: string): void;
  /** Hears what of a resource could not be judged. */
  listenerOf(urn: string): Listener;
}

/** What a judgement that needs no options is handed. */
export type Reporter = Pick<Session<unknown>, "report">;

/** The class of a resource, from which its type and its arguments follow. */
export type ResourceClass<R extends Resource, A> = new (
  name: string,
  args: A,
  opts?: CustomResourceOptions,
) => R;

/** How a rule judges resources of one type. */
export type Check<O> = (args: ResourceValidationArgs, session: Session<O>) => void | Promise<void>;

/** Judges resources of one type by their properties, typed as the program gives them. */
export function on<R extends Resource, A, O>(
  type: ResourceClass<R, A>,
  judge: (
    properties: Reading<Unwrap<NonNullable<A>>>,
    session: Session<O>,
    args: ResourceValidationArgs,
  ) => void | Promise<void>,
): Check<O> {
  return (args, session) => {
    const properties = args.asType(type);
    if (properties === undefined) return;
    return judge(Reading.of(properties, session.listenerOf(args.urn)), session, args);
  };
}

/** A rule about single resources: it judges each before it is created or changed. */
export function resourceRule<O = object>(about: About<O>, checks: readonly Check<O>[]): Rule {
  return {
    ...policyOf(about),
    validateResource: async (args, reportViolation) => {
      const session = sessionOf(about, args, { some: args.urn, blamed: args.urn }, reportViolation);
      for (const check of checks) await check(args, session);
    },
  };
}

/** A rule about how resources belong together: it judges the stack at the end of a preview, and of an update. */
export function stackRule<O = object>(
  about: About<O>,
  judge: (stack: StackView, session: Session<O>) => void | Promise<void>,
): Rule {
  return {
    ...policyOf(about),
    validateStack: async (args, reportViolation) => {
      const [first] = args.resources;
      if (first === undefined) return;
      const session = sessionOf(about, args, { some: first.urn }, reportViolation);
      await judge(new StackView(args.resources, session.listenerOf), session);
    },
  };
}

function policyOf<O>(about: About<O>) {
  const { name, severity, remedy, faults = [] } = about;
  const reason = faults.length === 0 ? "" : ` (${faults.join(", ")})`;
  return {
    name,
    description: about.description + reason,
    faults,
    severity,
    enforcementLevel: about.level,
    ...(remedy === undefined ? {} : { remediationSteps: remedy }),
    configSchema: configSchemaOf(about.options),
  };
}

function sessionOf<O>(
  about: About<O>,
  args: ResourceValidationArgs | StackValidationArgs,
  urn: { readonly some: string; readonly blamed?: string },
  reportViolation: ReportViolation,
): Session<O> {
  const config = args.getConfig<object>();
  const exempt = new Set(exemptOf(config));
  const report: Session<O>["report"] = (where, problem, blamed = urn.blamed) => {
    if (blamed !== undefined && exempt.has(nameOf(blamed))) return;
    const path = typeof where === "string" ? where : where.path;
    const finding = [path, problem].filter((part) => part !== "").join(" ");
    reportViolation(about.remedy === undefined ? finding : `${finding}. ${about.remedy}.`, blamed);
  };
  return {
    options: (about.options ?? z.custom<O>()).parse(config),
    stack: stackOf(urn.some),
    report,
    listenerOf: (judged) => ({
      unknown(path) {
        if (!exempt.has(nameOf(judged))) notePending(judged, path, about.name);
      },
      unreadable: (path, problem) => report(path, problem, judged),
    }),
  };
}

/** The name that the program gave a resource. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
