// Builds the page: one HTML file with its style and script inside, which may load nothing else.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { transform } from 'esbuild';
import { rolldown } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';

/**
 * The same sources give the same bytes, so that anybody can build the page and compare.
 * @returns its name and text, and the paths of the sources whose code is in it
 */
export async function buildPage(root) {
  const folder = join(root, 'src', 'page');
  const source = (name) => readFileSync(join(folder, name), 'utf8');
  const { code: style } = await transform(source('page.css'), { loader: 'css', minify: true });
  const script = await bundle(root, join(folder, 'main.tsx'));
  const policy = [
    "default-src 'none'",
    `script-src '${hash(script.code)}'`,
    `style-src '${hash(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = put(source('page.html'), [
    [`content="default-src 'none'"`, `content="${policy}"`],
    ['<style></style>', `<style>${style}</style>`],
    ['<script></script>', `<script>${script.code}</script>`],
  ]);
  return { files: [['page.html', page]], sources: script.sources };
}

async function bundle(root, input) {
  const page = await rolldown({
    cwd: root,
    input,
    platform: 'browser',
    tsconfig: join(root, 'src', 'page', 'tsconfig.json'),
    transform: {
      target: ['chrome123', 'firefox120', 'safari17.5'],
      jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' },
      inject: { h: ['preact', 'h'], Fragment: ['preact', 'Fragment'] },
    },
    plugins: [errorsInBrief(root), withoutUnread(root)],
  });
  const { output } = await page.generate({ format: 'iife', minify: true, comments: false });
  await page.close();
  const [{ code, moduleIds }] = output;
  if (/<\/script|<!--/i.test(code)) throw new Error('the script of the page would end its element');
  return {
    code,
    sources: moduleIds.map((id) => relative(root, id).replaceAll(sep, '/')),
  };
}

/** What the command reads of a table and the page does not: help, completion, prompts, variables. */
const UNREAD = {
  'core/agora/projects.ts': ['variable', 'path'],
  'core/generate/kinds.ts': ['examples'],
  'core/generate/options.ts': ['question', 'notFromProfile'],
  'core/inspect/expectations.ts': ['flags', 'description'],
};

function withoutUnread(root) {
  const tables = new Map(
    Object.entries(UNREAD).map(([path, names]) => [join(root, 'src', ...path.split('/')), names]),
  );
  return {
    name: 'without-unread',
    transform(code, id) {
      const names = tables.get(id);
      if (!names) return null;
      const found = propertiesIn(parseAst(code, { lang: 'ts' })).filter(({ key }) =>
        names.includes(key.name),
      );
      const missing = names.filter((name) => !found.some(({ key }) => key.name === name));
      if (missing.length > 0) throw new Error(`${id} has no ${missing.join(', ')} to leave out`);
      return found.reduceRight(
        (text, { start, end }) => text.slice(0, start) + text.slice(end).replace(/^,/, ''),
        code,
      );
    },
  };
}

/** The properties of all objects that a program writes, in the order of the text. */
function propertiesIn(node) {
  if (!node || typeof node !== 'object') return [];
  const own = node.type === 'ObjectExpression' ? node.properties.filter(({ key }) => key) : [];
  const inner = Object.values(node).flatMap((each) => propertiesIn(each));
  return [...own, ...inner].sort((a, b) => a.start - b.start);
}

const CATALOGUE = join('src', 'core', 'agora', 'sdk-errors.ts');
const INDEX = join('src', 'core', 'inspect', 'error-index.ts');

/**
 * The catalogue of errors without what a page about tokens need not explain. Of the errors that are not
 * about a token it knows the numbers, lest one is taken for another and the verdict differs from the
 * command's, but neither names nor meanings. Of the others it knows by which texts they are found, what
 * they mean and which findings explain them; their causes and where they are documented the command says.
 */
function errorsInBrief(root) {
  const path = join(root, CATALOGUE);
  return {
    name: 'errors-in-brief',
    async load(id) {
      if (id !== path) return null;
      const { SDK_ERRORS } = await evaluated(root, path);
      const { spellings } = await evaluated(root, join(root, INDEX));
      const numbers = {};
      for (const { product, codes, aboutToken } of SDK_ERRORS) {
        numbers[product] ??= [];
        if (!aboutToken) numbers[product].push(...codes.filter((code) => /^-?\d+$/.test(code)));
      }
      const ranges = Object.entries(numbers).map(([product, all]) => [product, inRanges(all)]);
      const causes = SDK_ERRORS.flatMap((error) => error.causes);
      const groups = [...new Set(causes.map(({ findings = [] }) => findings.join(' ')))];
      const about = SDK_ERRORS.filter(({ aboutToken }) => aboutToken).map(
        ({ product, codes, texts = [], meaning, causes }) => [
          Object.keys(numbers).indexOf(product),
          spelt(codes, (code) => spellings(code, product)).join('|'),
          texts.join('|'),
          meaning,
          causes.flatMap(({ findings }) => (findings ? groups.indexOf(findings.join(' ')) : [])),
        ],
      );
      return `
const FINDINGS = ${JSON.stringify(groups)};
const PRODUCTS = ${JSON.stringify(ranges)};
const source = 'agora-token explain';
export const SDK_ERRORS = [
  ...${JSON.stringify(about)}.map(([product, codes, texts, meaning, findings]) => ({
    product: PRODUCTS[product][0],
    codes: codes.split('|'),
    ...(texts && { texts: texts.split('|') }),
    meaning,
    aboutToken: true,
    causes: findings.map((group) => ({ text: source, findings: FINDINGS[group].split(' ') })),
    source,
  })),
  ...PRODUCTS.flatMap(([product, ranges]) =>
    ranges.flatMap(([first, length]) =>
      Array.from({ length }, (_, index) => ({
        product,
        codes: [String(first + index)],
        meaning: 'It is not about the token.',
        aboutToken: false,
        causes: [],
        source,
      })),
    ),
  ),
];`;
    },
  };
}

/** The codes, but for names that are a spelling of one before. */
function spelt(codes, spellingsOf) {
  const known = new Set();
  return codes.filter((code) => {
    const [own, ...others] = spellingsOf(code).map((spelling) => JSON.stringify(spelling));
    const isName = !/[ "]|^-?\d/.test(code);
    if (isName && known.has(own)) return false;
    if (isName) for (const each of [own, ...others]) known.add(each);
    return true;
  });
}

/** Whole numbers as runs of neighbours: where each begins, and how many it has. */
function inRanges(numbers) {
  const runs = [];
  for (const number of numbers.map(Number).sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[0] + last[1] === number) last[1]++;
    else runs.push([number, 1]);
  }
  return runs;
}

/** What a module of the sources exports. */
async function evaluated(root, input) {
  const module = await rolldown({ cwd: root, input });
  const { output } = await module.generate({ format: 'esm' });
  await module.close();
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}

const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Each place is there once, and what is put there is taken as it is. */
function put(template, places) {
  return places.reduce((text, [place, content]) => {
    const parts = text.split(place);
    if (parts.length !== 2) throw new Error(`the page has ${parts.length - 1} times ${place}`);
    return parts.join(content);
  }, template);
}
