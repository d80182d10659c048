import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { ModelVersion } from "../../configs/names.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { LakeRegistry } from "../../runtime/registry/lake-registry.ts";
import { packageOf } from "../../runtime/registry/package-request.ts";
import { type ModelPackages, SageMakerPackages } from "../../runtime/registry/sagemaker-packages.ts";
import { SageMakerRegistry, type Tell } from "../../runtime/registry/sagemaker-registry.ts";
import { AwsFake } from "./aws-fake.ts";
import { temporaryFolder } from "./folders.ts";
import { registration } from "./models.ts";
import { testAccount } from "./s3.ts";

/** The registry of the cloud on a lake in a folder, whose conditional writes are real, and on a stand-in for SageMaker. */

export const PARAMETER = "/spanishgas-dev/champion";

/** A package that does not exist. */
const NOBODYS = "arn:aws:sagemaker:eu-west-1:000000000000:model-package/spanishgas-dev-churn/999";

/** For tests in which nobody needs to be told. */
export const never: Tell = (followed) => Promise.reject(new Error(`Unexpected: ${JSON.stringify(followed)}`));

export async function newMirror() {
  const fake = await AwsFake.start();
  const lake = await FolderLake.open(temporaryFolder());
  const at = { ...testAccount, endpoint: fake.endpoint, maxAttempts: 1 };
  const group = {
    groupName: "spanishgas-dev-churn",
    championParameter: PARAMETER,
    image: `000000000000.dkr.ecr.eu-west-1.amazonaws.com/runtime@sha256:${"0".repeat(64)}`,
    lake: "s3://spanishgas-data-dev",
    stateMachineArn: "arn:aws:states:eu-west-1:000000000000:stateMachine:spanishgas-dev-pipeline",
  };
  const packages = new SageMakerPackages(group, {
    sagemaker: new SageMakerClient(at),
    ssm: new SSMClient(at),
  });
  /** What happens before and after each call of SageMaker: other movers, and faults. */
  const hooks: { before?: Hook; after?: Hook } = {};
  const arnOf = async (version: ModelVersion): Promise<string> => {
    const stored = await lake.read(`models/${version}/model_package.json`);
    return stored === undefined ? NOBODYS : String(JSON.parse(stored.text).arn);
  };
  return {
    fake,
    lake,
    hooks,
    packages,
    registry: new SageMakerRegistry(lake, hooked(packages, hooks)),
    /** The same lake without its mirror, as the command of a person works on it. */
    lakeRegistry: new LakeRegistry(lake),
    arnOf,
    status: async (version: ModelVersion) => fake.packages.get(await arnOf(version))?.["ModelApprovalStatus"],
    /** Another package of a version, made by somebody else, and rejected. */
    copy: (version: ModelVersion) => {
      const request = packageOf(registration(version, "rejected"), group);
      fake.registry.answer("CreateModelPackage", { ...request, ClientToken: `copy-${version}` });
      return [...fake.packages.keys()].at(-1) ?? "";
    },
  };
}

/** A registry with its mirror. */
export type Mirror = Awaited<ReturnType<typeof newMirror>>;

type Hook = (call: keyof ModelPackages) => Promise<void>;

function hooked(packages: ModelPackages, hooks: { before?: Hook; after?: Hook }): ModelPackages {
  const around = async <Result>(call: keyof ModelPackages, work: () => Promise<Result>): Promise<Result> => {
    await hooks.before?.(call);
    const result = await work();
    await hooks.after?.(call);
    return result;
  };
  return {
    add: (registration) => around("add", () => packages.add(registration)),
    describe: (arn) => around("describe", () => packages.describe(arn)),
    show: (arn, registration) => around("show", () => packages.show(arn, registration)),
    nameChampion: (version) => around("nameChampion", () => packages.nameChampion(version)),
    namedChampion: () => around("namedChampion", () => packages.namedChampion()),
  };
}
