/** Reading the function's answer. What is wrong with it is a value: the words are those of the service's log. */
import { z } from 'zod';
import { actionTypes, limits } from '../../shared/telephony/sma.ts';

export interface AnsweredAction {
  type: string;
  parameters: Record<string, unknown>;
}
export type ReadAnswer =
  | { kind: 'valid'; actions: AnsweredAction[]; attributes: Record<string, string> | undefined }
  | { kind: 'invalid'; errorType: string; message: string };

const Actions = z.array(z.looseObject({ Type: z.string(), Parameters: z.record(z.string(), z.unknown()).nullish() }));
const Attributes = z.record(z.string(), z.string());
const known: ReadonlySet<string> = new Set(actionTypes);

/**
 * Judges an answer by the rules of the service: schema version, at most ten actions of known names, attributes that are strings, at
 * most 100 of them and 20 KB. Parameters are each action's own matter.
 */
export function readAnswer(payload: unknown): ReadAnswer {
  if (payload === null || payload === undefined || payload === '' || typeof payload !== 'object' || Array.isArray(payload)) {
    return invalid('InvalidResponse', 'Response is blank or empty.');
  }
  const answer = payload as Record<string, unknown>;
  if (answer['SchemaVersion'] !== '1.0')
    return invalid('InvalidResponse', 'Schema version does not match the schema version of the request.');
  const actions = Actions.safeParse(answer['Actions'] ?? []);
  if (!actions.success) return invalid('InvalidResponse', 'Error while reading actions list.');
  if (actions.data.length > limits.actionsPerAnswer) return invalid('InvalidResponse', 'Actions list has more than 10 actions.');
  const stranger = actions.data.find((action) => !known.has(action.Type));
  if (stranger) return invalid('InvalidResponse', `Unsupported action name: ${stranger.Type.slice(0, 100)}.`);
  const attributes = readAttributes(answer['TransactionAttributes']);
  if (attributes.kind === 'invalid') return attributes;
  return {
    kind: 'valid',
    actions: actions.data.map((action) => ({ type: action.Type, parameters: action.Parameters ?? {} })),
    attributes: attributes.value,
  };
}

function readAttributes(value: unknown): { kind: 'read'; value: Record<string, string> | undefined } | ReturnType<typeof invalid> {
  if (value === null || value === undefined) return { kind: 'read', value: undefined };
  const attributes = Attributes.safeParse(value);
  if (!attributes.success) return invalid('TransactionAttributesInvalid', 'Transaction Attributes must be a map of strings.');
  const pairs = Object.keys(attributes.data).length;
  if (pairs > limits.attributes) {
    return invalid(
      'TransactionAttributesInvalidMapSize',
      `Transaction Attributes has too many mappings. Maximum number of mappings is ${limits.attributes}`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(attributes.data)) > limits.attributeBytes) {
    return invalid('TransactionAttributesInvalidMapSize', 'Transaction Attributes are larger than 20 KB');
  }
  return { kind: 'read', value: attributes.data };
}

function invalid(errorType: string, message: string): { kind: 'invalid'; errorType: string; message: string } {
  return { kind: 'invalid', errorType, message };
}
