import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { type CloudService, type Credentials, cloudServices, type Place } from "./place.ts";

/** The suite's own clients, as one who uploads, looks and tidies up. */
export interface Clients {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  readonly sns: SNSClient;
  readonly ssm: SSMClient;
  readonly sagemaker: SageMakerClient;
}

const MAX_ATTEMPTS = 5;

export function clientsOf(place: Place): Clients {
  const at = (service: CloudService) => {
    const endpoint = place.endpoints[service];
    return {
      region: place.region,
      maxAttempts: MAX_ATTEMPTS,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(place.credentials === undefined ? {} : { credentials: place.credentials }),
    };
  };
  return {
    // In the address of a stand-in, names of buckets cannot be part of the host's name.
    s3: new S3Client({ ...at("s3"), forcePathStyle: place.endpoints.s3 !== undefined }),
    sqs: new SQSClient(at("sqs")),
    dynamodb: new DynamoDBClient(at("dynamodb")),
    sns: new SNSClient(at("sns")),
    ssm: new SSMClient(at("ssm")),
    sagemaker: new SageMakerClient(at("sagemaker")),
  };
}

export function destroy({ s3, sqs, dynamodb, sns, ssm, sagemaker }: Clients): void {
  for (const client of [s3, sqs, dynamodb, sns, ssm, sagemaker]) client.destroy();
}

/** Who calls: what was given, or what the SDK has found. */
export async function credentialsOf(place: Place, { s3 }: Clients): Promise<Credentials> {
  if (place.credentials !== undefined) return place.credentials;
  const { accessKeyId, secretAccessKey, sessionToken } = await s3.config.credentials();
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/**
 * What the platform puts into a function's environment: the region, the role's credentials, and here the addresses.
 * @param endpoints addresses that differ for this function: a proxy that breaks requests, say
 */
export function platformEnvironment(
  place: Place,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  endpoints: Partial<Readonly<Record<CloudService, string>>> = {},
): Record<string, string> {
  const addresses = cloudServices.flatMap((service) => {
    const endpoint = endpoints[service] ?? place.endpoints[service];
    return endpoint === undefined ? [] : [[`AWS_ENDPOINT_URL_${service.toUpperCase()}`, endpoint]];
  });
  return {
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    ...Object.fromEntries(addresses),
  };
}
