/** A number in a log line. */
export interface NumberIn {
  readonly number: string;
  /**
   * Why it is taken for an error; a line is full of other numbers. `rtm`: RTM 2.x numbers are known by
   * themselves. `short`: the line is a number and words that name a product.
   */
  readonly kind?: 'code' | 'reason' | 'status' | 'rtm' | 'short';
  /** It begins the line or is in brackets, and is not part of a time. */
  readonly apart: boolean;
}

/** The text before and after a number that can tell what it is. */
const BEFORE = 32;
const AFTER = 12;

/** What is written between a word such as `code` and its number. */
const JOINED = String.raw`["'\x60\])}]{0,3} ?(?:code|no\.?|number|is|was|with|value|为|是|了)?["'\x60]{0,2} ?[:=#(\[,|>]{0,3} ?["'\x60(-]{0,2}`;
const labelled = (words: string) => new RegExp(`(?:${words})${JOINED}$`);

const CODE = labelled(
  'err(?:or|no)?s?|exception|join ?channel(?:ex)?|onerror|didoccurerror|renewtoken|code|failed|failure|fail|raw ?value|ret|returned|returns|return|result|错误码?|错误代码|报错|失败|异常|返回值?|返回码|登录|状态码',
);
const REASON = labelled('reason');
const STATUS = labelled(String.raw`status|status ?code|http|http\/\d(?:\.\d)?|状态码`);
const WORD_AFTER = /^[ :,(-]{0,2}(?:error(?!s)|err(?![a-z])|错误|报错|异常|失败)/;
/** A count or a duration, which is no code. */
const UNIT_AFTER =
  /^ ?(?:(?:ms|s|sec|secs|seconds?|min|minutes?|h|hours?|times?|attempts?|retries|users?|bytes?|kb|mb|fps|%)(?![a-z])|次|秒|分|个|人|%)/;

/** The numbers in a line in lower case, with why each may be an error; each once for each reason. */
export function numbersIn(line: string): readonly NumberIn[] {
  const short = isShort(line);
  const found = new Map<string, NumberIn>();
  for (const { 0: text, index } of line.matchAll(
    /(?<![\d.])(?:(?<![\da-z])[-−–])?\d{1,7}(?![\da-z_]|\.[\dx])/g,
  )) {
    const number = text.replace(/^[−–]/, '-');
    const before = line.slice(Math.max(0, index - BEFORE), index);
    const after = line.slice(index + text.length, index + text.length + AFTER);
    const own = kindOf(number, before, after);
    const kind = short && (own === undefined || own === 'code') ? 'short' : own;
    const apart = /(?:^|[([])$/.test(before) && !/^[:./-]\d/.test(after);
    found.set(`${number} ${kind} ${apart}`, { number, apart, ...(kind && { kind }) });
  }
  return [...found.values()];
}

function kindOf(number: string, before: string, after: string): NumberIn['kind'] {
  if (/^-1[0-5]\d{3}$/.test(number)) return 'rtm';
  if (UNIT_AFTER.test(after)) return undefined;
  // After another number there is no word that says what this one is; columns of numbers are long.
  if (/\d ?$/.test(before)) return WORD_AFTER.test(after) ? 'code' : undefined;
  // What a process ended with.
  if (/exit(?:ed|s|ing)?(?: with)?(?: code)?[ :=]{0,2}$/.test(before)) return undefined;
  if (REASON.test(before)) return 'reason';
  if (STATUS.test(before) && /^[1-5]\d\d$/.test(number)) return 'status';
  if (CODE.test(before) || STATUS.test(before)) return 'code';
  return WORD_AFTER.test(after) && !/(?:line|[:.])\s?$/.test(before) ? 'code' : undefined;
}

const MOST_SHORT_WORDS = 7;
const SHORT_WORDS: ReadonlySet<string> = new Set(
  (
    'agora error err code codes failed failure with result status sdk exception number no the is reason ' +
    'rtc rtm rtm1 rtm2 chat im web native signaling login logout connection state changed renewtoken renew ' +
    'token cloud recording whiteboard netless convoai conversational ai flexible classroom rest http api ' +
    'media relay 1.x 2.x v1 v2 android ios unity flutter electron got'
  ).split(' '),
);

/** `RTM login error 5`, `Chat 110`, `110 RTC`: nothing but words that say where the number is from. */
function isShort(line: string): boolean {
  if (line.length > 100) return false;
  const words = line.split(/[ :,;=()"']+/).filter(Boolean);
  const numbers = words.filter((word) => /^[-−–]?\d+\.?$/.test(word));
  return (
    numbers.length === 1 &&
    words.length > 1 &&
    words.length <= MOST_SHORT_WORDS &&
    words.every((word) => SHORT_WORDS.has(word) || numbers.includes(word))
  );
}
