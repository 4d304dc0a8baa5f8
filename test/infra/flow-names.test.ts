import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { namesIn, readFlowNames } from '../../infra/flow-names.ts';
import { root } from '../../infra/function-sources.ts';

describe('what flows name', () => {
  it('are topics, hours, queues and prompts that stand in their files', () => {
    const source = `
      if (!(yield* call.isOpen('office'))) return yield* call.message('closed');
      const topic = yield* call.menu('help-menu', { 1: 'order', 0: 'operator' });
      yield* call.voicemail({ queue: 'billing' });
      return yield* call.enqueue('technical', urgent);`;
    expect(namesIn(source)).toEqual([
      { kind: 'topic', id: 'technical' },
      { kind: 'topic', id: 'order' },
      { kind: 'topic', id: 'operator' },
      { kind: 'hours', id: 'office' },
      { kind: 'queue', id: 'billing' },
      { kind: 'prompt', id: 'closed' },
      { kind: 'prompt', id: 'help-menu' },
    ]);
  });

  it('is known of the flows that are shipped', () => {
    const names = readFlowNames(path.join(root, 'functions', 'flows'));
    expect(names['main']).toContainEqual({ kind: 'topic', id: 'billing' });
    expect(names['after-hours']).toContainEqual({ kind: 'topic', id: 'operator' });
    expect(names['help-desk']).toContainEqual({ kind: 'prompt', id: 'order-none' });
  });
});
