/** The whole system on one machine: gateway, local cloud and the pages of this machine. Used by `npm start` and by tests. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { telephoneRate } from '../shared/prompts/sound/shape.ts';
import { writeWav } from '../shared/prompts/sound/wav.ts';
import { defaultQuotas, type Gateway, type Neighbours, type Quotas, type Trunk } from '../gateway/contract.ts';
import { startGateway } from '../gateway/gateway.ts';
import { followCalls } from './call-lines.ts';
import { startCloud, type Cloud, type CloudSettings } from './cloud.ts';
import type { Endpoints } from './contract.ts';
import { customers } from './demo/customers.ts';
import { people } from './demo/people.ts';
import { demoPhones, type DemoPhone } from './demo/phones.ts';
import { afterHoursNumber, closedNumber, helpDeskNumber, openNumber, switchboardNumber } from './demo/settings.ts';
import { seedCloud } from './demo-cloud.ts';
import { shortcutPage, tryPage } from './pages/pages.ts';
import { servePhone } from './pages/phone/page.ts';
import { robotsPage } from './pages/robots.ts';
import { statusPage } from './pages/status.ts';
import { robotPeople } from './robots/people.ts';
import { openRobots, type Robots } from './robots/robots.ts';
import { speakOffline } from './services/polly/offline.ts';

export interface SystemSettings extends Pick<
  CloudSettings,
  'assembly' | 'dir' | 'besides' | 'socketLimits' | 'retryPausesMs' | 'streamRetryPauseMs' | 'log'
> {
  /** The first of four ports: client, AWS APIs, meetings; 0: any. */
  port: number;
  sipPort: number;
  /** The address under which telephones of the same network reach this machine; loopback only when absent. */
  lan?: string;
  /** Where calls to numbers go that no telephone here has. */
  trunk?: Trunk;
  quotas?: Partial<Quotas>;
  rtpPorts?: { from: number; to: number };
  /** Writes `endpoints.json` there while it runs. */
  endpointsFile?: string;
  /** Told of each call when it is over, in one line, numbers masked. */
  onCallLine?: (line: string) => void;
}
export interface System {
  readonly cloud: Cloud;
  readonly gateway: Gateway;
  readonly endpoints: Endpoints;
  readonly robots: Robots;
  close(): Promise<void>;
}

/** `Speak` on the laptop. */
const speech: NonNullable<Neighbours['speak']> = async ({ text, voiceId, ssml }) =>
  writeWav(await speakOffline(text, voiceId, ssml), telephoneRate);

function gatewayStarter(settings: SystemSettings, accounts: readonly DemoPhone[], keep: (gateway: Gateway) => void) {
  const host = settings.lan === undefined ? '127.0.0.1' : '0.0.0.0';
  // libre before 2.0, as Linux distributions still ship it with baresip, gives up before a challenge by SHA-256.
  const asked = accounts.map((account) => ({ ...account, algorithms: ['MD5'] as const }));
  const trunk = settings.trunk === undefined ? {} : { trunk: settings.trunk };
  const publicHost = settings.lan === undefined ? {} : { publicHost: settings.lan };
  return async (neighbours: Neighbours): Promise<Gateway> => {
    const gateway = await startGateway(
      {
        account: '000000000000',
        region: 'us-east-1',
        sip: { host, port: settings.sipPort, accounts: asked, ...publicHost, ...trunk },
        http: { host: '127.0.0.1', port: settings.port === 0 ? 0 : settings.port + 2 },
        rtp: { host, portFrom: settings.rtpPorts?.from ?? 20_000, portTo: settings.rtpPorts?.to ?? 20_999 },
        quotas: { ...defaultQuotas, ...settings.quotas },
        ...(settings.dir === undefined ? {} : { stateFile: path.join(settings.dir, 'state', 'gateway.json') }),
      },
      neighbours,
    );
    keep(gateway);
    return gateway;
  };
}

