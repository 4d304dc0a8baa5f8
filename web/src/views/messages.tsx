import { useEffect } from 'react';
import Button from '@cloudscape-design/components/button';
import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { goAvailable } from '../actions/status.ts';
import { connectNow } from '../actions/window.ts';
import { handsToTell, type HandWord } from '../state/help.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import type { World } from '../app/world.ts';
import type { State } from '../state/state.ts';
import { ActionButton } from '../parts/action-button.tsx';

function linkItem(state: State): FlashbarProps.MessageDefinition | undefined {
  if (state.agent === undefined || !state.linkLost || state.signingOut) return undefined;
  return {
    id: 'link',
    type: 'warning',
    header: 'The connection is lost',
    content: 'No call can reach you until it is back. A call you are in goes on; this page connects again by itself.',
    action: <ActionButton action={connectNow} />,
  };
}

function noticeItem(state: State, world: World): FlashbarProps.MessageDefinition | undefined {
  const { agent } = state;
  if (agent?.notice === undefined || state.noticeRead === `${agent.since} ${agent.notice}`) return undefined;
  const missed = agent.status === 'on-break' && agent.breakReason === 'missed';
  return {
    id: 'notice',
    type: 'warning',
    content: agent.notice,
    dismissible: true,
    dismissLabel: 'Dismiss',
    onDismiss: () => world.dispatch({ type: 'notice-read' }),
    ...(missed ? { action: <ActionButton action={goAvailable}>Go available</ActionButton> } : {}),
  };
}

/** To a supervisor: somebody's hand is up, and what they wrote last. It stands until the hand goes down. */
function handItem({ hand, text, mark }: HandWord, world: World): FlashbarProps.MessageDefinition {
  const { agentId, name } = hand;
  return {
    id: `hand ${agentId}`,
    type: 'info',
    header: `${name} asks for help`,
    content: text ?? 'Nothing is written yet.',
    action: (
      <Button ariaLabel={`Open the chat with ${name}`} onClick={() => world.dispatch({ type: 'help-chosen', agentId })}>
        Open the chat
      </Button>
    ),
    dismissible: true,
    dismissLabel: 'Dismiss',
    onDismiss: () => world.dispatch({ type: 'help-dismissed', agentId, mark }),
  };
}

/** So long a word that needs nothing of anybody stands; what it tells is on the page as well. */
const passingMs = 8000;

function usePassing({ messages }: State, world: World): void {
  useEffect(() => {
    const passing = messages.filter(({ kind }) => kind === 'info' || kind === 'success');
    const timers = passing.map(({ id }) => setTimeout(() => world.dispatch({ type: 'dismissed', id }), passingMs));
    return () => timers.forEach(clearTimeout);
  }, [messages, world]);
}

/**
 * Everything that is told once, and the state of the connection. Lies over the page, so that nothing below moves, and is read out as a status:
 * Cloudscape gives the focus to an alert half a second after it appeared, and what a person goes on typing would act as single keys.
 */
export function Messages() {
  const state = useClient();
  const world = useWorld();
  usePassing(state, world);
  // What another window is told is not told here.
  if (state.link === 'elsewhere') return null;
  const items: FlashbarProps.MessageDefinition[] = [linkItem(state), noticeItem(state, world)].filter((item) => item !== undefined);
  items.push(...handsToTell(state).map((word) => handItem(word, world)));
  for (const { id, kind, text, remedy } of state.messages) {
    items.push({
      id: String(id),
      type: kind,
      ...(remedy === undefined ? { content: text } : { header: text, content: remedy }),
      dismissible: true,
      dismissLabel: 'Dismiss',
      onDismiss: () => world.dispatch({ type: 'dismissed', id }),
    });
  }
  return (
    <div className="messages">
      <Flashbar items={items.map((item) => ({ ...item, ariaRole: 'status' }))} />
    </div>
  );
}
