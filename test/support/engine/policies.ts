import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import grpc from "@grpc/grpc-js";
import analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { ROOT } from "./paths.ts";
import { quietEnvironment } from "./program.ts";
import {
  nameOf,
  type RecordedResource,
  type Recording,
  STACK_TYPE,
  typeOf,
  type Values,
} from "./recording.ts";
import { mergedTags } from "./tags.ts";
import { toWire } from "./wire.ts";

/** One thing that a rule of the policy pack has to say about a resource or the stack. */
export interface Finding {
  /** Name of the rule. */
  readonly policy: string;
  /** A mandatory one stops `pulumi up`. */
  readonly enforcement: "advisory" | "mandatory";
  readonly severity: "unspecified" | "low" | "medium" | "high" | "critical";
  /** The resource, or the stack itself. */
  readonly urn: string;
  /** `<type> <name>` of the resource. */
  readonly resource: string;
  readonly message: string;
}

/** A policy pack that is ready to check recordings; one process serves any number of them. */
export interface Policies {
  /** Names of all rules. */
  readonly rules: readonly string[];
  /** Everything that the pack finds in a recording, sorted by rule and URN. */
  readonly check: (recording: Recording) => Promise<readonly Finding[]>;
  /** Sets rules as a company would in the file of `--policy-pack-config`; replaces what was set before. */
  readonly configure: (rules: Readonly<Record<string, RuleConfig>>) => Promise<void>;
  readonly stop: () => void;
}

/** What a company sets of a rule. */
export interface RuleConfig {
  readonly enforcement: "advisory" | "mandatory" | "disabled";
  /** The rule's own options. @default none */
  readonly options?: Values;
}

const runner = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");
const STARTING_SECONDS = 30;
const MAX_MESSAGE_BYTES = 64 * 2 ** 20;

/**
 * Starts a policy pack the way Pulumi starts it.
 * @param folder the pack's folder. @default `policy/` of the repository
 * @throws Error with what the pack said, when it does not start
 */
export async function startPolicies(folder: string = join(ROOT, "policy")): Promise<Policies> {
  const pack = spawn(process.execPath, [runner, "127.0.0.1:0", folder], {
    cwd: folder,
    env: quietEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const port = await portOf(pack);
  const client = new analyzerRpc.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  // One recording at a time: the pack remembers what it has seen of a stack until it has judged the stack.
  let latest: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = latest.then(work, work);
    latest = turn;
    return turn;
  };
  const info = await answer<messages.AnalyzerInfo>((done) => client.getAnalyzerInfo(new empty.Empty(), done));
  return {
    rules: info.getPoliciesList().map((policy) => policy.getName()),
    check: (recording) => inTurn(() => check(client, recording)),
    configure: (rules) => configure(client, rules),
    stop: () => {
      client.close();
      pack.kill("SIGKILL");
    },
  };
}

/** The first line that a pack prints is its port. */
function portOf(pack: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (reason: string): void => {
      clearTimeout(timer);
      pack.kill("SIGKILL");
      reject(new Error(`The policy pack did not start: ${output.trim() || reason}`));
    };
    const timer = setTimeout(() => fail(`no answer in ${STARTING_SECONDS} s`), STARTING_SECONDS * 1000);
    pack.stderr?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    pack.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const port = /^(\d+)\r?\n/m.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    pack.on("error", (error) => fail(error.message));
    pack.on("exit", (code) => fail(`it ended with code ${code}`));
  });
}

