/** Policies that stand with resources, by the resource's ARN. A changed or new policy gives its resource a new list. */
export class ResourcePolicies {
  readonly byArn = new Map<string, unknown[]>();
  private readonly documents = new Map<string, { arn: string; text: string; document: unknown }>();

  /** `id` tells the policy's own resource apart: a later document under it replaces the earlier one. */
  set(arn: string, id: string, document: unknown): void {
    const key = `${arn} ${id}`;
    const text = JSON.stringify(document);
    if (this.documents.get(key)?.text === text) return;
    this.documents.set(key, { arn, text, document });
    this.byArn.set(
      arn,
      [...this.documents.values()].filter((one) => one.arn === arn).map((one) => one.document),
    );
  }
}
