import { drive } from '../../shared/flows/drive.ts';
import type { Flow } from '../../shared/flows/flow.ts';
import { FlowRequest, type FlowReply } from '../../shared/flows/reply.ts';
import { variables } from './definition.ts';
import { variable } from './environment.ts';
import { openWorld } from './world.ts';

/** The Lambda driver of a flow: one event in, the flow's reply out. Throws what is no request; the caller then becomes a lost one. */
export function flowHandler(flow: Flow): (request: unknown) => Promise<FlowReply> {
  return async (request) => drive(flow, openWorld(), FlowRequest.parse(request), variable(variables.prompts));
}
