import { z } from 'zod';
import { LanguageName } from '../../shared/prompts/edits/edit.ts';
import { publishShipped } from '../../shared/prompts/edits/publish-shipped.ts';
import { define } from '../kit/definition.ts';
import { resourceHandler } from '../kit/resource-handler.ts';
import { sounds } from '../kit/sounds.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose: 'Lets callers hear the prompts that a deploy ships, but for those that the company has recordings of its own for.',
  wakes: { resource: 'PublishedPrompts' },
  may: [{ table: 'settings', actions: ['Query'] }, { prompts: ['GetObject', 'PutObject', 'ListBucket'] }],
  timeoutSeconds: 300,
});

/** `content` changes with what is shipped, so that a deploy of other prompts publishes them. */
const Properties = z.object({ languages: z.array(LanguageName), content: z.string() });

async function publish({ languages }: z.infer<typeof Properties>): Promise<string> {
  const { db } = openWorld();
  for (const language of languages) await publishShipped({ db, sounds }, language);
  return 'published-prompts';
}

export const handler = resourceHandler(Properties, {
  create: publish,
  update: (_id, properties) => publish(properties),
  delete: () => Promise.resolve(),
});
