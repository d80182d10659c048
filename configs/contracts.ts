import { bronzeCustomer, bronzeCustomerMonth, bronzeProvinceMonth } from "./bronze-tables.ts";
import type { Column, Contract } from "./contract.ts";
import { customerMonths } from "./customer-months.ts";
import { datasets } from "./datasets.ts";
import { explanations, importance } from "./explanation-tables.ts";
import { type Feature, features } from "./features.ts";
import { goldMaster, tierTables } from "./gold-tables.ts";
import { DEFAULT_EXPERIMENT } from "./model-policy.ts";
import { foldsTable, holdoutScores, referenceTable } from "./model-tables.ts";
import { driftDistributions, driftFeatures } from "./monitoring-tables.ts";
import { recommendations, scoredCustomers } from "./scored-tables.ts";
import { silverCustomer, silverCustomerMonth } from "./silver-tables.ts";

/** Every raw file and every produced table, in the order in which data meets them. */
export const contracts: readonly Contract[] = [
  ...datasets.map(({ contract }) => contract),
  bronzeCustomer,
  bronzeCustomerMonth,
  bronzeProvinceMonth,
  silverCustomer,
  silverCustomerMonth,
  ...tierTables,
  goldMaster,
  customerMonths,
  foldsTable,
  referenceTable(DEFAULT_EXPERIMENT),
  holdoutScores,
  scoredCustomers,
  recommendations,
  explanations,
  importance,
  driftFeatures,
  driftDistributions,
];

/** The contract of a raw file or table by its name. */
export function contractNamed(name: string): Contract | undefined {
  return contracts.find((contract) => contract.name === name);
}

/** A feature by its name, with its column in the gold master. */
export function featureNamed(
  name: string,
): { readonly feature: Feature; readonly column: Column } | undefined {
  const feature = features.find((each) => each.name === name);
  const column = goldMaster.columns.find((each) => each.name === name);
  return feature === undefined || column === undefined ? undefined : { feature, column };
}

/** Tables that have a column of this name. */
export function contractsWith(column: string): readonly Contract[] {
  return contracts.filter(({ columns }) => columns.some(({ name }) => name === column));
}
