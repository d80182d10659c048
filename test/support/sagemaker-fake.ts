import { type RegistryOperation, requests } from "./sagemaker-constraints.ts";

/** A package as the stand-in holds it. */
export type FakePackage = Readonly<Record<string, unknown>>;

/** Who changes a package, as SageMaker tells it. */
export interface FakeUser {
  readonly UserProfileName?: string;
  readonly IamIdentity?: { readonly Arn: string };
}

/** What is answered: a body, or the name of an error with its words. */
export type RegistryAnswer =
  | { readonly body: object }
  | { readonly error: string; readonly message?: string };

const ROLES = "arn:aws:sts::000000000000:assumed-role";
const FUNCTION: FakeUser = {
  IamIdentity: { Arn: `${ROLES}/spanishgas-dev-control-role/spanishgas-dev-control` },
};
const ANALYST: FakeUser = { IamIdentity: { Arn: `${ROLES}/analysts/an.analyst` } };

/** Packages that one page lists at most here: few, so that tests turn pages. */
const PAGE_SIZE = 3;

/**
 * A stand-in for SageMaker's model registry and for one parameter of Systems Manager. Requests are held against the
 * references' constraints (`sagemaker-constraints.ts`); beyond them it is an approximation:
 *
 * - A package is `Completed` at once, and its events are sent by the test that wants them (`eventOf`).
 * - A token gives the package of before for ever, with other words too; SageMaker says neither how long it keeps tokens
 *   nor what it does then.
 * - Metadata of an update is merged into what is there. The reference does not say so, but has a field of its own for
 *   what is to be removed; the registry sends all of its metadata each time, so that it works either way.
 * - An update without a description keeps the description of before.
 * - Lists are consistent at once, and parameters have no versions.
 */
export class RegistryFake {
  /** Model packages by ARN. */
  readonly packages = new Map<string, FakePackage>();
  readonly parameters = new Map<string, string>();
  /** In seconds since 1970, by ARN. */
  readonly #created = new Map<string, number>();
  readonly #changed = new Map<string, number>();
  readonly #changedBy = new Map<string, FakeUser>();
  readonly #tokens = new Map<string, string>();
  #number = 0;
  #time = Date.now();

  /** @returns undefined for an operation of another service */
  answer(operation: string, input: unknown): RegistryAnswer | undefined {
    if (!isRegistryOperation(operation)) return undefined;
    const sound = requests[operation].safeParse(input);
    if (!sound.success) return { error: "ValidationException", message: sound.error.message };
    switch (operation) {
      case "CreateModelPackage":
        return this.#create(requests.CreateModelPackage.parse(input));
      case "UpdateModelPackage":
        return this.#update(requests.UpdateModelPackage.parse(input));
      case "DescribeModelPackage":
        return this.#describe(requests.DescribeModelPackage.parse(input).ModelPackageName);
      case "ListModelPackages":
        return this.#list(requests.ListModelPackages.parse(input));
      case "GetParameter":
        return this.#parameter(requests.GetParameter.parse(input).Name);
      case "PutParameter": {
        const { Name, Value } = requests.PutParameter.parse(input);
        this.parameters.set(Name, Value);
        return { body: { Version: 1 } };
      }
    }
  }

  /** A person sets a package's status in the console: nothing but the status and its description changes. */
  decide(
    arn: string,
    status: "Approved" | "Rejected" | "PendingManualApproval",
    description?: string,
    by = ANALYST,
  ): void {
    const known = this.packages.get(arn);
    if (known === undefined) throw new Error(`There is no package ${arn}.`);
    const words = description === undefined ? {} : { ApprovalDescription: description };
    this.#set(arn, { ...known, ModelApprovalStatus: status, ...words }, by);
  }

