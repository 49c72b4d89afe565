/** A text safe inside HTML, attributes too. */
export const safe = (text: unknown): string =>
  String(text ?? '').replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? sign);

const style = `
:root{color-scheme:light dark;--bg:#fbfbf9;--ink:#1c1f23;--soft:#5d6670;--line:#dcdfe2;--card:#fff;--mark:#0b6e5a}
@media(prefers-color-scheme:dark){:root{--bg:#14171a;--ink:#e8eaec;--soft:#9aa4ae;--line:#2c3238;--card:#1b1f23;--mark:#5fd0b5}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:1rem}h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.05rem;margin:1.5rem 0 .5rem}
p{margin:.25rem 0;color:var(--soft)}a{color:var(--mark)}nav a{margin-right:.9rem}
.box{background:var(--card);border:1px solid var(--line);border-radius:8px;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.87rem}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child td{border-bottom:0}th{color:var(--soft);font-weight:600}td.n{font-variant-numeric:tabular-nums;white-space:nowrap}
.counts{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.5rem}.counts a{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.6rem;text-decoration:none;color:inherit}
.counts b{display:block;font-size:1.3rem;font-variant-numeric:tabular-nums}button,select,input{font:inherit;padding:.5rem .8rem;border-radius:6px;border:1px solid var(--line);background:var(--card);color:var(--ink);max-width:100%}
button{background:var(--mark);color:var(--bg);border-color:var(--mark);cursor:pointer}form{margin:.75rem 0;display:flex;gap:.5rem;flex-wrap:wrap;align-items:center}
.verbs{display:flex;gap:.5rem;flex-wrap:wrap}.verbs form{margin:0}.part{width:100%;border:1px solid var(--line);border-radius:8px;background:var(--card)}
.tall{height:12rem}.taller{height:27rem}.in{padding:.75rem 1rem}.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 1.5rem}.quiet button{background:var(--card);color:var(--ink);border-color:var(--line)}.mail{height:24rem;background:#fff;color-scheme:light}.text{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.5rem .75rem;margin:.5rem 0;overflow-wrap:anywhere}.mine{margin-left:2rem}
button{min-height:2.75rem}.wide{display:block;width:100%}textarea{font:inherit;display:block;width:100%;padding:.5rem;border-radius:6px;border:1px solid var(--line);background:var(--card);color:var(--ink)}
:focus-visible{outline:2px solid var(--mark);outline-offset:2px}`;

/** A whole page; `body` is HTML already. `everySeconds`: it reads itself afresh. `isPart`: it stands in a frame of another page. */
export const page = (title: string, body: string, { everySeconds, isPart }: { everySeconds?: number; isPart?: boolean } = {}): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
  `${everySeconds ? `<meta http-equiv="refresh" content="${everySeconds}">` : ''}<title>${safe(title)}</title><style>${style}</style></head><body>${isPart ? `<div class="in">${body}</div>` : `<main>${body}</main>`}</body></html>`;

/** A table of texts; cells are escaped here. */
export const table = (heads: string[], rows: unknown[][]): string =>
  tableOf(
    heads,
    rows.map((row) => row.map((cell) => `<td>${safe(cell)}</td>`)),
  );

/** The same with rows that open something: the first cell is its link, or plain where there is nothing to open. */
export const linkedTable = (heads: string[], rows: { text: string; href: string | null; rest: unknown[] }[]): string =>
  tableOf(
    heads,
    rows.map(({ text, href, rest }) => [
      `<td class="n">${href ? `<a href="${safe(href)}">${safe(text)}</a>` : safe(text)}</td>`,
      ...rest.map((cell) => `<td>${safe(cell)}</td>`),
    ]),
  );

function tableOf(heads: string[], rows: string[][]): string {
  if (rows.length === 0) return '<p>Nothing yet.</p>';
  const cells = rows.map((row) => `<tr>${row.join('')}</tr>`).join('');
  return `<div class="box" role="group" aria-label="${safe(heads.join(', '))}" tabindex="0"><table><thead><tr>${heads.map((head) => `<th scope="col">${safe(head)}</th>`).join('')}</tr></thead><tbody>${cells}</tbody></table></div>`;
}
