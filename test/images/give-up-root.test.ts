import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

const MODULE = new URL("../../runtime/container/give-up-root.ts", import.meta.url).href;
const isRoot = process.getuid?.() === 0;

/** A folder of root's in which others may look around. */
function rootFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "give-up-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  return folder;
}

/** Gives root up in a process of its own, then runs some code there. */
function afterwards(runAs: string | undefined, folders: readonly string[], code: string) {
  const program = `const { giveUpRoot } = await import(${JSON.stringify(MODULE)});
    const fs = await import("node:fs");
    giveUpRoot(${JSON.stringify(runAs)}, ${JSON.stringify(folders)});
    ${code}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  return { status, stdout: stdout.trim(), stderr };
}

describe.runIf(isRoot)("as root", () => {
  it("becomes the user, without other groups, for good, and so do its children", () => {
    const { stdout } = afterwards(
      "1000:1001",
      [],
      `const ids = [process.getuid(), process.geteuid(), process.getgid(), process.getegid(), process.getgroups()];
       const back = [() => process.setuid(0), () => process.setgid(0), () => process.setgroups([0])].map((become) => {
         try { become(); return "root again"; } catch { return "no"; }
       });
       const { execFileSync } = await import("node:child_process");
       console.log(JSON.stringify([ids, back, execFileSync("id", ["-u"], { encoding: "utf8" }).trim()]));`,
    );
    expect(JSON.parse(stdout)).toEqual([[1000, 1000, 1001, 1001, [1001]], ["no", "no", "no"], "1000"]);
  });

  it("can write to the folders that only root could write to, and nowhere else", () => {
    const root = rootFolder();
    const out = join(root, "output/bronze");
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "old"), "");
    const { stdout } = afterwards(
      "1000:1000",
      [out, join(root, "made")],
      `fs.writeFileSync(${JSON.stringify(join(out, "new"))}, "");
       fs.writeFileSync(${JSON.stringify(join(out, "old"))}, "x");
       fs.writeFileSync(${JSON.stringify(join(root, "made/message"))}, "");
       try { fs.writeFileSync(${JSON.stringify(join(root, "elsewhere"))}, ""); } catch (thrown) { console.log(thrown.code); }`,
    );
    expect(stdout).toBe("EACCES");
  });

  it("follows no link out of a folder that it hands over", () => {
    const root = rootFolder();
    const target = join(root, "target");
    const out = join(root, "output");
    writeFileSync(target, "");
    chownSync(target, 0, 0);
    mkdirSync(out);
    symlinkSync(target, join(out, "link"));
    expect(afterwards("1000:1000", [out], "").status).toBe(0);
    expect([lstatSync(target).uid, lstatSync(join(out, "link")).uid]).toEqual([0, 1000]);
  });

  it.each(["0:0", "1000:0", "0:1000", "node", "1000", ""])("goes no further as %o", (runAs) => {
    const { status, stdout, stderr } = afterwards(runAs, [], `console.log("went on");`);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("RUN_AS must be <user id>:<group id>");
  });

  it("stays who it is where it is told nothing", () => {
    expect(afterwards(undefined, [], "console.log(process.getuid());").stdout).toBe("0");
  });
});

describe.runIf(!isRoot)("as anybody else", () => {
  it("changes nothing", () => {
    const me = execFileSync("id", ["-u"], { encoding: "utf8" }).trim();
    expect(afterwards("1000:1000", ["/root/x"], "console.log(process.getuid());").stdout).toBe(me);
  });
});
