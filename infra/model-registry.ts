import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, type Fault, throwIfAny } from "./component.ts";
import type { DataLake } from "./data-lake.ts";
import { accountFaults } from "./iam/account.ts";
import type { Role } from "./iam/role.ts";
import { readersPolicy } from "./model-registry/readers-policy.ts";
import { arnOf, type Stack } from "./stack.ts";

/** What a model registry may be told. */
export interface ModelRegistryArgs {
  readonly stack: Stack;
  /** Where the models' files lie. */
  readonly lake: DataLake;
  /**
   * Accounts that may see which models are registered and how they were judged. The files are not theirs to read.
   * @default none
   */
  readonly readerAccounts?: readonly string[];
}

/** Stands for the champion where there is none. */
export const NO_CHAMPION = "none";
/**
 * SageMaker refuses a job whose input holds nothing, so the folder of the champion that does not exist holds this.
 */
const placeholder = {
  key: `models/${NO_CHAMPION}/artifact/${NO_CHAMPION}.txt`,
  text: "There is no champion yet: the first model that passes the gate becomes it.\n",
};

/**
 * Which models there are, how each was judged, and which of them scores: the champion.
 *
 * @example
 * const registry = new ModelRegistry("registry", { stack, lake });
 * registry.grantRegister(controlRole);
 * registry.grantReadChampion(dashboardRole);
 */
export class ModelRegistry extends Component {
  readonly groupName: pulumi.Output<string>;
  readonly groupArn: pulumi.Output<string>;
  /** The parameter that names the champion's version, or `none`. */
  readonly championParameterName: pulumi.Output<string>;
  readonly nodes: {
    readonly group: aws.sagemaker.ModelPackageGroup;
    readonly champion: aws.ssm.Parameter;
    readonly placeholder: aws.s3.BucketObjectv2;
  };
  readonly #packagesArn: string;

  constructor(name: string, args: ModelRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("index", "ModelRegistry", name, opts);
    throwIfAny(`ModelRegistry ${name}`, registryFaults(args));
    const { stack, lake, readerAccounts = [] } = args;
    const groupName = `${stack.prefix}-churn`;
    this.#packagesArn = arnOf(stack, "sagemaker", `model-package/${groupName}/*`);

    const group = this.#createGroup(name, groupName, stack);
    if (readerAccounts.length > 0) this.#createReaders(name, group, readerAccounts);
    const champion = this.#createChampion(name, stack);
    const none = this.#createPlaceholder(name, lake);

    this.nodes = { group, champion, placeholder: none };
    this.groupName = group.modelPackageGroupName;
    this.groupArn = group.arn;
    this.championParameterName = champion.name;
    this.registerOutputs({ groupName: this.groupName, championParameterName: this.championParameterName });
  }

  /** Allows to register a model, to note how it was judged, and to make it the champion; never to delete one. */
  grantRegister(role: Role): void {
    role.allow("register-models", [
      { sid: "SeeGroup", actions: ["sagemaker:DescribeModelPackageGroup"], resources: [this.groupArn] },
      {
        sid: "RegisterVersions",
        actions: [
          "sagemaker:AddTags",
          "sagemaker:CreateModelPackage",
          "sagemaker:DescribeModelPackage",
          "sagemaker:ListModelPackages",
          "sagemaker:UpdateModelPackage",
        ],
        resources: [this.#packagesArn],
      },
      {
        sid: "NameChampion",
        actions: ["ssm:GetParameter", "ssm:PutParameter"],
        resources: [this.nodes.champion.arn],
      },
    ]);
  }

  /** Allows to ask which version is the champion. */
  grantReadChampion(role: Role): void {
    role.allow("read-champion", [
      { sid: "ReadChampion", actions: ["ssm:GetParameter"], resources: [this.nodes.champion.arn] },
    ]);
  }

  #createGroup(name: string, groupName: string, stack: Stack): aws.sagemaker.ModelPackageGroup {
    return new aws.sagemaker.ModelPackageGroup(
      name,
      {
        modelPackageGroupName: groupName,
        modelPackageGroupDescription: "SpanishGas churn prediction models",
      },
      this.child({ protect: stack.protect }),
    );
  }

  #createReaders(name: string, group: aws.sagemaker.ModelPackageGroup, accounts: readonly string[]): void {
    new aws.sagemaker.ModelPackageGroupPolicy(
      `${name}-readers`,
      {
        modelPackageGroupName: group.modelPackageGroupName,
        resourcePolicy: readersPolicy(accounts, group.arn, this.#packagesArn),
      },
      this.child(),
    );
  }

  #createChampion(name: string, stack: Stack): aws.ssm.Parameter {
    return new aws.ssm.Parameter(
      `${name}-champion`,
      {
        name: `/${stack.prefix}/champion`,
        description: "Version of the model that scores. The pipeline writes it: change it by a rollback.",
        type: "String",
        insecureValue: NO_CHAMPION,
        allowedPattern: CHAMPION_PATTERN,
      },
      // The pipeline names the champion; an update of the stack must not take it back.
      this.child({ ignoreChanges: ["insecureValue", "value"], protect: stack.protect }),
    );
  }

  #createPlaceholder(name: string, lake: DataLake): aws.s3.BucketObjectv2 {
    return new aws.s3.BucketObjectv2(
      `${name}-no-champion`,
      {
        bucket: lake.bucketName,
        key: placeholder.key,
        content: placeholder.text,
        contentType: "text/plain; charset=utf-8",
      },
      // Written before, it would lie under another key than everything else.
      this.child({ dependsOn: [lake.nodes.encryption] }),
    );
  }
}

/** A version is the id of the run that trained it: `<delivery>-<attempt>`. */
const CHAMPION_PATTERN = `^(${NO_CHAMPION}|[0-9a-f]{12}-[0-9]+)$`;

function registryFaults({ stack, readerAccounts = [] }: ModelRegistryArgs): readonly Fault[] {
  return accountFaults("readerAccounts", readerAccounts, stack);
}