/** A call's answer as a promise. */
function answer<Response>(
  call: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

async function configure(
  client: analyzerRpc.AnalyzerClient,
  rules: Readonly<Record<string, RuleConfig>>,
): Promise<void> {
  const request = new messages.ConfigureAnalyzerRequest();
  for (const [name, { enforcement, options = {} }] of Object.entries(rules)) {
    const config = new messages.PolicyConfig();
    config.setEnforcementlevel(enforcementLevels[enforcement]);
    config.setProperties(toWire(options));
    request.getPolicyconfigMap().set(name, config);
  }
  await answer((done) => client.configure(request, done));
}

const enforcementLevels = {
  advisory: messages.EnforcementLevel.ADVISORY,
  mandatory: messages.EnforcementLevel.MANDATORY,
  disabled: messages.EnforcementLevel.DISABLED,
} as const;

/**
 * Checks each resource by its inputs, then the stack by all outputs, as Pulumi's engine does: unknown values stay
 * unknown, secrets are open, tags come with the provider's default tags.
 */
async function check(client: analyzerRpc.AnalyzerClient, recording: Recording): Promise<readonly Finding[]> {
  const byUrn = new Map(recording.resources.map((resource) => [resource.urn, resource]));
  const providerOf = (resource: RecordedResource): RecordedResource | undefined =>
    byUrn.get(resource.provider ?? "");
  const analyses = recording.resources.map(async (resource) => {
    const request = fill(
      new messages.AnalyzeRequest(),
      resource,
      checkedInputs(resource, providerOf(resource)),
    );
    const provider = providerOf(resource);
    if (provider !== undefined) request.setProvider(providerMessage(provider));
    const response = await answer<messages.AnalyzeResponse>((done) => client.analyze(request, done));
    return response.getDiagnosticsList().map((diagnostic) => finding(diagnostic, resource.urn));
  });
  // Before the stack: a rule about the whole may build on what rules have seen of its parts.
  const perResource = (await Promise.all(analyses)).flat();
  const stack = new messages.AnalyzeStackRequest();
  stack.setResourcesList(recording.resources.map((resource) => stackMessage(resource, providerOf(resource))));
  const root = recording.resources.find(({ type }) => type === STACK_TYPE)?.urn ?? "";
  const whole = await answer<messages.AnalyzeResponse>((done) => client.analyzeStack(stack, done));
  const findings = [
    ...perResource,
    ...whole.getDiagnosticsList().map((diagnostic) => finding(diagnostic, root)),
  ];
  const key = ({ policy, urn, message }: Finding): string => [policy, urn, message].join("\n");
  return findings.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** AWS's provider merges its default tags into a resource's before policies see them. */
function checkedInputs(resource: RecordedResource, provider: RecordedResource | undefined): Values {
  const tags = mergedTags(resource, provider);
  return tags === undefined ? resource.inputs : { ...resource.inputs, tags };
}

function fill<Request extends messages.AnalyzeRequest | messages.AnalyzerResource>(
  request: Request,
  resource: RecordedResource,
  properties: Values,
): Request {
  const options = new messages.AnalyzerResourceOptions();
  options.setProtect(resource.protect);
  options.setIgnorechangesList([...resource.ignoreChanges]);
  options.setDeletebeforereplace(resource.deleteBeforeReplace ?? false);
  options.setDeletebeforereplacedefined(resource.deleteBeforeReplace !== undefined);
  options.setParent(resource.parent ?? "");
  request.setUrn(resource.urn);
  request.setType(resource.type);
  request.setName(resource.name);
  request.setProperties(toWire(properties));
  request.setOptions(options);
  return request;
}

function providerMessage(provider: RecordedResource): messages.AnalyzerProviderResource {
  const message = new messages.AnalyzerProviderResource();
  message.setUrn(provider.urn);
  message.setType(provider.type);
  message.setName(provider.name);
  message.setProperties(toWire(provider.inputs));
  return message;
}

function stackMessage(
  resource: RecordedResource,
  provider: RecordedResource | undefined,
): messages.AnalyzerResource {
  const message = fill(new messages.AnalyzerResource(), resource, resource.outputs);
  message.setParent(resource.parent ?? "");
  message.setDependenciesList([...resource.dependencies]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    const dependencies = new messages.AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  if (provider !== undefined) message.setProvider(providerMessage(provider));
  return message;
}

function finding(diagnostic: messages.AnalyzeDiagnostic, subject: string): Finding {
  const urn = diagnostic.getUrn() || subject;
  return {
    policy: diagnostic.getPolicyname(),
    enforcement:
      diagnostic.getEnforcementlevel() === messages.EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
    severity: severities[diagnostic.getSeverity()],
    urn,
    resource: `${typeOf(urn)} ${nameOf(urn)}`,
    message: diagnostic.getMessage(),
  };
}

const severities: Readonly<Record<messages.PolicySeverity, Finding["severity"]>> = {
  [messages.PolicySeverity.POLICY_SEVERITY_UNSPECIFIED]: "unspecified",
  [messages.PolicySeverity.POLICY_SEVERITY_LOW]: "low",
  [messages.PolicySeverity.POLICY_SEVERITY_MEDIUM]: "medium",
  [messages.PolicySeverity.POLICY_SEVERITY_HIGH]: "high",
  [messages.PolicySeverity.POLICY_SEVERITY_CRITICAL]: "critical",
};
