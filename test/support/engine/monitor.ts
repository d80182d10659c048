import { inspect, stripVTControlCharacters } from "node:util";
import grpc from "@grpc/grpc-js";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import resourceRpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { EngineError, type Recorder, type Registration } from "./recorder.ts";
import type { LogLine } from "./recording.ts";
import { answerOnWire, fromWire, toWire } from "./wire.ts";

/** The two services that a Pulumi program talks to, in front of a recorder. */

const feature = resourceMessages.ResourceMonitorFeature;

/** Only what the recorder understands: no transforms, hooks, `deletedWith` or parameterised packages. */
const features = [
  feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
];

/** A server on this machine only. */
export interface Listening {
  /** `127.0.0.1:<port>`. */
  readonly address: string;
  readonly stop: () => void;
}

/** Serves a recorder as Pulumi's resource monitor and engine, on a free port of this machine. */
export async function serve(recorder: Recorder): Promise<Listening> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": 64 * 2 ** 20 });
  server.addService(resourceRpc.ResourceMonitorService, monitor(recorder));
  server.addService(engineRpc.EngineService, engine(recorder));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

/** A handler from a function: what the recorder refuses goes back to the program as its message. */
function unary<Request, Response>(
  handle: (request: Request) => Response,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    try {
      callback(null, handle(call.request));
    } catch (error) {
      const details = error instanceof EngineError ? error.message : inspect(error);
      callback({ code: grpc.status.INVALID_ARGUMENT, details });
    }
  };
}

const nothing = (): empty.Empty => new empty.Empty();

/** @throws EngineError for what programs of this project do not use */
function unsupported(what: string): never {
  throw new EngineError(`The offline engine does not support ${what}.`);
}

function monitor(recorder: Recorder): resourceRpc.IResourceMonitorServer {
  return {
    getDeploymentInfo: unary(() => {
      const info = new resourceMessages.DeploymentInfo();
      info.setSupportedfeaturesList(features);
      return info;
    }),
    supportsFeature: unary(() => {
      const response = new resourceMessages.SupportsFeatureResponse();
      response.setHassupport(false);
      return response;
    }),
    registerResource: unary((request: resourceMessages.RegisterResourceRequest) => {
      const { urn, answer } = recorder.register(registrationOf(request));
      const response = new resourceMessages.RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(answer.id);
      const secretNames = request.getAdditionalsecretoutputsList();
      response.setObject(answerOnWire(request.getObject(), answer.computed, secretNames));
      return response;
    }),
    readResource: unary((request: resourceMessages.ReadResourceRequest) => {
      const { values, secrets } = fromWire(request.getProperties());
      const { urn, answer } = recorder.register({
        type: request.getType(),
        name: request.getName(),
        kind: "read",
        parent: request.getParent(),
        inputs: values,
        secrets,
        dependencies: request.getDependenciesList().toSorted(),
        propertyDependencies: {},
        providerReference: request.getProvider(),
        protect: false,
        ignoreChanges: [],
        replaceOnChanges: [],
        deleteBeforeReplace: undefined,
        retainOnDelete: false,
        aliases: [],
        existingId: request.getId(),
      });
      const response = new resourceMessages.ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(answerOnWire(request.getProperties(), answer.computed));
      return response;
    }),
    registerResourceOutputs: unary((request: resourceMessages.RegisterResourceOutputsRequest) => {
      recorder.registerOutputs(request.getUrn(), fromWire(request.getOutputs()).values);
      return nothing();
    }),
    invoke: unary((request: resourceMessages.ResourceInvokeRequest) => {
      const answer = recorder.call(
        request.getTok(),
        fromWire(request.getArgs()).values,
        request.getProvider(),
      );
      const response = new resourceMessages.ResourceInvokeResponse();
      response.setReturn(toWire(answer));
      return response;
    }),
    signalAndWaitForShutdown: unary(nothing),
    call: unary((request: resourceMessages.ResourceCallRequest) =>
      unsupported(`the method ${request.getTok()}`),
    ),
    existsResource: unary(() => unsupported("asking whether a resource exists")),
    registerStackTransform: unary(() => unsupported("transforms")),
    registerStackInvokeTransform: unary(() => unsupported("transforms")),
    registerResourceHook: unary(() => unsupported("hooks")),
    registerErrorHook: unary(() => unsupported("hooks")),
    registerPackage: unary(() => unsupported("parameterised packages")),
  };
}

function registrationOf(request: resourceMessages.RegisterResourceRequest): Registration {
  const { values, secrets } = fromWire(request.getObject());
  const byProperty: [string, string[]][] = [];
  request.getPropertydependenciesMap().forEach((dependencies, name) => {
    const urns = dependencies.getUrnsList().toSorted();
    if (urns.length > 0) byProperty.push([name, urns]);
  });
  byProperty.sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    type: request.getType(),
    name: request.getName(),
    kind: request.getRemote() ? "remote" : request.getCustom() ? "custom" : "component",
    parent: request.getParent(),
    inputs: values,
    secrets,
    dependencies: request.getDependenciesList().toSorted(),
    propertyDependencies: Object.fromEntries(byProperty),
    providerReference: request.getProvider() || (request.getProvidersMap().get(packageOf(request)) ?? ""),
    protect: request.hasProtect() ? request.getProtect() : undefined,
    ignoreChanges: request.getIgnorechangesList().toSorted(),
    replaceOnChanges: request.getReplaceonchangesList().toSorted(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    retainOnDelete: request.getRetainondelete() ?? false,
    aliases: request.getAliasesList().map(aliasText).sort(),
    existingId: request.getImportid() || undefined,
  };
}

/** Remote components of awsx work with the provider of aws. */
const packageOf = (request: resourceMessages.RegisterResourceRequest): string =>
  request.getRemote() ? "aws" : (request.getType().split(":")[0] ?? "");

function aliasText(
  alias: ReturnType<resourceMessages.RegisterResourceRequest["getAliasesList"]>[number],
): string {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const parts = { name: spec.getName(), type: spec.getType(), parent: spec.getParenturn() };
  const given = Object.entries(parts).filter(([, value]) => value !== "");
  return given.map(([key, value]) => `${key}=${value}`).join(" ") || "no parent";
}

function engine(recorder: Recorder): engineRpc.IEngineServer {
  let root = "";
  return {
    log: unary((request: engineMessages.LogRequest) => {
      recorder.log({
        severity: severities[request.getSeverity()],
        message: stripVTControlCharacters(request.getMessage()),
        urn: request.getUrn() || undefined,
      });
      return nothing();
    }),
    getRootResource: unary(() => {
      const response = new engineMessages.GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: unary((request: engineMessages.SetRootResourceRequest) => {
      root = request.getUrn();
      return new engineMessages.SetRootResourceResponse();
    }),
    startDebugging: unary(() => unsupported("debugging")),
    requirePulumiVersion: unary(() => new engineMessages.RequirePulumiVersionResponse()),
  };
}

const severities: Readonly<Record<engineMessages.LogSeverity, LogLine["severity"]>> = {
  [engineMessages.LogSeverity.DEBUG]: "debug",
  [engineMessages.LogSeverity.INFO]: "info",
  [engineMessages.LogSeverity.WARNING]: "warning",
  [engineMessages.LogSeverity.ERROR]: "error",
};
