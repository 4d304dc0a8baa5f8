const choices =
  'Termékeinkhez nyomja meg az egyes gombot. Műszaki segítséghez a kettest. Számlázáshoz a hármast. Visszaküldéshez a négyest. Ha kezelővel szeretne beszélni, nyomja meg a nullát.';

const welcome = 'Üdvözöljük, köszönjük, hogy hívott minket.';

/** The prompts in Hungarian. */
export const sentences: Record<string, string> = {
  welcome,
  'main-menu': `${welcome} ${choices}`,
  'main-menu-again': `Kérjük, válasszon újra. ${choices}`,
  'main-menu-last': `Még egyszer. ${choices} Vagy maradjon vonalban, és munkatársunk segít Önnek.`,
  'or-say-it': 'Vagy egyszerűen mondja el, miben segíthetünk.',
  'you-said': 'Ezt értettem:',
  'right-yes-or-no': 'Így van? Mondja: igen vagy nem.',
  'not-understood': 'Sajnos ezt nem értettem.',
  closed: 'Köszönjük a hívását. Jelenleg zárva vagyunk. Kérjük, hívjon minket nyitvatartási időben.',
  'you-entered': 'A megadott szám:',
  'confirm-digits': 'Ha ez így helyes, nyomja meg az egyes gombot. Ha újra megadná, a kettest.',
  'auth-number': 'Kérjük, adja meg az ügyfélszámát, majd nyomja meg a kettőskereszt gombot.',
  'auth-number-again': 'Kérjük, adja meg újra az ügyfélszámát, majd nyomja meg a kettőskereszt gombot.',
  'auth-number-last': 'Még egyszer kérjük az ügyfélszámát, majd a kettőskereszt gombot. Kezelőhöz nyomja meg a nullát.',
  'auth-pin': 'Most adja meg a PIN-kódját, majd nyomja meg a kettőskereszt gombot.',
  'auth-pin-again': 'Kérjük, adja meg újra a PIN-kódját, majd nyomja meg a kettőskereszt gombot.',
  'auth-pin-last': 'Még egyszer kérjük a PIN-kódját, majd a kettőskereszt gombot. Kezelőhöz nyomja meg a nullát.',
  'auth-wrong': 'Sajnos az ügyfélszám és a PIN-kód nem egyezik.',
  'recording-notice': 'A hívást rögzíthetjük, hogy jobban kiszolgálhassuk Önt.',
  'recording-ask': 'Rögzíthetjük a hívást, hogy jobban kiszolgálhassuk Önt? Ha igen, nyomja meg az egyes gombot. Ha nem, a kettest.',
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
  'choose-language': 'Angolul: nyomja meg az egyes gombot. Magyarul: a kettest. Csehül: a hármast. Görögül: a négyest. Kínaiul: az ötöst.',
  'choose-language-again':
    'Kérjük, válasszon újra. Angolul: nyomja meg az egyes gombot. Magyarul: a kettest. Csehül: a hármast. Görögül: a négyest. Kínaiul: az ötöst.',
  'choose-language-last':
    'Még egyszer. Angolul: nyomja meg az egyes gombot. Magyarul: a kettest. Csehül: a hármast. Görögül: a négyest. Kínaiul: az ötöst.',
  'help-menu':
    'Ha a rendeléséről szeretne hallani, nyomja meg az egyes gombot. Műszaki segítséghez a kettest. Számlázáshoz a hármast. Visszaküldéshez a négyest. Ügyintézőért a nullát.',
  'help-menu-again':
    'Kérjük, válasszon újra. Ha a rendeléséről szeretne hallani, nyomja meg az egyes gombot. Műszaki segítséghez a kettest. Számlázáshoz a hármast. Visszaküldéshez a négyest. Ügyintézőért a nullát.',
  'help-menu-last':
    'Még egyszer. Ha a rendeléséről szeretne hallani, nyomja meg az egyes gombot. Műszaki segítséghez a kettest. Számlázáshoz a hármast. Visszaküldéshez a négyest. Ügyintézőért a nullát.',
  'order-none': 'Sajnáljuk, nem találunk rendelést az Ön nevén.',
  'order-received': 'Megkaptuk a rendelését, a száma: {number}. Várható érkezés: {date}.',
  'order-packed': 'A rendelését becsomagoltuk, a száma: {number}. Várható érkezés: {date}.',
  'order-sent': 'A rendelése úton van, a száma: {number}. Várható érkezés: {date}.',
  'order-delivered': 'A rendelését kézbesítettük, a száma: {number}. A kézbesítés napja: {date}.',
  'order-after':
    'Ha vissza szeretne küldeni valamit, nyomja meg az egyes gombot. A hívás befejezéséhez a kilencest. Ügyintézőért a nullát.',
  'order-after-last':
    'Kérjük, próbálja újra. Ha vissza szeretne küldeni valamit, nyomja meg az egyes gombot. A hívás befejezéséhez a kilencest. Ügyintézőért a nullát.',
  'auth-locked-out': 'Sajnáljuk, ezt az ügyfélszámot egy időre zároltuk, mert túl sokszor volt hibás a PIN kód.',
  'after-hours': 'Köszönjük hívását. Jelenleg zárva vagyunk.',
  'opens-at': 'Legközelebbi nyitás: {date}, {time}.',
  'after-hours-menu':
    'Ha üzenetet szeretne hagyni, nyomja meg az egyes gombot. Ha visszahívást kér, a kettest. Vészhelyzetben a kilencest.',
  'after-hours-menu-last':
    'Kérjük, próbálja újra. Ha üzenetet szeretne hagyni, nyomja meg az egyes gombot. Ha visszahívást kér, a kettest. Vészhelyzetben a kilencest.',
  switchboard: 'Ha tudja a melléket, nyomja meg az egyes gombot. Ha név szerint keres valakit, a kettest. Központért a nullát.',
  'switchboard-again':
    'Kérjük, válasszon újra. Ha tudja a melléket, nyomja meg az egyes gombot. Ha név szerint keres valakit, a kettest. Központért a nullát.',
  'switchboard-last':
    'Még egyszer. Ha tudja a melléket, nyomja meg az egyes gombot. Ha név szerint keres valakit, a kettest. Központért a nullát.',
  extension: 'Kérjük, adja meg a melléket, majd nyomja meg a kettőskeresztet.',
  'extension-last': 'Kérjük, próbálja újra. Kérjük, adja meg a melléket, majd nyomja meg a kettőskeresztet.',
  'extension-unknown': 'Sajnáljuk, ilyen mellék nincs.',
  'name-keys': 'Kérjük, adja meg a név első három betűjét a telefon gombjaival.',
  'name-keys-last': 'Kérjük, próbálja újra. Kérjük, adja meg a név első három betűjét a telefon gombjaival.',
  'name-unknown': 'Sajnáljuk, ilyen nevű munkatársunk nincs.',
  'name-found': 'A következőt találtuk: {name}.',
  'name-right': 'Ha ez helyes, nyomja meg az egyes gombot. Ha nem, a kettest.',
  'sorry-goodbye': 'Sajnáljuk, most nem tudjuk fogadni a hívását. Kérjük, próbálja meg néhány perc múlva.',
};
