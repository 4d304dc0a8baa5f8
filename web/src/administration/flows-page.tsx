import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Empty, WithChoices } from './frame.tsx';

/** Each flow as a picture, drawn from its code when the client is built. */
export function FlowsPage() {
  return (
    <WithChoices about="flows">
      {({ flows }) => (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description="What callers go through. A flow is a file; its prompts, hours, topics and numbers are settings."
          >
            Flows
          </Header>
          {flows.length === 0 && <Empty text="There is no flow." />}
          {flows.map((flow) => (
            <Container key={flow} header={<Header variant="h2">{flow}</Header>}>
              <div className="flow-picture" tabIndex={0} role="region" aria-label={`The flow ${flow}`}>
                <img src={`/flows/${flow}.svg`} alt={`What the flow ${flow} does, as a picture`} loading="lazy" />
              </div>
            </Container>
          ))}
        </SpaceBetween>
      )}
    </WithChoices>
  );
}
