import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { LanguageView, PromptView } from '../../../shared/wire/prompts.ts';
import { useWorld } from '../app/use-world.ts';
import { LanguageCard } from './language-card.tsx';

interface Props {
  name: string;
  languages: readonly LanguageView[];
  prompts: readonly PromptView[];
  fixed: boolean;
  /** Where the list is. */
  home: string;
  changed: (prompt: PromptView) => void;
}

/** One prompt in all its languages. */
export function PromptPage({ name, languages, prompts, fixed, home, changed }: Props) {
  const world = useWorld();
  return (
    <SpaceBetween size="m">
      <BreadcrumbGroup
        items={[
          { text: 'Prompts', href: home },
          { text: name, href: `${home}/${name}` },
        ]}
        onFollow={(event) => {
          event.preventDefault();
          world.go(event.detail.href);
        }}
      />
      <Header variant="h1" description="Changes are heard by the next caller. Words in braces are filled in by the flow.">
        {name}
      </Header>
      {languages.flatMap((language) => {
        const prompt = prompts.find((one) => one.language === language.language);
        return prompt === undefined
          ? []
          : [<LanguageCard key={language.language} language={language} prompt={prompt} fixed={fixed} changed={changed} />];
      })}
    </SpaceBetween>
  );
}
