const choices =
  'Informace o produktech získáte po stisknutí jedničky. Pro technickou podporu stiskněte dvojku. Pro fakturaci trojku. Pro vrácení zboží čtyřku. Chcete-li mluvit s operátorem, stiskněte nulu.';

const welcome = 'Dobrý den, děkujeme, že voláte.';

/** The prompts in Czech. */
export const sentences: Record<string, string> = {
  welcome,
  'main-menu': `${welcome} ${choices}`,
  'main-menu-again': `Vyberte si prosím znovu. ${choices}`,
  'main-menu-last': `Ještě jednou. ${choices} Nebo zůstaňte na lince a my vám pomůžeme.`,
  'not-understood': 'Omlouváme se, volbě jsme nerozuměli.',
  closed: 'Děkujeme za zavolání. Momentálně máme zavřeno. Zavolejte prosím v naší provozní době.',
  goodbye: 'Děkujeme za zavolání. Na slyšenou.',
  'connecting-soon': 'Zůstaňte prosím na lince. Brzy se vám budeme věnovat.',
  'position-intro': 'Vaše pořadí ve frontě je',
  'position-many': 'Před vámi čeká mnoho volajících. Děkujeme za trpělivost.',
  'wait-intro': 'Předpokládaná doba čekání je přibližně',
  'sorry-lost': 'Omlouváme se, na naší straně došlo k chybě. Zůstaňte prosím na lince, pomůžeme vám.',
  'still-there': 'Děkujeme, že čekáte. Brzy se vám budeme věnovat.',
  'sorry-agent-lost': 'Omlouváme se, spojení s operátorem se přerušilo. Zůstaňte prosím na lince, hned se vám budeme věnovat.',
  'sorry-transfer-failed': 'Omlouváme se, nepodařilo se vás přepojit. Zůstaňte prosím na lince, pomůžeme vám.',
  'call-for-you': 'Máte hovor z vašeho kontaktního centra.',
  'press-1': 'Chcete-li hovor přijmout, stiskněte jedničku.',
  'no-key-pressed': 'Nebylo stisknuto žádné tlačítko. Na slyšenou.',
  'voicemail-greeting': 'Zanechte nám prosím vzkaz po zaznění tónu. Až skončíte, stiskněte křížek, nebo zavěste.',
  'voicemail-greeting-agent':
    'Volaná osoba není k dispozici. Zanechte prosím vzkaz po zaznění tónu. Až skončíte, stiskněte křížek, nebo zavěste.',
  'voicemail-too-short': 'Bohužel jsme nic neslyšeli. Mluvte prosím po zaznění tónu.',
  'voicemail-again': 'Mluvte prosím po zaznění tónu.',
  'voicemail-review': 'Chcete-li vzkaz ponechat, stiskněte jedničku. Pro nové nahrání dvojku. Pro zrušení trojku. Pro přehrání čtyřku.',
  'voicemail-kept': 'Děkujeme. Váš vzkaz máme a ozveme se vám. Na slyšenou.',
  'voicemail-nothing': 'Bohužel nemáme žádný vzkaz. Zavolejte prosím znovu. Na slyšenou.',
  'callback-offer': 'Můžeme vám zavolat zpět a vaše místo v pořadí vám zůstane.',
  'callback-number-intro': 'Zavoláme vám na číslo:',
  'callback-number': 'Souhlasíte-li s tímto číslem, stiskněte jedničku. Pro jiné číslo dvojku. Nechcete-li zpětné volání, trojku.',
  'callback-type': 'Zadejte prosím své telefonní číslo a poté stiskněte křížek.',
  'callback-not-callable': 'Na toto číslo bohužel nemůžeme volat.',
  'callback-when': 'Chcete-li, abychom zavolali, jakmile bude někdo volný, stiskněte jedničku. Při příštím otevření dvojku.',
  'callback-confirmed': 'Děkujeme. Vaše místo v pořadí vám zůstává a zavoláme vám. Na slyšenou.',
  'callback-sorry': 'Bohužel vám nemůžeme zavolat zpět.',
  'unserved-closed': 'Děkujeme za zavolání. Nyní máme zavřeno.',
  'unserved-full': 'Omlouváme se, právě čeká příliš mnoho volajících.',
  'unserved-nobody': 'Omlouváme se, váš hovor teď nemá kdo přijmout.',
  'unserved-waited': 'Omlouváme se, že jste čekali tak dlouho.',
  'unserved-choices': 'Chcete-li zanechat vzkaz, stiskněte jedničku. Pro zpětné volání dvojku. Nebo zavěste.',
  'unserved-message': 'Chcete-li zanechat vzkaz, stiskněte jedničku. Nebo zavěste.',
  'sorry-goodbye': 'Omlouváme se, váš hovor teď nemůžeme přijmout. Zkuste to prosím za několik minut.',
};
