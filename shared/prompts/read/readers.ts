import type { Language } from '../language.ts';
import { reader as czech } from './cs-cz.ts';
import { reader as greek } from './el-gr.ts';
import { reader as english } from './en-us.ts';
import { reader as hungarian } from './hu-hu.ts';
import type { Reader } from './reader.ts';
import { reader as chinese } from './zh-cn.ts';

/** The reader of each language. */
export const readers: Record<Language, Reader> = {
  'en-US': english,
  'hu-HU': hungarian,
  'cs-CZ': czech,
  'el-GR': greek,
  'zh-CN': chinese,
};
