import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText, safeHtml } from './html-safety.ts';

describe('safeHtml', () => {
  it('keeps the letter and its formatting', () => {
    const html =
      '<div style="color: #333; position: fixed"><p align="center">Guten <b>Tag</b>,<br>Frau J&auml;ger</p><table border="1"><tr><td colspan="2">5 &lt; 6</td></tr></table></div>';
    expect(safeHtml(html).html).toBe(
      '<div style="color: #333"><p align="center">Guten <b>Tag</b>,<br>Frau Jäger</p><table border="1"><tr><td colspan="2">5 &#60; 6</td></tr></table></div>',
    );
  });

  it.each([
    '<script>alert(1)</script>',
    '<SCRIPT SRC=http://evil/x.js></SCRIPT>',
    '<img src=x onerror=alert(1)>',
    '<img src="http://evil/pixel.gif">',
    '<a href="javascript:alert(1)">x</a>',
    '<svg><script>alert(1)</script></svg>',
    '<svg/onload=alert(1)>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<p style="background:url(http://evil/x)">x</p>',
    '<p style="width: expression(alert(1))">x</p>',
    '<p style="background:\\75rl(http://evil/x)">x</p>',
    '<form action="http://evil"><input name="kennwort"></form>',
    '<base href="http://evil/">',
    '<meta http-equiv="refresh" content="0;url=http://evil">',
    '<object data="http://evil/x"></object><embed src="http://evil/x">',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<!--><img src=x onerror=alert(1)>-->',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    '<p title=\'"onmouseover=alert(1) x="\'>x</p>',
    '<p align="left"onclick="alert(1)">x</p>',
    '<td background="http://evil/x">x</td>',
    '<link rel="stylesheet" href="http://evil/x.css"><style>@import "http://evil/x"</style>',
    '<body onload=alert(1)><video poster="http://evil/x"><source src="http://evil/x"></video>',
    '<img src="cid:x" onload="alert(1)" srcset="http://evil/x 2x">',
  ])('takes the danger out of %s', (html) => {
    const safe = safeHtml(html).html;
    expect(safe).not.toMatch(
      /<[^>]*(?:\son\w+|href|srcset|srcdoc|action|background=|poster|url\(|expression|javascript:)/i,
    );
    expect(safe).not.toMatch(
      /<(?:script|style|iframe|object|embed|form|input|svg|math|link|base|meta|video|source)\b/i,
    );
    expect(safe).not.toMatch(/src="(?!data:image\/(?:png|jpe?g|gif|webp|bmp);|cid:)/);
  });

  it('counts what would have been loaded from elsewhere', () => {
    expect(
      safeHtml('<img src="https://a/1"><img src="cid:2"><td background="//a/3"><p style="background: url(x)">')
        .removedRemote,
    ).toBe(3);
  });

  it('shows where a link leads without being one', () => {
    expect(safeHtml('<a href="https://beispiel.de/?a=1&amp;b=2">hier</a>').html).toBe(
      '<span title="https://beispiel.de/?a=1&#38;b=2">hier</span>',
    );
  });

  it('does not let an open head or graphic swallow the letter', () => {
    expect(safeHtml('<html><head><title>x</title><p>Brief</p>').html).toBe('<p>Brief</p>');
    expect(safeHtml('<svg><g><div>Brief</div>').html).toBe('<div>Brief</div>');
  });

  it('gives balanced markup of allowed tags only, for any input', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '=',
      '/',
      '<!--',
      '-->',
      '<p ',
      '<b>',
      '</b>',
      '<td>',
      '<a href=',
      'javascript:',
      ' onclick=',
      '<svg>',
      '<style>',
      '</style>',
      '<img src=',
      'cid:x',
      'http://x',
      '&lt;',
      '&#60;',
      '\u0000',
      ' ',
      'text',
      '<table>',
      '</p>',
      'style="',
      'color:red',
      '<title>',
      '<math>',
      '<plaintext>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const safe = safeHtml(pieces.join('')).html;
        const tags = [...safe.matchAll(/<(\/?)([a-z0-9]+)((?: [a-z]+="[^"<>]*")*)>/g)];
        expect(safe.replace(/<\/?[a-z0-9]+(?: [a-z]+="[^"<>]*")*>/g, '')).not.toMatch(/[<>]/);
        const open: string[] = [];
        for (const [, closing, name = '', attributes = ''] of tags) {
          // What stands between the quotes is text, whatever it looks like.
          const names = attributes.replace(/"[^"]*"/g, '""');
          expect(names).not.toMatch(/ (?:on\w+|href|srcset|action)=/);
          if (closing) expect(open.pop()).toBe(name);
          else if (!['br', 'hr', 'img', 'col'].includes(name)) open.push(name);
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes linear time on input made to be slow', () => {
    const started = performance.now();
    for (const piece of ['<', '<a ', '<a b=', '<!--', '</', '<script>', '&', '<p style="a:', '<svg>', '"', '<b>'])
      safeHtml(piece.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('htmlToText', () => {
  it('puts blocks on lines of their own and cells behind tabs', () => {
    expect(
      htmlToText('<head><style>p{}</style></head><p>a</p><p>b<br>c</p><table><tr><td>1</td><td>2</td></tr></table>'),
    ).toBe('a\n\nb\nc\n\n1\t2');
  });
});
