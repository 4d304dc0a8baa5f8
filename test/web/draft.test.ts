import { expect, it } from 'vitest';
import { draftErrors, emptyDraft, instantOf, usualDue, wrapUpOf, type Draft } from '../../web/src/state/draft.ts';

const nowMs = Date.parse('2026-06-01T09:00:00.000Z');
const whole: Draft = { ...emptyDraft, disposition: 'solved', ticket: 'new', subject: ' Oven ', ticketStatus: 'resolved', notes: 'Works' };

it('A wrap-up tells everything that is missing', () => {
  expect(Object.keys(draftErrors(emptyDraft, nowMs))).toEqual(['disposition', 'ticket', 'ticketStatus']);
  expect(wrapUpOf(emptyDraft, { n: 1 }, nowMs)).toBeUndefined();
});

it('A new ticket carries its subject, an old one its id', () => {
  expect(wrapUpOf(whole, { n: 2 }, nowMs)).toEqual({
    n: 2,
    disposition: 'solved',
    notes: 'Works',
    subject: 'Oven',
    ticketStatus: 'resolved',
  });
  expect(wrapUpOf({ ...whole, ticket: 't-1' }, { n: 2 }, nowMs)).toMatchObject({ ticketId: 't-1' });
});

it('A follow-up needs an owner and a time to come', () => {
  const followUp: Draft = { ...whole, ticketStatus: 'requires-follow-up' };
  expect(Object.keys(draftErrors(followUp, nowMs))).toEqual(['owner', 'due']);
  const past = { ...followUp, ownerId: 'anna', dueDay: '2026-05-01', dueTime: '09:00' };
  expect(draftErrors(past, nowMs).due).toMatch('passed');
  expect(wrapUpOf({ ...past, ...usualDue(nowMs) }, { n: 1 }, nowMs)?.dueAt).toBe(instantOf(usualDue(nowMs).dueDay, '09:00'));
});

it('A follow-up is put to tomorrow at nine until the agent says otherwise', () => {
  const noon = new Date(2026, 4, 31, 12).getTime();
  expect(usualDue(noon)).toEqual({ dueDay: '2026-06-01', dueTime: '09:00' });
});

it('Owner and time are left out where nothing is to be followed up', () => {
  expect(wrapUpOf({ ...whole, ownerId: 'anna', ...usualDue(nowMs) }, { n: 1 }, nowMs)).not.toHaveProperty('dueAt');
});
