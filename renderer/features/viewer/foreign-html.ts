import DOMPurify from 'dompurify';

/** Pictures that came inside a mail, by their Content-ID, as data: addresses. */
export type InlinePictures = ReadonlyMap<string, string>;
/** `body` is harmless HTML, `page` the same as a whole page for a frame. */
export type HarmlessHtml = { body: string; page: string; hadRemoteContent: boolean };

const addresses = ['src', 'srcset', 'background', 'poster', 'href', 'xlink:href', 'action'];
const forbiddenTags =
  'style form input button select textarea iframe object embed link meta base video audio source picture svg math dialog';
/** Longest address written out behind a link. */
const longestAddress = 120;

/**
 * Foreign HTML made harmless and put into a page for a frame without scripts and with a policy that loads nothing: no scripts, no styles
 * from elsewhere, no remote pictures, no forms. Links cannot be followed; where they would lead stands behind them. Only pictures of the
 * mail itself are shown.
 */
export function harmless(html: string, pictures: InlinePictures = new Map()): HarmlessHtml {
  let hadRemoteContent = /<(?:link|style|iframe|video|audio|source|object|embed)\b[^]*?https?:\/\//i.test(html);
  const purify = DOMPurify();
  purify.addHook('afterSanitizeAttributes', (element) => {
    for (const name of addresses) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      element.removeAttribute(name);
      const picture = name === 'src' && /^cid:/i.test(value) ? pictures.get(value.slice(4)) : undefined;
      if (picture) element.setAttribute(name, picture);
      else if (name === 'href') element.setAttribute('data-address', value);
      else if (/^(?:https?:)?\/\//i.test(value)) hadRemoteContent = true;
    }
    const style = element.getAttribute('style');
    if (style && /url\s*\(|@import|expression|image-set/i.test(style)) {
      hadRemoteContent = true;
      element.removeAttribute('style');
    }
  });
  const clean = purify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: forbiddenTags.split(' '),
    FORBID_ATTR: ['srcset', 'ping', 'autofocus', 'tabindex', 'id', 'name', 'class', 'data-address'],
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|cid):/i,
    RETURN_DOM: true,
  }) as HTMLElement;
  for (const link of clean.querySelectorAll('a[data-address]')) writeOut(link);
  const body = clean.innerHTML;
  return { body, page: framePage(body), hadRemoteContent };
}

/** Writes the address of a link behind it, unless it stands there anyway. */
function writeOut(link: Element): void {
  const address = link.getAttribute('data-address') ?? '';
  link.removeAttribute('data-address');
  link.setAttribute('title', address);
  const told = address.replace(/^mailto:/i, '').slice(0, longestAddress);
  if (link.textContent?.includes(told)) return;
  const note = link.ownerDocument.createElement('small');
  note.textContent = ` [${told}${told.length === longestAddress ? ' …' : ''}]`;
  link.append(note);
}

/** A whole page for harmless HTML; its policy loads nothing. */
export function framePage(body: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><style>${look}</style></head><body>${body}</body></html>`;
}

/** Text as HTML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const look = `
body { margin: 16px; background: #fff; color: #1b2327; font: 14px/1.5 "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 18px; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; max-width: 100%; }
td, th { padding: 2px 6px; vertical-align: top; }
pre { font: inherit; white-space: pre-wrap; }
a { color: #0b5560; text-decoration: underline; }
small { color: #55636b; }
::highlight(document-hit) { background-color: rgb(255 205 40 / 50%); }
::highlight(document-hit-now) { background-color: rgb(255 120 0 / 55%); }`;
