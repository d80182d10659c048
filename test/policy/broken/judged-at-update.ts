import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

// Nobody can say in a preview what this policy allows: it names a key that does not exist yet. At the update it is wrong.
const key = new aws.kms.Key("judged-at-update-key", { enableKeyRotation: true });
new aws.iam.RolePolicy("judged-at-update", {
  role: "jobs",
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "kms:*", Resource: key.arn }],
  }),
});
