/** The arrows of the design. Each rule says why it is there. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule(
      'no-circles',
      'Two files that need each other are one idea in two places.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'shared-stands-alone',
      'The contact center knows neither who wakes it nor where it runs.',
      { path: '^shared/' },
      { path: '^(functions|infra|gateway|local|web|bin|test)/' },
    ),
    rule(
      'functions-use-shared',
      'A function is a thin rim around shared.',
      { path: '^functions/' },
      { path: '^(infra|gateway|local|web|bin|test)/' },
    ),
    rule(
      'gateway-knows-telephony-only',
      'The gateway is a SIP media application service and nothing more.',
      { path: '^gateway/' },
      {
        path: '^(functions|infra|local|web|bin|test|shared/(?!telephony/))',
      },
    ),
    rule(
      'local-reads-the-result',
      'The local cloud runs what was synthesized, never the sources of functions.',
      { path: '^local/', pathNot: '^local/demo/' },
      {
        path: '^(functions|web|test)/',
      },
    ),
    rule(
      'web-knows-the-wire',
      'The client knows the wire, ids, words and what a conversation may become; nothing that runs in the cloud.',
      { path: '^web/' },
      {
        path: '^(functions|infra|gateway|local|bin|test|shared/(?!wire/|ids|problem|talk/machine|[a-z]+/words))',
      },
    ),
    rule(
      'pure-decisions',
      'A decision that can reach a client is no longer a decision.',
      { path: '^shared/(routing/decide|flows/reconcile|hours)' },
      { path: '@aws-sdk' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist|cdk\\.out|\\.linehall)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
