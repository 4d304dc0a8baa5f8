const choices =
  'Termékeinkhez nyomja meg az egyes gombot. Műszaki segítséghez a kettest. Számlázáshoz a hármast. Visszaküldéshez a négyest. Ha kezelővel szeretne beszélni, nyomja meg a nullát.';

const welcome = 'Üdvözöljük, köszönjük, hogy hívott minket.';

/** The prompts in Hungarian. */
export const sentences: Record<string, string> = {
  welcome,
  'main-menu': `${welcome} ${choices}`,
  'main-menu-again': `Kérjük, válasszon újra. ${choices}`,
  'main-menu-last': `Még egyszer. ${choices} Vagy maradjon vonalban, és munkatársunk segít Önnek.`,
  'not-understood': 'Sajnos ezt nem értettem.',
  closed: 'Köszönjük a hívását. Jelenleg zárva vagyunk. Kérjük, hívjon minket nyitvatartási időben.',
  goodbye: 'Köszönjük a hívását. Viszonthallásra.',
  'connecting-soon': 'Kérjük, tartsa a vonalat. Hamarosan kapcsoljuk.',
  'position-intro': 'Az Ön sorszáma:',
  'position-many': 'Jelenleg sokan várakoznak Ön előtt. Köszönjük a türelmét.',
  'wait-intro': 'A várható várakozási idő körülbelül',
  'sorry-lost': 'Elnézést kérünk, hiba történt nálunk. Kérjük, tartsa a vonalat, munkatársunk segít Önnek.',
  'still-there': 'Köszönjük, hogy várakozik. Hamarosan kapcsoljuk.',
  'sorry-agent-lost': 'Elnézést kérünk, megszakadt a kapcsolat a munkatársunkkal. Kérjük, tartsa a vonalat, azonnal jelentkezünk.',
  'sorry-transfer-failed': 'Sajnos nem tudtuk kapcsolni. Kérjük, tartsa a vonalat, munkatársunk segít Önnek.',
  'call-for-you': 'Hívása van az ügyfélszolgálatról.',
  'press-1': 'A hívás fogadásához nyomja meg az egyes gombot.',
  'no-key-pressed': 'Nem nyomott meg gombot. Viszonthallásra.',
  'sorry-goodbye': 'Sajnáljuk, most nem tudjuk fogadni a hívását. Kérjük, próbálja meg néhány perc múlva.',
};
