import { declaredOutputs } from "./outputs.ts";
import { isProviderType, type RecordedResource, UNKNOWN, type Value, type Values } from "./recording.ts";

/** Tags that a provider puts on everything that it makes. */

/** The default tags among a provider's settings, which travel as JSON. */
export function defaultTagsOf(provider: RecordedResource | undefined): Values {
  if (provider === undefined || !isProviderType(provider.type)) return {};
  const setting = provider.inputs["defaultTags"];
  if (setting === undefined || setting === UNKNOWN) return {};
  const parsed: unknown = typeof setting === "string" ? JSON.parse(setting) : setting;
  if (typeof parsed !== "object" || parsed === null || !("tags" in parsed)) return {};
  const { tags } = parsed;
  if (typeof tags !== "object" || tags === null) return {};
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
}

/**
 * What AWS's provider makes of a resource's tags: its default tags with the resource's own on top.
 * @returns undefined for what cannot be tagged
 */
export function mergedTags(
  resource: { readonly type: string; readonly inputs: Values },
  provider: RecordedResource | undefined,
): Value | undefined {
  const outputs = declaredOutputs(resource.type);
  if (!outputs.has("tags") || !outputs.has("tagsAll")) return undefined;
  const own = resource.inputs["tags"] ?? {};
  if (typeof own !== "object" || Array.isArray(own)) return own;
  return { ...defaultTagsOf(provider), ...own };
}
