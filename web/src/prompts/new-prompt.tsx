import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { useWorld } from '../app/use-world.ts';
import { ProblemFace } from '../parts/problem-face.tsx';

/** A prompt that isn't shipped: its name, and its first words. */
export function NewPrompt({ close, made }: { close: () => void; made: (name: string) => void }) {
  const world = useWorld();
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    const answer = await world.api.call(
      'POST /api/prompts/{language}/{name}/text',
      { text, version: 0 },
      { language: 'en-US', name: name.trim() },
    );
    setBusy(false);
    if (answer.ok) made(answer.value.name);
    else setProblem(answer.problem);
  };
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={close}>
          Cancel
        </Button>
        <Button variant="primary" loading={busy} disabled={name.trim() === '' || text.trim() === ''} onClick={() => void make()}>
          Make it
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible header="New prompt" closeAriaLabel="Close" onDismiss={close} footer={footer}>
      <SpaceBetween size="m">
        {problem !== undefined && <ProblemFace problem={problem} />}
        <FormField label="Name" description="As flows call it: small letters, digits and dashes. For one queue: voicemail-greeting.billing">
          <Input value={name} onChange={({ detail }) => setName(detail.value)} />
        </FormField>
        <FormField label="Text in English" description="The other languages are asked for on its page.">
          <Textarea value={text} onChange={({ detail }) => setText(detail.value)} />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}
