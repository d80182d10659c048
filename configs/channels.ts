/** How a sales channel of the customer master is called in English. Keys are trimmed and in lower case. */
export const channelNames = {
  presencial_comercial: "In-Person Commercial",
  comparador: "Comparison Website",
  oficina: "Office",
  telemarketing: "Telemarketing",
  web_propia: "Own Website",
  desconocido: "Unknown",
  unknown: "Unknown",
} as const;

export type ChannelName = (typeof channelNames)[keyof typeof channelNames];

/** What an empty or blank channel is called (D8). A channel that is not in the map keeps its own name in lower case. */
export const UNKNOWN_CHANNEL: ChannelName = "Unknown";
export const COMPARISON_CHANNEL: ChannelName = "Comparison Website";
export const OWN_WEBSITE_CHANNEL: ChannelName = "Own Website";
