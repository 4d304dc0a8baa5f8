/** What flows may name: the settings that a new contact center starts with, and those of the demo on this machine. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { demoSettings } from '../../local/demo/settings.ts';
import type { Names } from '../../shared/flows/step-faults.ts';
import { beep, catalogue, holdMusic, languages } from '../../shared/prompts/catalogue.ts';
import type { Hours, NumberRoute } from '../../shared/queues/queue.ts';
import { starterSettings } from '../../shared/queues/starter.ts';
import { flowsFolder } from './find-flows.ts';

const starter = starterSettings({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, country: 'US' });
const { queues, topics, hours } = {
  queues: [...demoSettings.queues, ...starter.queues],
  topics: [...demoSettings.topics, ...starter.topics],
  hours: [...demoSettings.hours, ...starter.hours],
};

export const names: Names = {
  prompts: new Map(languages.map((language) => [language, new Set(Object.keys(catalogue[language]))])),
  music: new Set([holdMusic, beep]),
  topics: new Set(topics.map(({ topic }) => topic)),
  hours: new Set(hours.map(({ hoursId }) => hoursId)),
  flows: new Set(readdirSync(flowsFolder).map((file) => path.basename(file, '.ts'))),
};

export const hoursCalled = (hoursId: string | undefined): Hours | undefined => hours.find((one) => one.hoursId === hoursId);

/** How a dialled number is answered: as in the demo, else as in a new contact center. */
export function routeOf(number: string): NumberRoute | undefined {
  const found = (name: string, routes: readonly NumberRoute[]) => routes.find((route) => route.number === name);
  return found(number, demoSettings.numbers) ?? found('default', starter.numbers);
}

/** The name of the queue that serves a topic, if one does. */
export function queueServing(topic: string): string | undefined {
  const queueId = topics.find((row) => row.topic === topic)?.queueId;
  return queues.find((queue) => queue.queueId === queueId)?.name;
}
