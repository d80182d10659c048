import { type Content, type Html, html } from "../../../html.ts";
import type { Bill } from "../bill.ts";
import type { Card } from "../card.ts";
import { brief, count } from "../format.ts";
import { facts, folded, paragraph, section, table } from "../parts.ts";

function settingText(value: unknown): string {
  if (typeof value === "number") return brief(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(settingText).join(", ");
  return JSON.stringify(value);
}

const settings = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values).map(([name, value]) => [name, settingText(value)] as const);

const digest = (text: string): Content => html`<code>${text}</code>`;

/** What it takes to make the same model again. */
export function provenance({ data, model, transform, libraries, code }: Card): Html {
  return section(
    "provenance",
    "Provenance",
    html`${facts("digests", "Digests", [
      ["Gold master, SHA-256", digest(data.goldSha256)],
      ["Trees, SHA-256", digest(model.modelSha256)],
      ["Program that judged the model", digest(code)],
    ])}${paragraph(
      "The same gold master, program, libraries, settings and seed give the same model and the same card, byte for byte. The ",
      "digest of the program is that of its code where the model was judged: an image holds a part of it, so it has another ",
      "digest there than on one machine.",
    )}${facts("libraries", "Versions in training", Object.entries(libraries))}${facts(
      "settings",
      "Settings",
      [
        ["experiment", model.experiment],
        ["seed", String(model.seed)],
        ...settings(model.recipe),
        ["weighting", `${model.weighting.chosen}. ${model.weighting.reason}`],
        ["threshold", `${brief(model.threshold)} on calibrated probabilities`],
        ["transform", `${transform.variant}, ${count(transform.matrixColumns)} columns`],
      ],
    )}${folded("The calibrator's numbers", facts("calibrator", "Calibrator", settings(model.calibrator)))}${folded(
      "Levels of each category, as training saw them",
      facts(
        "levels",
        "Levels",
        Object.entries(transform.levels).map(([feature, levels]) => [feature, levels.join(", ")]),
      ),
    )}`,
  );
}

function licenceOf({ licenses = [] }: Bill["components"][number]): string {
  const names = licenses.map((licence) => {
    if ("expression" in licence) return licence.expression;
    return "id" in licence.license ? licence.license.id : licence.license.name;
  });
  return names.length === 0 ? "not stated" : names.join(", ");
}

/** What the program that judged the model consists of. */
export function bill({ components, metadata }: Bill): Html {
  return section(
    "bill",
    "Software bill of materials",
    html`${paragraph(
      `${count(components.length)} components; the whole bill with digests and dependencies is sbom.json beside this card `,
      "(CycloneDX 1.6).",
    )}${paragraph("Read from ", metadata.properties.map(({ value }) => value).join("; "), ".")}${folded(
      "All components",
      table({
        id: "components",
        caption: "Components",
        columns: [
          { title: "Component" },
          { title: "Version", text: "words" },
          { title: "Licence", text: "words" },
        ],
        rows: components.map((component) => [
          component.group === undefined ? component.name : `${component.group}/${component.name}`,
          component.version,
          licenceOf(component),
        ]),
      }),
    )}`,
  );
}
