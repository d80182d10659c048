/** Values of a link's query: lists become repeated parameters; undefined and empty ones are left out. */
export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/**
 * An address below this site with its query, every part encoded.
 * @example link("/customers", { tier: ["high", "critical"], page: 2 }) // "/customers?tier=high&tier=critical&page=2"
 */
export function link(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined && each !== "") parameters.append(name, String(each));
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** The page of one customer. */
export function customerLink(customerId: string): string {
  return `/customers/${encodeURIComponent(customerId)}`;
}
