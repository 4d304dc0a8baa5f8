import { factPrefixes } from '../../shared/facts/together.ts';

/** A contact that goes from one state to the next, and says so itself. */
const saysItself = (before: string, after: string) => ({
  eventName: ['MODIFY'],
  dynamodb: {
    Keys: { sk: { S: ['CONTACT'] } },
    OldImage: { state: { S: [before] } },
    NewImage: { state: { S: [after] } },
  },
});

/** Of a stream's records, those that may bring facts: an item that holds some, and a contact that was queued or connected and says so itself. */
export const bringsFacts = [
  { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: factPrefixes.map((prefix) => ({ prefix })) } } } },
  saysItself('in-flow', 'waiting'),
  saysItself('accepted', 'connected'),
];
