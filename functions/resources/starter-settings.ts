import { z } from 'zod';
import { PhoneNumber } from '../../shared/ids.ts';
import { starterSettings } from '../../shared/queues/starter.ts';
import { writeStarterSettings } from '../../shared/queues/write-settings.ts';
import { define } from '../kit/definition.ts';
import { openWorld } from '../kit/world.ts';
import { resourceHandler } from '../kit/resource-handler.ts';

export const definition = define({
  purpose: 'Writes the settings that a new contact center starts with, once; never changes or deletes what people set.',
  wakes: { resource: 'StarterSettings' },
  may: [{ table: 'settings', actions: ['GetItem', 'PutItem'] }],
  timeoutSeconds: 60,
});

const Properties = z.object({ timeZone: z.string(), country: z.string(), callerId: PhoneNumber.optional() });
const physicalId = 'starter-settings';

async function write(company: z.infer<typeof Properties>): Promise<string> {
  await writeStarterSettings(openWorld().db, starterSettings(company));
  return physicalId;
}

export const handler = resourceHandler(Properties, {
  create: write,
  update: (_id, properties) => write(properties),
  delete: () => Promise.resolve(),
});
