/** Light and dark: as the system has it, until the person chooses. */
import { applyMode, Mode } from '@cloudscape-design/global-styles';

const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
const storedAs = 'linehall.theme';
const system = () => matchMedia('(prefers-color-scheme: dark)');

const stored = (): Theme => themes.find((theme) => theme === localStorage.getItem(storedAs)) ?? 'system';

function apply(): void {
  const theme = stored();
  const dark = theme === 'dark' || (theme === 'system' && system().matches);
  applyMode(dark ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
}

export function followTheme(): void {
  system().addEventListener('change', apply);
  apply();
}

/** Goes on to the next of system, light, dark, and says which. */
export function nextTheme(): Theme {
  const next = themes[(themes.indexOf(stored()) + 1) % themes.length] ?? 'system';
  localStorage.setItem(storedAs, next);
  apply();
  return next;
}
