import * as aws from "@pulumi/aws";

const provider = new aws.Provider("tags", {
  region: "eu-south-2",
  defaultTags: { tags: { Project: "spanishgas" } },
});
new aws.sqs.Queue("tags-queue", {}, { provider });
