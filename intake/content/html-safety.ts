import { BLOCKS, readableTokens } from './html-tokens.ts';
import type { HtmlToken } from './html-tokens.ts';
import { MAX_PAGE_CHARACTERS } from './plain-text.ts';

/** HTML rebuilt from an allow list; `removedRemote` counts images, styles and backgrounds that would have been loaded. */
type SafeHtml = { html: string; removedRemote: number; truncated: boolean };

const TAGS = new Set(
  (
    'a abbr address b bdi big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure font ' +
    'h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th ' +
    'thead tr tt u ul var section article header footer main'
  ).split(' '),
);
const VOID = new Set(['br', 'hr', 'img', 'col']);
const ATTRIBUTES = new Set([
  'colspan',
  'rowspan',
  'align',
  'valign',
  'width',
  'height',
  'border',
  'cellpadding',
  'cellspacing',
  'dir',
  'lang',
  'start',
  'type',
  'alt',
  'color',
  'face',
  'size',
  'bgcolor',
  'span',
  'scope',
]);
const STYLES =
  /^(?:color|background-color|font-weight|font-style|font-size|font-family|text-align|text-decoration|text-indent|vertical-align|white-space|line-height|width|max-width|height|padding(?:-\w+)?|margin(?:-\w+)?|border(?:-\w+){0,2}|list-style-type|display)$/;
const STYLE_VALUE = /^(?:[\w\s#%.,'"+!-]|rgba?\([\d\s.,%]{1,40}\))*$/;
const EMBEDDED_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=\s]*$/i;
const CONTENT_ID = /^cid:[^\s"'<>]{1,998}$/i;
const WEB_OR_MAIL = /^(?:https?:|mailto:)/i;
const LOADING =
  /^(?:src|srcset|background|poster|data|lowsrc|dynsrc|longdesc|ping|xlink:href|formaction|action|code|codebase|archive|profile|manifest|usemap|classid)$/;
const MAX_DEPTH = 200;
const MAX_HTML = 24 * 1024 * 1024;

/** HTML without scripts, forms, frames and anything that would load or lead away; links become text with their target as tooltip. */
export function safeHtml(html: string): SafeHtml {
  const state = { out: [] as string[], open: [] as string[], removedRemote: 0, length: 0 };
  let truncated = false;
  for (const token of readableTokens(html)) {
    const piece = pieceOf(token, state);
    state.out.push(piece);
    state.length += piece.length;
    if (state.length > MAX_HTML) {
      truncated = true;
      break;
    }
  }
  state.out.push(closingTags(state.open));
  return { html: state.out.join(''), removedRemote: state.removedRemote, truncated };
}

type State = { open: string[]; removedRemote: number };

function pieceOf(token: HtmlToken, state: State): string {
  if (token.type === 'text') return escapeHtml(token.text);
  if (token.type === 'close') return closeTag(token.name, state);
  state.removedRemote += token.attributes.filter(([name, value]) => loadsFromElsewhere(token.name, name, value)).length;
  if (!TAGS.has(token.name)) return '';
  if (token.name === 'img') return imageTag(token.attributes);
  if (VOID.has(token.name)) return `<${token.name}>`;
  if (state.open.length >= MAX_DEPTH) return '';
  const name = token.name === 'a' ? 'span' : token.name;
  state.open.push(token.name);
  return `<${name}${attributesOf(token)}>`;
}

function closeTag(name: string, state: State): string {
  const at = state.open.lastIndexOf(name);
  if (at < 0) return '';
  return closingTags(state.open.splice(at));
}

function closingTags(open: string[]): string {
  return open
    .toReversed()
    .map((name) => `</${name === 'a' ? 'span' : name}>`)
    .join('');
}

function attributesOf(token: Extract<HtmlToken, { type: 'open' }>): string {
  let out = '';
  for (const [name, value] of token.attributes) {
    if (token.name === 'a' && name === 'href' && WEB_OR_MAIL.test(value.trim()))
      out += ` title="${escapeHtml(value.trim().slice(0, 2000))}"`;
    else if (name === 'style') out += styleAttribute(value);
    else if (ATTRIBUTES.has(name) && /^[\w\s#%.,äöüß-]{0,60}$/i.test(value)) out += ` ${name}="${escapeHtml(value)}"`;
  }
  return out;
}

function styleAttribute(style: string): string {
  const kept: string[] = [];
  for (const declaration of style.slice(0, 4000).split(';')) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (colon > 0 && value.length <= 200 && STYLES.test(property) && STYLE_VALUE.test(value))
      kept.push(`${property}: ${value}`);
  }
  return kept.length > 0 ? ` style="${escapeHtml(kept.join('; '))}"` : '';
}

function imageTag(attributes: [string, string][]): string {
  const source = attributes.find(([name]) => name === 'src')?.[1].trim() ?? '';
  const alternative = attributes.find(([name]) => name === 'alt')?.[1] ?? '';
  if (!EMBEDDED_IMAGE.test(source) && !CONTENT_ID.test(source))
    return alternative === '' ? '' : escapeHtml(`[${alternative.slice(0, 500)}]`);
  const sizes = attributes.filter(
    ([name, value]) => (name === 'width' || name === 'height') && /^\d{1,5}%?$/.test(value),
  );
  return `<img src="${escapeHtml(source)}" alt="${escapeHtml(alternative.slice(0, 500))}"${sizes.map(([name, value]) => ` ${name}="${value}"`).join('')}>`;
}

function loadsFromElsewhere(tag: string, name: string, value: string): boolean {
  if (name === 'style') return /url\s*\(|@import|image-set/i.test(value);
  if (name === 'href') return tag === 'link' || tag === 'base' || tag === 'image' || tag === 'use';
  return LOADING.test(name) && !/^\s*(?:cid:|data:)/i.test(value) && value.trim() !== '';
}

/** Readable text of HTML: blocks and line breaks as new lines, cells separated by tabs. */
export function htmlToText(html: string): string {
  const out: string[] = [];
  let length = 0;
  for (const token of readableTokens(html)) {
    if (length > MAX_PAGE_CHARACTERS) break;
    if (token.type === 'text') {
      const text = token.text.replace(/\s+/g, ' ');
      length += text.length;
      out.push(text);
    } else if (token.name === 'br' || BLOCKS.has(token.name)) out.push('\n');
    else if (token.type === 'open' && (token.name === 'td' || token.name === 'th')) out.push('\t');
  }
  return out
    .join('')
    .replace(/\n[ \t]+/g, '\n')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Text made harmless inside HTML text and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
