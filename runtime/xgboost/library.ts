import { isMainThread } from "node:worker_threads";
import koffi from "koffi";
import { messageOf, ResourceError } from "../errors.ts";
import { declare, type NativeFunctions } from "./native.ts";

/** A call into the XGBoost library failed; the message is the library's own reason without its stack trace. */
export class XGBoostError extends Error {
  override readonly name = "XGBoostError";
}

/** The loaded library of this thread. */
export interface Library {
  /** The path or name under which the system's loader found it. */
  readonly path: string;
  /** For example `1.7.4`. */
  readonly version: string;
  readonly native: NativeFunctions;
}

/** Below this version the C API lacks UBJ buffers and categorical splits. */
const OLDEST = [1, 7] as const;

let loaded: Library | undefined;

/**
 * The XGBoost library, loaded on first use and kept: threads of the library may outlive a caller.
 * @throws ResourceError when it is not installed, is too old, or is not XGBoost; the message lists the places tried.
 */
export function loadLibrary(): Library {
  loaded ??= open(libraryPaths(process.env["XGBOOST_LIB"], process.platform));
  return loaded;
}

/** Where the library is looked for, in this order; `XGBOOST_LIB` (a path) stands alone when it is set. */
export function libraryPaths(override: string | undefined, platform: string): readonly string[] {
  if (override !== undefined && override !== "") return [override];
  if (platform === "darwin") {
    return ["libxgboost.dylib", "/opt/homebrew/lib/libxgboost.dylib", "/usr/local/lib/libxgboost.dylib"];
  }
  if (platform === "win32") return ["xgboost.dll"];
  return [
    "libxgboost.so.0",
    "libxgboost.so",
    "/usr/lib/x86_64-linux-gnu/libxgboost.so.0",
    "/usr/lib/aarch64-linux-gnu/libxgboost.so.0",
    "/usr/local/lib/libxgboost.so",
  ];
}

/** Tries the paths in order. Exported for the test of a missing library; use {@link loadLibrary}. */
export function open(paths: readonly string[]): Library {
  passiveWaiting();
  const failures: string[] = [];
  for (const path of paths) {
    try {
      const native = declare(koffi.load(path));
      return { path, version: checkedVersion(native, path), native };
    } catch (thrown) {
      if (thrown instanceof ResourceError) throw thrown;
      failures.push(messageOf(thrown).trim());
    }
  }
  throw new ResourceError(
    `The XGBoost library was not found (tried ${paths.join(", ")}). Install it with ` +
      `"apt-get install libxgboost0" or "brew install xgboost", or set XGBOOST_LIB to its path.`,
    { cause: new Error(failures.join("\n")) },
  );
}

/**
 * Makes waiting OpenMP threads sleep instead of spin: spinning made training up to ten times slower on a busy machine.
 * OpenMP reads the C environment once, when it is loaded; in a worker `process.env` is only a copy of it.
 */
function passiveWaiting(): void {
  if (isMainThread || process.platform === "win32") {
    process.env["OMP_WAIT_POLICY"] ??= "passive";
    return;
  }
  koffi.load(null).func("int setenv(const char *name, const char *value, int overwrite)")(
    "OMP_WAIT_POLICY",
    "passive",
    0,
  );
}

function checkedVersion(native: NativeFunctions, path: string): string {
  const parts = new Int32Array(3);
  native.version(parts, parts.subarray(1), parts.subarray(2));
  const [major = 0, minor = 0] = parts;
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new ResourceError(
      `The XGBoost library ${path} is version ${parts.join(".")}. Install ${OLDEST.join(".")} or newer, ` +
        "or set XGBOOST_LIB to its path.",
    );
  }
  return parts.join(".");
}

/**
 * Checks a call's return code.
 * @throws XGBoostError with the library's reason: its last error, without the time, file and stack trace.
 */
export function check(library: Library, code: number): void {
  if (code === 0) return;
  throw new XGBoostError(`XGBoost ${library.version}: ${readableReason(library.native.lastError())}`);
}

/** `[12:00:00] ./src/x.cc:1: Check failed: a == b (1 vs. 2) : reason\nStack trace: ...` becomes `... reason`. */
export function readableReason(text: string): string {
  return text
    .replace(/\n\s*Stack trace:[\s\S]*$/i, "")
    .replace(/^\s*\[\d{2}:\d{2}:\d{2}\]\s*/, "")
    .replace(/^\S+\.(?:cc|h|cu):\d+:\s*/, "")
    .replace(/\s+/g, " ")
    .trim();
}
