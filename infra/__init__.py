"""The CDK app: what is deployed, into an AWS account or into the embedded AWS of one machine."""
