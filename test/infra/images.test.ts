import { describe, expect, onTestFinished, test } from "vitest";
import { Role } from "../../infra/iam/role.ts";
import { type ImageSource, Images, type ImagesArgs } from "../../infra/images.ts";
import { parseDocument } from "../support/iam/document.ts";
import { decide } from "../support/iam/evaluate.ts";
import { faultsOfDocument } from "../support/iam/known-actions.ts";
import { rolesOf } from "../support/iam/roles.ts";
import { record, settled } from "../support/pulumi-mocks.ts";
import { ACCOUNT, dev, prod } from "../support/stacks.ts";

const OTHER_ACCOUNT = "111111111111";
const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const ELSEWHERE = `${OTHER_ACCOUNT}.dkr.ecr.eu-south-2.amazonaws.com/spanishgas-dev-runtime@${DIGEST}`;
const REPOSITORY = `arn:aws:ecr:eu-south-2:${ACCOUNT}:repository/spanishgas-dev`;
const built: ImageSource = { build: true };
const ready: ImageSource = { digest: ELSEWHERE };

type Given = Partial<ImagesArgs>;

function recorded(args: Given = {}, options: { preview?: boolean; use?: Use } = {}) {
  const { preview = false, use } = options;
  return record(
    async () => {
      const images = new Images("images", {
        stack: dev,
        runtime: built,
        dashboard: built,
        version: "1.4.0",
        ...args,
      });
      await use?.(images);
    },
    {
      preview,
      outputs: ({ type, inputs }) => {
        if (type === "docker-build:index:Image") return { digest: DIGEST };
        if (type !== "aws:ecr/repository:Repository") return {};
        return {
          arn: `arn:aws:ecr:eu-south-2:${ACCOUNT}:repository/${inputs["name"]}`,
          repositoryUrl: `${ACCOUNT}.dkr.ecr.eu-south-2.amazonaws.com/${inputs["name"]}`,
        };
      },
    },
  );
}
type Use = (images: Images) => void | Promise<void>;

const repositoryOf = async (args: Given = {}) =>
  (await recorded(args)).only("aws:ecr/repository:Repository", "images-runtime").inputs;
const imageOf = async (args: Given = {}) =>
  (await recorded(args)).only("docker-build:index:Image", "images-runtime").inputs;

describe("a repository", () => {
  test("never moves a tag, and scans what is pushed (X9)", async () => {
    expect(await repositoryOf()).toMatchObject({
      name: "spanishgas-dev-runtime",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "AES256" }],
    });
  });

  test("is deleted with its images in dev alone, and not where others pull them (X9)", async () => {
    expect((await repositoryOf())["forceDelete"]).toBe(true);
    expect((await repositoryOf({ pullAccounts: [OTHER_ACCOUNT] }))["forceDelete"]).toBe(false);
    expect((await repositoryOf({ stack: { ...dev, environment: "staging" } }))["forceDelete"]).toBe(false);
    expect((await repositoryOf({ stack: { ...dev, protect: true } }))["forceDelete"]).toBe(false);
    expect((await repositoryOf({ stack: prod }))["forceDelete"]).toBe(false);
  });

  test("keeps the last images, and neither leavings nor old caches", async () => {
    const { inputs } = (await recorded()).only(
      "aws:ecr/lifecyclePolicy:LifecyclePolicy",
      "images-runtime-lifecycle",
    );
    const { rules } = JSON.parse(String(inputs["policy"]));
    expect(rules.map((rule: { selection: object }) => rule.selection)).toEqual([
      { tagStatus: "tagged", tagPatternList: ["cache-*"], countType: "imageCountMoreThan", countNumber: 2 },
      // By number and not by age: what has run for years must still start.
      { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 50 },
    ]);
  });

  test("lets the accounts that are named pull, and nobody without a name", async () => {
    const POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy";
    expect((await recorded()).ofType(POLICY)).toEqual([]);
    const { inputs } = (await recorded({ pullAccounts: [OTHER_ACCOUNT] })).only(
      POLICY,
      "images-runtime-pullers",
    );
    const policy = parseDocument(String(inputs["policy"]));
    expect(await faultsOfDocument(policy)).toEqual([]);
    expect(policy.Statement).toEqual([
      {
        Sid: "PullByOtherEnvironments",
        Effect: "Allow",
        Principal: { AWS: [`arn:aws:iam::${OTHER_ACCOUNT}:root`] },
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      },
    ]);
  });
});

