import DOMPurify from 'dompurify';

/** Pictures that came inside a mail, by their Content-ID, as data: addresses. */
export type InlinePictures = ReadonlyMap<string, string>;

/**
 * Foreign HTML made harmless and put into a page for a frame with sandbox="" and a policy that loads nothing: no scripts, no styles
 * from elsewhere, no remote pictures, no forms, no links that lead away. Only pictures of the mail itself are shown.
 */
export function harmlessPage(
  html: string,
  pictures: InlinePictures = new Map(),
): { page: string; hadRemoteContent: boolean } {
  let hadRemoteContent = false;
  const purify = DOMPurify();
  purify.addHook('afterSanitizeAttributes', (element) => {
    for (const name of ['src', 'srcset', 'background', 'poster', 'href', 'xlink:href', 'action']) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      const picture = name === 'src' && value.startsWith('cid:') ? pictures.get(value.slice(4)) : undefined;
      if (picture) element.setAttribute('src', picture);
      else {
        if (/^(https?:)?\/\//i.test(value) && name !== 'href') hadRemoteContent = true;
        if (name === 'href' && element.tagName === 'A') element.setAttribute('title', value);
        element.removeAttribute(name);
      }
    }
    const style = element.getAttribute('style');
    if (style && /url\s*\(|@import|expression|image-set/i.test(style)) {
      hadRemoteContent = true;
      element.removeAttribute('style');
    }
  });
  const body = purify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: [
      'style',
      'form',
      'input',
      'button',
      'select',
      'textarea',
      'iframe',
      'object',
      'embed',
      'link',
      'meta',
      'base',
      'video',
      'audio',
      'source',
      'picture',
      'svg',
      'math',
      'dialog',
    ],
    FORBID_ATTR: ['srcset', 'ping', 'autofocus', 'tabindex', 'id', 'name', 'class'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|cid):/i,
  });
  if (/<(?:link|style|iframe|video|audio|source|object|embed)\b/i.test(html))
    hadRemoteContent ||= /https?:\/\//i.test(html);
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  const page = `<!doctype html><html lang="de"><head><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><style>${look}</style></head><body>${body}</body></html>`;
  return { page, hadRemoteContent };
}

const look = `
body { margin: 16px; background: #fff; color: #1b2327; font: 14px/1.5 "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; max-width: 100%; }
td, th { padding: 2px 6px; vertical-align: top; }
pre { white-space: pre-wrap; }`;
