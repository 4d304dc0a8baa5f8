import { readIcs } from '../../shared/hours/ics.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';

export const definition = define({
  purpose: 'Reads the days of an .ics file, for a calendar.',
  wakes: { route: 'POST /api/calendar-days', groups: ['administrators'] },
  may: [],
});

export const handler = apiHandler(definition, async ({ world, request }) => readIcs(request.ics, new Date(world.now()).getUTCFullYear()));
