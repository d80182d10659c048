/** The offline engine: runs Pulumi programs and policy packs without a cloud, a command line or credentials. */
export { type Comparison, compare } from "./compare.ts";
export { ROOT } from "./paths.ts";
export { type Finding, type Policies, startPolicies } from "./policies.ts";
export { type ProgramOptions, runProgram } from "./program.ts";
export { ProjectError } from "./project.ts";
export {
  type Mode,
  nameOf,
  type RecordedResource,
  type Recording,
  typeOf,
  UNKNOWN,
  type Value,
  type Values,
} from "./recording.ts";
export { contentKey, sharedUpdate } from "./shared.ts";
export { snapshotText } from "./snapshot.ts";
