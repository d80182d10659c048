#!/bin/sh
# Waits until what was deployed is at work: sh scripts/delivery/wait-for-health.sh STACK
# The service has the number of tasks it should have, all of the newest definition, and the state machine is there.
set -eu
stack=$1

cluster=$(pulumi stack output --stack "$stack" ecsClusterName)
service=$(pulumi stack output --stack "$stack" ecsServiceName)
machine=$(pulumi stack output --stack "$stack" stateMachineArn)

aws ecs wait services-stable --cluster "$cluster" --services "$service"

rollout=$(aws ecs describe-services --cluster "$cluster" --services "$service" \
  --query 'services[0].deployments[?status==`PRIMARY`].rolloutState | [0]' --output text)
if [ "$rollout" != COMPLETED ]; then
  printf 'The dashboard did not become healthy: its rollout is %s. See its log group and the alarms of the stack.\n' "$rollout" >&2
  exit 1
fi

# A service that its circuit breaker has sent back is stable, too, and its rollout complete: with the definition of before.
running=$(aws ecs describe-services --cluster "$cluster" --services "$service" \
  --query 'services[0].taskDefinition' --output text)
family=${running##*/}
newest=$(aws ecs describe-task-definition --task-definition "${family%:*}" \
  --query taskDefinition.taskDefinitionArn --output text)
if [ "$running" != "$newest" ]; then
  printf 'The dashboard went back to %s: tasks of %s did not become healthy. See its log group.\n' "$running" "$newest" >&2
  exit 1
fi

status=$(aws stepfunctions describe-state-machine --state-machine-arn "$machine" --query status --output text)
if [ "$status" != ACTIVE ]; then
  printf 'The state machine is %s, not ACTIVE.\n' "$status" >&2
  exit 1
fi
printf '%s is healthy.\n' "$stack" >&2
