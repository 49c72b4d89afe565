export type Reply = 'stop' | 'start' | 'help' | 'yes' | 'no' | 'refusal' | 'other';

const wordsOf = (text: string) => new Set(text.split(',').map((word) => word.trim()));

const STOP = wordsOf(
  'stop, stopall, stop all, quit, end, revoke, optout, opt out, cancel, unsubscribe, remove, remove me, alto, parar, pare, cancelar, no mas, detener, baja',
);
const START = wordsOf('start, unstop, resume, subscribe, opt in, optin, iniciar, empezar');
const HELP = wordsOf('help, info, ayuda');
const YES = wordsOf(
  'yes, y, yea, yeah, yep, yup, yes yes, yes i did, yes i was, yes i was there, yes it did, yes we did, yes we met, yes it took place, yes i attended, i attended, i was there, we met, it did, si, si si, si fui, si asisti, si estuve, claro que si',
);
const NO = wordsOf(
  'no, n, nope, nah, no no, no i did not, no i didnt, no i wasnt, no it did not, no it didnt, no we did not, no we didnt, i did not, i didnt, i missed it, we did not meet, we didnt meet, no fui, no asisti, no pude',
);

// Words around an answer that do not change it.
const POLITE = /\b(?:please|pls|plz|thanks|thank you|thx|ty|sir|maam|por favor|porfa|gracias)\b/g;

/** What reads like "leave me alone" without being one of the carriers' words: suppressed at once, and shown to a person. */
const REFUSALS = [
  /\b(?:do not|dont|never|stop|quit|cease|no more) (?:\w+ ){0,3}?(?:call|calls|calling|text|texts|texting|contact|contacting|message|messages|messaging|e?mail|emails|emailing|bother|bothering|send|sending|harass|harassing|write|writing|reach|spam|spamming)\b/,
  /^(?:stop|unsubscribe|opt out|quit)\b(?! by)/,
  /\b(?:stop|quit) (?:it|this|that|now|already)\b/,
  /\bopt (?:me )?out\b/,
  /\bunsubscribe\b/,
  /\bleave (?:me|us) alone\b/,
  /\b(?:take|get) (?:me|us|my number|this number) off\b/,
  /\b(?:remove|delete|lose|erase|forget) (?:me|us|my|this) ?(?:number|phone|info|name|from)?\b/,
  /\b(?:not|never|no longer|isnt|aint) (?:\w+ )?interested\b/,
  /\b(?:wrong|not my|incorrect) (?:number|person)\b/,
  /\byou have the wrong\b/,
  /^no (?:thanks|thank you|thx|ty|gracias)\b/,
  /\b(?:harass|harassment|cease and desist|do not call list|report you|sue you|lawyer|fcc|ftc)\b/,
  /\b(?:fuck|piss) off\b|\bgo away\b|\bget lost\b/,
  /\bno (?:me|nos) (?:llam|escrib|molest|contact|mand|envi)\w*/,
  /\b(?:deja|deje|dejen|dejame|dejeme|dejenme) (?:de |en paz)/,
  /\bno (?:estoy|me) interesa\w*/,
  /\bnumero equivocado\b/,
];

/** Reads a lead's text message, blind to case, accents and punctuation. Only whole-message words are commands or answers; `other` is for a person. */
export function readReply(text: string): Reply {
  const plain = text
    .slice(0, 1600)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const bare = plain.replace(POLITE, ' ').replace(/ +/g, ' ').trim();
  if (STOP.has(plain) || STOP.has(bare)) return 'stop';
  if (REFUSALS.some((pattern) => pattern.test(plain))) return 'refusal';
  if (START.has(bare)) return 'start';
  if (HELP.has(bare)) return 'help';
  if (YES.has(bare)) return 'yes';
  if (NO.has(bare)) return 'no';
  return 'other';
}

/** What a text means where the carrier has read it too. Its word stands, but YES, which opts back in with some carriers, is an answer as well. */
export function meaningOf(text: string, keyword?: 'stop' | 'start' | 'help'): Reply {
  const read = readReply(text);
  return keyword === 'start' && read === 'yes' ? 'yes' : (keyword ?? read);
}

/** Whether the rules do all that a reply asks for. A yes or no is dealt with only where it answered a question; a refusal is obeyed at once, and still shown to a person. */
export const isDealtWith = (reply: Reply, hasAnswered: boolean): boolean => {
  switch (reply) {
    case 'stop':
    case 'start':
    case 'help':
      return true;
    case 'yes':
    case 'no':
      return hasAnswered;
    case 'refusal':
    case 'other':
      return false;
    default:
      return reply satisfies never;
  }
};
