import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import type { LanguageView, PromptView } from '../../../shared/wire/prompts.ts';
import type { Result } from '../api.ts';
import { useWorld } from '../app/use-world.ts';
import { ProblemFace } from '../parts/problem-face.tsx';
import { dayAndTimeText } from '../parts/time.ts';
import { useLoad } from '../parts/use-load.ts';
import { audioOf } from './audio-file.ts';
import { PromptHistory } from './prompt-history.tsx';
import { RecordingRow } from './recording-row.tsx';
import { StateBadge } from './state-badge.tsx';

interface Props {
  language: LanguageView;
  prompt: PromptView;
  fixed: boolean;
  changed: (prompt: PromptView) => void;
}

const notPlayable: Problem = {
  code: 'not-playable',
  sentence: 'This file is no sound that the browser knows.',
  remedy: 'Save it as WAV or MP3 and bring it again.',
  status: 422,
};

const spokenBy = ({ name, voice }: LanguageView): string =>
  voice === undefined
    ? `Polly has no voice for ${name}: after a change of the text, upload or record the new words.`
    : `A changed text is spoken by Polly (${voice}) and heard at once. A recording that you bring counts instead.`;

function Recordings({
  language,
  prompt,
  fixed,
  bring,
}: Omit<Props, 'changed'> & { bring: (recording: string, sound: Blob) => Promise<void> }) {
  const world = useWorld();
  const { name, version } = prompt;
  const { loaded, again } = useLoad(`${prompt.language}/${name} ${version}`, () =>
    world.api.call('GET /api/prompts/{language}/{name}/recordings', {}, { language: prompt.language, name }),
  );
  if (loaded.face === 'failed') return <ProblemFace problem={loaded.problem} again={again} />;
  if (loaded.face === 'loading') return <p className="soft">Loading …</p>;
  const { recordings } = loaded.value;
  return recordings.map((recording) => (
    <RecordingRow
      key={recording.recording}
      recording={recording}
      label={`${name}, ${language.name}`}
      withWords={recordings.length > 1}
      fixed={fixed}
      bring={(sound) => bring(recording.recording, sound)}
    />
  ));
}

/** A prompt in one language: its words, what callers hear, and what became of it. */
export function LanguageCard({ language, prompt, fixed, changed }: Props) {
  const world = useWorld();
  const path = { language: prompt.language, name: prompt.name };
  const [text, setText] = useState(prompt.text);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const send = async (asked: Promise<Result<PromptView>>) => {
    setBusy(true);
    const answer = await asked;
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setProblem(undefined);
    setText(answer.value.text);
    changed(answer.value);
  };
  const { version } = prompt;
  const save = () => void send(world.api.call('POST /api/prompts/{language}/{name}/text', { text, version }, path));
  const undo = (of: number) => void send(world.api.call('POST /api/prompts/{language}/{name}/undo', { version: of }, path));
  const bring = async (recording: string, sound: Blob) => {
    const wav = await audioOf(sound);
    if (wav === undefined) return setProblem(notPlayable);
    await send(world.api.call('POST /api/prompts/{language}/{name}/recording', { wav, recording, version }, path));
  };
  const same = text.trim() === prompt.text || text.trim() === '';
  const when = prompt.changedAt === undefined ? undefined : `${prompt.changedBy ?? ''}, ${dayAndTimeText(prompt.changedAt)}`;
  return (
    <Container
      header={
        <Header variant="h2" description={when} actions={<StateBadge state={prompt.state} />}>
          {language.name}
        </Header>
      }
    >
      <SpaceBetween size="s">
        {problem !== undefined && <ProblemFace problem={problem} />}
        <FormField label={`Text in ${language.name}`} description={spokenBy(language)} stretch>
          <Textarea value={text} rows={3} disabled={fixed} onChange={({ detail }) => setText(detail.value)} />
        </FormField>
        {prompt.shippedText !== undefined && <p className="soft">Shipped: “{prompt.shippedText}”</p>}
        {!fixed && (
          <Button variant="primary" disabled={same} loading={busy} onClick={save}>
            Save the text
          </Button>
        )}
        {prompt.text !== '' && <Recordings language={language} prompt={prompt} fixed={fixed} bring={bring} />}
        {version > 0 || busy ? (
          <ExpandableSection headerText="History">
            <PromptHistory key={version} language={prompt.language} name={prompt.name} fixed={fixed} undo={undo} />
          </ExpandableSection>
        ) : null}
      </SpaceBetween>
    </Container>
  );
}
