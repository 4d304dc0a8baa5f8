/** The design system's colours under names of our own, for our style sheets. Set on the body, where light and dark are switched. */
import * as token from '@cloudscape-design/design-tokens';

const names: Record<string, string> = {
  '--ink': token.colorTextBodyDefault,
  '--ink-soft': token.colorTextBodySecondary,
  '--page': token.colorBackgroundLayoutMain,
  '--surface': token.colorBackgroundContainerContent,
  '--edge': token.colorBorderDividerDefault,
  '--accent': token.colorTextAccent,
  '--focus': token.colorBorderItemFocused,
  '--good': token.colorTextStatusSuccess,
  '--bad': token.colorTextStatusError,
  '--text-font': token.fontFamilyBase,
};
for (const [name, value] of Object.entries(names)) document.body.style.setProperty(name, value);