  #create(input: { readonly ModelPackageGroupName: string; readonly ClientToken: string }): RegistryAnswer {
    const { ModelPackageGroupName: group, ClientToken: token } = input;
    const known = this.#tokens.get(token);
    if (known !== undefined) return { body: { ModelPackageArn: known } };
    const arn = `arn:aws:sagemaker:eu-west-1:000000000000:model-package/${group}/${++this.#number}`;
    this.#tokens.set(token, arn);
    this.#set(arn, input);
    this.#created.set(arn, this.#time);
    return { body: { ModelPackageArn: arn } };
  }

  #update(input: {
    readonly ModelPackageArn: string;
    readonly CustomerMetadataProperties?: object;
  }): RegistryAnswer {
    const { ModelPackageArn: arn, CustomerMetadataProperties: metadata = {}, ...rest } = input;
    const known = this.packages.get(arn);
    if (known === undefined) return missing(arn);
    const before = known["CustomerMetadataProperties"];
    const merged = { ...(typeof before === "object" ? before : {}), ...metadata };
    this.#set(arn, { ...known, ...rest, CustomerMetadataProperties: merged });
    return { body: { ModelPackageArn: arn } };
  }

  #describe(arn: string): RegistryAnswer {
    const known = this.packages.get(arn);
    if (known === undefined) return missing(arn);
    return {
      body: {
        ...known,
        ModelPackageArn: arn,
        ModelPackageName: arn.split("/")[1],
        ModelPackageVersion: Number(arn.split("/")[2]),
        ModelPackageStatus: "Completed",
        ModelPackageStatusDetails: { ValidationStatuses: [] },
        CreationTime: seconds(this.#created.get(arn)),
        LastModifiedTime: seconds(this.#changed.get(arn)),
        LastModifiedBy: this.#changedBy.get(arn),
      },
    };
  }

  #list(input: {
    readonly ModelPackageGroupName: string;
    readonly CreationTimeAfter?: number;
    readonly SortOrder?: "Ascending" | "Descending";
    readonly MaxResults?: number;
    readonly NextToken?: string;
  }): RegistryAnswer {
    const { CreationTimeAfter: after = 0, SortOrder, MaxResults = 10, NextToken = "0" } = input;
    const found = [...this.packages].filter(
      ([arn, { ModelPackageGroupName }]) =>
        ModelPackageGroupName === input.ModelPackageGroupName && seconds(this.#created.get(arn)) > after,
    );
    if (SortOrder !== "Ascending") found.reverse();
    const from = Number(NextToken);
    const to = from + Math.min(MaxResults, PAGE_SIZE);
    return {
      body: {
        ModelPackageSummaryList: found.slice(from, to).map(([arn, known]) => ({
          ModelPackageArn: arn,
          ModelPackageGroupName: known["ModelPackageGroupName"],
          ModelPackageDescription: known["ModelPackageDescription"],
          ModelApprovalStatus: known["ModelApprovalStatus"],
          ModelPackageStatus: "Completed",
          CreationTime: seconds(this.#created.get(arn)),
        })),
        ...(to < found.length ? { NextToken: String(to) } : {}),
      },
    };
  }

  #parameter(name: string): RegistryAnswer {
    const value = this.parameters.get(name);
    if (value === undefined) return { error: "ParameterNotFound" };
    return { body: { Parameter: { Name: name, Type: "String", Value: value, Version: 1 } } };
  }

  #set(arn: string, known: FakePackage, by = FUNCTION): void {
    // Each change has a time of its own.
    this.#time = Math.max(Date.now(), this.#time + 1);
    this.packages.set(arn, known);
    this.#changed.set(arn, this.#time);
    this.#changedBy.set(arn, by);
  }
}

/**
 * The event that EventBridge sends of a package's change, as the developer guide shows it: it carries the status of the
 * moment, and neither the description nor the metadata of the approval.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html#eventbridge-model-package
 */
export function eventOf(arn: string, status: string) {
  const [, group = "", version = ""] = arn.split("/");
  return {
    version: "0",
    id: "844e2571-85d4-695f-b930-0153b71dcb42",
    "detail-type": "SageMaker Model Package State Change",
    source: "aws.sagemaker",
    account: "000000000000",
    time: "2024-12-31T12:00:00Z",
    region: "eu-west-1",
    resources: [arn],
    detail: {
      ModelPackageGroupName: group,
      ModelPackageVersion: Number(version),
      ModelPackageArn: arn,
      CreationTime: "2024-12-31T12:00:00Z",
      ModelPackageStatus: "Completed",
      ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
      CertifyForMarketplace: false,
      ModelApprovalStatus: status,
      LastModifiedTime: "2024-12-31T12:00:00Z",
    },
  };
}

function isRegistryOperation(operation: string): operation is RegistryOperation {
  return Object.hasOwn(requests, operation);
}

function missing(arn: string): RegistryAnswer {
  return { error: "ValidationException", message: `ModelPackage ${arn} does not exist.` };
}

const seconds = (time = 0) => time / 1000;
