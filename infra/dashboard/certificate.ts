import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";

/** Which name is certified. */
export interface CertificateArgs {
  /** Changing it makes a new certificate, and removes the old one when nothing uses it any more. */
  readonly domain: string;
  /** Id of the public zone that holds the name. */
  readonly zoneId: pulumi.Input<string>;
}

/** A certificate that AWS renews by itself, as long as the record that proves the name stays. */
export class Certificate extends Component {
  /** Known once the certificate is valid, so that a listener never gets one that is not. */
  readonly arn: pulumi.Output<string>;
  readonly nodes: { readonly certificate: aws.acm.Certificate; readonly record: aws.route53.Record };

  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dashboard", "Certificate", name, opts);
    const { domain, zoneId } = args;

    const certificate = new aws.acm.Certificate(
      name,
      { domainName: domain, validationMethod: "DNS", tags: { Name: domain } },
      this.child(),
    );
    const proof = certificate.domainValidationOptions.apply(([only]) => {
      if (only === undefined)
        throw new Error(`ACM named no record that proves ${domain}. Run the update again.`);
      return only;
    });
    const record = new aws.route53.Record(
      `${name}-proof`,
      {
        zoneId,
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: 300,
        // A new certificate for the same name asks for the same record, while the old one's is still there.
        allowOverwrite: true,
      },
      this.child(),
    );
    const validation = new aws.acm.CertificateValidation(
      `${name}-validation`,
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
      this.child(),
    );

    this.arn = validation.certificateArn;
    this.nodes = { certificate, record };
    this.registerOutputs({ arn: this.arn });
  }
}
