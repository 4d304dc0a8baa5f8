import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import PromptInput from '@cloudscape-design/components/prompt-input';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { HelpMessage } from '../../../shared/wire/api.ts';
import { endHelp, loadChat, sayHelp } from '../actions/help.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { timeText } from '../parts/time.ts';

function Lines({ lines, meId }: { lines: readonly HelpMessage[]; meId: string | undefined }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way out of an effect.
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [lines.length]);
  return (
    <div className="chat" role="log" aria-label="Chat" tabIndex={0}>
      <ol className="chat-lines">
        {lines.map((line) => (
          <li key={line.messageId} className={line.fromId === meId ? 'chat-line chat-mine' : 'chat-line'}>
            <span className="line-below">
              {line.fromId === meId ? 'You' : line.fromName} · {timeText(line.at)}
            </span>
            <span>{line.text}</span>
          </li>
        ))}
      </ol>
      <div ref={end} />
    </div>
  );
}

interface Props {
  agentId: string;
  title: string;
  /** What stands there while nothing was written. */
  empty: string;
  actions?: ReactNode;
}

/** The chat beside a raised hand: between the agent and whichever supervisor answers. */
export function HelpChat({ agentId, title, empty, actions }: Props) {
  const world = useWorld();
  const { help, agent, link } = useClient();
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const lines = help.chats[agentId] ?? [];
  useEffect(() => {
    if (link === 'live') void loadChat(world, agentId);
  }, [world, agentId, link]);
  const send = async () => {
    const said = text.trim();
    if (said === '' || sending) return;
    setSending(true);
    if (await sayHelp(world, agentId, said)) setText('');
    setSending(false);
  };
  return (
    <Container
      header={
        <Header variant="h2" actions={actions}>
          {title}
        </Header>
      }
    >
      {lines.length === 0 ? <Box color="text-body-secondary">{empty}</Box> : <Lines lines={lines} meId={agent?.agentId} />}
      <div id="help-line">
        <PromptInput
          value={text}
          ariaLabel="Write in the chat; Enter sends"
          placeholder="Write, Enter sends"
          maxRows={4}
          actionButtonIconName="send"
          actionButtonAriaLabel="Send"
          disableActionButton={text.trim() === '' || sending}
          onChange={({ detail }) => setText(detail.value.slice(0, 2000))}
          onAction={() => void send()}
        />
      </div>
    </Container>
  );
}

/** The agent's own hand and chat, on the desk. */
export function OwnHelp() {
  const { agent } = useClient();
  if (agent?.help === undefined) return null;
  return <HelpChat agentId={agent.agentId} title="Your hand is up" empty="Supervisors see your hand. Write what it is about." />;
}

/** The chat that a supervisor has opened, over whatever page they look at. */
export function ChosenChat() {
  const world = useWorld();
  const { help, floor } = useClient();
  const { withId } = help;
  if (withId === undefined) return null;
  const hand = help.hands[withId];
  return (
    <div className="chosen-chat">
      <HelpChat
        key={withId}
        agentId={withId}
        title={hand?.name ?? floor.agents[withId]?.name ?? 'Chat'}
        empty={hand?.text ?? 'Nothing is written yet.'}
        actions={
          <span className="party-buttons">
            <Button onClick={() => void endHelp(world, withId)}>Helped: hand down</Button>
            <Button variant="icon" iconName="close" ariaLabel="Close the chat" onClick={() => world.dispatch({ type: 'help-chosen' })} />
          </span>
        }
      />
    </div>
  );
}
