import { styleText } from "node:util";
import type { Finding } from "./policies.ts";
import { type RecordedResource, type Recording, STACK_TYPE } from "./recording.ts";
import { childrenOf } from "./snapshot.ts";

/** Recordings and findings for people at a terminal. Colours appear on a terminal only. */

const dim = (text: string): string => styleText("dim", text);
const bold = (text: string): string => styleText("bold", text);

/** A type as Pulumi's own command line shows it: `aws:s3/bucket:Bucket` as `aws:s3:Bucket`. */
const shown = (type: string): string => type.replace(/^([\w-]+:[\w-]+)\/[\w-]+:/, "$1:");

/** The tree of components and resources, one a line. */
export function treeText(recording: Recording): string {
  const root = recording.resources.find(({ type }) => type === STACK_TYPE);
  if (root === undefined) return "Nothing was registered.";
  return [bold(root.name), ...branches(recording, root, "")].join("\n");
}

function branches(recording: Recording, parent: RecordedResource, indent: string): string[] {
  const children = childrenOf(recording, parent.urn);
  return children.flatMap((child, index) => {
    const last = index === children.length - 1;
    const isComponent = child.kind === "component" || child.kind === "remote";
    const name = isComponent ? bold(child.name) : child.name;
    const marks = [
      ...(child.protect ? ["protected"] : []),
      ...(child.kind === "remote" ? ["built by its provider"] : []),
      ...(child.kind === "read" ? ["exists already"] : []),
    ];
    const note = marks.length === 0 ? "" : ` (${marks.join(", ")})`;
    const line = `${dim(indent + (last ? "└─ " : "├─ "))}${shown(child.type)} ${name}${dim(note)}`;
    return [line, ...branches(recording, child, indent + (last ? "   " : "│  "))];
  });
}

/** How many resources there are of each type, the most frequent first; without components and the stack. */
export function countsByType(recording: Recording): readonly (readonly [type: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { type, kind } of recording.resources) {
    if (kind !== "component") counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].sort(([a, few], [b, many]) => many - few || (a < b ? -1 : 1));
}

/** The counts as a table with their sum. */
export function countsText(recording: Recording): string {
  const counts = countsByType(recording);
  const sum = counts.reduce((total, [, count]) => total + count, 0);
  const components = recording.resources.filter(
    ({ kind, type }) => kind === "component" && type !== STACK_TYPE,
  );
  const lines = counts.map(([type, count]) => `${String(count).padStart(5)}  ${shown(type)}`);
  return [...lines, bold(`${String(sum).padStart(5)}  resources in ${components.length} components`)].join(
    "\n",
  );
}

/** The findings, mandatory ones first, in lines of at most `columns` characters where there are blanks to break at. */
export function findingsText(findings: readonly Finding[], ruleCount: number, columns: number): string {
  const mandatory = findings.filter(({ enforcement }) => enforcement === "mandatory");
  const advisory = findings.filter(({ enforcement }) => enforcement === "advisory");
  const head = `Policies: ${ruleCount} rules, ${mandatory.length} mandatory and ${advisory.length} advisory findings`;
  const texts = [...mandatory, ...advisory].map(({ policy, enforcement, severity, resource, message }) => {
    const word =
      enforcement === "mandatory" ? styleText("red", enforcement) : styleText("yellow", enforcement);
    const lines = message.split("\n").flatMap((line) => wrapped(`      ${line}`, columns));
    const told = enforcement === "mandatory" ? lines : shortened(lines);
    return [`  ${word} (${severity}) ${bold(policy)} on ${shown(resource)}`, ...told].join("\n");
  });
  return [bold(head), ...texts].join("\n");
}

/** Lines of advice that are read: what a first preview cannot know fills pages. */
const ADVICE_LINES = 12;

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= ADVICE_LINES) return lines;
  const rest = lines.length - ADVICE_LINES + 1;
  return [...lines.slice(0, ADVICE_LINES - 1), `      … ${rest} more lines: --json has them all`];
}

/** A line in several, those that follow indented a little more than the first. */
export function wrapped(line: string, columns: number): readonly string[] {
  const indent = " ".repeat(line.search(/\S|$/));
  const lines: string[] = [];
  let current = "";
  for (const word of line.trim().split(" ")) {
    const longer = current === "" ? `${indent}${word}` : `${current} ${word}`;
    if (longer.length <= columns || current === "") current = longer;
    else {
      lines.push(current);
      current = `${indent}  ${word}`;
    }
  }
  return [...lines, current];
}
