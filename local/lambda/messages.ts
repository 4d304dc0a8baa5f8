/** What an execution environment and its host say to each other. */
export interface EnvironmentData {
  directory: string;
  /** `file.export`, as in the template. */
  handler: string;
}
export interface ToWorker {
  event: string;
  requestId: string;
  invokedArn: string;
  /** Epoch milliseconds at which the function's timeout ends. */
  deadline: number;
}
export interface FunctionFailure {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'init-failed'; error: FunctionFailure }
  | { kind: 'answer'; requestId: string; payload: string }
  | { kind: 'error'; requestId: string; error: FunctionFailure };
