/** What event sources need of the services beside Lambda. The engines give it in process; rights are judged before. */

/** A record of a table's stream, as Lambda passes it on but for `eventSourceARN`. */
export interface StreamDoor {
  /** Records after a cursor, oldest first, with the cursor behind them. */
  read(streamArn: string, after: string | undefined, limit: number): { records: StreamRecord[]; cursor: string | undefined };
  /** The cursor behind the newest record. */
  latest(streamArn: string): string | undefined;
  onChange(streamArn: string, listener: () => void): () => void;
}
export interface StreamRecord {
  eventID: string;
  eventName: string;
  dynamodb: { Keys: Record<string, unknown>; SequenceNumber: string; ApproximateCreationDateTime: number };
}

/** A message as Lambda passes it on. */
export interface QueueRecord {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes: Record<string, string>;
  messageAttributes: Record<string, unknown>;
  md5OfBody: string;
}
export interface QueueDoor {
  receive(queueArn: string, most: number): Promise<QueueRecord[]>;
  remove(queueArn: string, receiptHandle: string): Promise<void>;
  send(queueArn: string, body: string, attributes: Record<string, string>): Promise<void>;
  /** Tells that messages may be there to receive: new ones, due ones, or those that became visible again. */
  onChange(queueArn: string, listener: () => void): () => void;
}
