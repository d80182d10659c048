import * as aws from "@pulumi/aws";
import { z } from "zod";
import { containerDefinitions } from "../support/containers.ts";
import { anyJson, fieldsNamed } from "../support/json.ts";
import type { Reading } from "../support/reading.ts";
import { on, type Reporter, resourceRule } from "../support/rule.ts";

const SECRET_NAME = /(secret|passw(or)?d|passphrase|token|credential|api_?key|private_?key|access_?key)/i;
/** A name that says where the secret is, and not what. */
const POINTER_NAME = /(_|\b)(arn|name|id|url|uri|path|parameter)$/i;
/** Keys of AWS and GitHub, private keys, and addresses that hold a password. */
const SECRET_VALUE =
  /\bA[KS]IA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22}|:\/\/[^\s/:@]*:[^\s/@]+@/;

/** Secrets are fetched by who needs them, and stand in no environment in plain text. */
export const secretsNotInEnvironment = resourceRule(
  {
    name: "secrets-not-in-environment",
    description:
      "Whoever may look at a function or a task reads its environment, in the console, in logs and in Pulumi's state.",
    severity: "critical",
    level: "mandatory",
    remedy:
      "Keep it in Secrets Manager: a container's secrets take the ARN, a function reads it when it starts",
  },
  [
    on(aws.lambda.Function, (lambda, session) => {
      const variables = lambda.get("environment").get("variables");
      for (const [name, value] of variables.quietly().entries()) {
        // An unknown value under an innocent name is what another resource is called.
        judge(name, value.isUnknown && soundsSecret(name) ? variables.get(name) : value, session);
      }
    }),
    on(aws.ecs.TaskDefinition, (task, session) => {
      for (const container of task.get("containerDefinitions").json(containerDefinitions).items()) {
        for (const variable of container.get("environment").items()) {
          judge(variable.get("name").value ?? "", variable.get("value"), session);
        }
      }
    }),
    on(aws.sfn.StateMachine, (machine, { report }) => {
      const definition = machine.get("definition").json(anyJson);
      if (definition.value === undefined) return;
      for (const { path, value } of fieldsNamed(
        definition.value,
        (name) => name === "Environment",
        definition.path,
      )) {
        for (const [name, text] of Object.entries(environment.parse(value))) {
          if (isSecret(name, String(text))) report(`${path}.${name}`, "is a secret in plain text");
        }
      }
    }),
  ],
);

const environment = z.record(z.string(), z.unknown()).catch({});

function judge(name: string, value: Reading<string>, { report }: Reporter): void {
  if (value.is((text) => isSecret(name, text))) report(value, `(${name}) is a secret in plain text`);
}

function isSecret(name: string, value: string): boolean {
  return SECRET_VALUE.test(value) || (soundsSecret(name) && !value.startsWith("arn:"));
}

function soundsSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !POINTER_NAME.test(name);
}
