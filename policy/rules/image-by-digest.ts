import * as aws from "@pulumi/aws";
import { containerDefinitions } from "../support/containers.ts";
import { anyJson, fieldsNamed } from "../support/json.ts";
import type { Reading } from "../support/reading.ts";
import { on, type Reporter, resourceRule } from "../support/rule.ts";

/** Every container runs an image that is named by what it contains. */
export const imageByDigest = resourceRule(
  {
    name: "image-by-digest",
    description:
      "A tag is whatever was pushed last: `latest` could change between two steps of one run, and nobody could say what ran.",
    faults: ["X9", "K19", "K29"],
    severity: "high",
    level: "mandatory",
    remedy: "Refer to the image as repository@sha256:digest",
  },
  [
    on(aws.ecs.TaskDefinition, (task, session) => {
      for (const container of task.get("containerDefinitions").json(containerDefinitions).items()) {
        judge(container.get("image"), session);
      }
    }),
    on(aws.lambda.Function, (lambda, session) => {
      const image = lambda.get("imageUri");
      if (!image.isAbsent) judge(image, session);
    }),
    on(aws.sagemaker.Model, (model, session) => {
      const one = model.get("primaryContainer").get("image");
      if (!one.isAbsent) judge(one, session);
      for (const container of model.get("containers").items()) judge(container.get("image"), session);
    }),
    on(aws.sfn.StateMachine, (machine, { report }) => {
      const definition = machine.get("definition").json(anyJson);
      if (definition.value === undefined) return;
      // `ImageUri.$` takes the image from the execution's input: whoever starts one then chooses what runs.
      for (const { path, value } of fieldsNamed(definition.value, isImage, definition.path)) {
        // Services that look at pictures call those `Image` as well, and take an object.
        if (typeof value === "string" && !isPinned(value)) report(path, `is ${JSON.stringify(value)}`);
      }
    }),
  ],
);

/** Of jobs that process, jobs that train, and models and tasks that a machine makes. */
const isImage = (name: string): boolean => /^(ImageUri|TrainingImage|Image)(\.\$)?$/.test(name);

const isPinned = (image: string): boolean => /@sha256:[0-9a-f]{64}$/.test(image);

function judge(image: Reading<string>, { report }: Reporter): void {
  if (image.isNot(isPinned)) report(image, `is ${image.value ?? "missing"}`);
}