describe("a build", () => {
  test("is for amd64, without provenance, pushed, and never part of a preview", async () => {
    const inputs = await imageOf();
    expect(inputs).toMatchObject({ platforms: ["linux/amd64"], buildOnPreview: false });
    expect(inputs).not.toHaveProperty("exec");
  });

  test("has the repository as its context, by a path that is the same on every disk", async () => {
    expect(await imageOf()).toMatchObject({
      context: { location: "." },
      dockerfile: { location: "runtime/Dockerfile" },
    });
    const { inputs } = (await recorded()).only("docker-build:index:Image", "images-dashboard");
    expect(inputs["dockerfile"]).toEqual({ location: "dashboard/Dockerfile" });
    // Pulumi runs a program in the folder of its main file, and the builder beside it.
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir("infra");
    expect(await imageOf()).toMatchObject({
      context: { location: ".." },
      dockerfile: { location: "../runtime/Dockerfile" },
    });
  });

  test("is pushed by digest alone: a tag that is never moved would refuse what is built again after a revert", async () => {
    const image = await imageOf();
    expect(image).not.toHaveProperty("tags");
    expect(image["exports"]).toEqual([
      {
        registry: {
          names: [`${ACCOUNT}.dkr.ecr.eu-south-2.amazonaws.com/spanishgas-dev-runtime`],
          pushByDigest: true,
        },
      },
    ]);
  });

  test("says its release and what it is made of: a reviewer sees in the preview whether it changes", async () => {
    const { inputs: previewed } = (await recorded({}, { preview: true })).only(
      "docker-build:index:Image",
      "images-runtime",
    );
    expect(previewed["labels"]).toEqual({
      "org.opencontainers.image.version": "1.4.0",
      "spanishgas.content": expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    expect(previewed["labels"]).toEqual((await imageOf())["labels"]);
  });

  test("keeps its cache under a tag that only changes with the packages", async () => {
    const { cacheFrom, cacheTo } = await imageOf();
    const { cacheFrom: later } = await imageOf({ version: "1.5.0" });
    expect(later).toEqual(cacheFrom);
    expect(cacheFrom).toEqual([{ registry: { ref: expect.stringMatching(/-runtime:cache-[0-9a-f]{12}$/) } }]);
    // A second push of the same tag is refused: it must not fail the build.
    expect(cacheTo).toMatchObject([{ registry: { ignoreError: true, mode: "max", imageManifest: true } }]);
  });

  test("holds no login: it would lie in the state, where whoever may preview could read it", async () => {
    expect(await imageOf()).not.toHaveProperty("registries");
  });

  test("nothing is created inside apply: a preview registers what an update does", async () => {
    const args = { pullAccounts: [OTHER_ACCOUNT] };
    const preview = await recorded(args, { preview: true });
    expect(preview.lines()).toEqual((await recorded(args)).lines());
  });
});

describe("an image", () => {
  test("is named by its digest, whether it is built here or was before", async () => {
    await recorded(
      { dashboard: ready },
      {
        use: async (images) => {
          expect(await settled(images.runtime)).toBe(
            `${ACCOUNT}.dkr.ecr.eu-south-2.amazonaws.com/spanishgas-dev-runtime@${DIGEST}`,
          );
          expect(await settled(images.dashboard)).toBe(ELSEWHERE);
        },
      },
    );
  });

  test("that was built before needs no repository and no Docker", async () => {
    const resources = await recorded({ runtime: ready, dashboard: ready });
    expect(resources.lines()).toEqual(["spanishgas:index:Images images"]);
  });

  test("may be pulled from the repository that it lies in, and from no other", async () => {
    const pull = async (args: Given) => {
      const resources = await recorded(args, {
        use: (images) => {
          const role = new Role("job", {
            stack: dev,
            purpose: "job",
            description: "Runs the image",
            service: "sagemaker.amazonaws.com",
          });
          images.grantPull(role, "runtime");
        },
      });
      const role = rolesOf(resources.all, ACCOUNT).get("spanishgas-dev-job-role");
      if (role === undefined) throw new Error("There is no role.");
      expect((await Promise.all(role.policies.map(faultsOfDocument))).flat()).toEqual([]);
      return (resource: string, action = "ecr:BatchGetImage") => decide(role, { action, resource });
    };
    const here = await pull({});
    expect(here(`${REPOSITORY}-runtime`)).toBe("allowed");
    expect(here(`${REPOSITORY}-dashboard`)).toBe("not allowed");
    expect(here(`${REPOSITORY}-runtime`, "ecr:PutImage")).toBe("not allowed");
    expect(here("*", "ecr:GetAuthorizationToken")).toBe("allowed");
    const there = await pull({ runtime: ready });
    const repository = `arn:aws:ecr:eu-south-2:${OTHER_ACCOUNT}:repository/spanishgas-dev-runtime`;
    expect(there(repository)).toBe("allowed");
    expect(there(`${REPOSITORY}-runtime`)).toBe("not allowed");
  });
});

describe("wrong arguments", () => {
  test.each([
    ["a tag", ELSEWHERE.replace(/@.*/, ":1.4.0"), "names a tag, which may move to another image"],
    ["no digest", ELSEWHERE.replace(/@.*/, ""), "names no digest"],
    ["a digest cut short", ELSEWHERE.slice(0, -1), "holds no digest of the form sha256:<64 digits>"],
    ["another registry", `docker.io/library/node@${DIGEST}`, "is in no private repository of AWS"],
    [
      "another region",
      ELSEWHERE.replace("eu-south-2", "eu-west-1"),
      "lies in eu-west-1; SageMaker runs only images of its own region, eu-south-2",
    ],
  ])("%s is refused", async (_, digest, message) => {
    await expect(recorded({ runtime: { digest } })).rejects.toThrow(`runtime.digest: "${digest}" ${message}`);
  });

  test("are told at once", async () => {
    await expect(
      recorded({ runtime: { digest: "latest" }, version: "feature/x", pullAccounts: [ACCOUNT] }),
    ).rejects.toThrow(
      /Images images: 3 arguments are wrong\.\n {2}runtime\.digest: .*\n {2}version: .*\n {2}pullAccounts\[0\]: /,
    );
    await expect(
      recorded({ runtime: ready, dashboard: ready, pullAccounts: [OTHER_ACCOUNT] }),
    ).rejects.toThrow("pullAccounts: no image is built here");
  });
});
