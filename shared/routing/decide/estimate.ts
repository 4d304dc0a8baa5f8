/**
 * Pure: how long somebody will wait. Measured, not assumed: whenever one contact of a queue leaves for an agent and the next leaves that was
 * waiting already, the time between them is what the queue's agents took, not what its callers let them. That interval times the agents on
 * duty is one agent's share (the queue's *pace*); the wait of the third in line is three shares over the agents of now.
 */
import { epochMs, type Instant } from '../../ids.ts';

/** A contact that left its queue for an agent. */
export interface Departure {
  at: Instant;
  queuedAt: Instant;
  /** Agents on duty then. */
  staffed: number;
}

/** Of so many of the latest departures, none older, the mean is taken. */
export const departuresKept = 20;
const oldestMs = 45 * 60_000;
/** Fewer intervals say too little. */
const fewest = 3;

/** How long one agent takes per contact of the queue, in milliseconds. Undefined while too little is known. `departures`: in order of time. */
export function paceMs(departures: readonly Departure[], nowMs: number): number | undefined {
  const shares = departures.flatMap(({ at, queuedAt, staffed }, i) => {
    const before = departures[i - 1];
    if (before === undefined || queuedAt > before.at || epochMs(at) < nowMs - oldestMs) return [];
    return [(epochMs(at) - epochMs(before.at)) * Math.max(1, staffed)];
  });
  if (shares.length < fewest) return undefined;
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

export interface Line {
  /** From 1: the contacts that would be offered before this one, and one. */
  position: number;
  staffed: number;
  /** Of these, idle ones who could take somebody now. */
  free: number;
  pace: number | undefined;
}

/** The wait, in milliseconds. Undefined when nobody is on duty, or too little is known. */
export function estimateMs({ position, staffed, free, pace }: Line): number | undefined {
  if (staffed === 0) return undefined;
  if (free >= position) return 0;
  return pace === undefined ? undefined : ((position - free) * pace) / staffed;
}

/** Rounded up; nothing below one. */
export const minutesOf = (ms: number): number => Math.max(1, Math.ceil(ms / 60_000));
