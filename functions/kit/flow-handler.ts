import { z } from 'zod';
import { drive } from '../../shared/flows/drive.ts';
import type { Flow } from '../../shared/flows/flow.ts';
import { FlowRequest, type FlowReply } from '../../shared/flows/reply.ts';
import { variables } from './definition.ts';
import { variable } from './environment.ts';
import { logFault } from './logger.ts';
import { openWorld } from './world.ts';

/** The stage may have none: then menus take keys only. */
const botsOfMenus = () => z.record(z.string(), z.string()).parse(JSON.parse(process.env[variables.bots] ?? '{}'));

/**
 * The Lambda driver of a flow: one event in, the flow's reply out. A fault is logged without what a person said, and thrown: the
 * function's alarm hears of it, and the telephony function makes the call a lost one.
 */
export function flowHandler(flow: Flow): (request: unknown) => Promise<FlowReply> {
  return async (request) => {
    try {
      return await drive(flow, openWorld(), FlowRequest.parse(request), variable(variables.prompts), botsOfMenus());
    } catch (error) {
      logFault('a flow failed', error, { flow: flow.name });
      throw new Error('The flow failed.', { cause: 'logged' });
    }
  };
}
