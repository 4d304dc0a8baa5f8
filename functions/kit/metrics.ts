import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

let metrics: Metrics | undefined;

/** Counts one of the things that a definition raises an alarm for; told to CloudWatch through the log, without a request. */
export function count(what: string): void {
  metrics ??= new Metrics();
  metrics.addMetric(what, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
}
