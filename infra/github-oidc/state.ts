import type { ScopedStatement } from "../iam/statement.ts";
import { on, type State } from "./scope.ts";

/** Reading what Pulumi knows of this stack, secrets included: a preview starts from it. */
export function readState(state: State): ScopedStatement[] {
  const bucket = `arn:aws:s3:::${state.bucket}`;
  return [
    on("FindState", [bucket], ["s3:ListBucket"], { StringLike: { "s3:prefix": [".pulumi", ".pulumi/*"] } }),
    on("ReadState", [`${bucket}/.pulumi/meta.yaml`, `${bucket}/${checkpoint(state)}`], ["s3:GetObject"]),
    ...(state.secretsKeyArn === undefined
      ? []
      : [on("ReadSecretsInState", [state.secretsKeyArn], ["kms:Decrypt"])]),
  ];
}

/** Writing it: the checkpoint and its backups, the history, and the lock that keeps a second update out. */
export function writeState(state: State): ScopedStatement[] {
  const bucket = `arn:aws:s3:::${state.bucket}`;
  const place = `${state.project}/${state.stackName}`;
  return [
    on(
      "WriteState",
      [
        `${bucket}/${checkpoint(state)}`,
        `${bucket}/.pulumi/backups/${place}/*`,
        `${bucket}/.pulumi/history/${place}/*`,
        `${bucket}/.pulumi/locks/organization/${place}/*`,
      ],
      ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    ),
    ...(state.secretsKeyArn === undefined
      ? []
      : [on("WriteSecretsInState", [state.secretsKeyArn], ["kms:Encrypt"])]),
  ];
}

/** The stack's checkpoint, also packed or kept from the update before. */
function checkpoint({ project, stackName }: State): string {
  return `.pulumi/stacks/${project}/${stackName}.json*`;
}