const phoneSettings = (gateway: () => Gateway | undefined) => ({
  socketUrl: `${(gateway()?.url ?? '').replace(/^http/, 'ws')}/phone`,
  numbers: [
    { number: openNumber, label: 'Open around the clock' },
    { number: helpDeskNumber, label: 'Help desk: five languages, order status' },
    { number: switchboardNumber, label: 'Switchboard: extensions and names' },
    { number: afterHoursNumber, label: 'After hours' },
    { number: closedNumber, label: 'Always closed' },
  ],
  callers: customers.map(({ key, name, number, calls }) => ({
    key,
    name,
    number,
    note: `${calls.length} earlier ${calls.length === 1 ? 'call' : 'calls'}`,
  })),
});

function endpointsOf(cloud: Cloud, gateway: Gateway, phones: DemoPhone[], settings: SystemSettings): Endpoints {
  const apiOf = (protocol: string) => [...cloud.registry.apis.values()].find((api) => api.protocol === protocol)?.id ?? '';
  const direct = (protocol: string) => `${cloud.addresses.aws}/_execute-api/${apiOf(protocol)}`;
  return {
    sip: `${settings.lan ?? gateway.sip.host}:${gateway.sip.port}`,
    client: `${cloud.addresses.edge}/`,
    phone: `${cloud.addresses.edge}/phone`,
    aws: cloud.addresses.aws,
    http: direct('HTTP'),
    webSocket: `${direct('WEBSOCKET').replace(/^http/, 'ws')}/live`,
    signIns: people.map(({ name, email, password, groups }) => ({ name, email, password, groups })),
    phones,
  };
}

const robotPlace = ({ client, sip }: Endpoints) => ({ client: client.replace(/\/$/, ''), sip, to: openNumber });

/** Every function is started once ahead, as a busy account has them: the first caller, and the first click, wait for no start. */
function warm(cloud: Cloud): void {
  for (const fn of cloud.lambda.functions.all()) {
    fn.latest.pool.warm();
    for (const version of fn.aliases.values()) fn.versions.get(version)?.pool.warm();
  }
}

/** Starts all. Rejects with the system's error when a port is taken, and with one sentence when the assembly can't be run. */
export async function startSystem(settings: SystemSettings): Promise<System> {
  // Asked by pages, also while it starts.
  const up: { gateway?: Gateway; cloud?: Cloud; robots?: Robots } = {};
  const peopled = Promise.withResolvers<void>();
  const status = statusPage(() => up.cloud);
  const phones = demoPhones(settings.dir === undefined ? undefined : path.join(settings.dir, 'state'));
  if (settings.dir !== undefined) mkdirSync(path.join(settings.dir, 'state'), { recursive: true });
  const running = await startCloud({
    ...settings,
    ports: settings.port === 0 ? { edge: 0, aws: 0 } : { edge: settings.port, aws: settings.port + 1 },
    gateway: gatewayStarter(settings, phones, (gateway) => (up.gateway = gateway)),
    shortcuts: true,
    speak: speech,
    pages: [
      shortcutPage(peopled.promise),
      tryPage,
      servePhone(() => phoneSettings(() => up.gateway)),
      robotsPage(() => up.robots),
      status.page,
    ],
  });
  up.cloud = running;
  const started = running.gateway;
  if (started === undefined) throw new Error('the gateway did not start');
  const people = robotPeople(running);
  try {
    await seedCloud(running);
    // Robots of a start that was ended by force.
    await people.remove();
  } catch (error) {
    await running.close();
    throw error;
  } finally {
    peopled.resolve();
  }
  warm(running);
  const endpoints = endpointsOf(running, started, phones, settings);
  const robots = openRobots(
    () => robotPlace(endpoints),
    people,
    (line) => settings.log?.(line),
  );
  up.robots = robots;
  const follow = followCalls((line) => settings.onCallLine?.(line));
  const stopLines = running.engines.eventBridge.onEvent((_bus, event) => follow(event.detail));
  if (settings.endpointsFile !== undefined) writeFileSync(settings.endpointsFile, `${JSON.stringify(endpoints, undefined, 2)}\n`);
  return {
    cloud: running,
    gateway: started,
    endpoints,
    robots,
    async close() {
      await robots.stop(1500);
      if (settings.endpointsFile !== undefined) rmSync(settings.endpointsFile, { force: true });
      stopLines();
      status.close();
      await running.close();
    },
  };
}
