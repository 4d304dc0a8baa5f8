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
  'voicemail-greeting': 'Kérjük, hagyjon üzenetet a sípszó után. Ha befejezte, nyomja meg a kettőskeresztet, vagy egyszerűen tegye le.',
  'voicemail-greeting-agent':
    'A hívott munkatársunk jelenleg nem elérhető. Kérjük, hagyjon üzenetet a sípszó után. Ha befejezte, nyomja meg a kettőskeresztet, vagy egyszerűen tegye le.',
  'voicemail-too-short': 'Sajnos nem hallottunk semmit. Kérjük, beszéljen a sípszó után.',
  'voicemail-again': 'Kérjük, beszéljen a sípszó után.',
  'voicemail-review':
    'Az üzenet megtartásához nyomja meg az egyest. Új felvételhez a kettest. A visszavonáshoz a hármast. A meghallgatásához a négyest.',
  'voicemail-kept': 'Köszönjük. Üzenetét megkaptuk, és jelentkezni fogunk. Viszonthallásra.',
  'voicemail-nothing': 'Sajnos nincs üzenet. Kérjük, hívjon újra. Viszonthallásra.',
  'callback-offer': 'Ha szeretné, visszahívjuk, és megtartja a helyét a sorban.',
  'callback-number-intro': 'A szám, amelyen visszahívjuk:',
  'callback-number':
    'Ha ezen a számon hívhatjuk, nyomja meg az egyest. Másik szám megadásához a kettest. Ha nem kér visszahívást, a hármast.',
  'callback-type': 'Kérjük, adja meg a telefonszámát körzetszámmal, majd nyomja meg a kettőskeresztet.',
  'callback-not-callable': 'Sajnos ezt a számot nem tudjuk hívni.',
  'callback-when': 'Ha az első szabad munkatársunk hívja vissza, nyomja meg az egyest. Ha a következő nyitáskor, a kettest.',
  'callback-confirmed': 'Köszönjük. Megtartottuk a helyét, és visszahívjuk. Viszonthallásra.',
  'callback-sorry': 'Sajnos nem tudjuk visszahívni.',
  'unserved-closed': 'Köszönjük a hívását. Jelenleg zárva vagyunk.',
  'unserved-full': 'Sajnáljuk, most túl sokan várakoznak.',
  'unserved-nobody': 'Sajnáljuk, most senki nem tudja fogadni a hívását.',
  'unserved-waited': 'Sajnáljuk, hogy ilyen sokáig várt.',
  'unserved-choices': 'Üzenet hagyásához nyomja meg az egyest. Ha visszahívást kér, a kettest. Vagy egyszerűen tegye le.',
  'unserved-message': 'Üzenet hagyásához nyomja meg az egyest. Vagy egyszerűen tegye le.',
  'sorry-goodbye': 'Sajnáljuk, most nem tudjuk fogadni a hívását. Kérjük, próbálja meg néhány perc múlva.',
};
