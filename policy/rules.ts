import { alarmActions } from "./rules/alarm-actions.ts";
import { alarmEnvironment } from "./rules/alarm-environment.ts";
import { alarmsPresent } from "./rules/alarms-present.ts";
import { bucketEncryption } from "./rules/bucket-encryption.ts";
import { bucketLifecycle } from "./rules/bucket-lifecycle.ts";
import { bucketPublicAccess } from "./rules/bucket-public-access.ts";
import { bucketTlsOnly } from "./rules/bucket-tls-only.ts";
import { bucketVersioning } from "./rules/bucket-versioning.ts";
import { budgetPresent } from "./rules/budget-present.ts";
import { currentResourceTypes } from "./rules/current-resource-types.ts";
import { deletionProtectionInProd } from "./rules/deletion-protection-in-prod.ts";
import { imageByDigest } from "./rules/image-by-digest.ts";
import { imagePlatformAmd64 } from "./rules/image-platform-amd64.ts";
import { immutableRepositories } from "./rules/immutable-repositories.ts";
import { jobFailureHandling } from "./rules/job-failure-handling.ts";
import { jobIsolation } from "./rules/job-isolation.ts";
import { judgedAtUpdate } from "./rules/judged-at-update.ts";
import { kmsRotation } from "./rules/kms-rotation.ts";
import { lambdaPermissionSourceAccount } from "./rules/lambda-permission-source-account.ts";
import { loadBalancerHttps } from "./rules/load-balancer-https.ts";
import { logGroupPresent } from "./rules/log-group-present.ts";
import { logRetention } from "./rules/log-retention.ts";
import { messagesEncrypted } from "./rules/messages-encrypted.ts";
import { noAwsManagedPolicies } from "./rules/no-aws-managed-policies.ts";
import { noIamUsers } from "./rules/no-iam-users.ts";
import { noOpenIngress } from "./rules/no-open-ingress.ts";
import { noPublicIp } from "./rules/no-public-ip.ts";
import { noPublicPrincipal } from "./rules/no-public-principal.ts";
import { noWildcardActions } from "./rules/no-wildcard-actions.ts";
import { noWildcardResources } from "./rules/no-wildcard-resources.ts";
import { oidcSubjectExact } from "./rules/oidc-subject-exact.ts";
import { openPortNeedsLogin } from "./rules/open-port-needs-login.ts";
import { passRoleCondition } from "./rules/pass-role-condition.ts";
import { queueDeadLetter } from "./rules/queue-dead-letter.ts";
import { roleBoundary } from "./rules/role-boundary.ts";
import { roleTrustSource } from "./rules/role-trust-source.ts";
import { secretsNotInEnvironment } from "./rules/secrets-not-in-environment.ts";
import { serviceRollback } from "./rules/service-rollback.ts";
import { stateMachineLoggingTracing } from "./rules/state-machine-logging-tracing.ts";
import { tableRecovery } from "./rules/table-recovery.ts";
import { tags } from "./rules/tags.ts";
import type { Rule } from "./support/rule.ts";

/** The whole pack, in the order in which a preview runs it. To add a rule: see README.md. */
export const rules: readonly Rule[] = [
  alarmActions,
  alarmEnvironment,
  alarmsPresent,
  bucketEncryption,
  bucketLifecycle,
  bucketPublicAccess,
  bucketTlsOnly,
  bucketVersioning,
  budgetPresent,
  currentResourceTypes,
  deletionProtectionInProd,
  imageByDigest,
  imagePlatformAmd64,
  immutableRepositories,
  jobFailureHandling,
  jobIsolation,
  kmsRotation,
  lambdaPermissionSourceAccount,
  loadBalancerHttps,
  logGroupPresent,
  logRetention,
  messagesEncrypted,
  noAwsManagedPolicies,
  noIamUsers,
  noOpenIngress,
  noPublicIp,
  noPublicPrincipal,
  noWildcardActions,
  noWildcardResources,
  oidcSubjectExact,
  openPortNeedsLogin,
  passRoleCondition,
  queueDeadLetter,
  roleBoundary,
  roleTrustSource,
  secretsNotInEnvironment,
  serviceRollback,
  stateMachineLoggingTracing,
  tableRecovery,
  tags,
  // Last: it tells what the others could not judge.
  judgedAtUpdate,
];
