import { z } from 'zod';
import type { Application } from '../../shared/queues/calling.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { define } from '../kit/definition.ts';
import { resourceHandler } from '../kit/resource-handler.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose: 'Tells the functions, which are there before it, the SIP media application by which calls go out.',
  wakes: { resource: 'CallingApplication' },
  may: [{ table: 'settings', actions: ['PutItem', 'DeleteItem'] }],
  timeoutSeconds: 60,
});

const Properties = z.object({ applicationId: z.string().min(1) });
type Properties = z.infer<typeof Properties>;

/** The physical id stays the same, so that an update deletes nothing. */
const physicalId = 'calling-application';

async function write({ applicationId }: Properties): Promise<string> {
  const application: Application = { schemaVersion: 1, applicationId };
  const { outcome } = await openWorld().db.write([{ table: 'settings', put: { ...settingKeys.application, ...application } }]);
  if (outcome !== 'written') throw new Error('The application could not be noted: try again.');
  return physicalId;
}

/** Another application may have been noted since: that one stays. */
async function forget(_id: string, { applicationId }: Properties): Promise<void> {
  const { outcome } = await openWorld().db.write([
    {
      table: 'settings',
      delete: settingKeys.application,
      if: '#applicationId = :ours',
      names: { '#applicationId': 'applicationId' },
      values: { ':ours': applicationId },
    },
  ]);
  if (outcome === 'conflict') throw new Error('The application could not be forgotten: try again.');
}

export const handler = resourceHandler(Properties, { create: write, update: (_id, properties) => write(properties), delete: forget });
