import { NO_INTERACTION } from "../../configs/bronze-tables.ts";
import { MISSING_LEVEL } from "../../configs/features.ts";
import type { renewalBuckets, tenureBuckets } from "../../configs/lifecycle.ts";
import type { portfolioTypes, Segment } from "../../configs/segments.ts";
import type { Intent } from "../../configs/vocabulary.ts";
import type { Translated } from "./language.ts";
import { byName } from "./own.ts";

/** What people call the levels of categories, by the names that tables give them. A language that lacks one does not compile. */

type Bucket = (typeof renewalBuckets | typeof tenureBuckets)[number]["name"];
type Level =
  | Bucket
  | Intent
  | Segment
  | (typeof portfolioTypes)[number]
  | "negative"
  | "neutral"
  | "positive"
  | typeof NO_INTERACTION
  | typeof MISSING_LEVEL;

const en: Readonly<Record<Level, string>> = {
  expired: "expired",
  "0-3m": "0 to 3 months",
  "3-6m": "3 to 6 months",
  "0-6m": "0 to 6 months",
  "6-12m": "6 to 12 months",
  "12m+": "more than 12 months",
  "1-2y": "1 to 2 years",
  "2-5y": "2 to 5 years",
  "5y+": "more than 5 years",
  "Cancellation / Switch": "Cancellation / Switch",
  "Complaint / Escalation": "Complaint / Escalation",
  "Billing / Payment": "Billing / Payment",
  "Contract Renewal": "Contract Renewal",
  "Pricing Offers": "Pricing Offers",
  "Plan / Product Inquiry": "Plan / Product Inquiry",
  "Account / Service Inquiry": "Account / Service Inquiry",
  "General / Operational Contact": "General / Operational Contact",
  "Other / Unclassified": "Other / Unclassified",
  Residential: "Residential",
  SME: "SME",
  Corporate: "Corporate",
  Unknown: "Unknown",
  Residential_SingleFuel: "Residential, electricity alone",
  Residential_DualFuel: "Residential, with gas",
  SME_SingleFuel: "SME, electricity alone",
  SME_DualFuel: "SME, with gas",
  Corporate_SingleFuel: "Corporate, electricity alone",
  Corporate_DualFuel: "Corporate, with gas",
  Unknown_SingleFuel: "Unknown, electricity alone",
  Unknown_DualFuel: "Unknown, with gas",
  negative: "negative",
  neutral: "neutral",
  positive: "positive",
  [NO_INTERACTION]: "no conversation",
  [MISSING_LEVEL]: "missing",
};

const es: typeof en = {
  expired: "vencido",
  "0-3m": "de 0 a 3 meses",
  "3-6m": "de 3 a 6 meses",
  "0-6m": "de 0 a 6 meses",
  "6-12m": "de 6 a 12 meses",
  "12m+": "más de 12 meses",
  "1-2y": "de 1 a 2 años",
  "2-5y": "de 2 a 5 años",
  "5y+": "más de 5 años",
  "Cancellation / Switch": "Baja o cambio de compañía",
  "Complaint / Escalation": "Reclamación",
  "Billing / Payment": "Facturas y pagos",
  "Contract Renewal": "Renovación del contrato",
  "Pricing Offers": "Precios y ofertas",
  "Plan / Product Inquiry": "Consulta sobre tarifas o productos",
  "Account / Service Inquiry": "Consulta sobre la cuenta o el servicio",
  "General / Operational Contact": "Gestión general",
  "Other / Unclassified": "Otro asunto",
  Residential: "Residencial",
  SME: "Pyme",
  Corporate: "Gran empresa",
  Unknown: "Desconocido",
  Residential_SingleFuel: "Residencial, solo electricidad",
  Residential_DualFuel: "Residencial, con gas",
  SME_SingleFuel: "Pyme, solo electricidad",
  SME_DualFuel: "Pyme, con gas",
  Corporate_SingleFuel: "Gran empresa, solo electricidad",
  Corporate_DualFuel: "Gran empresa, con gas",
  Unknown_SingleFuel: "Desconocido, solo electricidad",
  Unknown_DualFuel: "Desconocido, con gas",
  negative: "negativo",
  neutral: "neutro",
  positive: "positivo",
  [NO_INTERACTION]: "sin conversación",
  [MISSING_LEVEL]: "sin dato",
};

export const levelWords: Translated<Readonly<Record<string, string>>> = { en: byName(en), es: byName(es) };
