import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { ResourceError } from "../../runtime/errors.ts";
import { libraryVersion } from "../../runtime/xgboost/index.ts";
import { libraryPaths, open, readableReason } from "../../runtime/xgboost/library.ts";

test("the installed library is 1.7 or newer", () => {
  const [major = 0, minor = 0] = libraryVersion().split(".").map(Number);
  expect(major * 100 + minor).toBeGreaterThanOrEqual(107);
});

test("a missing library is reported with the places tried and the remedy", () => {
  const attempt = () => open(["/nowhere/libxgboost.so", "libnosuchthing.so"]);
  expect(attempt).toThrow(ResourceError);
  expect(attempt).toThrow(/tried \/nowhere\/libxgboost\.so, libnosuchthing\.so\)/);
  expect(attempt).toThrow(/apt-get install libxgboost0.*brew install xgboost.*XGBOOST_LIB/);
});

test("XGBOOST_LIB stands alone when it is set", () => {
  expect(libraryPaths("/opt/my/libxgboost.so", "linux")).toEqual(["/opt/my/libxgboost.so"]);
  expect(libraryPaths("", "darwin").every((path) => path.endsWith(".dylib"))).toBe(true);
  const code = `import("${new URL("../../runtime/xgboost/index.ts", import.meta.url)}").then((m) => m.libraryVersion())`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    env: { ...process.env, XGBOOST_LIB: "/nowhere/xgb.so" },
    encoding: "utf8",
  });
  expect(run.status).not.toBe(0);
  expect(run.stderr).toContain("The XGBoost library was not found (tried /nowhere/xgb.so).");
});

test("waiting threads sleep, whether the library is loaded in the main thread or a worker", () => {
  const url = new URL("../../runtime/xgboost/index.ts", import.meta.url);
  const probe = `
    const { libraryVersion } = await import("${url}");
    const { default: koffi } = await import("koffi");
    libraryVersion();
    console.log(koffi.load(null).func("const char *getenv(const char *)")("OMP_WAIT_POLICY"));`;
  const inWorker = `import { Worker } from "node:worker_threads";
    new Worker(${JSON.stringify(`(async () => { ${probe} })()`)}, { eval: true });`;
  const env = { ...process.env };
  delete env["OMP_WAIT_POLICY"];
  for (const code of [probe, inWorker]) {
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      env,
      encoding: "utf8",
      cwd: new URL("../..", import.meta.url),
    });
    expect(run.stderr + run.stdout).toBe("passive\n");
  }
});

test("the library's reason is shown without time, file and stack trace", () => {
  const text =
    "[12:34:56] ./src/objective/regression_obj.cu:120: label must be in [0,1]\nStack trace:\n  [bt] (0) /lib/x";
  expect(readableReason(text)).toBe("label must be in [0,1]");
});
