import { factPrefixes } from '../../shared/facts/together.ts';

/** Of a stream's records, those that may bring facts: an item that holds some, and a contact that is connected and says so itself. */
export const bringsFacts = [
  { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: factPrefixes.map((prefix) => ({ prefix })) } } } },
  {
    eventName: ['MODIFY'],
    dynamodb: {
      Keys: { sk: { S: ['CONTACT'] } },
      OldImage: { state: { S: ['accepted'] } },
      NewImage: { state: { S: ['connected'] } },
    },
  },
];
