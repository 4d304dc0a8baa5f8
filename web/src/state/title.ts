const pages: Record<string, string> = { '/follow-ups': 'My follow-ups', '/call-backs': 'Call backs', '/floor': 'Floor' };

/** What the window is called while nothing rings: the page first, so that tabs and their history can be told apart. */
export function titleOf(path: string): string {
  const page = path.startsWith('/contacts/') ? 'Contact' : /^\/settings(\/|$)/.test(path) ? 'Settings' : pages[path];
  return page === undefined ? 'Linehall' : `${page} · Linehall`;
}
