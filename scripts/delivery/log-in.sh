#!/bin/sh
# Logs Docker in to the image registry of the account and region: sh scripts/delivery/log-in.sh
# Needed before an update that builds images. Outside of Pulumi on purpose: a login that the program held would be kept in
# the stack's state, where everybody who may preview could read it.
set -eu

region=${AWS_REGION:-$(aws configure get region)}
account=$(aws sts get-caller-identity --query Account --output text)
aws ecr get-login-password --region "$region" |
  docker login --username AWS --password-stdin "$account.dkr.ecr.$region.amazonaws.com"
