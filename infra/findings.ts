/** Findings of cdk-nag's AWS Solutions pack that we accept, each where it arises and with its reason. Everything else stops the synthesis. */
import { Validations, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts one finding on a construct and what is below it. `detail` is what the pack adds in brackets: one wildcard each. */
export function accept(scope: IConstruct, rule: string, reason: string, detail?: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}${detail === undefined ? '' : `[${detail}]`}`, reason });
}

/** How the checks print a value that comes from another stack: by the name of its export. */
export function printedExport(owner: Stack, value: string): string {
  const resolved = owner.resolve(owner.exportValue(value)) as { 'Fn::ImportValue': string };
  return resolved['Fn::ImportValue'];
}
