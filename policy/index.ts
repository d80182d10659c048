import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules.ts";

/**
 * The policy pack as Pulumi starts it: `pulumi preview --policy-pack policy`. Only this file starts the server;
 * everybody else imports the rules.
 */
new PolicyPack("spanishgas", { policies: [...rules] });
