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
  'sorry-goodbye': 'Omlouváme se, váš hovor teď nemůžeme přijmout. Zkuste to prosím za několik minut.',
};
